"""Places as a map needs them: where, how closely meant, and what happened there."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from communique.tongue import say
from communique.views.labels import PRECISION
from communique.views.words import counted

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from communique.kinds import Event, Place
    from communique.views.sheet import Sheet

    Tie = Literal["held", "reported", "about"]

RINGS: Final = {"site": 0.0, "city": 0.0, "district": 8.0, "region": 14.0}
"""How wide the circle is that says «about there». It is not to scale: nobody said how far it reaches."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A place on a map. ``style`` is its mark: site, city, district, region, blurred. ``tie`` says what links it to
    the events shown: one was held there, is only reported, or is about it.
    """

    id: str
    name: str
    href: str
    told: str
    lon: float
    lat: float
    style: str
    ring: float
    country: str
    events: int
    tie: Tie
    own: bool = False

    @property
    def radius(self) -> float:
        """How far its mark reaches."""
        return max(self.ring, 4.5)


def happened_at(event: Event) -> frozenset[str]:
    """The places where an event, a session or a statement of it took place."""
    places = {event.place, *(row.place for row in event.sessions), *(row.place for row in event.statements)}
    return frozenset(place for place in places if place)


def is_point(place: Place) -> bool:
    """Whether a map has a mark for it: a state is no point."""
    return place.type != "state" and place.lat is not None and place.lon is not None


def spots_of(sheet: Sheet, places: Iterable[Place], events: Sequence[Event]) -> tuple[Spot, ...]:
    """The places that are points, those with most of ``events`` first."""
    here: defaultdict[str, list[Event]] = defaultdict(list)
    about: Counter[str] = Counter()
    for event in events:
        for id_ in happened_at(event):
            here[id_].append(event)
        about.update(frozenset(event.concerns) - happened_at(event))
    found = [_spot(sheet, place, here.get(place.id, []), about[place.id]) for place in places if is_point(place)]
    return tuple(sorted(found, key=lambda spot: (-spot.events, spot.name)))


def _spot(sheet: Sheet, place: Place, here: Sequence[Event], about: int) -> Spot:
    precision = place.precision or "region"
    told = [PRECISION[precision]]
    if place.blurred:
        told = [say("{precision}, drawn less closely than known: {why}", precision=told[0], why=place.blurred)]
    told += [counted(len(here), "event")] if here else []
    told += [say("{events} about it", events=counted(about, "event"))] if about else []
    link = sheet.link(place.id)
    return Spot(
        place.id,
        link.text,
        link.href,
        "; ".join(told),
        place.lon or 0.0,
        place.lat or 0.0,
        "blurred" if place.blurred else precision,
        RINGS[precision],
        place.country or "",
        len(here) + about,
        _tie(here),
    )


def _tie(here: Sequence[Event]) -> Tie:
    if any(event.status == "held" for event in here):
        return "held"
    return "reported" if here else "about"
