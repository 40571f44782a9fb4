"""Places: the page of each, and the list with a map."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from communique.corpus import address
from communique.plan import Page
from communique.tongue import gettext
from communique.views import labels
from communique.views.corrections import CorrectionView, corrections_of
from communique.views.eventrows import EventRow, Month, event_row, months
from communique.views.frame import Frame, frame
from communique.views.maps import MapView, maps, place_map
from communique.views.maps.places import happened_at
from communique.views.namelists import FormView, forms, other_names
from communique.views.relations import Mention, mentions
from communique.views.sheet import Link, Sheet
from communique.views.sourcelist import SourceRow, source_rows
from communique.views.words import Foreign, in_other_script

if TYPE_CHECKING:
    from collections.abc import Iterator

    from communique.kinds import Event, Place
    from communique.views.sheet import Site

PATH = "places/index.html"


@dataclass(frozen=True, slots=True)
class PlacePage:
    """A place. ``coordinates`` is empty where none are given."""

    frame: Frame
    name: str
    type: str
    other_names: tuple[Foreign, ...]
    country: Link | None
    coordinates: str
    precision: str
    blurred: str
    note: str
    map: MapView | None
    here: tuple[Month, ...]
    about: tuple[EventRow, ...]
    within: tuple[Link, ...]
    mentions: tuple[Mention, ...]
    forms: tuple[FormView, ...]
    corrections: tuple[CorrectionView, ...]
    sources: tuple[SourceRow, ...]


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """One place in the list."""

    link: Link
    native: Foreign | None
    type: str
    country: Link | None
    coordinates: str
    precision: str
    events: int


@dataclass(frozen=True, slots=True)
class PlacesPage:
    """All places, on a map and in a list."""

    frame: Frame
    maps: tuple[MapView, ...]
    rows: tuple[PlaceRow, ...]


def pages(site: Site) -> Iterator[Page]:
    """The list of places and the page of each."""
    sheet = Sheet(site, PATH)
    told = gettext("Where it happened, on a plain map and in a list.")
    rows = sorted((_row(sheet, place) for place in site.corpus.places), key=lambda row: row.link.text.casefold())
    drawn = maps(sheet, site.corpus.places, site.corpus.events)
    yield Page(
        PATH,
        "pages/places.html",
        PlacesPage(frame(sheet, gettext("Places"), section=PATH, description=told), drawn, tuple(rows)),
    )
    for place in site.corpus.places:
        yield page(site, place)


def page(site: Site, place: Place) -> Page:
    """The page of one place."""
    return Page(address(place), "pages/place.html", place_page(Sheet(site, address(place)), place))


def place_page(sheet: Sheet, place: Place) -> PlacePage:
    """The view of one place."""
    corpus = sheet.corpus
    home = Link(sheet.href("index.html"), corpus.dossier.title)
    crumbs = (home, Link(sheet.href(PATH), gettext("Places")))
    return PlacePage(
        frame=frame(sheet, sheet.name(place.id), section=PATH, record=place, crumbs=crumbs),
        name=sheet.name(place.id),
        type=labels.PLACE_TYPES[place.type],
        other_names=other_names(place.names, corpus.dossier.language),
        country=sheet.link(place.country) if place.country else None,
        coordinates=coordinates(place),
        precision=labels.PRECISION[place.precision] if place.precision else "",
        blurred=place.blurred or "",
        note=place.note or "",
        map=place_map(sheet, place, _around(sheet, place), corpus.events),
        here=months(sheet, [event for event in corpus.events if _is_here(event, place.id)]),
        about=tuple(event_row(sheet, event) for event in corpus.events if _is_about(event, place.id)),
        within=tuple(sheet.link(each.id) for each in corpus.places if each.country == place.id),
        mentions=mentions(sheet, place.id, ("note", "briefing", "page")),
        forms=forms(sheet, place),
        corrections=corrections_of(sheet, place),
        sources=source_rows(sheet),
    )


def _is_here(event: Event, id_: str) -> bool:
    return id_ in happened_at(event)


def _is_about(event: Event, id_: str) -> bool:
    return id_ in event.concerns and not _is_here(event, id_)


def _around(sheet: Sheet, place: Place) -> list[Place]:
    """The others of its country."""
    return [each for each in sheet.corpus.places if each.country == place.country and place.country and each != place]


def _row(sheet: Sheet, place: Place) -> PlaceRow:
    return PlaceRow(
        sheet.link(place.id),
        in_other_script(place.names, sheet.corpus.dossier.language),
        labels.PLACE_TYPES[place.type],
        sheet.link(place.country) if place.country else None,
        coordinates(place),
        labels.PRECISION[place.precision] if place.precision else "",
        sum(_is_here(event, place.id) or _is_about(event, place.id) for event in sheet.corpus.events),
    )


def coordinates(place: Place) -> str:
    """``32.89° N, 13.19° E``, with no more digits than the precision deserves; empty where none are given."""
    if place.lat is None or place.lon is None:
        return ""
    digits = {"site": 2, "city": 2, "district": 1, "region": 0, None: 0}[place.precision]
    north, east = ("N" if place.lat >= 0 else "S"), ("E" if place.lon >= 0 else "W")
    return f"{abs(place.lat):.{digits}f}° {north}, {abs(place.lon):.{digits}f}° {east}"
