"""What became known between an earlier edition and this one, computed from the records and told in words.

Both editions are seen through the same records, cut to what was known on the last day of each: so a reader of the
earlier one learns what has come since, not how our files were kept. What was wrong in them stands under corrections.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from communique.changes import How, compare
from communique.kinds import Actor, Briefing, Claim, Event
from communique.kinds.event_rows import Statement
from communique.known import as_known
from communique.references import references
from communique.views.blocks.edition import Edition, last_day, topics_of
from communique.views.changed import Wording
from communique.views.citing import cite_row, field_notes
from communique.views.claimstate import claim_state
from communique.views.sheet import Sheet, event_number
from communique.views.vouching import vouched
from communique.views.words import counted, joined

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from communique.blocks import Changes
    from communique.changes import Change
    from communique.corpus import Corpus
    from communique.views.sheet import Link, NoteMark

    Rows = Iterator["ChangeRow"]

TELLING: Final = frozenset(
    {How.WIDENED, How.NARROWED, How.MOVED, How.NUMBER, How.PREFERRED, How.REGRADED, How.CHANGED, How.WITHDRAWN}
)
"""Changes of a value that an edition tells; what only gained a source is no news."""


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """One line: what it is about, and what changed. ``number`` is an event's."""

    number: str
    link: Link
    words: str
    notes: tuple[NoteMark, ...] = ()


@dataclass(frozen=True, slots=True)
class ChangeGroup:
    """Lines of one sort."""

    title: str
    rows: tuple[ChangeRow, ...]


@dataclass(frozen=True, slots=True)
class ChangesView:
    """``since`` leads to the earlier edition; it is None for a first one. ``days`` are its last day and ours."""

    since: Link | None
    days: str
    groups: tuple[ChangeGroup, ...]


def changes(edition: Edition, options: Changes) -> ChangesView:
    """What is new since the edition the block names, or since the one this edition updates or supersedes."""
    corpus = edition.sheet.corpus
    id_ = options.since or edition.briefing.updates or edition.briefing.supersedes
    earlier = corpus.records.get(id_ or "")
    if not isinstance(earlier, Briefing):
        return ChangesView(None, "", ())
    day = last_day(earlier)
    before = corpus if day is None else as_known(corpus, day, vouched(earlier))
    telling = _Telling(edition, before, _scope(edition))
    found = tuple(each for each in compare(before, corpus) if telling.concerns(each))
    groups = (
        ChangeGroup(title, tuple(rows(telling, found)))
        for title, rows in (
            ("New events", _events),
            ("Said since, of earlier events", _statements),
            ("Claims", _claims),
            ("Posts", _posts),
            ("Known better", _values),
        )
    )
    last = edition.briefing.as_of or edition.briefing.date
    days = f"{(earlier.as_of or earlier.date).words()} and {last.words()}"
    return ChangesView(edition.sheet.link(earlier.id), days, tuple(group for group in groups if group.rows))


def _scope(edition: Edition) -> frozenset[str]:
    """The events and claims the edition is about, with whom they name; everything where it names no track or topic."""
    corpus, briefing = edition.sheet.corpus, edition.briefing
    if not briefing.tracks and not briefing.topics:
        return frozenset(corpus.records)
    tracks, topics = set(briefing.tracks), set(briefing.topics)
    events = [event for event in corpus.events if tracks & set(event.tracks) or topics & topics_of(event)]
    about = [*events, *(claim for claim in corpus.claims if claim.topic in topics)]
    named = (each.target.partition("#")[0] for record in about for each in references(record))
    return frozenset((*(record.id for record in about), *named, *edition.named))


@dataclass(frozen=True, slots=True)
class _Telling:
    """What the groups are made with."""

    edition: Edition
    before: Corpus
    scope: frozenset[str]

    @property
    def sheet(self) -> Sheet:
        return self.edition.sheet

    @property
    def wording(self) -> Wording:
        return Wording(self.before, self.sheet.corpus)

    def concerns(self, change: Change) -> bool:
        return change.record in self.scope and change.record in self.sheet.corpus.records

    def row(self, id_: str, words: str, notes: tuple[NoteMark, ...] = ()) -> ChangeRow:
        record = self.sheet.corpus.records[id_]
        number = event_number(record) if isinstance(record, Event) else ""
        return ChangeRow(number, self.sheet.link(id_), words, notes)


def _events(telling: _Telling, found: Sequence[Change]) -> Rows:
    new = {each.record for each in found if each.is_record and each.how is How.ADDED and each.kind == Event.kind}
    for event in telling.sheet.corpus.events:
        if event.id in new:
            yield telling.row(event.id, event.date.words(), field_notes(telling.sheet, event, "date"))


def _statements(telling: _Telling, found: Sequence[Change]) -> Rows:
    for each in found:
        if each.how is How.ADDED and isinstance(each.after, Statement):
            event = telling.sheet.corpus.get(Event, each.record)
            words = telling.wording.row_words(each.after)
            yield telling.row(f"{event.id}", words, cite_row(telling.sheet, event, each.after))


def _claims(telling: _Telling, found: Sequence[Change]) -> Rows:
    by_claim: defaultdict[str, list[Change]] = defaultdict(list)
    for each in found:
        if each.kind == Claim.kind:
            by_claim[each.record].append(each)
    for id_, changed in by_claim.items():
        if words := _of_claim(telling, id_, changed):
            yield telling.row(id_, words)


def _of_claim(telling: _Telling, id_: str, changed: Sequence[Change]) -> str:
    """``2 assertions, 1 answer added; disputed, before no answer found``."""

    def added(key: str) -> int:
        return sum(1 for each in changed if each.field and each.field.key == key and each.how is How.ADDED)

    told = [
        counted(number, one, many)
        for key, one, many in (
            ("assertions", "assertion", "assertions"),
            ("answers", "answer", "answers"),
            ("no_answer", "side without an answer", "sides without an answer"),
            ("variants", "other telling", "other tellings"),
        )
        if (number := added(key))
    ]
    new = _state(telling.sheet, telling.sheet.corpus, id_)
    old = _state(telling.sheet, telling.before, id_)
    was_there = any(ref for ref in telling.before.get(Claim, id_).assertions)
    if not told and new == old:
        return ""
    stands = f"now {new}, before {old}" if was_there and new != old else f"first asserted; {new}"
    if was_there and new == old:
        stands = f"still {new}"
    return "; ".join(part for part in (f"{joined(told)} added" if told else "", stands) if part)


def _state(sheet: Sheet, corpus: Corpus, id_: str) -> str:
    other = Sheet(replace(sheet.site, corpus=corpus), sheet.path, paper=sheet.paper)
    state = claim_state(other, corpus.get(Claim, id_))
    return f"{state.words}, {state.origin_words}"


def _posts(telling: _Telling, found: Sequence[Change]) -> Rows:
    for each in found:
        if each.kind == Actor.kind and each.field and each.field.key == "tenures" and each.is_row:
            yield telling.row(each.record, telling.wording.words(each).removeprefix("post added: "))


def _values(telling: _Telling, found: Sequence[Change]) -> Rows:
    told: dict[tuple[str, str], None] = {}
    for each in found:
        in_story = each.kind in (Event.kind, "source") and not each.is_record and each.field is not None
        if in_story and each.how in TELLING:
            told[each.record, telling.wording.words(each)] = None
    for id_, words in told:
        yield telling.row(id_, words)
