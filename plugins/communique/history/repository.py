"""A git repository, by git's own command: quick on long histories, and no library to keep in step with git.

Only plumbing with fixed formats is called, in English and without the user's aliases, pagers or hooks.
"""

from __future__ import annotations

import os
import subprocess
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final

from communique.errors import GitError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_QUIET: Final = {"LC_ALL": "C.UTF-8", "GIT_PAGER": "cat", "GIT_TERMINAL_PROMPT": "0", "GIT_OPTIONAL_LOCKS": "0"}
_SETTINGS: Final = tuple(
    word
    for each in ("core.quotePath=false", "core.fsmonitor=false", "log.showSignature=false")
    for word in ("-c", each)
)
_PLACE: Final = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_COMMON_DIR", "GIT_OBJECT_DIRECTORY")


@dataclass(frozen=True, slots=True)
class Repository:
    """The work tree that a dossier stands in. ``top`` is its root folder; ``prefix`` leads from there to the dossier,
    with a final slash, empty where they are the same.
    """

    top: Path
    prefix: str = ""

    @classmethod
    def of(cls, root: Path) -> Repository | None:
        """The repository of the dossier in ``root``; None where there is none, or no git."""
        try:
            told = _git(root, "rev-parse", "--show-toplevel", "--show-prefix")
        except GitError:
            return None
        top, prefix = told.decode().removesuffix("\n").split("\n")
        return cls(Path(top), prefix)

    def git(self, *arguments: str, given: bytes | None = None) -> bytes:
        """What ``git ARGUMENTS`` prints, run at the root. Raises GitError where it exits other than 0."""
        return _git(self.top, *arguments, given=given)

    def words(self, *arguments: str, given: bytes | None = None) -> str:
        """The same as text, without the last line's end."""
        return self.git(*arguments, given=given).decode("utf-8", "replace").rstrip("\n")

    def heard(self, *arguments: str) -> str:
        """What ``git ARGUMENTS`` says on standard error, where it tells of signatures. Raises GitError likewise."""
        return _run(self.top, *arguments).stderr.decode("utf-8", "replace")

    @property
    def is_shallow(self) -> bool:
        """Whether its history was cut, as CI's checkouts often are."""
        return self.words("rev-parse", "--is-shallow-repository") == "true"

    @property
    def has_commits(self) -> bool:
        """Whether there is a commit at all."""
        try:
            self.commit()
        except GitError:
            return False
        return True

    def commit(self, revision: str = "HEAD") -> str:
        """The full id of the commit that ``revision`` names. Raises GitError where it names none."""
        try:
            return self.words("rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
        except GitError as error:
            raise GitError(f"git knows no revision '{revision}'.") from error

    def has(self, commit: str) -> bool:
        """Whether the commit with this id is here, whole."""
        try:
            return self.commit(commit) == commit
        except GitError:
            return False

    def files(self, revision: str, *paths: str) -> tuple[tuple[str, str], ...]:
        """Path, as seen from the dossier, and id of the content of each file below ``paths`` at ``revision``, in the
        order of the paths' bytes.
        """
        told = self.git("ls-tree", "-r", "-z", "--full-tree", revision, "--", *(self.prefix + path for path in paths))
        rows = (each.split("\t", 1) for each in told.decode("utf-8", "replace").split("\0") if each)
        return tuple((path.removeprefix(self.prefix), head.split(" ")[2]) for head, path in rows)

    def changed(self, *paths: str) -> tuple[str, ...]:
        """The files below ``paths`` of the dossier (none: all) that differ from HEAD or that git does not track."""
        wanted = [self.prefix + path for path in paths] or [self.prefix or "."]
        told = self.git("status", "--porcelain=v1", "-z", "--no-renames", "--untracked-files=all", "--", *wanted)
        return tuple(each[3:] for each in told.decode("utf-8", "replace").split("\0") if each)

    def file(self, revision: str, path: str) -> bytes | None:
        """The bytes of the dossier's file ``path`` at ``revision``; None where it was not there."""
        try:
            return self.git("cat-file", "blob", f"{revision}:{self.prefix}{path}")
        except GitError:
            return None

    def contents(self, revision: str, *folders: str) -> dict[str, str]:
        """The ids of what the files below ``folders`` of the dossier hold at ``revision``, by path from the dossier."""
        wanted = [self.prefix + folder for folder in folders]
        told = self.git("ls-tree", "-r", "-z", "--full-tree", self.commit(revision), "--", *wanted)
        rows = (row.partition("\t") for row in told.decode("utf-8", "replace").split("\0") if row)
        return {path.removeprefix(self.prefix): head.split()[2] for head, _, path in rows if head.split()[1] == "blob"}

    def blobs(self, ids: Sequence[str]) -> dict[str, bytes]:
        """The contents with these ids, in one call. Raises GitError where one is not there."""
        if not ids:
            return {}
        told = self.git("cat-file", "--batch", given="".join(f"{id_}\n" for id_ in ids).encode())
        found: dict[str, bytes] = {}
        at = 0
        for id_ in ids:
            head, at = told[at : (end := told.index(b"\n", at))].split(b" "), end + 1
            if len(head) != 3:
                raise GitError(f"git has no content {id_}")
            found[id_] = told[at : at + int(head[2])]
            at += int(head[2]) + 1
        return found

    @contextmanager
    def worktree(self, revision: str) -> Iterator[Path]:
        """A folder with the dossier as it was at ``revision``, for as long as it is needed."""
        with TemporaryDirectory(prefix="communique-") as scratch:
            tree = Path(scratch) / "tree"
            self.git("worktree", "add", "--detach", "--quiet", str(tree), self.commit(revision))
            try:
                yield tree / self.prefix
            finally:
                self.git("worktree", "remove", "--force", str(tree))


def _git(folder: Path, *arguments: str, given: bytes | None = None) -> bytes:
    return _run(folder, *arguments, given=given).stdout


def _run(folder: Path, *arguments: str, given: bytes | None = None) -> subprocess.CompletedProcess[bytes]:
    command = ("git", *_SETTINGS, *arguments)
    # A hook that calls us sets where git's folder is: ours is the one of the dossier.
    environment = {name: value for name, value in os.environ.items() if name not in _PLACE}
    try:
        done = subprocess.run(
            command, cwd=folder, input=given, capture_output=True, check=False, env={**environment, **_QUIET}
        )
    except OSError as error:
        raise GitError(f"git cannot be run: {error.strerror or error}") from error
    if done.returncode != 0:
        told = done.stderr.decode("utf-8", "replace").strip() or f"exit code {done.returncode}"
        raise GitError(f"git {' '.join(arguments[:2])}: {told}")
    return done
