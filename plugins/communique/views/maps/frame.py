"""The part of the world a map shows, and where a point of it stands in the drawing.

Degrees east and north are drawn on one scale at the middle latitude (equirectangular): plain, and true enough for a
region; nobody measures on it.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from communique.atlas import Window

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    Position = tuple[float, float]
    """Degrees east and north."""

KM: Final = 111.2
"""Kilometres to a degree of latitude."""

SEEN: Final = 0.45
"""Units of the drawing that can just be seen: coasts are simplified to that."""

NARROWEST: Final = 6.0
"""Degrees: a map of one place shows at least so much around it."""

LOWEST, HIGHEST = 0.45, 0.7
"""The height of a map, in widths."""

HALF: Final = 179.0
"""Degrees: from here on two edges do not say which side of the globe lies between them."""

POLE: Final = 85.0


@dataclass(frozen=True, slots=True)
class Frame:
    """A window and the width it is drawn in. ``east`` passes 180 where it lies across the date line."""

    west: float
    south: float
    east: float
    north: float
    width: float

    @property
    def squeeze(self) -> float:
        """How much narrower a degree of longitude is than one of latitude, at the middle."""
        return math.cos(math.radians((self.north + self.south) / 2))

    @property
    def scale(self) -> float:
        """Units of the drawing to a degree of latitude."""
        return self.width / ((self.east - self.west) * self.squeeze)

    @property
    def height(self) -> float:
        """The height of the drawing."""
        return round((self.north - self.south) * self.scale, 1)

    @property
    def window(self) -> Window:
        """What to cut from the atlas."""
        west, south, east, north = (round(edge, 3) for edge in (self.west, self.south, self.east, self.north))
        return Window(west, south, east, north, round(SEEN / self.scale, 4))

    def at(self, lon: float, lat: float) -> Position:
        """Where a position stands in the drawing."""
        turned = lon + 360 * math.ceil((self.west - lon) / 360) if not self.west <= lon <= self.east else lon
        return round((turned - self.west) * self.squeeze * self.scale, 1), round((self.north - lat) * self.scale, 1)

    def drawn(self, lon: float, lat: float) -> Position:
        """The same for a point of the atlas, which is turned already."""
        return (lon - self.west) * self.squeeze * self.scale, (self.north - lat) * self.scale

    def holds(self, lon: float, lat: float) -> bool:
        """Whether a position lies in the frame."""
        x, y = self.at(lon, lat)
        return 0 <= x <= self.width and 0 <= y <= self.height

    def km(self, units: float) -> float:
        """How many kilometres so many units of the drawing are, at the middle."""
        return units / self.scale * KM

    def ticks(self) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """The meridians and the parallels to draw, in whole degrees."""
        span = self.east - self.west
        step = next((each for each in (1, 2, 5, 10, 20, 30) if span / each <= 6), 60)
        return _multiples(self.west, self.east, step), _multiples(self.south, self.north, step)


def _multiples(first: float, last: float, step: int) -> tuple[int, ...]:
    return tuple(range(math.ceil(first / step) * step, math.floor(last) + 1, step))


def frame_of(positions: Sequence[Position], width: float, margin: float = 0.14) -> Frame:
    """The frame in which these positions lie well, in a drawing of this width."""
    turned = unwrapped([lon for lon, _ in positions])
    west, east = min(turned), max(turned)
    south, north = min(lat for _, lat in positions), max(lat for _, lat in positions)
    pad = max((north - south) * margin, (east - west) * margin * 0.6, NARROWEST / 2)
    south, north = max(south - pad, -POLE), min(north + pad, POLE)
    squeeze = math.cos(math.radians((north + south) / 2))
    side = max((east - west) * margin, pad / squeeze)
    west, east = west - side, east + side
    wide = (east - west) * squeeze
    if north - south < LOWEST * wide:
        more = (LOWEST * wide - (north - south)) / 2
        south, north = max(south - more, -POLE), min(north + more, POLE)
    elif north - south > HIGHEST * wide:
        more = ((north - south) / HIGHEST - wide) / 2 / squeeze
        west, east = west - more, east + more
    if east - west > 360:
        west, east = (west + east) / 2 - 180, (west + east) / 2 + 180
    return Frame(west, south, east, north, width)


def lower(frame: Frame, most: float) -> Frame:
    """The frame with more at both sides, where it is higher than this share of its width.

    Not so much that it would reach round half of the globe, nor for one that does already.
    """
    share = frame.height / frame.width
    if share <= most:
        return frame
    span = frame.east - frame.west
    more = max(min(span * (share / most - 1), HALF - span), 0) / 2
    return replace(frame, west=frame.west - more, east=frame.east + more)


def unwrapped(longitudes: Iterable[float]) -> list[float]:
    """Longitudes turned so that they lie together: on both sides of the date line they go on past 180."""
    ordered = sorted(set(longitudes))
    gaps = [(after - before, after) for before, after in pairwise(ordered)]
    widest = max(gaps, default=(0.0, 0.0))
    if widest[0] <= 180:
        return ordered
    return sorted(lon + 360 if lon < widest[1] else lon for lon in ordered)
