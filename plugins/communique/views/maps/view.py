"""Which maps a page needs, and the words under them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from communique.tongue import Words, gettext, message, say
from communique.views.maps.draw import Arc, Chart, Drawn, draw, ground
from communique.views.maps.frame import Frame, frame_of, lower
from communique.views.maps.places import Spot, spots_of
from communique.views.sheet import Link
from communique.views.words import joined

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from markupsafe import Markup

    from communique.corpus import Corpus
    from communique.kinds import Event, Place
    from communique.views.sheet import Sheet

WIDE: Final = (("map w-wide", 740.0), ("map w-phone", 350.0))
BESIDE: Final = (("map w-wide", 440.0), ("map w-phone", 350.0))
NOTE: Final = (("map", 272.0),)
"""Widths of a drawing: a map of its own on wide screens and on a phone; an inset; one in the margin."""

HIGHEST_ON_PAPER: Final = 0.5
"""Where two maps stand side by side on paper, a higher one is made small, and its letters with it."""

OUTLYING: Final = 0.55
"""A far place is left beyond the edge where the map without it is smaller than this share of the map with it."""

MOST_OFF: Final = 3

MARKS: Final = Words(
    {
        "site": "Filled: the site itself.",
        "city": "Ring: the city.",
        "district": "Broken circle: about there, not to scale.",
        "region": "Broken circle: about there, not to scale.",
        "blurred": "Dotted circle: blurred on purpose.",
    }
)
TIES: Final = Words(
    {
        "held": "Full line: an event was held there.",
        "reported": "Broken line: only reported, planned or put off.",
        "about": "Thin line: not a venue, an event is about it.",
    }
)
OFF: Final = message("Arrow: beyond the map.")
DATA: Final = message(
    "Coasts and borders: Natural Earth, simplified, as the ground is held; no line says whose a place is."
)


@dataclass(frozen=True, slots=True)
class MapView:
    """One map: ``drawings`` in several widths, one on paper. ``told`` are the sentences under it, ``more``
    leads to where they stand.
    """

    title: str
    drawings: tuple[Markup, ...]
    told: tuple[str, ...]
    css: str = ""
    more: Link | None = None


def maps(sheet: Sheet, places: Iterable[Place], events: Sequence[Event]) -> tuple[MapView, ...]:
    """A map of where most of it lies and, where other places lie far off, one of all with arcs to those."""
    spots = spots_of(sheet, places, events)
    if not spots:
        return ()
    near, far = _near_and_far(sheet, spots)
    name = sheet.name(near[0].country) if far else gettext("All places")
    main = _map(sheet, _chart(sheet, _title(name, near), near), _frame(near), WIDE, name)
    if not far:
        return (main,)
    region = _fitted(sheet, _frame(near))
    kept, off = _outlying(region, far)
    ways = (*(Arc(spot) for spot in kept), *(Arc(spot, off=True) for spot in off))
    farther = gettext("Farther places")
    chart = Chart(_title(farther, far), tuple(kept), _states(sheet), region, name, ways, tuple(near))
    around = frame_of([*_corners(region), *_positions(kept)], BESIDE[0][1], 0.06)
    return main, replace(_map(sheet, chart, around, BESIDE, farther), css="inset")


def place_map(sheet: Sheet, place: Place, around: Iterable[Place], events: Sequence[Event]) -> MapView | None:
    """The map of one place among others of its country; None where it is no point."""
    spots = spots_of(sheet, [place, *around], events)
    own = next((spot for spot in spots if spot.id == place.id), None)
    if own is None:
        return None
    shown = (replace(own, own=True), *(spot for spot in spots if spot.id != own.id))
    return _map(sheet, _chart(sheet, _title(own.name, shown), shown), _frame(shown), WIDE, own.name)


def locator(sheet: Sheet, places: Iterable[Place]) -> MapView | None:
    """A small map for a margin: these places in the region where most of the dossier lies, or how far off they are."""
    spots = spots_of(sheet, places, ())
    if not spots:
        return None
    title = joined([spot.name for spot in spots])
    region = _region(sheet.corpus)
    far = [spot for spot in spots if region and not region.holds(spot.lon, spot.lat)]
    chart = _chart(sheet, _title(title, spots), spots)
    frame = region or _frame(spots)
    if region and far:
        name = sheet.name(sheet.corpus.heartland[0].country or "")
        chart = replace(
            chart, region=region, region_name=name, arcs=tuple(Arc(replace(spot, tie="held")) for spot in far)
        )
        frame = frame_of([*_corners(region), *_positions(spots)], NOTE[0][1], 0.06)
    drawn = _map(sheet, chart, frame, NOTE, title)
    where = Link(sheet.href("places/index.html") + "#_maps", gettext("How maps are drawn"))
    return replace(drawn, css="locator", told=(), more=where)


def _region(corpus: Corpus) -> Frame | None:
    """The frame of the places where most of the dossier lies; None where they lie in no one country."""
    near = [(place.lon or 0.0, place.lat or 0.0) for place in corpus.heartland]
    return frame_of(near, NOTE[0][1]) if near else None


def _map(sheet: Sheet, chart: Chart, frame: Frame, sizes: Sequence[tuple[str, float]], title: str) -> MapView:
    paper = sheet.paper
    frame = _fitted(sheet, frame)
    shown = sizes[-1:] if paper else sizes  # two stand side by side on paper
    drawn = [_drawn(sheet, chart, replace(frame, width=width), css, paper=paper) for css, width in shown]
    land = sheet.site.land(replace(frame, width=shown[0][1]).window)
    spots = [*chart.spots, *(arc.spot for arc in chart.arcs if arc.off)]
    told = [*dict.fromkeys(MARKS[style] for style in MARKS if any(spot.style == style for spot in chart.spots))]
    told += [TIES[tie] for tie in TIES if chart.arcs and any(spot.tie == tie for spot in spots)]
    told += [gettext(OFF)] if any(arc.off for arc in chart.arcs) else []
    told += _unnamed(drawn)
    told += [gettext(DATA)] if land.ground else [gettext("No coast or border is drawn.")]
    told += [say("Disputed, drawn broken: {lines}.", lines=joined(land.disputes))] if land.disputes else []
    return MapView(title, tuple(each.svg for each in drawn), tuple(told))


def _unnamed(drawn: Sequence[Drawn]) -> list[str]:
    """What the widest drawing had no room for, and what only the narrow one had not."""
    wide, narrow = drawn[0].unnamed, [name for name in drawn[-1].unnamed if name not in drawn[0].unnamed]
    told = [say("No room for the name of {places}.", places=joined(wide))] if wide else []
    return told + ([say("Not named on a narrow screen: {places}.", places=joined(narrow))] if narrow else [])


def _drawn(sheet: Sheet, chart: Chart, frame: Frame, css: str, *, paper: bool) -> Drawn:
    """Events of one place have one map, and maps of one region one ground."""
    site = sheet.site

    def drawing() -> Drawn:
        under = site.once(("ground", frame, paper), lambda: ground(frame, site.land(frame.window), paper=paper))
        return draw(chart, frame, under, css, paper=paper)

    return site.once(("map", chart, frame, css, paper), drawing)


def _chart(sheet: Sheet, title: str, spots: Sequence[Spot]) -> Chart:
    return Chart(title, tuple(spots), _states(sheet))


def _states(sheet: Sheet) -> tuple[tuple[str, tuple[float, float]], ...]:
    """Names of states, at the point their record has: those the dossier knows, by the names it prints."""
    return tuple(
        (sheet.name(place.id), (place.lon, place.lat))
        for place in sheet.corpus.places
        if place.type == "state" and place.lat is not None and place.lon is not None
    )


def _title(name: str, spots: Sequence[Spot]) -> str:
    """What is read out for the drawing: every place with what its mark says."""
    told = "; ".join(f"{spot.name} ({spot.told})" for spot in spots)
    return say("Map, {name}: {places}.", name=name, places=told)


def _near_and_far(sheet: Sheet, spots: Sequence[Spot]) -> tuple[list[Spot], list[Spot]]:
    """The places of the country where most lie, with what lies among them; and those that lie far off."""
    countries = Counter(spot.country for spot in spots if spot.country)
    country, most = countries.most_common(1)[0] if countries else ("", 0)
    near = [spot for spot in spots if spot.country == country]
    if most < 2:
        return list(spots), []
    frame = _fitted(sheet, _frame(near))
    far = [spot for spot in spots if spot not in near and not frame.holds(spot.lon, spot.lat)]
    return [spot for spot in spots if spot not in far], far


def _outlying(region: Frame, far: Sequence[Spot]) -> tuple[list[Spot], list[Spot]]:
    """The far places to show, and up to three that would make the map much smaller for all others."""
    kept = list(far)
    off: list[Spot] = []
    while len(kept) > 1 and len(off) < MOST_OFF:
        whole = _area(region, kept)
        without = {each: _area(region, [other for other in kept if other != each]) for each in kept}
        alone = min(without, key=lambda each: without[each])
        if without[alone] > OUTLYING * whole:
            break
        kept.remove(alone)
        off.append(alone)
    return kept, off


def _area(region: Frame, spots: Sequence[Spot]) -> float:
    frame = frame_of([*_corners(region), *_positions(spots)], 1)
    return (frame.east - frame.west) * (frame.north - frame.south)


def _frame(spots: Sequence[Spot]) -> Frame:
    return frame_of(_positions(spots), WIDE[0][1])


def _fitted(sheet: Sheet, frame: Frame) -> Frame:
    return lower(frame, HIGHEST_ON_PAPER) if sheet.paper else frame


def _positions(spots: Iterable[Spot]) -> list[tuple[float, float]]:
    return [(spot.lon, spot.lat) for spot in spots]


def _corners(frame: Frame) -> list[tuple[float, float]]:
    """Its corners, and points between them: two alone would not say which way round the globe it lies."""
    across = [frame.west + (frame.east - frame.west) * step / 4 for step in range(5)]
    return [((lon + 180) % 360 - 180, lat) for lon in across for lat in (frame.south, frame.north)]
