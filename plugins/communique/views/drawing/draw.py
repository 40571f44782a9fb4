"""The whole drawing: axis, lanes, marks with their strokes and words, as SVG."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from communique.tongue import month_name, say
from communique.views.drawing.axis import Axis, Tick, make_axis, ordinal, short_day
from communique.views.drawing.bars import Piece, occupied
from communique.views.drawing.lettering import width
from communique.views.drawing.marks import type_mark
from communique.views.drawing.pen import LETTERS, Pen
from communique.views.drawing.pen import number as n
from communique.views.drawing.rows import DrawnEvent, Lane, Placed, Size, place, wrapped

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markupsafe import Markup

    from communique.dates import Day

__all__ = ["SIZES", "DrawnEvent", "Lane", "Size", "draw"]

WIDE: Final = Size("tl tl-w", 1184, 186, 19, 4.4, "all", 170, 42)
MIDDLE: Final = Size("tl tl-m", 740, 0, 19, 4.4, "number", 110, 40)
SMALL: Final = Size("tl tl-s", 350, 0, 12, 3.4, "none", 0, 13)
SIZES: Final = (WIDE, MIDDLE, SMALL)
"""The sizes of a page; its style sheet shows one of them."""

TOP: Final = 18.0
LONG: Final = 0.25
LONG_DAYS: Final = 45
"""From what share of the axis, and how many days, on a bar is a state that lasted: grey, between two uprights."""


def draw(lanes: Sequence[Lane], size: Size, title: str, *, until: Day | None = None, paper: bool = False) -> Markup:
    """The drawing in one size. ``until`` is the last day the dossier covers."""
    pen = Pen(paper)
    if not any(lane.title for lane in lanes):
        size = replace(size, names=0)
    axis = axis_of(lanes, size, until)
    drawn: list[str] = []
    at = TOP
    limit = size.width if until is None else axis.x(ordinal(until) + 1) - 3
    for lane in lanes:
        shapes, at = _lane(lane, axis, size, pen, at, limit)
        drawn.append(shapes)
    bottom = at
    height = bottom + (18 if until is not None and size.words != "none" else 2)
    return pen.sheet(size.css, size.width, height, title, frame(axis, size, pen, bottom, until) + "".join(drawn))


def axis_of(lanes: Sequence[Lane], size: Size, until: Day | None) -> Axis:
    """The axis that holds every day the events of these lanes may touch."""
    stretches = [days for lane in lanes for event in lane.events if (days := occupied(event.when))]
    if until is not None and stretches:
        stretches.append((ordinal(until), ordinal(until)))
    return make_axis(stretches, size.names + (14 if size.names else 6), size.width - 6)


def frame(axis: Axis, size: Size, pen: Pen, bottom: float, until: Day | None) -> str:
    """What stands behind the lanes: lines of the calendar, breaks, the last day covered."""
    shapes = []
    for x in axis.breaks:
        wave = f"M{n(x)} {n(TOP)}l4 6l-8 6l8 6l-4 6V{n(bottom)}"
        shapes.append(pen.path("yr", wave))
    taken = -99.0
    for tick in axis.ticks(size.tick):
        shapes.append(pen.path("grid", f"M{n(tick.x)} {n(TOP)}V{n(bottom)}"))
        words = tick_words(tick, axis, size.tick, short=size.words == "none")
        room = width(words, *LETTERS["mon"][:2])
        if tick.x > taken and tick.x + room < size.width:
            shapes.append(pen.words("mon", tick.x + 3, 15 if size.words != "none" else 12, words))
            taken = tick.x + room + 4
    if until is not None:
        x = axis.x(ordinal(until) + 1)
        shapes.append(pen.path("now", f"M{n(x)} {n(TOP)}V{n(bottom)}"))
        if size.words != "none":
            told = say("covered up to {day}", day=short_day(until))
            shapes.append(pen.words("now-t", x - 3, bottom + 14, told, end=True))
    return "".join(shapes)


def tick_words(tick: Tick, axis: Axis, least: float, *, short: bool = False) -> str:
    """What stands at a tick: the day, month or year that begins there, no finer than there is room for."""
    day = tick.day
    if axis.scale * 30 >= 4 * least:
        month = f" {month_name(day.month, 'short')}" if not short or tick.year else ""
        return f"{day.day}{month}{f' {day.year}' if tick.year and not short else ''}"
    if axis.scale * 365 < 4 * least:
        return str(day.year)
    if short:
        return f"’{day.year % 100:02}" if tick.year else month_name(day.month, "narrow")
    return f"{month_name(day.month, 'short')}{f' {day.year}' if tick.year else ''}"


def _lane(lane: Lane, axis: Axis, size: Size, pen: Pen, top: float, limit: float) -> tuple[str, float]:
    """A lane from ``top`` on, and where the next one begins; words do not cross ``limit``."""
    named, first = names(lane, size, pen, top)
    placed, rows = place(lane.events, axis, size, limit)
    marks = "".join(_event(each, axis, size, pen, first + each.row * size.row) for each in placed)
    lines = named.count("<text") if size.names else 0
    bottom = max(first + (rows - 1) * size.row + size.row * 0.75, top + 13 + 14 * lines)
    return marks + named + pen.path("lane", f"M0 {n(bottom)}H{n(size.width)}"), bottom


def names(lane: Lane, size: Size, pen: Pen, top: float) -> tuple[str, float]:
    """The lane's name, and the middle of its first row."""
    if not lane.title:
        return "", top + size.row * 0.8
    if not size.names:
        return pen.words("lane-t", 0, top + 14, lane.title), top + 14 + size.row * 0.95
    lines = [
        (letters, line)
        for letters, words in (("lane-t", lane.title), ("lane-s", lane.under))
        for line in wrapped(words, size.names - 10, letters, 2)
    ]
    told = (pen.words(letters, 0, top + 19 + 14 * at, line) for at, (letters, line) in enumerate(lines))
    return "".join(told), top + 15


