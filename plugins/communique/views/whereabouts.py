"""Where an actor met others, on maps."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from communique.kinds import Event, Place
from communique.views.actorevents import seat, sides_of
from communique.views.maps import MapView, is_point, locator, maps

if TYPE_CHECKING:
    from communique.kinds import Actor
    from communique.views.sheet import Sheet

FROM_AFAR: Final = frozenset({"virtual", "phone", "written"})
"""Formats of meetings that nobody travels to."""


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """Maps of several places, or ``beside``, a small one of a single place for the margin."""

    maps: tuple[MapView, ...] = ()
    beside: MapView | None = None


def whereabouts(sheet: Sheet, actor: Actor) -> Whereabouts:
    """The places of the meetings in which the actor sat, or is reported to have sat."""
    found: dict[str, dict[str, Event]] = {}
    for event in sheet.corpus.naming(actor.id, Event):
        for id_ in _met_at(sheet, event, actor.id):
            found.setdefault(id_, {})[event.id] = event
    points = [place for id_ in found if is_point(place := sheet.corpus.get(Place, id_))]
    if len(points) < 2:
        return Whereabouts(beside=locator(sheet, points))
    events = {id_: event for place in points for id_, event in found[place.id].items()}
    return Whereabouts(maps(sheet, points, tuple(events.values())))


def _met_at(sheet: Sheet, event: Event, id_: str) -> tuple[str, ...]:
    """The places of a meeting at which the actor sat; none where people met from afar."""
    sat = any(presence in ("attended", "reported") for _, presence, _ in seat(sheet, event, id_))
    if event.type not in ("meeting", "agreement") or event.format in FROM_AFAR or not sat:
        return ()
    own = sides_of(event, id_)
    apart = (row.place for row in event.sessions if own & frozenset(row.sides) and row.format not in FROM_AFAR)
    return tuple(dict.fromkeys(place for place in (event.place, *apart) if place))
