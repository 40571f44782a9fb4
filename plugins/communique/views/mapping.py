"""A plain map: points on a graticule, with labels that do not collide. No coastline is drawn, as none is carried yet.

Degrees east and north are drawn on one scale at the middle latitude; nothing is drawn closer than it is known.
"""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from communique.views.labels import PRECISION

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from communique.kinds import Place
    from communique.views.sheet import Sheet

WIDTH = 740.0
LETTER, LINE = 6.4, 14.0
"""About how wide a letter of a label is and how high its line, in units of the drawing."""


@dataclass(frozen=True, slots=True)
class Point:
    """A place on the map. ``ring`` is the size of the mark for an area, which is not to scale: nobody said how far it
    reaches. ``label`` is empty where none fits.
    """

    x: float
    y: float
    ring: float
    style: str
    href: str
    name: str
    told: str
    label: str
    label_x: float
    label_y: float
    anchor: str


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the graticule with its words: 20°E."""

    at: float
    words: str


@dataclass(frozen=True, slots=True)
class MapView:
    """A drawing of some places."""

    title: str
    width: float
    height: float
    meridians: tuple[Line, ...]
    parallels: tuple[Line, ...]
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class _Frame:
    west: float
    south: float
    east: float
    north: float

    @property
    def scale(self) -> float:
        return WIDTH / ((self.east - self.west) * self.squeeze)

    @property
    def squeeze(self) -> float:
        """How much narrower a degree of longitude is than one of latitude, at the middle."""
        return math.cos(math.radians((self.north + self.south) / 2))

    def x(self, lon: float) -> float:
        return round((lon - self.west) * self.squeeze * self.scale, 1)

    def y(self, lat: float) -> float:
        return round((self.north - lat) * self.scale, 1)


def maps(sheet: Sheet, places: Sequence[Place]) -> tuple[MapView, ...]:
    """A map of where most places lie, and one of all of them where some lie far off. A state is not a point."""
    placed = [place for place in places if place.lat is not None and place.lon is not None and place.type != "state"]
    if not placed:
        return ()
    country = Counter(place.country for place in placed).most_common(1)[0][0]
    near = [place for place in placed if place.country == country]
    if not country or len(near) in (1, len(placed)):
        return (draw(sheet, "All places", placed),)
    return draw(sheet, sheet.name(country), near), draw(sheet, "All places", placed)


def draw(sheet: Sheet, title: str, places: Sequence[Place]) -> MapView:
    """The map of these places; all have coordinates."""
    frame = _bounds(places)
    step = _step(frame)
    points = _labelled(sheet, places, frame)
    return MapView(
        title,
        WIDTH,
        frame.y(frame.south),
        tuple(Line(frame.x(lon), _degrees(lon, "E", "W")) for lon in _ticks(frame.west, frame.east, step)),
        tuple(Line(frame.y(lat), _degrees(lat, "N", "S")) for lat in _ticks(frame.south, frame.north, step)),
        tuple(points),
    )


def _bounds(places: Sequence[Place]) -> _Frame:
    lats = [place.lat for place in places if place.lat is not None]
    lons = [place.lon for place in places if place.lon is not None]
    margin_lat = max((max(lats) - min(lats)) * 0.12, 1.5)
    margin_lon = max((max(lons) - min(lons)) * 0.12, 2.0)
    return _Frame(min(lons) - margin_lon, min(lats) - margin_lat, max(lons) + margin_lon, max(lats) + margin_lat)


def _step(frame: _Frame) -> int:
    span = frame.east - frame.west
    return next(step for step in (1, 2, 5, 10, 20, 30, 60) if span / step <= 9 or step == 60)


def _ticks(first: float, last: float, step: int) -> Iterable[int]:
    return range(math.ceil(first / step) * step, math.floor(last) + 1, step)


def _degrees(value: int, plus: str, minus: str) -> str:
    return f"{abs(value)}°{plus if value > 0 else minus if value < 0 else ''}"


# Labels: tried at the right, at the left, above and below; a name that fits nowhere stays in the list only.


def _labelled(sheet: Sheet, places: Sequence[Place], frame: _Frame) -> Iterable[Point]:
    dots = [(frame.x(place.lon or 0), frame.y(place.lat or 0)) for place in places]
    taken = [(x - 5, y - 5, x + 5, y + 5) for x, y in dots]
    height = frame.y(frame.south)
    for place, (x, y) in zip(places, dots, strict=True):
        name = sheet.name(place.id)
        for label_x, label_y, anchor in (
            (x + 8, y + 4, "start"),
            (x - 8, y + 4, "end"),
            (x, y - 8, "middle"),
            (x, y + 17, "middle"),
        ):
            box = _box(name, label_x, label_y, anchor)
            if box[0] < 0 or box[2] > WIDTH or box[1] < 0 or box[3] > height or _hits(box, taken, (x, y)):
                continue
            taken.append(box)
            yield _point(sheet, place, x, y, (name, label_x, label_y, anchor))
            break
        else:
            yield _point(sheet, place, x, y, ("", x, y, "start"))


def _box(name: str, x: float, y: float, anchor: str) -> tuple[float, float, float, float]:
    wide = len(name) * LETTER
    left = {"start": x, "end": x - wide, "middle": x - wide / 2}[anchor]
    return left, y - LINE + 3, left + wide, y + 3


def _hits(
    box: tuple[float, float, float, float], taken: list[tuple[float, float, float, float]], own: tuple[float, float]
) -> bool:
    own_box = (own[0] - 5, own[1] - 5, own[0] + 5, own[1] + 5)
    return any(
        box[0] < other[2] and other[0] < box[2] and box[1] < other[3] and other[1] < box[3]
        for other in taken
        if other != own_box
    )


def _point(sheet: Sheet, place: Place, x: float, y: float, label: tuple[str, float, float, str]) -> Point:
    precision = place.precision or "region"
    ring = {"site": 0.0, "city": 0.0, "district": 8.0, "region": 14.0}[precision]
    style = "blurred" if place.blurred else precision
    told = PRECISION[precision] + (f"; drawn less closely than known: {place.blurred}" if place.blurred else "")
    return Point(x, y, ring, style, sheet.link(place.id).href, sheet.name(place.id), told, *label)
