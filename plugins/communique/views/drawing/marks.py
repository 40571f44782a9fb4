"""Type marks in a drawing: shape says what it was, fill how they met, outline whether it is sure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from communique.views.drawing.pen import number as n

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from communique.views.drawing.pen import Pen
    from communique.views.words import TypeMark

OUTLINES: Final[Mapping[str, str]] = {"plain": "m", "broken": "o rep", "dotted": "o due", "struck": "o"}
"""The ink of a mark by its line; the list has the same mark in ``parts/marks.html``."""


def type_mark(pen: Pen, x: float, y: float, radius: float, mark: TypeMark) -> str:
    """The mark of an event, with its middle at ``x``, ``y``."""
    ink = OUTLINES[mark.line]
    if mark.shape == "circle":
        shapes = _filled(pen, x, y, radius, mark.fill) if ink == "m" else pen.circle(ink, x, y, radius)
    elif mark.shape == "cross":
        shapes = pen.path("x" if ink == "m" else ink, _cross(x, y, radius))
    else:
        shapes = pen.path(ink, SHAPES[mark.shape](x, y, radius))
    return shapes + (_strike(pen, x, y, radius) if mark.line == "struck" else "")


def lone_circle(mark: TypeMark) -> str:
    """The ink of a mark that is one circle and nothing else; empty for every other."""
    ink = OUTLINES[mark.line]
    if mark.shape != "circle" or mark.line == "struck":
        return ""
    if ink != "m" or mark.fill == "solid":
        return ink
    return "" if mark.fill in ("halves", "half", "dot") else "o"


def _filled(pen: Pen, x: float, y: float, r: float, fill: str) -> str:
    """A meeting that was held: solid in one room, ring at a distance, two halves through a go-between."""
    if fill == "solid":
        return pen.circle("m", x, y, r)
    if fill == "halves":
        return pen.path("h", _half(x - 0.9, y, r + 0.6, 0) + _half(x + 0.9, y, r + 0.6, 1))
    ring = pen.circle("o", x, y, r)
    if fill == "half":
        return ring + pen.path("h", _half(x, y, r, 0))
    return ring + (pen.circle("h", x, y, r / 3) if fill == "dot" else "")


def _half(x: float, y: float, r: float, right: int) -> str:
    return f"M{n(x)} {n(y - r)}a{n(r)} {n(r)} 0 0 {right} 0 {n(2 * r)}z"


def _square(x: float, y: float, r: float) -> str:
    side = r * 0.95
    return f"M{n(x - side)} {n(y - side)}h{n(2 * side)}v{n(2 * side)}h{n(-2 * side)}z"


def _triangle(x: float, y: float, r: float) -> str:
    return f"M{n(x)} {n(y - 1.1 * r)}l{n(1.12 * r)} {n(2 * r)}h{n(-2.24 * r)}z"


def _diamond(x: float, y: float, r: float) -> str:
    side = 1.16 * r
    return f"M{n(x)} {n(y - side)}l{n(side)} {n(side)}l{n(-side)} {n(side)}l{n(-side)} {n(-side)}z"


def _chevron(x: float, y: float, r: float) -> str:
    return f"M{n(x - r)} {n(y - r)}h{n(r)}l{n(r)} {n(r)}l{n(-r)} {n(r)}h{n(-r)}l{n(r)} {n(-r)}z"


def _cross(x: float, y: float, r: float) -> str:
    side = 0.9 * r
    falling = f"M{n(x - side)} {n(y - side)}l{n(2 * side)} {n(2 * side)}"
    return f"{falling}M{n(x + side)} {n(y - side)}l{n(-2 * side)} {n(2 * side)}"


def _strike(pen: Pen, x: float, y: float, r: float) -> str:
    return pen.path("x", f"M{n(x - 1.55 * r)} {n(y + 1.2 * r)}l{n(3.1 * r)} {n(-2.4 * r)}")


SHAPES: Final[Mapping[str, Callable[[float, float, float], str]]] = {
    "square": _square,
    "triangle": _triangle,
    "diamond": _diamond,
    "chevron": _chevron,
}
