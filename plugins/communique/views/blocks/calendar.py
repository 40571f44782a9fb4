"""What is expected: events that were planned, and times allowed that still run, on the last day known."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from communique import durations
from communique.dates import OPEN, Day, Edtf
from communique.views.blocks.edition import topics_of
from communique.views.deadlines import still_open, undertakings
from communique.views.sheet import event_number
from communique.views.words import event_date

if TYPE_CHECKING:
    from collections.abc import Iterator

    from communique.blocks import Calendar
    from communique.kinds import Event
    from communique.views.blocks.edition import Edition
    from communique.views.deadlines import Undertaking
    from communique.views.sheet import Link
    from communique.views.words import DateView


@dataclass(frozen=True, slots=True)
class Planned:
    """An event that had been planned and not yet held."""

    number: str
    link: Link
    date: DateView


@dataclass(frozen=True, slots=True)
class CalendarView:
    """``planned`` by day; ``open`` are terms and demands whose time had not run out, or has no known start.

    ``day`` are the words for the last day known, empty where none is set.
    """

    day: str
    planned: tuple[Planned, ...]
    open: tuple[Undertaking, ...]


def calendar(edition: Edition, options: Calendar) -> CalendarView:
    """What was still to come after the edition's last day, of its topics where it has any."""
    topics = frozenset(options.topics or edition.briefing.topics)
    sheet, until = edition.sheet, _until(edition)
    planned = [event for event in sheet.corpus.events if _to_come(event, until) and _about(event, topics)]
    waiting = [each for event in sheet.corpus.events for each in _waiting(edition, event, topics, until)]
    last = edition.briefing.as_of or edition.briefing.date
    return CalendarView(
        last.words(),
        tuple(Planned(event_number(event), sheet.link(event.id), event_date(event)) for event in planned),
        tuple(waiting),
    )


def _until(edition: Edition) -> Day | None:
    latest = edition.until or edition.briefing.date.latest
    return latest if isinstance(latest, Day) else None


def _to_come(event: Event, until: Day | None) -> bool:
    return event.status in ("planned", "postponed") and (until is None or event.date.possibly_within(until, OPEN))


def _about(event: Event, topics: frozenset[str]) -> bool:
    named = topics_of(event)
    return not topics or not named or bool(topics & named)


def _waiting(edition: Edition, event: Event, topics: frozenset[str], until: Day | None) -> Iterator[Undertaking]:
    """The terms and demands of one event that still run; those of topics asked for."""
    allowed = [(row.id, row.within, row.counted_from) for row in event.terms]
    allowed += [(row.id, row.within, row.counted_from) for row in event.statements]
    running = {id_ for id_, within, counted_from in allowed if _runs(within, counted_from, until)}
    for topic in sorted(topics) or [""]:
        for each in still_open(undertakings(edition.sheet, [event], topic)):
            if each.link.href.rpartition("#")[2] in running:
                yield each


def _runs(within: durations.Measure | None, counted_from: Edtf | str | None, until: Day | None) -> bool:
    """Whether a time allowed may still run after ``until``; one without a known start may."""
    if within is None:
        return False
    if not isinstance(counted_from, Edtf) or until is None:
        return True
    last = durations.deadline(counted_from, within)[1]
    return not isinstance(last, Day) or last > until
