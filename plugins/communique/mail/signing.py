"""Signatures of persons on what is to be sent, by their keys in ``editors/allowed_signers`` (ssh-keygen's format).

With ssh-keygen over the statement itself, or with git as a signed tag whose message is the statement.
"""

from __future__ import annotations

import os
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final

from communique.errors import GitError, MailError
from communique.history import Repository
from communique.history.signatures import SIGNERS, Signers, share_a_key

if TYPE_CHECKING:
    from collections.abc import Sequence

NAMESPACE: Final = "communique-mail"
"""What a signature is for: one made for a commit, or for anything else, is none here."""
BY_TAG: Final = "tag"
BY_KEY: Final = "ssh"
_QUIET: Final = {"LC_ALL": "C.UTF-8", "SSH_ASKPASS_REQUIRE": "never"}


class Approvers:
    """Who may sign, by the keys that git's HEAD has for them (outside git: that the file has)."""

    def __init__(self, root: Path) -> None:
        self.repository = Repository.of(root)
        self.allowed = self._read(root)

    def _read(self, root: Path) -> bytes:
        if self.repository is not None:
            return self.repository.file("HEAD", SIGNERS) or b""
        path = root / SIGNERS
        return path.read_bytes() if path.is_file() else b""

    def are_one(self, one: str, other: str) -> bool:
        """Whether two names are one person: the same name, or one key for both."""
        return one.casefold() == other.casefold() or share_a_key(self.allowed.decode("utf-8", "replace"), one, other)

    def is_signed(self, text: str, how: str, signature: str, person: str) -> bool:
        """Whether ``person`` signed ``text``: by ``BY_KEY`` with the signature itself, by ``BY_TAG`` a tag's name."""
        return self._tagged(text, signature, person) if how == BY_TAG else self._keyed(text, signature, person)

    def _keyed(self, text: str, signature: str, person: str) -> bool:
        if not self.allowed.strip():
            raise MailError(f"there are no keys in {SIGNERS} (as committed), so nobody can sign; docs/mail.md.")
        with TemporaryDirectory(prefix="communique-") as folder:
            signed, allowed = Path(folder) / "statement.sig", Path(folder) / "allowed"
            signed.write_text(signature, encoding="utf-8")
            allowed.write_bytes(self.allowed)
            command = ("-Y", "verify", "-q", "-f", str(allowed), "-I", person, "-n", NAMESPACE, "-s", str(signed))
            try:
                _keygen(command, given=text.encode())
            except MailError:
                return False
        return True

    def _tagged(self, text: str, tag: str, person: str) -> bool:
        if self.repository is None:
            return False
        names = {each.email or each.name for each in Signers(self.repository, "HEAD").of_tag(tag)}
        if person.casefold() not in {name.casefold() for name in names}:
            return False
        try:
            told = self.repository.words(
                "for-each-ref", "--format=%(contents:subject)%0a%(contents:body)", f"refs/tags/{tag}"
            )
        except GitError:
            return False
        return told.split() == text.split()


def sign(text: str, key: Path) -> str:
    """The signature over ``text`` with the private key in ``key``, or with the public one whose agent has it.

    Raises MailError.
    """
    with TemporaryDirectory(prefix="communique-") as folder:
        statement = Path(folder) / "statement"
        statement.write_text(text, encoding="utf-8")
        _keygen(("-Y", "sign", "-q", "-f", str(key.expanduser()), "-n", NAMESPACE, str(statement)))
        return Path(f"{statement}.sig").read_text(encoding="ascii")


def signature_in(path: Path) -> str:
    """A signature that was made elsewhere. Raises MailError where there is none in ``path``."""
    try:
        return path.read_text(encoding="ascii")
    except (OSError, UnicodeDecodeError) as error:
        raise MailError(f"{path}: there is no signature in it ({getattr(error, 'strerror', 'no text')}).") from None


def _keygen(arguments: Sequence[str], given: bytes = b"") -> None:
    try:
        done = subprocess.run(
            ("ssh-keygen", *arguments), input=given, capture_output=True, check=False, env={**os.environ, **_QUIET}
        )
    except OSError as error:
        raise MailError(f"ssh-keygen cannot be run: {error.strerror}; install OpenSSH’s client.") from None
    if done.returncode != 0:
        told = done.stderr.decode("utf-8", "replace").strip().splitlines()
        raise MailError(f"ssh-keygen: {told[-1] if told else f'exit code {done.returncode}'}")
