"""Logs are kept from run to run, by commit: a commit never changes, so only what came since is read again."""

from __future__ import annotations

import json
from contextlib import suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

from communique.errors import GitError
from communique.history.log import Commit, Identity, Log, log_of, read_commits
from communique.whole import write_whole

if TYPE_CHECKING:
    from pathlib import Path

    from communique.history.repository import Repository

_VERSION: Final = 1
NAME: Final = "log.json"


def kept_log(repository: Repository, revision: str, cache: Path) -> Log:
    """The log of ``revision``, with what ``cache`` has of it. Raises GitError where there is no such commit.

    A kept log that cannot be read, or that ``revision`` does not stand on, is written anew.
    """
    head = repository.commit(revision)
    old = _read(cache / NAME, _people(repository))
    if old and old[0].id == head:
        return log_of(old)
    if old and _stands_on(repository, head, old[0].id):
        # What only the new head stands on has nothing of the old log above it: the order holds.
        commits = (*read_commits(repository, head, f"^{old[0].id}"), *old)
    else:
        commits = read_commits(repository, head)
    _write(cache / NAME, commits, _people(repository))
    return log_of(commits)


def _stands_on(repository: Repository, head: str, base: str) -> bool:
    try:
        repository.git("merge-base", "--is-ancestor", base, head)
    except GitError:
        return False
    return True


def _people(repository: Repository) -> str:
    """The mailmap, which gives authors their names in the log."""
    with suppress(OSError):
        return (repository.top / ".mailmap").read_text(encoding="utf-8", errors="replace")
    return ""


def _write(path: Path, commits: tuple[Commit, ...], people: str) -> None:
    rows = [
        [
            each.id,
            each.parents,
            [each.author.name, each.author.email, each.committer.name, each.committer.email],
            int(each.instant.timestamp()),
            each.trailers,
            each.changes,
        ]
        for each in commits
    ]
    with suppress(OSError):
        write_whole(path, json.dumps([_VERSION, people, rows]).encode())


def _read(path: Path, people: str) -> tuple[Commit, ...]:
    try:
        version, told, rows = json.loads(path.read_text(encoding="utf-8"))
        return tuple(_commit(row) for row in rows) if (version, told) == (_VERSION, people) else ()
    except (OSError, ValueError, TypeError, LookupError):
        return ()


def _commit(row: list[Any]) -> Commit:
    id_, parents, (author, author_address, committer, committer_address), seconds, trailers, changes = row
    return Commit(
        id_,
        tuple(parents),
        Identity(author, author_address),
        Identity(committer, committer_address),
        datetime.fromtimestamp(seconds, UTC),
        tuple((key, value) for key, value in trailers),
        changes,
    )
