"""Events in lanes, ready to be drawn: one lane a track, then what belongs to no track, by what it was."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from communique import dates
from communique.dates import Day
from communique.kinds import Track
from communique.views.drawing import SIZES, DrawnEvent, Lane, density, draw
from communique.views.sheet import event_number
from communique.views.words import event_date, type_mark

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from markupsafe import Markup

    from communique.corpus import Corpus
    from communique.kinds import Event
    from communique.views.sheet import Sheet

TRACKLESS: Final = (
    ("Meetings outside the tracks", ("meeting", "agreement")),
    ("Statements and decisions", ("announcement", "decision")),
    ("Fighting and arms", ("military", "transfer")),
)
"""The lanes of events that name no track, by the types of event in them."""


MOST_DRAWN: Final = 500
"""With more events than this, a drawing counts them and does not draw each."""


def when(event: Event) -> dates.Edtf:
    """When the event was: its date, or the span to its end."""
    return dates.span(event.date, event.end) if event.end is not None else event.date


def covered_until(corpus: Corpus) -> Day | None:
    """The last day the dossier says it covers, if it says one."""
    covers = corpus.dossier.covers
    return covers.latest if covers is not None and isinstance(covers.latest, Day) else None


def lanes(sheet: Sheet, events: Iterable[Event], leads_to: Callable[[Event], str]) -> tuple[Lane, ...]:
    """The lanes, tracks in the order of their first event. An event of several tracks stands in its first."""
    by_lane: defaultdict[str, list[Event]] = defaultdict(list)
    for event in events:
        by_lane[event.tracks[0] if event.tracks else _trackless(event)].append(event)
    named = [
        *((track, sheet.name(track), _convenors(sheet, track)) for track in by_lane if track in sheet.corpus.records),
        *((title, title, "no track") for title, _ in TRACKLESS if title in by_lane),
    ]
    return tuple(
        Lane(title, under, tuple(_drawn(sheet, event, leads_to(event)) for event in by_lane[key]))
        for key, title, under in named
    )


def one_lane(sheet: Sheet, events: Iterable[Event], leads_to: Callable[[Event], str]) -> tuple[Lane, ...]:
    """All events in a single lane without a name."""
    return (Lane("", "", tuple(_drawn(sheet, event, leads_to(event)) for event in events)),)


def drawings(sheet: Sheet, shown: tuple[Lane, ...], title: str, *, terse: bool = False) -> tuple[Markup, ...]:
    """The drawing in all sizes; nothing where there is nothing to draw. ``terse``: numbers without labels."""
    if not any(lane.events for lane in shown):
        return ()
    until = covered_until(sheet.corpus)
    sizes = (replace(size, words="number") if terse and size.words == "all" else size for size in SIZES)
    drawing = draw if sum(len(lane.events) for lane in shown) <= MOST_DRAWN else density
    return tuple(drawing(shown, size, title, until=until) for size in sizes)


def _trackless(event: Event) -> str:
    return next(title for title, types in TRACKLESS if event.type in types)


def _convenors(sheet: Sheet, track_id: str) -> str:
    track = sheet.corpus.get(Track, track_id)
    return ", ".join(sheet.name(actor) for actor in track.convenors) or "issue thread"


def _drawn(sheet: Sheet, event: Event, href: str) -> DrawnEvent:
    number = event_number(event)
    words = event_date(event).words
    mark = type_mark(event)
    return DrawnEvent(
        href=href,
        number=number.removeprefix("E-").lstrip("0"),
        label=_label(event.title),
        title=f"{f'{number}, ' if number else ''}{words}: {event.title} ({mark.label})",
        when=when(event),
        mark=mark,
    )


def _label(title: str) -> str:
    """The first clause of a title."""
    for mark in ("; ", ": "):
        title = title.partition(mark)[0]
    return title
