"""What the chapters of a track show together: who was in one room when, and how long nothing happened in between."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from communique.dates import Day
from communique.tongue import say
from communique.views.drawing.axis import ordinal
from communique.views.lanes import when
from communique.views.meetings import who_met
from communique.views.naming import short_name
from communique.views.sheet import Link, event_number
from communique.views.words import counted, event_date, joined

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from communique.kinds import Event
    from communique.views.sheet import Sheet

WIDE: Final = 8
"""Columns of one table: more rounds go on in a second one."""

MOST_PAIRS: Final = 15
PIXELS_A_DAY: Final = 0.5
SHORTEST, LONGEST = 10.0, 90.0


@dataclass(frozen=True, slots=True)
class Column:
    """An event that at least two sides were at: a link to its chapter under its number or day; ``day`` is when it was,
    where the link does not say so.
    """

    link: Link
    day: str


@dataclass(frozen=True, slots=True)
class PairRow:
    """Two sides; for each column whether they ``met``, were there ``apart`` as far as is known, or neither."""

    names: str
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rooms:
    """Who sat with whom, a stretch of the track."""

    columns: tuple[Column, ...]
    rows: tuple[PairRow, ...]


@dataclass(frozen=True, slots=True)
class Gap:
    """The time between one event and the next; ``height`` of its line grows with the days, up to a limit."""

    words: str
    height: float


def room_tables(sheet: Sheet, events: Sequence[Event]) -> tuple[Rooms, ...]:
    """Pairs of sides by events; none where never two sides were at one event. Pairs that were once apart come first,
    then those at most events.
    """
    found = [(event, who_met(event)) for event in events]
    shown = [(event, rooms) for event, rooms in found if rooms.met or rooms.apart]
    often: dict[frozenset[str], int] = {}
    for _, rooms in shown:
        for pair in (*rooms.met, *rooms.apart):
            often[frozenset(pair)] = often.get(frozenset(pair), 0) + 1
    apart = {frozenset(pair) for _, rooms in shown for pair in rooms.apart}
    pairs = sorted(often, key=lambda pair: (pair not in apart, -often[pair]))[:MOST_PAIRS]
    # Where all lie in one year the head of the page has said it.
    years = {event.date.sort_key[0].year for event, _ in shown}
    year = years.pop() if len(years) == 1 else None
    tables = []
    for start in range(0, len(shown), WIDE):
        part = shown[start : start + WIDE]
        columns = tuple(_column(event, year) for event, _ in part)
        rows = (_pair_row(sheet, pair, [(rooms.met, rooms.apart) for _, rooms in part]) for pair in pairs)
        tables.append(Rooms(columns, tuple(row for row in rows if any(row.cells))))
    return tuple(tables)


def _column(event: Event, year: int | None) -> Column:
    day = replace(event_date(event, year), clock="").words
    number = event_number(event).removeprefix("E-").lstrip("0")
    return Column(Link(f"#{event.id}", number or day), day if number else "")


def _pair_row(
    sheet: Sheet, pair: frozenset[str], rooms: Iterable[tuple[tuple[tuple[str, str], ...], tuple[tuple[str, str], ...]]]
) -> PairRow:
    names = joined(sorted(short_name(sheet, id_) for id_ in pair))
    cells = (
        "met" if pair in map(frozenset, met) else "apart" if pair in map(frozenset, apart) else ""
        for met, apart in rooms
    )
    return PairRow(names, tuple(cells))


def gaps(events: Sequence[Event]) -> tuple[Gap | None, ...]:
    """For each event the gap before it; None before the first, and where the dates do not say that there is one."""
    return (None, *(_gap(before, after) for before, after in pairwise(events))) if events else ()


def _gap(before: Event, after: Event) -> Gap | None:
    first, last = when(before).ends, when(after).starts
    if not all(isinstance(bound, Day) for bound in (*first, *last)):
        return None
    least, most = _days(first[1], last[0]), _days(first[0], last[1])
    if most <= 0:
        return None
    sure = not any(each.is_approximate or each.is_uncertain for each in (when(before), when(after)))
    told = (
        counted(most, "day")
        if least == most
        else say("{least} to {most}", least=max(least, 0), most=counted(most, "day"))
    )
    height = min(max(most * PIXELS_A_DAY, SHORTEST), LONGEST)
    words = say("{time} later", time=told) if sure else say("about {time} later", time=told)
    return Gap(words, round(height, 1))


def _days(first: object, last: object) -> int:
    assert isinstance(first, Day)
    assert isinstance(last, Day)
    return ordinal(last) - ordinal(first)
