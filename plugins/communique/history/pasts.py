"""What git tells of each record file: first published, last changed, by whom, and how far it is reviewed."""

from __future__ import annotations

import hashlib
import json
import re
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from communique.history.approvals import Approval, Basis, Flaw, approvals, latest
from communique.history.kept import kept_log
from communique.history.log import Identity, read_log
from communique.history.signatures import Signers
from communique.whole import write_whole

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from communique.history.log import Commit, Log
    from communique.history.repository import Repository

FOLDERS: Final = ("content/", "briefings/")
PREFIX: Final = "history-"
_DRAFT: Final = re.compile(rb"^draft:\s*(?:yes|true)\b", re.MULTILINE)
_VERSION: Final = 1
"""Raised when what is kept of a history changes its meaning."""


@dataclass(frozen=True, slots=True)
class Past:
    """The past of one file. Instants are those of commits on the main line, where readers could first see it.

    ``content`` is git's id of what HEAD has; ``first`` is None while it was only ever a draft. ``approval`` is the
    newest one that counts, ``flawed`` those of the present content that do not.
    """

    path: str
    content: str
    first: datetime | None
    last: datetime
    by: tuple[str, ...]
    approval: Approval | None = None
    flawed: tuple[Approval, ...] = ()

    @property
    def is_approved(self) -> bool:
        """Whether a second person approved exactly what HEAD has."""
        return self.approval is not None and self.approval.content == self.content


@dataclass(frozen=True, slots=True)
class History:
    """Every record file at ``commit``, by its path as seen from the dossier. ``shallow``: the history was cut."""

    commit: str
    pasts: Mapping[str, Past]
    shallow: bool = False


def read_history(repository: Repository, *, forge: bool = False, cache: Path | None = None) -> History:
    """The history of the dossier at HEAD, from ``cache`` where it was read at this commit before.

    Raises GitError where there is no commit yet.
    """
    commit = repository.commit()
    key = history_key(repository, commit, forge=forge)
    kept = cache / f"{PREFIX}{key}.json" if cache else None
    if kept is not None and (found := _kept(kept, commit)) is not None:
        return found
    log = kept_log(repository, commit, cache) if cache else read_log(repository, commit)
    history = History(commit, _pasts(repository, log, forge=forge), repository.is_shallow)
    if kept is not None:
        _keep(kept, history)
    return history


def _pasts(repository: Repository, log: Log, *, forge: bool) -> dict[str, Past]:
    commit = log.commits[0].id
    given = approvals(repository, log, Signers(repository, commit), forge=forge)
    standing = latest(given)
    now = repository.contents(commit, *FOLDERS)
    first = _first_published(repository, log, now)
    by: dict[str, dict[str, None]] = {}
    for each in reversed(log.commits):
        if not each.is_merge:
            for path in each.changes:
                by.setdefault(path, {})[str(each.author)] = None
    last: dict[str, Commit] = {}
    for each in log.main:
        for path in each.changes:
            last.setdefault(path, each)
    found: dict[str, Past] = {}
    for path, content in now.items():
        whole = repository.prefix + path
        flawed = tuple(each for each in given if each.flaw and (each.path, each.content) == (path, content))
        found[path] = Past(
            path, content, first.get(path), last[whole].instant, tuple(by.get(whole, ())), standing.get(path), flawed
        )
    return found


def _first_published(repository: Repository, log: Log, now: Iterable[str]) -> dict[str, datetime]:
    """When each file first stood on the main line and was no draft."""
    versions: dict[str, list[tuple[datetime, str]]] = {}
    for commit in reversed(log.main):
        for path, blob in commit.changes.items():
            if blob is not None:
                versions.setdefault(path, []).append((commit.instant, blob))
    waiting = {path: iter(versions.get(repository.prefix + path, ())) for path in now}
    found: dict[str, datetime] = {}
    while waiting:
        asked = {path: version for path, each in waiting.items() if (version := next(each, None)) is not None}
        drafts = _drafts(repository, {blob for _, blob in asked.values()})
        found |= {path: instant for path, (instant, blob) in asked.items() if blob not in drafts}
        waiting = {path: waiting[path] for path, (_, blob) in asked.items() if blob in drafts}
    return found


def _drafts(repository: Repository, blobs: set[str]) -> set[str]:
    return {blob for blob, content in repository.blobs(sorted(blobs)).items() if _DRAFT.search(content)}


# What was read at a commit is kept: a commit never changes


def history_key(repository: Repository, commit: str, *, forge: bool) -> str:
    """A digest of all that a history depends on: commit, tags, mailmap in the work tree, the setting."""
    tags = repository.git("for-each-ref", "--format=%(objectname)", "refs/tags")
    mailmap = repository.top / ".mailmap"
    people = mailmap.read_bytes() if mailmap.is_file() else b""
    parts = (str(_VERSION).encode(), commit.encode(), repository.prefix.encode(), tags, people, bytes([forge]))
    return hashlib.sha256(b"\0".join(parts)).hexdigest()[:32]


def _keep(path: Path, history: History) -> None:
    told = json.dumps([history.shallow, [_plain(past) for past in history.pasts.values()]])
    with suppress(OSError):
        for old in path.parent.glob(f"{PREFIX}*.json"):
            old.unlink()
        write_whole(path, told.encode())


def _kept(path: Path, commit: str) -> History | None:
    try:
        shallow, rows = json.loads(path.read_text(encoding="utf-8"))
        return History(commit, {row[0]: _past(row) for row in rows}, shallow)
    except (OSError, ValueError, TypeError, LookupError):
        return None


def _plain(past: Past) -> list[Any]:
    first = past.first.isoformat() if past.first else None
    approval = _plain_approval(past.approval) if past.approval else None
    flawed = [_plain_approval(each) for each in past.flawed]
    return [past.path, past.content, first, past.last.isoformat(), past.by, approval, flawed]


def _past(row: list[Any]) -> Past:
    path, content, first, last, by, approval, flawed = row
    return Past(
        path,
        content,
        datetime.fromisoformat(first) if first else None,
        datetime.fromisoformat(last),
        tuple(by),
        _approval(approval) if approval else None,
        tuple(_approval(each) for each in flawed),
    )


def _plain_approval(each: Approval) -> list[Any]:
    return [
        each.path,
        each.content,
        each.by.name,
        each.by.email,
        each.instant.isoformat(),
        each.basis,
        each.commit,
        each.flaw,
    ]


def _approval(row: list[Any]) -> Approval:
    path, content, name, email, instant, basis, commit, flaw = row
    by = Identity(name, email)
    return Approval(
        path, content, by, datetime.fromisoformat(instant), Basis(basis), commit, Flaw(flaw) if flaw else None
    )
