"""Where an actor was, and whom it met there."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from communique.kinds import Event
from communique.tongue import say
from communique.views import labels
from communique.views.eventrows import EventRow, event_row
from communique.views.meetings import rooms
from communique.views.naming import links
from communique.views.periods import columns
from communique.views.sheet import event_number
from communique.views.words import counted, event_date, joined, type_mark

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from communique.kinds import Actor
    from communique.views.periods import Columns, Period
    from communique.views.sheet import Link, Sheet
    from communique.views.words import DateView, TypeMark


@dataclass(frozen=True, slots=True)
class Attendance:
    """An event at which the actor sat, was to sit, or was expected: with its role or post, and how sure that is."""

    event: EventRow
    role: str
    presence: str
    presence_words: str


@dataclass(frozen=True, slots=True)
class Meeting:
    """An event at which two sides were in one room; the link shows its number, ``title`` is told beside it."""

    link: Link
    title: str
    date: DateView
    mark: TypeMark


@dataclass(frozen=True, slots=True)
class Counterpart:
    """A side the actor was in one room with, and when: a cell a period, with the period's title.

    ``silent`` names the periods in which they did not meet, for narrow screens.
    """

    link: Link
    count: int
    cells: tuple[tuple[str, tuple[Meeting, ...]], ...]
    silent: str


@dataclass(frozen=True, slots=True)
class Met:
    """Who met whom: the actor's counterparts by period. ``meetings`` counts the events."""

    periods: tuple[Period, ...]
    rows: tuple[Counterpart, ...]
    meetings: str


def attendances(sheet: Sheet, actor: Actor) -> tuple[Attendance, ...]:
    """The events of an actor by day: as a side, or as a person who sat for one."""
    return tuple(
        Attendance(event_row(sheet, event), *found)
        for event in sheet.corpus.naming(actor.id, Event)
        for found in seat(sheet, event, actor.id)
    )


def seat(sheet: Sheet, event: Event, id_: str) -> Iterator[tuple[str, str, str]]:
    """Role, presence and its word; a side that is also listed as a person counts once."""
    for row in event.present:
        if row.actor == id_:
            side = say("for {name}", name=sheet.name(row.side)) if row.side and row.side != id_ else ""
            yield ", ".join(part for part in (row.post, side) if part), row.presence, labels.PRESENCE[row.presence]
            return
    for row_of_side in event.sides:
        if row_of_side.actor == id_:
            sure = "attended" if event.status == "held" else "reported"
            words = "" if event.status == "held" else labels.STATUSES[event.status]
            yield joined([labels.ROLES[role] for role in row_of_side.roles]), sure, words
            return


def counterparts(sheet: Sheet, actor: Actor) -> Met | None:
    """Whom the actor met, the most frequent first: the other sides of every room it was in, by period."""
    found: dict[str, list[Event]] = {}
    for event in sheet.corpus.naming(actor.id, Event):
        own = sides_of(event, actor.id)
        others = {other for group in rooms(event) if group & own for other in group - own}
        for other in sorted(others):
            found.setdefault(other, []).append(event)
    if not found:
        return None
    events = {event.id: event for met in found.values() for event in met}
    table = columns(event.date for event in events.values())
    rows = [_counterpart(sheet, table, id_, met) for id_, met in found.items()]
    ordered = sorted(rows, key=lambda row: (-row.count, row.link.text))
    return Met(table.periods, tuple(ordered), counted(len(events), "meeting"))


def _counterpart(sheet: Sheet, table: Columns, id_: str, met: Iterable[Event]) -> Counterpart:
    cells: list[list[Meeting]] = [[] for _ in table.periods]
    for event in met:
        link = sheet.link(event.id, event_number(event) or event_date(event).words)
        cells[table.place(event.date)].append(Meeting(link, event.title, _day(event), type_mark(event)))
    silent = [period.title for period, found in zip(table.periods, cells, strict=True) if not found]
    return Counterpart(
        sheet.link(id_),
        sum(map(len, cells)),
        tuple((period.title, tuple(found)) for period, found in zip(table.periods, cells, strict=True)),
        say("Not met: {periods}.", periods=", ".join(silent).removesuffix(".")) if silent else "",
    )


def _day(event: Event) -> DateView:
    """When it was, without the year, which stands over the column, and without the time of day."""
    return replace(event_date(event, event.date.sort_key[0].year), clock="")


def sides_of(event: Event, id_: str) -> frozenset[str]:
    """The sides the actor was there as, or sat for; whoever is only reported or was absent sat for none."""
    sat = {row.side for row in event.present if row.actor == id_ and row.presence == "attended" and row.side}
    return frozenset(sat | ({id_} & {side.actor for side in event.sides}))


def transfers_of(sheet: Sheet, id_: str) -> tuple[Link, ...]:
    """Events with a transfer from or to this actor."""
    return links(
        sheet,
        [
            event.id
            for event in sheet.corpus.naming(id_, Event)
            if any(row.supplier == id_ or id_ in row.recipients for row in event.transfers)
        ],
    )
