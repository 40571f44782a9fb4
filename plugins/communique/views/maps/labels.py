"""Names on a map: each where there is room, none over another, over a mark or over the edge.

Nearest first: beside the mark, then farther off with a thin line to it. What finds no room is told under the map.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from communique.views.drawing.lettering import width

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    Box = tuple[float, float, float, float]
    """Left, top, right, bottom."""

    Position = tuple[float, float]

NEAR: Final = 3.5
"""Room between a mark and its name."""

FAR: Final = (14.0, 24.0, 36.0, 50.0)
"""How far off a name may stand with a line to its mark."""

ASCENT, DESCENT = 0.78, 0.24
"""How far letters reach above and below their line, in sizes."""

CROSSING: Final = 1.5
"""How many steps farther off a name rather stands than on a line: a near one with a line through it is soon found."""

DOTS: Final = 4.0
"""How closely the boxes along a line stand."""

AROUND: Final = ((1, 0), (-1, 0), (1, -1), (1, 1), (-1, -1), (-1, 1), (0, -1), (0, 1))
"""Where a name may stand about its mark: right, left, the corners, above, below."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A name to place at a mark. ``radius`` is how far the mark reaches from its middle."""

    words: str
    x: float
    y: float
    radius: float
    size: float
    weight: int = 400

    @property
    def mark(self) -> Box:
        """The room its mark takes."""
        return self.x - self.radius, self.y - self.radius, self.x + self.radius, self.y + self.radius


@dataclass(frozen=True, slots=True)
class Label:
    """A name and where it stands: the left end of its line. ``lead`` is its line from the mark, if any."""

    words: str
    x: float
    y: float
    size: float
    weight: int
    lead: tuple[Position, Position] | None

    @property
    def box(self) -> Box:
        """The room it takes."""
        return box_of(self.words, self.x, self.y, self.size, self.weight)

    @property
    def line(self) -> tuple[Box, ...]:
        """The room its line takes."""
        return dotted(self.lead) if self.lead else ()


def box_of(words: str, x: float, y: float, size: float, weight: int = 400) -> Box:
    """The room that words take whose line begins at a point."""
    return x, y - size * ASCENT, x + width(words, size, weight), y + size * DESCENT


def place_labels(
    wanted: Sequence[Wanted], across: float, height: float, taken: Iterable[Box] = (), crossed: Iterable[Box] = ()
) -> tuple[Label | None, ...]:
    """A label for each, in order of importance, or None. ``taken`` is room that something else needs, ``crossed`` room
    that a line goes through: a name stands there only where it finds no other room close by.
    """
    full = [*taken]
    lines = [*crossed]
    found: list[Label | None] = []
    for each in wanted:
        marks = [other.mark for other in wanted if other is not each and not _within(each, other)]
        tries = [
            (far + CROSSING * any(overlap(tried.box, dot) for dot in lines), tried)
            for far, tried in _tries(each)
            if free(tried.box, across, height, (*full, *marks))
            and not overlap(tried.box, each.mark)
            and not any(overlap(dot, other) for dot in tried.line for other in (*full, *marks))
        ]
        label = min(tries, key=lambda tried: tried[0])[1] if tries else None
        found.append(label)
        if label:
            full += [label.box]
            lines += label.line
    return tuple(found)


def _tries(each: Wanted) -> Iterator[tuple[int, Label]]:
    for far, reach in enumerate((0.0, *FAR)):
        for across, down in AROUND:
            off = each.radius + NEAR + reach
            slant = 0.72 if across and down else 1.0
            x, y = each.x + across * off * slant, each.y + down * off * slant
            yield far, _at(each, x, y, across, down, lead=bool(reach))


def _at(each: Wanted, x: float, y: float, across: int, down: int, *, lead: bool) -> Label:
    room = width(each.words, each.size, each.weight)
    left = {1: x, -1: x - room, 0: x - room / 2}[across]
    rise = {0: (ASCENT - DESCENT) / 2, -1: -DESCENT, 1: ASCENT}[down] * each.size
    slant = 0.72 if across and down else 1.0
    start = (each.x + across * each.radius * slant, each.y + down * each.radius * slant)
    line = (start, (x - across * NEAR / 2, y - down * NEAR / 2)) if lead else None
    return Label(each.words, round(left, 1), round(y + rise, 1), each.size, each.weight, line)


def _within(each: Wanted, other: Wanted) -> bool:
    """Whether a mark stands in a wide circle about another: then its name cannot be clear of that one."""
    left, top, right, bottom = other.mark
    return left <= each.x <= right and top <= each.y <= bottom and other.radius > 2 * each.radius


def free(box: Box, across: float, height: float, taken: Iterable[Box]) -> bool:
    """Whether a box lies inside the drawing and on nothing that is taken."""
    inside = box[0] >= 2 and box[1] >= 2 and box[2] <= across - 2 and box[3] <= height - 2
    return inside and not any(overlap(box, other) for other in taken)


def overlap(one: Box, other: Box) -> bool:
    """Whether two boxes share room."""
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def dotted(points: Sequence[Position]) -> tuple[Box, ...]:
    """The room of a line through these points: small boxes along it."""
    found = []
    for (x, y), (to_x, to_y) in pairwise(points):
        steps = max(1, int(max(abs(to_x - x), abs(to_y - y)) / DOTS))
        found += [(x + (to_x - x) * step / steps, y + (to_y - y) * step / steps) for step in range(steps + 1)]
    return tuple((x - 1, y - 1, x + 1, y + 1) for x, y in found)
