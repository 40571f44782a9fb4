"""Which years, months and days a digit pattern such as `156X`, `1X` or `2X` can mean.

An `X` is an unspecified digit (LoC EDTF, level 1 and level 2 *Unspecified Digit*); it may stand anywhere.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import product
from typing import TYPE_CHECKING, Final

from communique.dates.days import Day, month_length

if TYPE_CHECKING:
    from collections.abc import Iterator

ANY: Final = "XX"
"""The pattern of a month or day that is not given at all: `2020` has the bounds of `2020-XX-XX`."""


def numbers(pattern: str, *, down: bool = False) -> Iterator[int]:
    """All numbers that the digits of `pattern` allow, rising or falling; `pattern` has no sign."""
    digits = "9876543210" if down else "0123456789"
    choices = (digits if sign == "X" else sign for sign in pattern)
    return (int("".join(chosen)) for chosen in product(*choices))


def years(pattern: str, *, down: bool = False) -> Iterator[int]:
    """All years that `pattern` allows, which may be negative."""
    if not pattern.startswith("-"):
        return numbers(pattern, down=down)
    # There is no year -0000: year 0 is written 0000.
    return (-size for size in numbers(pattern[1:], down=not down) if size)


@lru_cache(maxsize=512)
def within(pattern: str, last: int) -> tuple[int, ...]:
    """The numbers from 1 to `last` (12 months, 31 days) that the two digits of `pattern` allow, rising."""
    return tuple(number for number in numbers(pattern) if 1 <= number <= last)


def first_day(year: str, month: str = ANY, day: str = ANY) -> Day | None:
    """The earliest day of the calendar that fits, or None when none does (`2020-02-3X`, `19X1-02-29`)."""
    fitting = (
        Day(a_year, a_month, a_day)
        for a_year in years(year)
        for a_month in within(month, 12)
        for a_day in within(day, month_length(a_year, a_month))
    )
    return next(fitting, None)


def last_day(year: str, month: str = ANY, day: str = ANY) -> Day | None:
    """The latest day of the calendar that fits, or None when none does."""
    fitting = (
        Day(a_year, a_month, a_day)
        for a_year in years(year, down=True)
        for a_month in reversed(within(month, 12))
        for a_day in reversed(within(day, month_length(a_year, a_month)))
    )
    return next(fitting, None)
