"""The whole log in one pass of git: who wrote which content of which file, and what the messages' trailers say.

Fields are separated by NUL, which no message and no path can hold: a commit cannot pretend to be another one.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from communique.history.repository import Repository

_FIELDS: Final = ("%H", "%P", "%aN", "%aE", "%cN", "%cE", "%ct", "%(trailers:only,unfold)")
NOTHING: Final = frozenset("0")


@dataclass(frozen=True, slots=True)
class Identity:
    """A person as git names them, after ``.mailmap``."""

    name: str
    email: str

    def is_also(self, other: Identity) -> bool:
        """Whether both may be the same person: one address or one name is enough for that."""
        same_name = bool(self.name) and self.name.casefold() == other.name.casefold()
        return same_name or (bool(self.email) and self.email.casefold() == other.email.casefold())

    def __str__(self) -> str:
        return self.name or self.email


@dataclass(frozen=True, slots=True)
class Commit:
    """One commit. ``changes`` lead from the paths it changed, as seen from the root of the repository, to the id of
    the new content, None where the file went; of a merge, what differs from its first parent.
    """

    id: str
    parents: tuple[str, ...]
    author: Identity
    committer: Identity
    instant: datetime
    trailers: tuple[tuple[str, str], ...]
    changes: Mapping[str, str | None]

    @property
    def is_merge(self) -> bool:
        """Whether it brings lines of work together."""
        return len(self.parents) > 1

    @property
    def producers(self) -> tuple[Identity, ...]:
        """Who made its content: author, co-authors, and who committed it, since an amended commit keeps its author."""
        also = (identity(value) for key, value in self.trailers if key == "co-authored-by")
        return tuple(dict.fromkeys((self.author, self.committer, *also)))


@dataclass(frozen=True, slots=True)
class Log:
    """Every commit that HEAD stands on, a commit before its parents. ``main`` are those of the protected branch itself:
    HEAD and its first parents, newest first; the others came by a merge.
    """

    commits: tuple[Commit, ...]
    main: tuple[Commit, ...]


def read_log(repository: Repository, revision: str = "HEAD") -> Log:
    """The log of ``revision``. Raises GitError where there is no such commit."""
    return log_of(read_commits(repository, repository.commit(revision)))


def log_of(commits: tuple[Commit, ...]) -> Log:
    """The log that these commits are, its head first."""
    return Log(commits, tuple(_first_parents(commits)))


def read_commits(repository: Repository, *revisions: str) -> tuple[Commit, ...]:
    """The commits that ``revisions`` stand on, less those behind a ``^``; each before its parents."""
    told = repository.git(
        "log",
        "-z",
        "--topo-order",
        "--raw",
        "--no-abbrev",
        "--no-renames",
        "--diff-merges=first-parent",
        f"--format={'%x00'.join(_FIELDS)}",
        *revisions,
        "--",
    )
    return tuple(_commits(iter(told.decode("utf-8", "replace").split("\0"))))


def identity(text: str) -> Identity:
    """``Ada Invented <ada@example.org>`` as a person."""
    name, _, rest = text.partition("<")
    return Identity(name.strip(), rest.partition(">")[0].strip())


def _commits(tokens: Iterator[str]) -> Iterator[Commit]:
    ahead = next(tokens, "")
    while ahead:
        parents, author, author_address, committer, committer_address, seconds, trailers = (
            next(tokens) for _ in _FIELDS[1:]
        )
        id_, changes = ahead, {}
        ahead = next(tokens, "")
        while ahead.startswith((":", "\n:")):
            blob = ahead.split(" ")[3]
            changes[next(tokens)] = None if set(blob) == NOTHING else blob
            ahead = next(tokens, "")
        yield Commit(
            id_,
            tuple(parents.split()),
            Identity(author, author_address),
            Identity(committer, committer_address),
            datetime.fromtimestamp(int(seconds), UTC),
            tuple(_trailers(trailers)),
            changes,
        )


def _trailers(text: str) -> Iterator[tuple[str, str]]:
    for line in text.splitlines():
        key, colon, value = line.partition(":")
        if colon:
            yield key.strip().lower(), value.strip()


def _first_parents(commits: tuple[Commit, ...]) -> Iterator[Commit]:
    by_id = {commit.id: commit for commit in commits}
    commit = commits[0] if commits else None
    while commit is not None:
        yield commit
        commit = by_id.get(commit.parents[0]) if commit.parents else None
