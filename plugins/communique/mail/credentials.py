"""The password of the submission server: from the environment, or from a file outside the tree. It is never printed."""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from communique.errors import MailError

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Credential:
    """A user's name and password. The password is in no text this makes: not in its repr, its str or its pickle."""

    user: str
    _password: str = field(repr=False)

    def reveal(self) -> str:
        """The password, for the one call that logs in."""
        return self._password

    def __reduce__(self) -> str:
        raise TypeError("a credential is not written anywhere")


def from_environment(user: str, variable: str) -> Credential:
    """The password in ``variable``. Raises MailError where there is none."""
    password = os.environ.get(variable, "")
    if not password:
        raise MailError(f"the environment variable {variable} holds no password; set it for this command.")
    return Credential(user, password)


def from_file(user: str, path: Path) -> Credential:
    """The password on the first line of a file that only its owner may read. Raises MailError."""
    try:
        with path.open("rb") as opened:
            open_to_others = os.fstat(opened.fileno()).st_mode & (stat.S_IRWXG | stat.S_IRWXO)
            password = opened.readline(4096).decode().strip("\r\n")
    except (OSError, UnicodeDecodeError) as error:
        raise MailError(
            f"the password file {path} cannot be read: {getattr(error, 'strerror', 'not UTF-8')}."
        ) from None
    if open_to_others:
        raise MailError(f"others may read the password file {path}: run chmod 600 on it.")
    if not password:
        raise MailError(f"the password file {path} is empty.")
    return Credential(user, password)
