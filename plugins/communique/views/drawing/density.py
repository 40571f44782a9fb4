"""Too many events to draw one by one: how many there are in each month (or year) of each lane, as bars."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from communique.dates import Day
from communique.views.drawing.axis import MONTHS, ordinal
from communique.views.drawing.draw import TOP, axis_of, frame, names
from communique.views.drawing.pen import Pen

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markupsafe import Markup

    from communique.views.drawing.axis import Axis
    from communique.views.drawing.rows import Lane, Size

TALLEST: Final = 26.0
NARROWEST: Final = 6.0


def density(
    lanes: Sequence[Lane], size: Size, title: str, *, until: Day | None = None, paper: bool = False
) -> Markup:
    """Bars on one scale. An event whose date may lie in two of the periods is in none of them, and the title says so."""
    pen = Pen(paper)
    if not any(lane.title for lane in lanes):
        size = replace(size, names=0)
    axis = axis_of(lanes, size, until)
    periods = [(tick.x, tick.day) for tick in axis.ticks(NARROWEST)]
    starts = [ordinal(day) for _, day in periods]
    counts = [_counts(lane, starts) for lane in lanes]
    most = max((count for lane in counts for place, count in lane.items() if place is not None), default=1)
    at, shapes = TOP, ""
    for lane, found in zip(lanes, counts, strict=True):
        named, first = names(lane, size, pen, at)
        base = max(first, at + 8) + TALLEST
        shapes += "".join(_bar(pen, axis, periods, place, count / most * TALLEST, count, base) for place, count in found.items())
        shapes += named + pen.path("lane", f"M0 {base:.1f}H{size.width:.1f}")
        at = base
    left_out = sum(found[None] for found in counts)
    told = f"{title}; at most {most} in one period" + (f"; {left_out} not dated closely enough to count" if left_out else "")
    height = at + (18 if until is not None and size.words != "none" else 2)
    return pen.sheet(size.css, size.width, height, told, frame(axis, size, pen, at, until) + shapes)


def _counts(lane: Lane, starts: Sequence[int]) -> Counter[int | None]:
    found: Counter[int | None] = Counter()
    for event in lane.events:
        first, last = event.when.starts
        place = _period(first, starts) if isinstance(first, Day) else None
        same = isinstance(last, Day) and place == _period(last, starts)
        found[place if same else None] += 1
    return found


def _period(day: Day, starts: Sequence[int]) -> int:
    return max(bisect_right(starts, ordinal(day)) - 1, 0)


def _bar(
    pen: Pen, axis: Axis, periods: Sequence[tuple[float, Day]], place: int | None, height: float, count: int, base: float
) -> str:
    if place is None:
        return ""
    left, day = periods[place]
    right = periods[place + 1][0] if place + 1 < len(periods) else axis.right
    bar = pen.box("bar", left + 1, base - height, max(right - left - 2, 1), height)
    return pen.link("", f"from {day.day} {MONTHS[day.month - 1]} {day.year}: {count}", bar)
