"""The grammar: a text → its tree, or an error at its column.

The chapters follow the Library of Congress EDTF specification of February 2019, a profile of ISO 8601-1:2019
and ISO 8601-2:2019: date, date and time, interval, set, and the years that four digits cannot write.
"""

from __future__ import annotations

import re
from typing import Final

from communique.dates.days import OPEN, UNKNOWN, Day, Edge, add_months, month_length
from communique.dates.errors import DateError
from communique.dates.impossible import no_days_in_period, no_such_day, no_such_month
from communique.dates.pattern import ANY, first_day, last_day, within, years
from communique.dates.periods import PERIODS, Period, Precision
from communique.dates.tree import (
    APPROXIMATE,
    UNCERTAIN,
    UNMARKED,
    Choice,
    Date,
    Interval,
    Marks,
    Member,
    Tree,
    last_of_month,
)

DATE: Final = re.compile(
    r"([?~%]?)(-?[0-9X]{4})([?~%]?)"
    r"(?:-([?~%]?)([0-9X]{2})([?~%]?)"
    r"(?:-([?~%]?)([0-9X]{2})([?~%]?)"
    r"(?:T((?:[01][0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9])?)"
    r"(Z|[+-](?:[01][0-9]|2[0-3])(?::[0-5][0-9])?)?)?)?)?"
)
LONG: Final = re.compile(r"([?~%]?)(Y?)(-?[0-9]{1,15})(?:E([0-9]{1,2}))?(?:S([0-9]{1,2}))?([?~%]?)")
MARKS: Final = {"": 0, "?": UNCERTAIN, "~": APPROXIMATE, "%": UNCERTAIN + APPROXIMATE}
COARSE: Final = (Precision.ERA, Precision.MILLENNIUM, Precision.CENTURY, Precision.DECADE)
"""How well a year is known, by the place of its first `X`."""

LONGEST: Final = 200
LARGEST_YEAR: Final = 10**15


class Unreadable(Exception):  # noqa: N818 - not an error yet: hints.py turns it into one that helps
    """The text is none of the grammar's forms; `offset` is the column up to which it could be followed."""

    def __init__(self, offset: int) -> None:
        super().__init__(offset)
        self.offset = offset


def read(text: str) -> Tree:
    """The tree of a whole EDTF text. Raises `DateError` for an impossible date, else `Unreadable`."""
    if len(text) > LONGEST:
        raise DateError(f"a date of {len(text)} characters", f"a date has at most {LONGEST}", LONGEST)
    if text.startswith(("[", "{")):
        return _set(text)
    if "/" in text:
        return _interval(text)
    return _date(text, 0)


# Date, and date and time


def _date(text: str, at: int) -> Date:
    """One date that stands in column `at` of the whole text, to which all columns of errors refer."""
    found = DATE.fullmatch(text)
    if found is None:
        return _long_year(text, at)
    _, year, _, _, month, _, _, day, _, time, zone = found.groups("")
    marks = _marks(found)
    if time and marks != UNMARKED:
        raise DateError("a date with a time cannot be qualified", "leave out the time, or the ?, ~ or %", at)
    if year == "-0000":
        raise DateError("there is no year -0000", "before 0001 comes 0000, then -0001", at)
    if zone in {"-00", "-00:00"}:
        raise DateError("the zone -00:00 says nothing", "write Z, or leave the zone out", at + found.start(11))
    earliest, latest = _bounds(year, month, day, at + found.start(5), at + found.start(8))
    precision = Precision.TIME if time else _precision(year, month, day)
    return Date(year, month, day, marks, earliest, latest, precision, time, zone or "")


def _marks(found: re.Match[str]) -> Marks:
    """A sign on the right qualifies its component and all to the left; one on the left its component alone.

    (LoC EDTF level 2, *Qualification*; at the very end it is the level 1 form, which means the whole date.)
    """
    signs = [MARKS[found[group] or ""] for group in (1, 3, 4, 6, 7, 9)]
    if not any(signs):
        return UNMARKED
    year, year_right, month, month_right, day, day_right = signs
    month_right |= day_right
    return year | year_right | month_right, month | month_right, day | day_right


def _bounds(year: str, month: str, day: str, month_at: int, day_at: int) -> tuple[Day, Day]:
    if month in PERIODS:
        if day:
            raise no_days_in_period(year, month, day, day_at)
        return _period_bounds(year, PERIODS[month])
    if month and not within(month, 12):
        raise no_such_month(year, month, day, month_at)
    if "X" in year or "X" in month or "X" in day:
        first, last = first_day(year, month or ANY, day or ANY), last_day(year, month or ANY, day or ANY)
    else:
        first, last = _calendar_bounds(int(year), month, day)
    if first is None or last is None:
        raise no_such_day(year, month, day, day_at)
    return first, last


def _calendar_bounds(year: int, month: str, day: str) -> tuple[Day, Day] | tuple[None, None]:
    """The common case, without a search: all digits are given."""
    if not month:
        return Day(year, 1, 1), Day(year, 12, 31)
    length = month_length(year, int(month))
    if not day:
        return Day(year, int(month), 1), Day(year, int(month), length)
    only = Day(year, int(month), int(day))
    return (only, only) if 1 <= only.day <= length else (None, None)


