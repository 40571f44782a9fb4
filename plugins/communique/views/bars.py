"""Numbers as sources give them, drawn on one scale: a bound is an upright, open above is broken, none is dotted.

Only numbers that stand at the head of a wording are drawn, and nothing between or beyond the bounds that are stated.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from communique import durations

if TYPE_CHECKING:
    from collections.abc import Sequence

    from communique.durations import Measure

WIDTH = 272.0
LEFT, RIGHT = 4.0, 264.0
_NUMBER = re.compile(r"(?:(?:at least|at most|more than|about|up to) )?[0-9][0-9,.]*(?:-[0-9][0-9,.]*)?(?![0-9./:-])")
_YEARS = range(1900, 2101)


@dataclass(frozen=True, slots=True)
class Bar:
    """One number on the scale: x positions of its bounds, None where there is none. ``label`` tells it in words.

    ``more`` says that the wording has another, uncounted part: "and several".
    """

    low: float | None
    high: float | None
    approximate: bool
    more: bool
    label: str


@dataclass(frozen=True, slots=True)
class Scale:
    """The axis: its ticks as x position and words."""

    ticks: tuple[tuple[float, str], ...]


def measured(wording: str) -> Measure | None:
    """The number at the head of a wording: "at least 14 MiG-29s" says at least 14. None where there is none."""
    found = _NUMBER.match(wording)
    if found is None:
        return None
    try:
        return durations.parse(found.group().replace(",", "").rstrip("."))
    except durations.MeasureError:
        return None


def comparable(wordings: Sequence[str]) -> bool:
    """Whether the wordings can stand on one scale: two or more begin with a number, and none of those is a year."""
    found = [measure for wording in wordings if (measure := measured(wording))]
    years = any(not measure.limit and measure.low is not None and int(measure.low) in _YEARS for measure in found)
    return len(found) > 1 and not years


def scale(wordings: Sequence[str]) -> tuple[Scale, tuple[Bar, ...]]:
    """The scale for all wordings and a bar for each."""
    found = [measured(wording) for wording in wordings]
    top = max(bound for measure in found if measure for bound in (measure.low, measure.high) if bound is not None)
    step = _step(top)
    end = step * (int(top / step) + 2)
    count = int(end / step)
    ticks = tuple((_at(step * number, end), f"{step * number:,}") for number in range(count + 1))
    return Scale(ticks), tuple(_bar(measure, wording, end) for measure, wording in zip(found, wordings, strict=True))


def _step(top: Decimal) -> Decimal:
    """A round step that gives four to six ticks."""
    power = Decimal(10) ** (len(str(int(top))) - 1)
    for factor in (Decimal("0.2"), Decimal("0.5"), Decimal(1), Decimal(2)):
        if top / (power * factor) <= 5:
            return max(power * factor, Decimal(1)).normalize() + 0
    return power * 5


def _at(value: Decimal, end: Decimal) -> float:
    return round(LEFT + float(value / end) * (RIGHT - LEFT), 1)


def _bar(measure: Measure | None, wording: str, end: Decimal) -> Bar:
    if measure is None:
        return Bar(None, None, approximate=False, more=False, label="no number given")
    low = _at(measure.low, end) if measure.low is not None else None
    high = _at(measure.high, end) if measure.high is not None else None
    return Bar(low, high, measure.is_approximate, " and several" in wording, wording)
