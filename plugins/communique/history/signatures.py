"""Who signed what, by the keys in ``editors/allowed_signers`` (OpenSSH's format: ssh-keygen(1), ALLOWED SIGNERS).

The file counts as it was committed, not as it stands in the work tree.
"""

from __future__ import annotations

import re
import shutil
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final

from communique.errors import GitError
from communique.history.log import Identity, identity

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from communique.history.repository import Repository

SIGNERS: Final = "editors/allowed_signers"
"""Who may approve: a line each, ``address namespaces="git" key``."""

_GOOD: Final = re.compile(r'Good "git" signature for (\S+) with \S+ key (\S+)')
_KEY: Final = re.compile(r"(?:ssh|ecdsa|sk)-\S+\s+(\S+)")


class Signers:
    """The allowed signers at one revision; asks git whether a signature is one of theirs."""

    def __init__(self, repository: Repository, revision: str) -> None:
        self.repository = repository
        self.text = repository.file(revision, SIGNERS) or b""
        self._same = same_keys(self.text.decode("utf-8", "replace"))

    def of_commits(self, ids: Sequence[str]) -> dict[str, tuple[Identity, ...]]:
        """The signer of each commit that has a good signature of an allowed signer; every name their key goes by."""
        if not ids or not self.text.strip():
            return {}
        with self._file() as options:
            told = self.repository.git(
                *options,
                "log",
                "--no-walk=unsorted",
                "--stdin",
                "--format=%H%x00%G?%x00%GS%x00",
                given="\n".join(ids).encode(),
            )
        rows = (line.split("\0") for line in told.decode("utf-8", "replace").splitlines())
        return {row[0]: self._names(row[2]) for row in rows if len(row) > 2 and row[1] == "G"}

    def of_tag(self, name: str) -> tuple[Identity, ...]:
        """The signer of an annotated tag; empty where it has no good signature of an allowed signer."""
        if not self.text.strip():
            return ()
        with self._file() as options:
            try:
                told = self.repository.heard(*options, "verify-tag", "--raw", "--", name)
            except GitError:
                return ()
        found = _GOOD.search(told)
        return self._names(found[1]) if found else ()

    def _names(self, principal: str) -> tuple[Identity, ...]:
        names = self._same.get(principal.casefold(), {principal})
        return tuple(mapped(self.repository, name) for name in sorted(names))

    @contextmanager
    def _file(self) -> Iterator[tuple[str, ...]]:
        """The options by which git knows these signers. Raises GitError where it has nothing to check them with.

        Git itself calls a signature that it cannot check a bad one, and all that was approved would be withheld.
        """
        if not shutil.which("ssh-keygen"):
            raise GitError("signatures cannot be checked: ssh-keygen is not there; install OpenSSH's client.")
        with TemporaryDirectory(prefix="communique-") as folder:
            path = Path(folder) / "allowed_signers"
            path.write_bytes(self.text)
            yield ("-c", "gpg.format=ssh", "-c", f"gpg.ssh.allowedSignersFile={path}")


def mapped(repository: Repository, principal: str) -> Identity:
    """A signer's address as a person, after ``.mailmap``; an address that is none stays as it is."""
    if "@" not in principal:
        return Identity(principal, "")
    return identity(repository.words("check-mailmap", f"<{principal}>"))


def same_keys(text: str) -> dict[str, set[str]]:
    """Which names go by one key: they are one person."""
    by_key: dict[str, set[str]] = {}
    for line in text.splitlines():
        key = _KEY.search(line)
        if key and not line.lstrip().startswith("#"):
            by_key.setdefault(key[1], set()).update(name.strip('"') for name in line.split()[0].split(","))
    same: dict[str, set[str]] = {}
    for names in by_key.values():
        for name in names:
            same.setdefault(name.casefold(), set()).update(names)
    return same
