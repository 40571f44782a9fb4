"""One date in plain English: "about July 2020", "some day in 1985", "25 December in the 1560s"."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from communique.dates.days import month_length
from communique.dates.impossible import MONTHS
from communique.dates.pattern import within, years
from communique.dates.periods import PERIODS, Precision
from communique.dates.tree import APPROXIMATE, UNCERTAIN

if TYPE_CHECKING:
    from communique.dates.periods import Period
    from communique.dates.tree import Date

DASH: Final = "–"
MINUS: Final = "−"
A_LEAP_YEAR: Final = 2000
LARGEST_PLAIN_YEAR: Final = 9999
MARKS: Final = ("", "uncertain", "approximate", "uncertain and approximate")
FULL, NO_YEAR, DAY_ONLY = 0, 1, 2
"""How much of a date is left out because a neighbour or a heading says it."""


def date_words(date: Date, left_out: int = FULL, *, inside: bool = False) -> str:
    """One date; `inside` an interval or set its qualification stands in brackets and cannot spread."""
    said = _unqualified(date, left_out)
    if date.time:
        said += f", {date.time}{_zone(date.zone)}"
    marks = date.marks[: 1 + bool(date.month) + bool(date.day)]
    if any(mark != marks[0] for mark in marks):
        return f"{said} ({_component_marks(date)})"
    if marks[0] & APPROXIMATE:
        said = f"about {said}"
    if marks[0] & UNCERTAIN:
        said += " (uncertain)" if inside else ", uncertain"
    return said


def _zone(zone: str) -> str:
    if not zone:
        return ""
    return " UTC" if zone == "Z" else f" (UTC{zone.replace('-', MINUS)})"


def _component_marks(date: Date) -> str:
    """`year and month approximate, day uncertain`."""
    named: dict[int, list[str]] = {}
    for name, mark in zip(("year", "month", "day"), date.marks, strict=True):
        if mark:
            named.setdefault(mark, []).append(name)
    return ", ".join(f"{listed(names, 'and')} {MARKS[mark]}" for mark, names in named.items())


def _unqualified(date: Date, left_out: int) -> str:
    if not date.month:
        return _year(date)
    if left_out == DAY_ONLY:
        return str(int(date.day))
    period = PERIODS.get(date.month)
    said = _period(period) if period else _day_and_month(date)
    year = "" if left_out == NO_YEAR else f"{_joint(said, date)}{_year(date)}"
    return f"{said}{year}{period.suffix if period else ''}"


def _joint(said: str, date: Date) -> str:
    """What joins a part of a year to its year: "May 2020", "some day in 2020", "the first half of 2020"."""
    if said == "some day":
        return " in "
    of_it = said.startswith("the ") or said.endswith("some month")
    if "X" not in date.year:
        return " of " if of_it else " "
    if not _year(date).startswith("the "):
        return " of "
    # The first half of the 1990s would be five years.
    return " of some year in " if said.startswith("the ") else " in "


def _period(period: Period) -> str:
    return period.words if period.precision is Precision.SEASON else f"the {period.words}"


def _day_and_month(date: Date) -> str:
    month = _month(date.month)
    if date.day != "XX":
        return f"{_day(date, month)}{month}"
    if month.startswith("some month"):
        return f"some day{month.removeprefix('some month')}"
    return f"some day in {month}"


def _day(date: Date, month: str) -> str:
    if not date.day:
        return ""
    days = within(date.day, _longest(date))
    if month.startswith("some"):
        return f"day {_numbers(days)} of "
    return f"some day from {_numbers(days)} " if unbroken(days) else f"{_numbers(days)} "


def _longest(date: Date) -> int:
    """How many days the month may have."""
    if "X" in date.month:
        return 31
    return month_length(A_LEAP_YEAR if "X" in date.year else int(date.year), int(date.month))


def _month(month: str) -> str:
    if month == "XX":
        return "some month"
    months = within(month, 12)
    names = [MONTHS[number - 1] for number in months]
    return f"some month from {names[0]} to {names[-1]}" if unbroken(months) else listed(names, "or")


def _year(date: Date) -> str:
    if "X" in date.year:
        return _year_pattern(date.year)
    first, last = date.earliest.year, date.latest.year
    if first == last:
        bare = first > LARGEST_PLAIN_YEAR and not date.month
        return f"year {first:,}" if bare else year_words(first)
    if date.estimate is None:
        # A winter that begins in December: what we take "winter 2019" to mean is said outright.
        return f"{year_words(first)}{DASH}{year_words(last)[-2:] if first >= 1000 else year_words(last)}"
    return f"some year from {year_words(first)} to {year_words(last)}, estimated {year_words(date.estimate)}"


def _year_pattern(pattern: str) -> str:
    if pattern == "XXXX":
        return "some year"
    first, last = next(years(pattern)), next(years(pattern, down=True))
    # "the 2000s" might be a decade, a century or a millennium.
    if last - first == 9 and first >= 1000 and first % 100:
        return f"the {first}s"
    if "X" in pattern.rstrip("X"):
        return f"some year that fits {pattern}"
    return f"some year from {year_words(first)} to {year_words(last)}"


def year_words(year: int) -> str:
    """An astronomical year as people write it: 2020, AD 985, 44 BC (which is -43), 170,000,002."""
    if year <= 0:
        return f"{_grouped(1 - year)} BC"
    return f"AD {year}" if year < 1000 else _grouped(year)


def _grouped(year: int) -> str:
    return str(year) if year <= LARGEST_PLAIN_YEAR else f"{year:,}"


def unbroken(values: tuple[int, ...]) -> bool:
    """Whether they are several numbers in a row."""
    return len(values) > 1 and values[-1] - values[0] == len(values) - 1


def _numbers(values: tuple[int, ...]) -> str:
    if unbroken(values):
        return f"{values[0]} to {values[-1]}"
    return listed([str(value) for value in values], "or")


def listed(parts: list[str], last_joint: str) -> str:
    """`13, 15 and 17`."""
    *most, last = parts
    return f"{', '.join(most)} {last_joint} {last}" if most else last
