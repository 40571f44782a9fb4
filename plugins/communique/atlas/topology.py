"""TopoJSON of countries, decoded: arcs in degrees, the countries on both sides of each, and the rings of land."""

from __future__ import annotations

import json
from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    Point = tuple[float, float]
    Arc = tuple[Point, ...]


class TopologyError(ValueError):
    """The file is not the TopoJSON of countries that is expected."""


@dataclass(frozen=True, slots=True)
class Topology:
    """``arcs`` in degrees east and north. ``sides`` names the countries that use each: one at a coast, two at a border.

    ``land`` holds polygons, each a list of rings (the outline, then its lakes), each a list of arcs; ``~n`` is arc n
    walked backwards (TopoJSON 2.1.4).
    """

    arcs: tuple[Arc, ...]
    sides: tuple[frozenset[str], ...]
    land: tuple[tuple[tuple[int, ...], ...], ...]


def topology(raw: bytes) -> Topology:
    """Decode a quantised TopoJSON file with the objects ``countries`` (named) and ``land``, as world-atlas has them.

    Raises TopologyError for anything else.
    """
    try:
        found = json.loads(raw)
        scale, shift = found["transform"]["scale"], found["transform"]["translate"]
        arcs = tuple(_decoded(arc, scale, shift) for arc in found["arcs"])
        countries = found["objects"]["countries"]["geometries"]
        sides: list[set[str]] = [set() for _ in arcs]
        for country in countries:
            for ring in (ring for polygon in _polygons(country) for ring in polygon):
                for index in ring:
                    sides[index if index >= 0 else ~index].add(country["properties"]["name"])
        land = found["objects"]["land"]
        polygons = (polygon for each in land.get("geometries", [land]) for polygon in _polygons(each))
        kept = tuple(tuple(tuple(ring) for ring in polygon) for polygon in polygons)
    except (ValueError, KeyError, TypeError, IndexError) as error:
        raise TopologyError(f"not a TopoJSON of countries: {type(error).__name__}: {error}") from error
    return Topology(arcs, tuple(map(frozenset, sides)), kept)


def _decoded(arc: Iterable[list[int]], scale: list[float], shift: list[float]) -> Arc:
    """Steps from point to point, on a grid, as degrees."""
    steps = [(step[0], step[1]) for step in arc]
    across = accumulate(step[0] for step in steps)
    up = accumulate(step[1] for step in steps)
    return tuple((x * scale[0] + shift[0], y * scale[1] + shift[1]) for x, y in zip(across, up, strict=True))


def _polygons(geometry: dict[str, Any]) -> Iterator[list[list[int]]]:
    if geometry["type"] == "Polygon":
        yield geometry["arcs"]
    elif geometry["type"] == "MultiPolygon":
        yield from geometry["arcs"]
