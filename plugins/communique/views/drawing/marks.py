"""Type marks: shape says what it was, fill how they met, outline whether it is sure. Never colour alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from communique.views.drawing.pen import number as n

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from communique.kinds.event import EventType, Format, Status
    from communique.views.drawing.pen import Pen

OUTLINES: Final[Mapping[Status, str]] = {
    "held": "m",
    "reported": "o rep",
    "planned": "o due",
    "postponed": "o",
    "cancelled": "o",
}
"""The ink of a mark by status: broken where only reported, dotted where it is still to come."""

STRUCK: Final = frozenset({"postponed", "cancelled"})


@dataclass(frozen=True, slots=True)
class Look:
    """What decides how an event's mark looks."""

    type: EventType
    format: Format
    status: Status


def type_mark(pen: Pen, x: float, y: float, radius: float, look: Look) -> str:
    """The mark of an event, with its middle at ``x``, ``y``."""
    ink = OUTLINES[look.status]
    if look.type == "meeting":
        shapes = _filled(pen, x, y, radius, look.format) if ink == "m" else pen.circle(ink, x, y, radius)
    elif look.type == "military":
        shapes = pen.path("x" if ink == "m" else ink, _cross(x, y, radius))
    else:
        shapes = pen.path(ink, OUTLINE[look.type](x, y, radius))
    return shapes + (_strike(pen, x, y, radius) if look.status in STRUCK else "")


def _filled(pen: Pen, x: float, y: float, r: float, format_: Format) -> str:
    """A meeting that was held: solid in one room, ring at a distance, two halves through a go-between."""
    if format_ == "in-person":
        return pen.circle("m", x, y, r)
    if format_ in ("indirect", "shuttle"):
        return pen.path("h", _half(x - 0.9, y, r + 0.6, 0) + _half(x + 0.9, y, r + 0.6, 1))
    ring = pen.circle("o", x, y, r)
    if format_ == "hybrid":
        return ring + pen.path("h", _half(x, y, r, 0))
    if format_ == "written":
        return ring + pen.path("x", f"M{n(x - r)} {n(y)}h{n(2 * r)}")
    return ring + (pen.circle("h", x, y, r / 3) if format_ == "unknown" else "")


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


OUTLINE: Final[Mapping[EventType, Callable[[float, float, float], str]]] = {
    "agreement": _square,
    "decision": _triangle,
    "announcement": _diamond,
    "transfer": _chevron,
}
"""The outline of the types whose format does not show."""
