"""Terms and demands with a time allowed: when it runs out, and how it stands; or that its start is not known."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from communique import dates, durations
from communique.dates import Day, Edtf
from communique.tongue import Words, gettext, say
from communique.views.citing import cite_row
from communique.views.drawing.axis import ordinal
from communique.views.labels import ACTS, COMPLIANCE
from communique.views.lanes import covered_until
from communique.views.naming import short_link
from communique.views.sheet import event_number
from communique.views.statements import TimeAllowed, time_allowed
from communique.views.words import DateView, counted, date_view

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from communique.durations import Measure
    from communique.kinds import Event
    from communique.kinds.event_rows import Compliance, Statement, Term
    from communique.views.sheet import Link, NoteMark, Sheet

CLOSED: Final = frozenset({"met", "lapsed", "replaced"})
"""States after which a term is no longer waited for."""


NAMED = Words(
    {
        "the dossier ends": "the last day the dossier covers",
        "the day these pages are as known on": "the day these pages are as known on",
        "this build": "the day of this build",
    }
)
AFTER = Words(
    {
        "the dossier ends": "{days} after the dossier ends",
        "the day these pages are as known on": "{days} after the day these pages are as known on",
        "this build": "{days} after this build",
    }
)
BEFORE = Words(
    {
        "the dossier ends": "ran out {days} before the dossier ends",
        "the day these pages are as known on": "ran out {days} before the day these pages are as known on",
        "this build": "ran out {days} before this build",
    }
)
ON = Words(
    {
        "the dossier ends": "the day the dossier ends",
        "the day these pages are as known on": "the day these pages are as known on",
        "this build": "the day of this build",
    }
)
"""The day from which days are counted, by what it is; how long after it something is; and that it is that very day."""


@dataclass(frozen=True, slots=True)
class Clock:
    """The day a time runs out, and how far off that is. ``due`` is empty where its start is not known.

    ``stand`` counts from the day of ``reckoned``: nothing here reads the clock on the wall.
    """

    time: TimeAllowed
    due: str
    stand: str


@dataclass(frozen=True, slots=True)
class Standing:
    """How a term stood on the last day recorded."""

    state: str
    closed: bool
    date: DateView
    text: str
    notes: tuple[NoteMark, ...]


@dataclass(frozen=True, slots=True)
class Undertaking:
    """A term of an agreement, or a demand with a time allowed. ``who`` has to do it, or asks for it."""

    sort: str
    who: tuple[Link, ...]
    text: str
    link: Link
    number: str
    date: DateView
    clock: Clock | None
    standing: Standing | None
    notes: tuple[NoteMark, ...]

    @property
    def is_term(self) -> bool:
        """Whether it was agreed, and not only asked for."""
        return self.sort == "Term"


def undertakings(sheet: Sheet, events: Iterable[Event], topic: str = "") -> tuple[Undertaking, ...]:
    """All terms, and all statements that allow a time, in the order of the events; of one topic, if named."""
    return tuple(each for event in events for each in _of_event(sheet, event, topic))


def still_open(found: Iterable[Undertaking]) -> tuple[Undertaking, ...]:
    """Those with a time allowed that nothing recorded has closed."""
    return tuple(each for each in found if each.clock and not (each.standing and each.standing.closed))


def _of_event(sheet: Sheet, event: Event, topic: str) -> Iterator[Undertaking]:
    for term in event.terms:
        if not topic or term.topic == topic:
            yield _term(sheet, event, term)
    for statement in event.statements:
        if statement.within is not None and (not topic or statement.topic == topic):
            yield _asked(sheet, event, statement)


def _term(sheet: Sheet, event: Event, row: Term) -> Undertaking:
    kept = [each for each in event.compliance if each.term == row.id]
    return Undertaking(
        sort="Term",
        who=tuple(short_link(sheet, id_) for id_ in row.bound),
        text=row.text,
        link=sheet.link(f"{event.id}#{row.id}", event.title),
        number=event_number(event),
        date=date_view(event.date, event.end),
        clock=clock(sheet, row.within, row.counted_from),
        standing=_standing(sheet, event, kept[-1]) if kept else None,
        notes=cite_row(sheet, event, row),
    )


def _asked(sheet: Sheet, event: Event, row: Statement) -> Undertaking:
    return Undertaking(
        sort=ACTS[row.act],
        who=tuple(short_link(sheet, id_) for id_ in row.by),
        text=row.text,
        link=sheet.link(f"{event.id}#{row.id}", event.title),
        number=event_number(event),
        date=date_view(row.date or event.date, None if row.date else event.end),
        clock=clock(sheet, row.within, row.counted_from),
        standing=None,
        notes=cite_row(sheet, event, row),
    )


def _standing(sheet: Sheet, event: Event, row: Compliance) -> Standing:
    notes = cite_row(sheet, event, row)
    state = COMPLIANCE[row.state]
    return Standing(state, row.state in CLOSED, date_view(row.as_of), row.text or "", notes)


def clock(sheet: Sheet, within: Measure | None, counted_from: Edtf | str | None) -> Clock | None:
    """When a time allowed runs out, if it has a beginning."""
    time = time_allowed(within, counted_from)
    if time is None or within is None:
        return None
    if not isinstance(counted_from, Edtf):
        return Clock(time, "", gettext("its start is not known, so it has no last day"))
    bounds = durations.deadline(counted_from, within)
    last = bounds[1]
    if not isinstance(last, Day):
        return Clock(time, "", gettext("how long it runs is not known"))
    return Clock(time, dates.bounds_words(bounds), _stand(sheet, last))


def reckoned(sheet: Sheet) -> tuple[Day | None, str]:
    """The day from which it is told whether a time has run out, and what day that is: the last one the dossier covers,
    or the one it is as known on, or that of the build, whichever comes first.
    """
    site = sheet.site
    days = (
        (covered_until(sheet.corpus), "the dossier ends"),
        (site.as_of, "the day these pages are as known on"),
        (site.built, "this build"),
    )
    known = [(day, words) for day, words in days if day is not None]
    return min(known, key=lambda each: each[0]) if known else (None, "")


def reckoned_words(sheet: Sheet) -> str:
    """The same in a sentence; empty where there is no such day."""
    day, words = reckoned(sheet)
    if day is None:
        return ""
    return say("Days are counted from {day}, {what}.", day=dates.parse(str(day)).words(), what=NAMED[words])


def _stand(sheet: Sheet, due: Day) -> str:
    until, words = reckoned(sheet)
    if until is None:
        return ""
    days = ordinal(due) - ordinal(until)
    if days < 0:
        return BEFORE[words].format(days=counted(-days, "day"))
    return AFTER[words].format(days=counted(days, "day")) if days else ON[words]
