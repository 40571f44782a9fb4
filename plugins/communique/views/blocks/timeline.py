"""Events in order, as a list and as a strip."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from communique.blocks import Timeline
from communique.dates import OPEN
from communique.views.blocks.edition import event_anchor
from communique.views.citing import citations, field_notes
from communique.views.drawing import SIZES, Size, draw
from communique.views.labels import FORMATS, STATUSES
from communique.views.lanes import lanes, one_lane, when
from communique.views.sheet import event_number
from communique.views.timeline import extent
from communique.views.words import event_date, type_mark

if TYPE_CHECKING:
    from collections.abc import Iterable

    from markupsafe import Markup

    from communique.corpus import Corpus
    from communique.kinds import Event
    from communique.views.blocks.edition import Edition
    from communique.views.sheet import Link, NoteMark
    from communique.views.words import DateView, TypeMark

LANES: Final = Size("tl", 740, 150, 19, 4.4, "all", 190, 90)
STRIP: Final = Size("tl", 740, 0, 19, 4.4, "all", 250, 90)
"""The drawing on paper, with the names of lanes and without."""


@dataclass(frozen=True, slots=True)
class EventLine:
    """One event of the list; ``anchor`` is its id on paper, where an earlier list has it not."""

    anchor: str
    number: str
    date: DateView
    mark: TypeMark
    link: Link
    facts: str
    notes: tuple[NoteMark, ...]


@dataclass(frozen=True, slots=True)
class TimelineView:
    """``drawings`` are the same strip in several sizes, one on paper."""

    caption: str
    drawings: tuple[Markup, ...]
    rows: tuple[EventLine, ...]
    events: tuple[Event, ...]


def timeline(edition: Edition, options: Timeline) -> TimelineView:
    """The events the block asks for."""
    drawn = strip(edition, options)
    return replace(drawn, rows=_rows(edition, drawn.events))


def strip(edition: Edition, options: Timeline) -> TimelineView:
    """The same without the list: nothing is cited, and no event has its place there."""
    events = _chosen(edition.sheet.corpus, options)
    caption = extent(events)
    if options.track:
        caption = f"{edition.sheet.name(options.track)}: {caption}"
    return TimelineView(caption, _drawings(edition, options, events, caption), (), events)


def listed(edition: Edition) -> tuple[Event, ...]:
    """The events that some list of the edition has a row for."""
    blocks = [options for options in edition.options if isinstance(options, Timeline)]
    return tuple(dict.fromkeys(event for options in blocks for event in _chosen(edition.sheet.corpus, options)))


def _chosen(corpus: Corpus, options: Timeline) -> tuple[Event, ...]:
    return tuple(event for event in corpus.events if _wanted(event, options))


def _wanted(event: Event, options: Timeline) -> bool:
    if options.track and options.track not in event.tracks:
        return False
    if options.events and event.id not in options.events:
        return False
    first = options.start.earliest if options.start else OPEN
    last = options.to.latest if options.to else OPEN
    return when(event).possibly_within(first, last)


def _drawings(edition: Edition, options: Timeline, events: tuple[Event, ...], caption: str) -> tuple[Markup, ...]:
    if not events:
        return ()
    sheet = edition.sheet
    many = {event.tracks[:1] for event in events}
    in_lanes = lanes if options.lanes == "track" and len(many) > 1 else one_lane
    shown = in_lanes(sheet, events, lambda event: sheet.link(event.id).href)
    if edition.paper:
        return (draw(shown, LANES if in_lanes is lanes else STRIP, caption, until=edition.until, paper=True),)
    return tuple(draw(shown, size, caption, until=edition.until) for size in SIZES)


def _rows(edition: Edition, events: Iterable[Event]) -> tuple[EventLine, ...]:
    return tuple(
        EventLine(
            edition.place(event_anchor(event.id)) if edition.printed else "",
            event_number(event),
            event_date(event),
            type_mark(event),
            edition.sheet.link(event.id),
            _facts(event),
            _notes(edition, event),
        )
        for event in events
    )


def _facts(event: Event) -> str:
    told = [FORMATS[event.format] if event.format != "unknown" else ""]
    told.append(STATUSES[event.status] if event.status != "held" else "")
    if event.type == "meeting" and event.format == "unknown":
        told.append("format unknown")
    return ", ".join(part for part in told if part)


def _notes(edition: Edition, event: Event) -> tuple[NoteMark, ...]:
    """The sources of its day; where none is named for it, the first of the record."""
    dated = field_notes(edition.sheet, event, "date")
    return dated or edition.sheet.cite(row.source for row in citations(event)[:1])
