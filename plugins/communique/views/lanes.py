"""Events in lanes, ready to be drawn: by track, and what belongs to none by what it was; or by actor or topic."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from communique import dates
from communique.dates import Day
from communique.kinds import Actor, Track
from communique.tongue import gettext, message
from communique.views.drawing import SIZES, DrawnEvent, Lane, Tie, density, draw
from communique.views.involved import parties_at, topics_of
from communique.views.labels import ACTOR_TYPES
from communique.views.sheet import event_number
from communique.views.words import event_date, type_mark

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from markupsafe import Markup

    from communique.corpus import Corpus
    from communique.kinds import Event
    from communique.views.drawing.fluid import TieSort
    from communique.views.sheet import Sheet

TRACKLESS: Final = (
    (message("Meetings outside the tracks"), ("meeting", "agreement")),
    (message("Statements and decisions"), ("announcement", "decision")),
    (message("Fighting and arms"), ("military", "transfer")),
)
"""The lanes of events that name no track, by the types of event in them."""


MOST_LANES: Final = 12
"""How many lanes there are at most where an event may stand in several."""

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
        *((title, gettext(title), gettext("no track")) for title, _ in TRACKLESS if title in by_lane),
    ]
    return tuple(Lane(title, under, _all_drawn(sheet, by_lane[key], leads_to)) for key, title, under in named)


def actor_lanes(sheet: Sheet, events: Iterable[Event], leads_to: Callable[[Event], str]) -> tuple[Lane, ...]:
    """A lane for each of the actors with most events. An event stands in the lane of every actor it is of."""
    corpus = sheet.corpus
    found = [(event, parties_at(corpus, event)) for event in events]
    return _shared_lanes(sheet, found, leads_to, lambda id_: ACTOR_TYPES[corpus.get(Actor, id_).type])


def topic_lanes(sheet: Sheet, events: Iterable[Event], leads_to: Callable[[Event], str]) -> tuple[Lane, ...]:
    """A lane for each of the topics with most events. An event stands in the lane of every topic it is about."""
    return _shared_lanes(sheet, [(event, topics_of(event)) for event in events], leads_to, lambda _: "")


def _shared_lanes(
    sheet: Sheet,
    found: Sequence[tuple[Event, tuple[str, ...]]],
    leads_to: Callable[[Event], str],
    under: Callable[[str], str],
) -> tuple[Lane, ...]:
    """Lanes in which an event may stand several times, those with most first; what stands in none comes last."""
    by_lane: defaultdict[str, list[Event]] = defaultdict(list)
    for event, ids in found:
        for id_ in ids:
            by_lane[id_].append(event)
    most = sorted(by_lane, key=lambda id_: (-len(by_lane[id_]), sheet.name(id_)))[:MOST_LANES]
    shown = [Lane(sheet.name(id_), under(id_), _all_drawn(sheet, by_lane[id_], leads_to)) for id_ in most]
    rest = [event for event, ids in found if not set(ids) & set(most)]
    if rest:
        shown.append(Lane(gettext("In no lane above"), "", _all_drawn(sheet, rest, leads_to)))
    return tuple(shown)


def _all_drawn(sheet: Sheet, events: Iterable[Event], leads_to: Callable[[Event], str]) -> tuple[DrawnEvent, ...]:
    return tuple(_drawn(sheet, event, leads_to(event)) for event in events)


def _tied(event: Event) -> tuple[tuple[TieSort, tuple[str, ...]], ...]:
    return ("continues", event.continues), ("answers", event.answers)


@dataclass(frozen=True, slots=True)
class Laning:
    """A choice of lanes; ``folder`` is where its timeline stands below that by track, with a slash."""

    name: str
    folder: str
    lanes: Callable[[Sheet, Iterable[Event], Callable[[Event], str]], tuple[Lane, ...]]


LANINGS: Final = (
    Laning(message("track"), "", lanes),
    Laning(message("actor"), "by-actor/", actor_lanes),
    Laning(message("topic"), "by-topic/", topic_lanes),
)
"""The choices a reader has."""


def ties(events: Iterable[Event], leads_to: Callable[[Event], str]) -> tuple[Tie, ...]:
    """What takes up or answers what among these events, from the earlier to the later."""
    shown = {event.id: event for event in events}
    return tuple(
        Tie(leads_to(shown[id_]), leads_to(event), sort)
        for event in shown.values()
        for sort, ids in _tied(event)
        for id_ in ids
        if id_ in shown
    )


def one_lane(sheet: Sheet, events: Iterable[Event], leads_to: Callable[[Event], str]) -> tuple[Lane, ...]:
    """All events in a single lane without a name."""
    return (Lane("", "", _all_drawn(sheet, events, leads_to)),)


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
