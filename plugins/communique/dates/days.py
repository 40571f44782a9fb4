"""Days of the proleptic Gregorian calendar in any year, and the bounds made of them.

Years are astronomical, as in ISO 8601-1 (4.2.1): 0 is 1 BC and -1 is 2 BC. No time zone is involved: a day is
the day that the source names.
"""

from __future__ import annotations

from datetime import date, timedelta
from enum import Enum
from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

LENGTHS: Final = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
CYCLE_YEARS: Final = 400
CYCLE_DAYS: Final = 146_097


class Day(NamedTuple):
    """One calendar day; `datetime.date` ends at the year 9999, EDTF does not."""

    year: int
    month: int
    day: int

    def __str__(self) -> str:
        """The day in ISO form: `2020-07-01`, `-0043-03-15`, `Y170000002-01-01`."""
        sign, size = ("-" if self.year < 0 else ""), abs(self.year)
        year = f"{sign}{size:04}" if size <= 9999 else f"Y{sign}{size}"
        return f"{year}-{self.month:02}-{self.day:02}"


class Edge(Enum):
    """A bound that is not a day."""

    OPEN = ".."  # no limit, or none that matters here
    UNKNOWN = "unknown"  # there is a limit, and it is not known

    @property
    def text(self) -> str:
        """As an end is written in a record: `..` or `unknown`."""
        return self.value

    def __str__(self) -> str:
        return self.value


OPEN: Final = Edge.OPEN
UNKNOWN: Final = Edge.UNKNOWN
Bound: TypeAlias = Day | Edge
Bounds: TypeAlias = tuple[Bound, Bound]
"""The first and the last day, both included."""


def month_length(year: int, month: int) -> int:
    """How many days the month (1 to 12) has in that year."""
    leap = month == 2 and year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return 29 if leap else LENGTHS[month - 1]


def add_months(day: Day, months: int) -> Day:
    """The same day of another month, or that month's last: 30 November and 3 months is 28 or 29 February."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return Day(year, month + 1, min(day.day, month_length(year, month + 1)))


def add_days(day: Day, days: int) -> Day:
    """The day so many days later (or earlier, when negative)."""
    # The calendar repeats every 400 years, so datetime can count inside one cycle for any year.
    cycles, year = divmod(day.year, CYCLE_YEARS)
    more, rest = divmod(days, CYCLE_DAYS)
    moved = date(year + CYCLE_YEARS, day.month, day.day) + timedelta(rest)
    return Day(moved.year + (cycles + more - 1) * CYCLE_YEARS, moved.month, moved.day)


def lowest(bounds: Iterable[Bound]) -> Bound:
    """The earliest of several first days; one that has no day leaves none to the whole."""
    return _outermost(tuple(bounds), min)


def highest(bounds: Iterable[Bound]) -> Bound:
    """The latest of several last days; one that has no day leaves none to the whole."""
    return _outermost(tuple(bounds), max)


def _outermost(bounds: tuple[Bound, ...], pick: Callable[[list[Day]], Day]) -> Bound:
    days = [bound for bound in bounds if isinstance(bound, Day)]
    if len(days) == len(bounds):
        return pick(days)
    return UNKNOWN if UNKNOWN in bounds else OPEN
