"""A date on the axis, as uncertain as it is. Nothing invented is drawn: no midpoint, no day no source gives.

The grammar is that of the date marks in the text: solid = sure; strokes that thin out = about; brackets = some
time within, with a dot for each day that may be meant; dashes = doubtful, or no limit known on that side.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from communique.dates import OPEN, Day, Shape
from communique.views.drawing.axis import ordinal

if TYPE_CHECKING:
    from communique.dates import Bound, Bounds, Edtf
    from communique.views.drawing.axis import Axis

Sort: TypeAlias = Literal["bar", "about", "bracket", "dots", "dashes", "arrow", "upright"]

ABOUT_ROOM: Final = 30.0
"""How wide "about" is drawn for a single day: a sign, not a measure, for no source says how far it reaches."""

LOOSE: Final = 24.0
"""The length of dashes towards a limit that is not known."""

LEAST_BRACKET: Final = 12.0
INSET: Final = 3.0
MOST_DOTS: Final = 12


@dataclass(frozen=True, slots=True)
class Piece:
    """One stroke of a date: its sort and where it begins and ends.

    ``toward`` is the side on which it breaks off because no limit is known: -1 the past, 1 the future, 0 neither.
    """

    sort: Sort
    left: float
    right: float
    toward: int = 0


@dataclass(frozen=True, slots=True)
class Drawn:
    """A date as drawn. ``anchor`` is where its mark stands: on the day, or ``before`` strokes that are not sure."""

    anchor: float
    before: bool
    pieces: tuple[Piece, ...]


def occupied(when: Edtf) -> tuple[int, int] | None:
    """The first and last day that the axis must hold for this date; None where it has no day at all."""
    days = [bound for bound in (*when.starts, *when.ends) if isinstance(bound, Day)]
    return (ordinal(min(days)), ordinal(max(days))) if days else None


def drawn(when: Edtf, axis: Axis) -> Drawn:
    """How ``when`` is drawn on ``axis``."""
    match when.shape:
        case Shape.DAY | Shape.PERIOD:
            return _date(when, axis)
        case Shape.ONE_OF | Shape.ALL_OF if not (isinstance(when.earliest, Day) and isinstance(when.latest, Day)):
            return _one_sided(when.earliest, when.latest, axis)
        case Shape.ONE_OF:
            return _one_of(when, axis)
        case Shape.ALL_OF:
            return _every(when, axis)
        case _:
            return _interval(when, axis)


def _date(when: Edtf, axis: Axis) -> Drawn:
    left, right = _room(when.starts, axis)
    if when.is_approximate or when.is_uncertain:
        sign = _qualified(when, left, right)
        return Drawn(sign.left, True, (sign,))
    if when.shape is Shape.DAY:
        return Drawn((left + right) / 2, False, ())
    left, right = _widened(left, right, LEAST_BRACKET)
    return Drawn(left, True, (Piece("bracket", left, right), Piece("dots", left + INSET, right - INSET)))


def _qualified(when: Edtf, left: float, right: float) -> Piece:
    if when.is_approximate:
        return Piece("about", *_widened(left, right, ABOUT_ROOM))
    return Piece("dashes", *_widened(left, right, LOOSE))


def _one_of(when: Edtf, axis: Axis) -> Drawn:
    left, right = _room((when.earliest, when.latest), axis)
    left, right = _widened(left - INSET, right + INSET, LEAST_BRACKET)
    days = [first for first, last in when.members if first == last and isinstance(first, Day)]
    pieces = [Piece("bracket", left, right)]
    if len(days) == len(when.members) <= MOST_DOTS:
        pieces += [Piece("dots", axis.middle(ordinal(day)), axis.middle(ordinal(day))) for day in days]
    else:
        pieces.append(Piece("dots", left + INSET, right - INSET))
    return Drawn(left, True, tuple(pieces))


def _every(when: Edtf, axis: Axis) -> Drawn:
    pieces = [Piece("upright" if bounds[0] == bounds[1] else "bar", *_room(bounds, axis)) for bounds in when.members]
    return Drawn((pieces[0].left + pieces[0].right) / 2, False, tuple(pieces))


def _one_sided(first: Bound, last: Bound, axis: Axis) -> Drawn:
    """That day or before, that day or after; with no day at all, dashes alone at the end of the axis."""
    if isinstance(last, Day):
        at = axis.middle(ordinal(last))
        return Drawn(at, False, (Piece("dashes", at - LOOSE, at, -1),))
    at = axis.middle(ordinal(first)) if isinstance(first, Day) else axis.right - LOOSE
    return Drawn(at, False, (Piece("dashes", at, at + LOOSE, 1),))


def _interval(when: Edtf, axis: Axis) -> Drawn:
    """A bar over the days that are sure, and at either end what is not sure about it."""
    sure_from, sure_to = _edge(when.starts[1], axis, 0), _edge(when.ends[0], axis, 1)
    pieces = [*_start(when, sure_to, axis), *_end(when, sure_from, axis)]
    if sure_from is not None and sure_to is not None and sure_from < sure_to:
        pieces.insert(0, Piece("bar", sure_from, sure_to))
    sharp = sure_from is not None and when.starts[0] == when.starts[1] and not _loose_start(when)
    left = min(piece.left for piece in pieces)
    return Drawn(sure_from if sharp and sure_from is not None else left, not sharp, tuple(pieces))


def _start(when: Edtf, sure_to: float | None, axis: Axis) -> tuple[Piece, ...]:
    if not isinstance(when.starts[0], Day):
        at = axis.right if sure_to is None else sure_to
        opened = when.starts[0] is OPEN
        return (Piece("dashes", axis.left if opened else at - LOOSE, at, 0 if opened else -1),)
    return _fringe(when, when.starts, axis, loose=_loose_start(when))


def _end(when: Edtf, sure_from: float | None, axis: Axis) -> tuple[Piece, ...]:
    if not isinstance(when.ends[0], Day):
        at = axis.left if sure_from is None else sure_from
        return (Piece("arrow", at, axis.right) if when.ends[0] is OPEN else Piece("dashes", at, at + LOOSE, 1),)
    return _fringe(when, when.ends, axis, loose=_loose_end(when))


def _fringe(when: Edtf, bounds: Bounds, axis: Axis, *, loose: bool) -> tuple[Piece, ...]:
    """What is drawn where a span begins or ends: nothing when the day is known."""
    left, right = _room(bounds, axis)
    if loose:
        return (_qualified(when, left, right),)
    return (Piece("bracket", left, right),) if bounds[0] != bounds[1] else ()


def _loose_start(when: Edtf) -> bool:
    """Whether the beginning itself is marked approximate or uncertain: then it may lie earlier than it says."""
    return when.possible[0][0] != when.starts[0]


def _loose_end(when: Edtf) -> bool:
    return when.possible[-1][1] != when.ends[1]


def _widened(left: float, right: float, least: float) -> tuple[float, float]:
    more = max(0.0, least - (right - left)) / 2
    return left - more, right + more


def _room(bounds: Bounds, axis: Axis) -> tuple[float, float]:
    left, right = _edge(bounds[0], axis, 0), _edge(bounds[1], axis, 1)
    return (axis.left if left is None else left), (axis.right if right is None else right)


def _edge(bound: Bound, axis: Axis, after: int) -> float | None:
    return axis.x(ordinal(bound) + after) if isinstance(bound, Day) else None