def _event(placed: Placed, axis: Axis, size: Size, pen: Pen, y: float) -> str:
    event = placed.event
    shapes = [stroke(piece, axis, size, pen, y) for piece in placed.drawn.pieces]
    shapes.append(type_mark(pen, placed.mark, y, size.radius, event.mark))
    shapes.append(_words(placed, pen, y + 3.8))
    return pen.link(event.href, event.title, "".join(shapes))


def _words(placed: Placed, pen: Pen, y: float) -> str:
    """Number and label, beside the strokes; to their left where the page ends at the right."""
    told = [(letters, words) for letters, words in (("no", placed.number), ("lb", placed.label)) if words]
    x, shapes = placed.words_x, []
    for letters, words in reversed(told) if placed.words_left else told:
        shapes.append(pen.words(letters, x, y, words, end=placed.words_left))
        step = width(words, *LETTERS[letters][:2]) + 4
        x += -step if placed.words_left else step
    return "".join(shapes)


def stroke(piece: Piece, axis: Axis, size: Size, pen: Pen, y: float) -> str:
    """One stroke of a date, at the height ``y``."""
    left, right, reach = piece.left, piece.right, size.radius + 0.6
    match piece.sort:
        case "bar" if right - left > max(LONG * (axis.right - axis.left), LONG_DAYS * axis.scale):
            ends = pen.path("brk", f"M{n(left)} {n(y - 4)}v8M{n(right)} {n(y - 4)}v8")
            return pen.box("bar-l", left, y - 1.5, right - left, 3) + ends
        case "bar":
            return pen.box("bar", left, y - 1.5, max(right - left, 2), 3)
        case "upright":
            return pen.box("bar", (left + right) / 2 - 1, y - reach, 2, 2 * reach)
        case "about":
            return _about(left, right, reach, pen, y)
        case "bracket":
            lip = min(3.0, (right - left) / 3)
            return pen.path("brk", _bracket(left, lip, reach, y) + _bracket(right, -lip, reach, y))
        case "dots":
            return _dots(left, right, pen, y)
        case "arrow":
            head = f"M{n(right - 4)} {n(y - 3.5)}l4 3.5l-4 3.5"
            return pen.path("dash", f"M{n(left)} {n(y)}H{n(right)}") + pen.path("brk", head)
        case "dashes":
            return pen.path("dash", f"M{n(left)} {n(y)}H{n(right)}")


def _bracket(x: float, lip: float, reach: float, y: float) -> str:
    return f"M{n(x + lip)} {n(y - reach)}h{n(-lip)}v{n(2 * reach)}h{n(lip)}"


def _dots(left: float, right: float, pen: Pen, y: float) -> str:
    """A dot for a day that may be meant, or a row of them where any day between may be."""
    if right <= left:
        return pen.circle("h", left, y, 0.9)
    return pen.path("dots", f"M{n(left)} {n(y)}H{n(right)}")


def _about(left: float, right: float, reach: float, pen: Pen, y: float) -> str:
    """Strokes that grow towards the middle and thin out to both ends: they print where fading does not."""
    count = max(9, min(15, int((right - left) / 3.3)) // 2 * 2 + 1)
    edges = [left + (right - left) * at / count for at in range(count + 1)]
    shapes = []
    for at, (start, end) in enumerate(pairwise(edges)):
        near = 1 - abs(at - count // 2) / (count // 2 + 1)
        wide, tall = (end - start) * (0.15 + 0.45 * near), 2 * reach * (0.16 + 0.6 * near)
        shapes.append(pen.box("fade", (start + end - wide) / 2, y - tall / 2, wide, tall))
    return "".join(shapes)
