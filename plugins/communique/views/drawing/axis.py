"""The time axis of a drawing: days to places on a line, broken over long gaps, and its ticks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

from communique.dates import Day, add_days, add_months
from communique.tongue import month_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

CYCLE_YEARS: Final = 400
CYCLE_DAYS: Final = 146_097
BREAK: Final = 18.0
"""The width of a break in the axis."""

LEAST_GAP: Final = 45
GAP_SHARE: Final = 8
"""An empty stretch is cut when it is longer than 45 days and than an eighth of the time covered."""

MONTHLY_FROM: Final = 90
"""From how many days on an axis begins and ends its parts with whole months."""


def short_day(day: Day) -> str:
    """A day as it stands in a drawing: ``3 Jul 2020``."""
    return f"{day.day} {month_name(day.month, 'short')} {day.year}"


def ordinal(day: Day) -> int:
    """The number of a day; the next day has the next number, in any year."""
    cycles, year = divmod(day.year, CYCLE_YEARS)
    return date(year + CYCLE_YEARS, day.month, day.day).toordinal() + (cycles - 1) * CYCLE_DAYS


def day_of(number: int) -> Day:
    """The day with this number."""
    return add_days(Day(2000, 1, 1), number - ordinal(Day(2000, 1, 1)))


@dataclass(frozen=True, slots=True)
class Part:
    """An unbroken part of the axis: its first and last day (numbers, both included) and where it begins."""

    first: int
    last: int
    left: float


@dataclass(frozen=True, slots=True)
class Tick:
    """A line across the drawing where a period begins. ``year`` marks the first tick of a year or part."""

    x: float
    day: Day
    year: bool


@dataclass(frozen=True, slots=True)
class Axis:
    """Days to places. ``scale`` is the width of a day, the same in every part."""

    parts: tuple[Part, ...]
    scale: float
    left: float
    right: float
    gap: float = BREAK

    def x(self, number: int) -> float:
        """Where the day ``number`` begins; a day that was cut out lies in the break."""
        for part in self.parts:
            if number <= part.last + 1:
                return max(part.left + (number - part.first) * self.scale, part.left - self.gap / 2, self.left)
        return self.right

    def middle(self, number: int) -> float:
        """The middle of the day ``number``."""
        return self.x(number) + self.scale / 2

    @property
    def breaks(self) -> tuple[float, ...]:
        """The middle of each break."""
        return tuple(part.left - self.gap / 2 for part in self.parts[1:])

    def told(self, whole: float) -> str:
        """For the page's script: of each part its first day, how many days, where it begins and ends in ``whole``."""
        return ";".join(
            f"{part.first} {part.last - part.first + 1} {part.left / whole:.5f} "
            f"{(part.left + (part.last - part.first + 1) * self.scale) / whole:.5f}"
            for part in self.parts
        )

    def ticks(self, least: float) -> tuple[Tick, ...]:
        """The beginnings of the finest calendar unit that lie at least ``least`` apart."""
        for months, days in UNITS:
            if (months * 30.4 + days) * self.scale >= least:
                return tuple(self._ticks(months, days))
        return tuple(self._ticks(12 * 1000, 0))

    def _ticks(self, months: int, days: int) -> Iterator[Tick]:
        year: int | None = None
        for part in self.parts:
            for number in _beginnings(part, months, days):
                day = day_of(number)
                yield Tick(self.x(number), day, day.year != year)
                year = day.year


UNITS: Final = ((0, 1), (0, 7), *((months, 0) for months in (1, 3, 12, 60, 120, 600, 1200)))
"""Months and days of the units that ticks may have, finest first; weeks begin on Monday."""


def _beginnings(part: Part, months: int, days: int) -> Iterator[int]:
    if days:
        number = part.first + (-(part.first - 1) % days)
        while number <= part.last:
            yield number
            number += days
        return
    first = day_of(part.first)
    counted = first.year * 12 + first.month - 1
    day = add_months(Day(first.year, first.month, 1), -(counted % months))
    while (number := ordinal(day)) <= part.last:
        if number >= part.first:
            yield number
        day = add_months(day, months)


def make_axis(occupied: Iterable[tuple[int, int]], left: float, right: float, gap: float = BREAK) -> Axis:
    """An axis over all ``occupied`` days (first and last number of each stretch) between two places.

    ``gap`` is the width of a break.
    """
    stretches = _merged(sorted(occupied)) or [(0, 0)]
    covered = stretches[-1][1] - stretches[0][0] + 1
    limit = max(LEAST_GAP, covered // GAP_SHARE)
    kept = [stretches[0]]
    for first, last in stretches[1:]:
        if first - kept[-1][1] - 1 > limit:
            kept.append((first, last))
        else:
            kept[-1] = kept[-1][0], last
    padded = _padded(kept)
    days = sum(last - first + 1 for first, last in padded)
    scale = (right - left - gap * (len(padded) - 1)) / days
    parts: list[Part] = []
    at = left
    for first, last in padded:
        parts.append(Part(first, last, at))
        at += (last - first + 1) * scale + gap
    return Axis(tuple(parts), scale, left, right, gap)


def _merged(stretches: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for first, last in stretches:
        if found and first <= found[-1][1] + 1:
            found[-1] = found[-1][0], max(found[-1][1], last)
        else:
            found.append((first, last))
    return found


def _padded(kept: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """A little room on both sides of each part; to whole months, where that opens no gap anew."""
    days = sum(last - first + 1 for first, last in kept)
    room = max(2, days // 60)
    padded = [(first - room, last + room) for first, last in kept]
    if days < MONTHLY_FROM:
        return padded
    return [(min(wide[0], _month_start(first)), wide[1]) for wide, (first, _) in zip(padded, kept, strict=True)]


def _month_start(number: int) -> int:
    day = day_of(number)
    return ordinal(Day(day.year, day.month, 1))
