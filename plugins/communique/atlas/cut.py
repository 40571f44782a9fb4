"""The coasts and borders inside one window, simplified to what can be seen there."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import TYPE_CHECKING, Final

import shapely
from shapely.affinity import translate
from shapely.geometry import LineString, Polygon

from communique.atlas.disputes import dispute_at

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from communique.atlas.topology import Arc, Topology

    Lines = tuple[Arc, ...]

TURNS: Final = (-360, 0, 360)
_COARSE: Final = 0.5
"""Degrees by which the far sides of land may be drawn wrong: they are out of the window."""

_SEAM: Final = 179.99
"""Beyond this longitude a line along the edge of the data is no coast, but where the globe was cut open."""


@dataclass(frozen=True, slots=True)
class Window:
    """A part of the world in degrees; ``east`` passes 180 where it lies across the date line. ``fine`` is the smallest
    distance, in degrees, that can be seen.
    """

    west: float
    south: float
    east: float
    north: float
    fine: float


@dataclass(frozen=True, slots=True)
class Land:
    """What to draw in a window. ``ground`` are outlines of land, to fill; the others are lines.

    ``disputes`` names what the broken lines are, as it is written under the map.
    """

    ground: Lines = ()
    coasts: Lines = ()
    borders: Lines = ()
    disputed: Lines = ()
    disputes: tuple[str, ...] = ()


class Atlas:
    """All coasts and borders of a topology, ready to be cut into windows."""

    def __init__(self, world: Topology) -> None:
        self._world = world
        self._lines = [LineString(arc) for arc in world.arcs]
        self._bounds = [line.bounds for line in self._lines]
        self._coarse = [tuple(line.coords) for line in shapely.simplify(self._lines, _COARSE)]

    def cut(self, window: Window) -> Land:
        """The land inside ``window``."""
        near = self._near(window)
        fine = {index: tuple(line.coords) for index, line in zip(near, self._simplified(near, window), strict=True)}
        coasts: list[Arc] = []
        borders: list[Arc] = []
        disputed: list[Arc] = []
        named: set[str] = set()
        for index, arc in fine.items():
            sides = self._world.sides[index]
            if len(sides) == 1:
                coasts += _clipped(_off_seam(arc), window)
            elif sides:
                for name, piece in _by_dispute(arc, sides):
                    found = list(_clipped((piece,), window))
                    (disputed if name else borders).extend(found)
                    named |= {name} if name and found else set()
        ground = tuple(self._ground(fine, window))
        return Land(ground, tuple(coasts), tuple(borders), tuple(disputed), tuple(sorted(named)))

    def _near(self, window: Window) -> list[int]:
        """The arcs that come near the window. The others are only the far sides of land that reaches into it."""
        return [index for index, bounds in enumerate(self._bounds) if any(_turns(bounds, window, 2 * _COARSE))]

    def _simplified(self, near: list[int], window: Window) -> Iterable[LineString]:
        return shapely.simplify([self._lines[index] for index in near], window.fine) if near else ()

    def _ground(self, fine: Mapping[int, Arc], window: Window) -> Iterator[Arc]:
        for polygon in self._world.land:
            outline = [self._bounds[index if index >= 0 else ~index] for index in polygon[0]]
            whole = (
                min(each[0] for each in outline),
                min(each[1] for each in outline),
                max(each[2] for each in outline),
                max(each[3] for each in outline),
            )
            if any(_turns(whole, window)):
                rings = [self._ring(fine, ring) for ring in polygon]
                yield from _filled([ring for ring in rings if len(ring) >= 4], window)

    def _ring(self, fine: Mapping[int, Arc], indices: Iterable[int]) -> Arc:
        """A ring: its arcs joined end to end."""
        joined: list[tuple[float, float]] = []
        for index in indices:
            plain = index if index >= 0 else ~index
            arc = fine.get(plain) or self._coarse[plain]
            joined += (arc if index >= 0 else arc[::-1])[1 if joined else 0 :]
        return tuple(joined)


def _turns(bounds: tuple[float, ...], window: Window, margin: float = 0) -> Iterator[bool]:
    """Whether something with these bounds lies in the window as it is, and once round the globe either way."""
    for turn in TURNS:
        yield (
            bounds[0] + turn < window.east + margin
            and bounds[2] + turn > window.west - margin
            and bounds[1] < window.north + margin
            and bounds[3] > window.south - margin
        )


def _filled(rings: list[Arc], window: Window) -> Iterator[Arc]:
    if not rings:
        return
    for shifted in _placed(Polygon(rings[0], rings[1:]), window):
        whole = shifted if shapely.is_valid(shifted) else shapely.make_valid(shifted)
        for part in shapely.get_parts(shapely.clip_by_rect(whole, *_box(window))):
            if part.geom_type == "Polygon" and part.area > window.fine**2:
                yield from (tuple(ring.coords) for ring in (part.exterior, *part.interiors))


def _clipped(lines: Iterable[Arc], window: Window) -> Iterator[Arc]:
    for line in lines:
        for shifted in _placed(LineString(line), window):
            for part in shapely.get_parts(shapely.clip_by_rect(shifted, *_box(window))):
                if part.geom_type == "LineString" and not part.is_empty and _seen(part, window):
                    yield tuple(part.coords)


def _seen(line: LineString, window: Window) -> bool:
    """Whether a line is more than a speck: the coast of an island too small to see is none."""
    west, south, east, north = line.bounds
    return bool(max(east - west, north - south) > 2 * window.fine)


def _box(window: Window) -> tuple[float, float, float, float]:
    return window.west, window.south, window.east, window.north


def _placed(shape: shapely.Geometry, window: Window) -> Iterator[shapely.Geometry]:
    """The shape where it lies in the window: also once round the globe, for a window across the date line."""
    for turn, inside in zip(TURNS, _turns(shape.bounds, window), strict=True):
        if inside:
            yield translate(shape, turn) if turn else shape


def _off_seam(arc: Arc) -> Iterator[Arc]:
    """The pieces of a coast that are not the edge at which the globe was cut open, nor that at the south pole."""
    pieces = groupby(pairwise(arc), lambda step: _on_edge(*step[0]) and _on_edge(*step[1]))
    for edge, steps in pieces:
        if not edge:
            yield _chained(steps)


def _on_edge(x: float, y: float) -> bool:
    return abs(x) > _SEAM or y < -_SEAM / 2


def _by_dispute(arc: Arc, sides: frozenset[str]) -> Iterator[tuple[str, Arc]]:
    """The arc in pieces, each with the name of the dispute about it, or none."""
    pieces = groupby(pairwise(arc), lambda step: dispute_at(sides, *_middle(*step)))
    for name, steps in pieces:
        yield name, _chained(steps)


def _middle(one: tuple[float, float], other: tuple[float, float]) -> tuple[float, float]:
    return (one[0] + other[0]) / 2, (one[1] + other[1]) / 2


def _chained(steps: Iterable[tuple[tuple[float, float], tuple[float, float]]]) -> Arc:
    found = list(steps)
    return (found[0][0], *(step[1] for step in found))