def _period_bounds(year: str, period: Period) -> tuple[Day, Day]:
    first, last = next(years(year)), next(years(year, down=True))
    # A winter that begins in December ends in the next year.
    last_month = add_months(Day(last, period.first, 1), period.months - 1)
    return Day(first, period.first, 1), last_of_month(last_month)


def _precision(year: str, month: str, day: str) -> Precision:
    if "X" in year:
        return COARSE[year.lstrip("-").index("X")]
    if not month or "X" in month:
        return Precision.YEAR
    if month in PERIODS:
        return PERIODS[month].precision
    return Precision.DAY if day and "X" not in day else Precision.MONTH


# Years that four digits cannot write


def _long_year(text: str, at: int) -> Date:
    """`Y170000002`, `Y-17E7` (LoC EDTF level 2, *Exponential year*) and `1950S2` (*Significant digits*)."""
    found = LONG.fullmatch(text)
    if found is None:
        raise Unreadable(at + _followed(text))
    left, prefix, digits, exponent, significant, right = found.groups("")
    year = int(digits) * 10 ** int(exponent or 0)
    size = len(digits.lstrip("-"))
    if not prefix and (exponent or not significant or size != 4):
        raise Unreadable(at + _followed(text))
    if prefix and not exponent and (size <= 4 or abs(year) < 10_000):
        raise DateError("Y stands before a year of more than four digits", f"write {_four_digits(year)}", at)
    if abs(year) > LARGEST_YEAR:
        raise DateError("this year is too large to count with", "years go up to 15 digits", at)
    low, high = _significant(year, int(significant or 0))
    precision = COARSE[max(0, 4 - len(str(high - low)))] if high > low else Precision.YEAR
    marks = (MARKS[left] | MARKS[right], 0, 0)
    estimate = year if significant else None
    return Date(text, "", "", marks, Day(low, 1, 1), Day(high, 12, 31), precision, estimate=estimate)


def _significant(year: int, digits: int) -> tuple[int, int]:
    """The first and last year that share the first `digits` digits with `year`; 0 means that all count."""
    unit = 10 ** max(0, len(str(abs(year))) - digits) if digits else 1
    size = abs(year) // unit * unit
    return (size, size + unit - 1) if year >= 0 else (-size - unit + 1, -size)


def _four_digits(year: int) -> str:
    return f"{'-' if year < 0 else ''}{abs(year):04}"


def _followed(text: str) -> int:
    """How many characters of a text that is no date still looked like one."""
    start = DATE.match(text)
    return start.end() if start else 0


# Interval


def _interval(text: str) -> Interval:
    """`A/B`; `..` for an end that is open, nothing for one not known (LoC EDTF level 1, *Interval*)."""
    first, slash, second = text.partition("/")
    after = len(first) + len(slash)
    start, end = _end(first, 0), _end(second, after)
    if isinstance(start, Edge) and isinstance(end, Edge):
        raise DateError("an interval without any date", "give one end: 2020-07-01/.. or ../2020-07-01", 0)
    if isinstance(start, Date) and isinstance(end, Date) and start.earliest > end.latest:
        raise DateError("the interval ends before it begins", f"write {second}/{first}", after)
    return Interval(start, end)


def _end(text: str, at: int) -> Date | Edge:
    edges = {"": UNKNOWN, "..": OPEN}
    return edges[text] if text in edges else _without_time(text, at)


def _without_time(text: str, at: int) -> Date:
    """A date inside an interval or a set, where LoC EDTF excludes the time of day."""
    date = _date(text, at)
    if date.time:
        raise DateError("a time of day inside an interval or a set", f"leave it out: {text.partition('T')[0]}", at)
    return date


# Set


def _set(text: str) -> Choice:
    """`[...]`, one of them, and `{...}`, all of them (LoC EDTF level 2, *Set representation*)."""
    closing = "]" if text.startswith("[") else "}"
    if not text.endswith(closing):
        inside = text.rstrip("]}")
        raise DateError(f"a set that is not closed with {closing}", f"write {inside}{closing}", len(inside))
    elements = text[1:-1].split(",")
    if elements == [""]:
        raise DateError("a set without a date", "write the dates between the brackets", 1)
    parts = []
    at = 1
    for place, element in enumerate(elements):
        parts.append(_member(element, at, opens=place == 0, closes=place == len(elements) - 1))
        at += len(element) + 1
    return Choice(tuple(parts), every=closing == "}")


def _member(text: str, at: int, *, opens: bool, closes: bool) -> Member:
    first, dots, second = text.partition("..")
    if not dots:
        date = _without_time(first, at)
        return Member(date, date)
    if not (first or (opens and second)) or not (second or closes):
        raise DateError(".. without a date beside it", "it opens the first or the last date of a set", at)
    start = _without_time(first, at) if first else None
    end = _without_time(second, at + len(first) + 2) if second else None
    if start and end:
        _check_range(start, end, text, at)
    return Member(start, end)


def _check_range(start: Date, end: Date, text: str, at: int) -> None:
    if start.precision != end.precision:
        hint = "give both as days, both as months or both as years"
        raise DateError(f"the two ends of {text} are not equally precise", hint, at)
    if start.earliest > end.latest:
        first, _, second = text.partition("..")
        raise DateError("the range ends before it begins", f"write {second}..{first} in the set", at)
