"""Too many events to draw one by one: how many there are in each period of each lane, as bars on one scale."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from communique.dates import Day
from communique.tongue import say
from communique.views.drawing.axis import ordinal, short_day
from communique.views.drawing.draw import TOP, axis_of, frame, names
from communique.views.drawing.pen import Pen
from communique.views.drawing.pen import number as n

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from markupsafe import Markup

    from communique.views.drawing.axis import Axis, Tick
    from communique.views.drawing.rows import Lane, Size

TALLEST: Final = 26.0
NARROWEST: Final = 6.0
UNPLACED: Final = -1
"""The period of an event whose date may lie in two of them: it is counted, and drawn in none."""


def density(lanes: Sequence[Lane], size: Size, title: str, *, until: Day | None = None, paper: bool = False) -> Markup:
    """The lanes with a bar for each period; the title says how many the tallest holds, and how many are in none."""
    pen = Pen(paper)
    if not any(lane.title for lane in lanes):
        size = replace(size, names=0)
    axis = axis_of(lanes, size, until)
    ticks = axis.ticks(NARROWEST)
    counts = [_counts(lane, [ordinal(tick.day) for tick in ticks]) for lane in lanes]
    most = max((count for found in counts for place, count in found.items() if place != UNPLACED), default=1)
    at, shapes = TOP, []
    for lane, found in zip(lanes, counts, strict=True):
        named, first = names(lane, size, pen, at)
        at = max(first, at + 8) + TALLEST
        shapes += [*_bars(pen, axis, ticks, found, TALLEST / most, at), named]
        shapes.append(pen.path("lane", f"M0 {n(at)}H{n(size.width)}"))
    height = at + (18 if until is not None and size.words != "none" else 2)
    told = f"{title}; {_told(most, sum(found[UNPLACED] for found in counts))}"
    return pen.sheet(size.css, size.width, height, told, frame(axis, size, pen, at, until) + "".join(shapes))


def _told(most: int, unplaced: int) -> str:
    told = f"the tallest bar is {most}"
    return f"{told}; {unplaced} not dated closely enough for a bar" if unplaced else told


def _counts(lane: Lane, starts: Sequence[int]) -> Counter[int]:
    return Counter(_period(event.when.starts[0], event.when.starts[1], starts) for event in lane.events)


def _period(first: object, last: object, starts: Sequence[int]) -> int:
    if not isinstance(first, Day) or not isinstance(last, Day):
        return UNPLACED
    one, other = (max(bisect_right(starts, ordinal(day)) - 1, 0) for day in (first, last))
    return one if one == other else UNPLACED


def _bars(pen: Pen, axis: Axis, ticks: Sequence[Tick], found: Counter[int], unit: float, base: float) -> Iterable[str]:
    for place, count in sorted(found.items()):
        if place == UNPLACED:
            continue
        day, left = ticks[place].day, ticks[place].x
        right = ticks[place + 1].x if place + 1 < len(ticks) else axis.right
        bar = pen.box("bar", left + 1, base - count * unit, max(right - left - 2, 1), count * unit)
        yield pen.link("", say("from {day}: {number}", day=short_day(day), number=count), bar)
