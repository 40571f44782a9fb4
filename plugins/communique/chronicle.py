"""The states in which readers could have seen each record, oldest first: from the main line of git, and nothing else.

A state counts as public from its commit on: while it was a draft, embargoed, marked above the dossier or, where two
persons are needed, not approved, no reader had it.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from communique.changes.compare import compare_records
from communique.history import CACHE, Repository
from communique.history.approvals import approvals
from communique.history.kept import kept_log
from communique.history.pasts import FOLDERS, read_history
from communique.history.signatures import Signers
from communique.markings import exceeds
from communique.records import id_of, load_past
from communique.references import following
from communique.tree import kind_of, of_contents

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping
    from datetime import datetime

    from communique.changes import Change
    from communique.corpus import Corpus
    from communique.history.approvals import Approval
    from communique.history.log import Log
    from communique.kinds import Record, Tombstone
    from communique.markings import Marking
    from communique.records import Loaded
    from communique.settings import Review, Settings


@dataclass(frozen=True, slots=True)
class Version:
    """What a file held from ``instant`` on; ``content`` is git's id of it, None where the file went."""

    instant: datetime
    commit: str
    content: str | None


@dataclass(frozen=True, slots=True)
class State:
    """One public state of a record. ``version`` is None for the work tree's, which no reader has yet."""

    record: Record
    version: Version | None


@dataclass(frozen=True, slots=True)
class Step:
    """From one public state to the next, with what changed; ``before`` is None for the first."""

    before: State | None
    after: State
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Public:
    """What may be seen: up to ``marking``, from ``since`` on; only ``approved`` contents, with two persons."""

    marking: Marking
    since: datetime | None = None
    approved: Callable[[str, str], bool] | None = None

    def shows(self, record: Record, path: str, version: Version) -> bool:
        """Whether readers had ``record`` as it stood in ``version``."""
        if record.draft or (record.embargo is not None and record.embargo > version.instant):
            return False
        if record.marking is not None and exceeds(record.marking, self.marking):
            return False
        return self.approved is None or version.content is None or self.approved(path, version.content)


def versions(repository: Repository, log: Log, since: datetime | None = None) -> dict[str, tuple[Version, ...]]:
    """What each record file held on the main line, oldest first, by its path as seen from the dossier.

    Of what came before ``since`` only the last is kept: what stood there when readers came.
    """
    found: dict[str, list[Version]] = {}
    for commit in reversed(log.main):
        for whole, content in commit.changes.items():
            path = whole.removeprefix(repository.prefix)
            if not whole.startswith(repository.prefix) or not path.startswith(FOLDERS):
                continue
            rows = found.setdefault(path, [])
            if since is not None and commit.instant < since:
                rows.clear()
            rows.append(Version(commit.instant, commit.id, content))
    return {path: tuple(rows) for path, rows in found.items()}


class Reader:
    """Reads records from git, each content once."""

    def __init__(self, repository: Repository) -> None:
        self.repository = repository
        self._read: dict[tuple[str, str], Loaded | None] = {}

    def fetch(self, wanted: Iterable[tuple[str, str]]) -> None:
        """Read these contents of these paths in one go."""
        missing = [each for each in dict.fromkeys(wanted) if each not in self._read]
        blobs = self.repository.blobs(sorted({content for _, content in missing}))
        for path, content in missing:
            files, _ = of_contents({path: blobs[content]})
            file = files[0] if files else None
            self._read[path, content] = load_past(file, file.kind) if file and file.kind and not file.unread else None

    def loaded(self, path: str, content: str) -> Loaded | None:
        """The file as it was read; None where it is no record file."""
        return self._read[path, content]


def public_states(
    reader: Reader, past: Mapping[str, tuple[Version, ...]], public: Public
) -> dict[str, tuple[State, ...]]:
    """The public states of each record, by path; a file whose content cannot be read is passed over."""
    reader.fetch((path, each.content) for path, rows in past.items() for each in rows if each.content)
    found: dict[str, tuple[State, ...]] = {}
    for path, rows in past.items():
        states: list[State] = []
        for version in rows:
            loaded = reader.loaded(path, version.content) if version.content else None
            record = loaded.record if loaded else None
            if record is not None and public.shows(record, path, version):
                states.append(State(record, version))
        found[path] = tuple(states)
    return found


def steps(
    states: Iterable[State], tombstones: Mapping[str, Tombstone], hidden: Collection[str] = ()
) -> tuple[Step, ...]:
    """The steps between states, oldest first. Rows with an id in ``hidden`` are of no state.

    To name a record by the id that its tombstone leads to is no change.
    """
    found: list[Step] = []
    before: State | None = None
    for after in states:
        after = replace(after, record=following(after.record, tombstones))
        changes = compare_records(before.record, after.record, hidden) if before else ()
        if before is None or changes:
            found.append(Step(before, after, changes))
        before = after
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Told:
    """What git tells of one record: first published (None: not yet), last changed, the approval of what stands there
    now, and the steps between its public states, oldest first.
    """

    first: datetime | None
    last: datetime
    approval: Approval | None
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Chronicle:
    """What git tells of the published records, by id. ``known`` is false where it cannot: no repository, no commit, or
    a history that was cut.
    """

    review: Review = "off"
    known: bool = False
    records: Mapping[str, Told] = field(default_factory=dict)


UNKNOWN: Final = Chronicle()
"""Nothing is known, and nothing said."""


def read_chronicle(settings: Settings, instant: datetime, corpus: Corpus, withheld: Collection[str]) -> Chronicle:
    """The chronicle of the records of ``corpus``; rows in ``withheld`` (``event#row``) are told of nowhere."""
    repository = Repository.of(settings.root.resolve())
    if repository is None or not repository.has_commits or repository.is_shallow:
        return Chronicle(settings.review)
    cache = settings.root.joinpath(*CACHE)
    history = read_history(repository, forge=settings.review_by_forge, cache=cache)
    since = settings.public_since
    states: dict[str, tuple[State, ...]] = {}
    if since is None or since <= instant:
        public = Public(corpus.dossier.marking, since, approved_test(settings, repository))
        past = versions(repository, kept_log(repository, "HEAD", cache), since)
        states = public_states(Reader(repository), past, public)
    hidden: dict[str, set[str]] = {}
    for ref in withheld:
        owner, _, row = ref.partition("#")
        hidden.setdefault(owner, set()).add(row)
    found: dict[str, Told] = {}
    for path, each in history.pasts.items():
        kind = kind_of(path)
        id_ = id_of(path, kind) if kind else ""
        if id_ in corpus.records:
            rows = states.get(path, ())
            first = rows[0].version.instant if rows and rows[0].version else None
            approval = each.approval if settings.review == "two-person" or each.is_approved else None
            found[id_] = Told(first, each.last, approval, steps(rows, corpus.tombstones, hidden.get(id_, ())))
    return Chronicle(settings.review, known=True, records=found)


def approved_test(settings: Settings, repository: Repository) -> Callable[[str, str], bool] | None:
    """Tells whether a content of a path was ever approved; None where that does not matter."""
    if settings.review != "two-person":
        return None
    log = kept_log(repository, "HEAD", settings.root.joinpath(*CACHE))
    signers = Signers(repository, repository.commit())
    given = approvals(repository, log, signers, forge=settings.review_by_forge)
    known = {(each.path, each.content) for each in given if each.flaw is None}
    return lambda path, content: (path, content) in known
