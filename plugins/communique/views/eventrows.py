"""Events as rows of a list, in order and by month: number, date, type and title, format and tracks, sources."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from communique.tongue import Words
from communique.views.labels import FORMATS, RESULTS, STATUSES, field_name
from communique.views.lanes import when
from communique.views.periods import UNDATED, month_key, month_title
from communique.views.sheet import event_number
from communique.views.words import counted, event_date, joined, type_mark

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from communique.kinds import Event
    from communique.views.periods import Key
    from communique.views.sheet import Link, Sheet
    from communique.views.words import DateView, TypeMark

SHORT_FORMATS: Final = Words(
    {**FORMATS.written, "indirect": "indirect", "shuttle": "by shuttle", "hybrid": "part video"}
)
SIGNED: Final = frozenset({"signed", "partly-signed"})


@dataclass(frozen=True, slots=True)
class EventRow:
    """One event in a list. ``anchor`` is its id on the page; ``differ`` says on what sources differ."""

    anchor: str
    number: str
    link: Link
    date: DateView
    mark: TypeMark
    status: str
    format: str
    result: str
    place: Link | None
    tracks: tuple[Link, ...]
    sources: str
    differ: str


@dataclass(frozen=True, slots=True)
class Month:
    """The events of a month, or of a year where the month is not known. ``numbered``: some in the list have numbers."""

    anchor: str
    title: str
    count: str
    rows: tuple[EventRow, ...]
    numbered: bool


def anchor(event: Event) -> str:
    """The event's id on the timeline: its number, which is also on paper; its own id while it has none."""
    return event_number(event) or event.id


def event_row(sheet: Sheet, event: Event, in_year: int | None = None) -> EventRow:
    """The row of ``event``; ``in_year`` is a year that a heading already says."""
    return EventRow(
        anchor=event.id,
        number=event_number(event),
        link=sheet.link(event.id),
        date=event_date(event, in_year),
        mark=type_mark(event),
        status="" if event.status == "held" else STATUSES[event.status],
        format=_format(event),
        result=RESULTS[event.result] if event.result in SIGNED else "",
        place=sheet.link(event.place) if event.place else None,
        tracks=tuple(sheet.link(track) for track in event.tracks),
        sources=counted(len(event.sources), "source"),
        differ=_differ(event),
    )


def months(sheet: Sheet, events: Iterable[Event], named: Callable[[Event], str] | None = None) -> tuple[Month, ...]:
    """Events under the month in which each may have begun, in order. ``named`` gives each row another anchor."""
    grouped: dict[Key, list[Event]] = {}
    for event in events:
        grouped.setdefault(month_key(when(event)), []).append(event)
    numbered = any(event.number for found in grouped.values() for event in found)
    return tuple(
        Month(
            f"month-{key[0]:04}-{key[1]:02}" if key[0] != UNDATED else "not-dated",
            month_title(key),
            counted(len(found), "event"),
            tuple(_row(sheet, event, key[0] if key[0] != UNDATED else None, named) for event in found),
            numbered,
        )
        for key, found in sorted(grouped.items())
    )


def _row(sheet: Sheet, event: Event, year: int | None, named: Callable[[Event], str] | None) -> EventRow:
    row = event_row(sheet, event, year)
    return replace(row, anchor=named(event)) if named else row


def _format(event: Event) -> str:
    if event.format == "unknown":
        return "format unknown" if event.type == "meeting" else ""
    return SHORT_FORMATS[event.format]


def _differ(event: Event) -> str:
    matters = dict.fromkeys(reading.label or field_name(reading.field) for reading in event.readings)
    return joined(tuple(matters)) if matters else ""
