"""A date in plain English, saying what EDTF says and nothing more.

Wording is for readers: no codes, no midpoint, and no year twice where it is the same ("29 June to 2 July 2020").
"""

from __future__ import annotations

from typing import Final

from communique.dates.days import OPEN, Bounds, Day, Edge, month_length
from communique.dates.impossible import MONTHS
from communique.dates.pattern import within, years
from communique.dates.periods import PERIODS, Precision
from communique.dates.tree import UNMARKED, Choice, Date, Interval, Mark, Member, Tree

DASH: Final = "–"
MINUS: Final = "−"
A_LEAP_YEAR: Final = 2000
FULL, NO_YEAR, DAY_ONLY = 0, 1, 2
"""How much of a date is left out because a neighbour or a heading says it."""


def words(tree: Tree, in_year: int | None = None) -> str:
    """The wording of a whole date; `in_year` is the year that need not be said."""
    if isinstance(tree, Interval):
        return _interval(tree, in_year)
    if isinstance(tree, Choice):
        return _choice(tree, in_year)
    return date_words(tree, _left_out((tree,), in_year))


def bounds_words(bounds: Bounds) -> str:
    """The wording of two bounds: "23 January 2021", "7 December 2020 to 21 January 2021", "not known"."""
    first, last = bounds
    if isinstance(first, Day) and isinstance(last, Day):
        return _range(_as_date(first), _as_date(last), FULL)
    if isinstance(first, Day):
        return f"{date_words(_as_date(first))} or later"
    if isinstance(last, Day):
        return f"{date_words(_as_date(last))} or earlier"
    return "open" if bounds == (OPEN, OPEN) else "not known"


# One date


def date_words(date: Date, left_out: int = FULL, *, inside: bool = False) -> str:
    """One date; `inside` an interval or set, its qualification stands in brackets, so that it cannot spread."""
    said = _unqualified(date, left_out)
    if date.time:
        said += f", {date.time}{_zone(date.zone)}"
    marks = date.marks[: 1 + bool(date.month) + bool(date.day)]
    if any(mark != marks[0] for mark in marks):
        return f"{said} ({_component_marks(date)})"
    if Mark.APPROXIMATE in marks[0]:
        said = f"about {said}"
    if Mark.UNCERTAIN in marks[0]:
        said += " (uncertain)" if inside else ", uncertain"
    return said


def _zone(zone: str) -> str:
    if not zone:
        return ""
    return " UTC" if zone == "Z" else f" (UTC{zone.replace('-', MINUS)})"


def _component_marks(date: Date) -> str:
    """`year and month approximate, day uncertain`."""
    named: dict[Mark, list[str]] = {}
    for name, mark in zip(("year", "month", "day"), date.marks, strict=True):
        if mark:
            named.setdefault(mark, []).append(name)
    return ", ".join(f"{_list(names, 'and')} {_mark(mark)}" for mark, names in named.items())


def _mark(mark: Mark) -> str:
    said = {Mark.UNCERTAIN: "uncertain", Mark.APPROXIMATE: "approximate"}
    return said.get(mark, "uncertain and approximate")


def _unqualified(date: Date, left_out: int) -> str:
    if not date.month:
        return _year(date)
    if left_out == DAY_ONLY:
        return str(int(date.day))
    said, joint, suffix = _within_year(date)
    if left_out == NO_YEAR:
        return f"{said}{suffix}"
    year = _year(date)
    if "X" in date.year:
        joint = " in " if joint == " in " or year.startswith("the ") else " of "
    return f"{said}{joint}{year}{suffix}"


def _within_year(date: Date) -> tuple[str, str, str]:
    """What stands before the year, what joins the two, and what follows the year."""
    if date.month in PERIODS:
        period = PERIODS[date.month]
        return period.words, " " if period.precision is Precision.SEASON else " of ", period.suffix
    month = _month(date.month)
    if date.day == "XX":
        return ("some day", " in ", "") if date.month == "XX" else (f"some day in {month}", " ", "")
    joint = " of " if month.startswith("some") else " "
    return f"{_day(date, month)}{month}", joint, ""


def _day(date: Date, month: str) -> str:
    if not date.day:
        return ""
    days = within(date.day, _longest(date))
    if month.startswith("some"):
        return f"day {_numbers(days)} of "
    return f"some day from {_numbers(days)} " if _unbroken(days) else f"{_numbers(days)} "


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
    return f"some month from {names[0]} to {names[-1]}" if _unbroken(months) else _list(names, "or")


def _year(date: Date) -> str:
    if date.estimate is not None:
        first, last = year_words(date.earliest.year), year_words(date.latest.year)
        return first if first == last else f"some year from {first} to {last}, estimated {year_words(date.estimate)}"
    if "X" not in date.year:
        return year_words(date.earliest.year)
    if date.year == "XXXX":
        return "some year"
    first_year, last_year = next(years(date.year)), next(years(date.year, down=True))
    # "the 2000s" might be a decade, a century or a millennium.
    if last_year - first_year == 9 and first_year >= 1000 and first_year % 100:
        return f"the {first_year}s"
    if date.year.rstrip("X").count("X"):
        return f"some year that fits {date.year}"
    return f"some year from {year_words(first_year)} to {year_words(last_year)}"


def year_words(year: int) -> str:
    """An astronomical year as people write it: 2020, AD 985, 44 BC (which is -43), year 170,000,002."""
    if year <= 0:
        return f"{1 - year:,} BC" if year < -9999 else f"{1 - year} BC"
    if year < 1000:
        return f"AD {year}"
    return str(year) if year <= 9999 else f"year {year:,}"


# Several dates


def _interval(interval: Interval, in_year: int | None) -> str:
    start, end = interval.start, interval.end
    if isinstance(start, Edge):
        missing = "open" if start is OPEN else "not known"
        return f"until {_part(end, in_year)}, start {missing}"
    if isinstance(end, Edge):
        missing = "open" if end is OPEN else "not known"
        return f"from {_part(start, in_year)}, end {missing}"
    if isinstance(start, Date) and isinstance(end, Date) and _is_plain(start) and _is_plain(end):
        return _range(start, end, _left_out((start, end), in_year))
    # Without "from" and a comma one could not tell what "about" or "one of" reaches to.
    to = " to" if isinstance(start, Date) and not start.time else ", until"
    return f"from {_part(start, in_year)}{to} {_part(end, in_year)}"


def _part(part: Date | Choice | Edge, in_year: int | None) -> str:
    if isinstance(part, Choice):
        return _choice(part, in_year)
    return part.text if isinstance(part, Edge) else date_words(part, _left_out((part,), in_year), inside=True)


def _range(first: Date, last: Date, left_out: int) -> str:
    """`29 June to 2 July 2020`, `13–14 January 2020`; one date where both are the same."""
    if first == last:
        return date_words(last, left_out)
    shared = max(left_out, _shared((first, last)))
    return _joined(first, last, shared, left_out)


def _joined(first: Date, last: Date, first_leaves: int, last_leaves: int) -> str:
    to = DASH if first_leaves == DAY_ONLY else " to "
    return f"{date_words(first, first_leaves, inside=True)}{to}{date_words(last, last_leaves, inside=True)}"


def _choice(choice: Choice, in_year: int | None) -> str:
    dates = tuple(date for part in choice.parts for date in part.dates)
    left_out = _left_out(dates, in_year)
    if len(choice.parts) == 1:
        return _only_member(choice.parts[0], left_out, every=choice.every)
    shared = max(left_out, _shared(dates))
    leaves = [shared] * (len(choice.parts) - 1) + [left_out]
    said = [_member(part, shared, last, choice.every) for part, last in zip(choice.parts, leaves, strict=True)]
    pair = len(said) == 2 and all(part.first is part.last for part in choice.parts)
    if choice.every:
        return f"{'both' if pair else 'all of'} {_list(said, 'and')}"
    return f"{'either' if pair else 'one of'} {_list(said, 'or')}"


def _only_member(part: Member, left_out: int, *, every: bool) -> str:
    if part.first is not None and part.last is not None:
        alone = _range(part.first, part.last, left_out)
        return alone if part.first is part.last else f"{'all of' if every else 'one of'} {alone}"
    if every:
        return _member(part, left_out, left_out, every)
    date = part.dates[0]
    day = date.precision is Precision.DAY
    side = "before" if part.first is None else "after"
    return f"{'on' if day else 'in'} or {side} {date_words(date, left_out, inside=True)}"


def _member(part: Member, first_leaves: int, last_leaves: int, every: bool) -> str:
    time = "all time" if every else "any time"
    if part.first is None or part.last is None:
        side = "up to" if part.first is None else "from"
        return f"{time} {side} {date_words(part.dates[0], last_leaves, inside=True)}"
    if part.first is part.last:
        return date_words(part.last, last_leaves, inside=True)
    return _joined(part.first, part.last, first_leaves, last_leaves)


# What need not be said


def _is_plain(date: Date) -> bool:
    return date.marks == UNMARKED and not date.time and "X" not in date.year + date.month + date.day


def _left_out(dates: tuple[Date, ...], in_year: int | None) -> int:
    """The year, when the reader sees it already and all of `dates` name it and a month."""
    named = all(date.month and "X" not in date.year + date.month and int(date.year) == in_year for date in dates)
    return NO_YEAR if named else FULL


def _shared(dates: tuple[Date, ...]) -> int:
    """What all but the last of `dates` may leave out because the last one says it."""
    if not all(_is_plain(date) and "01" <= date.month <= "12" for date in dates):
        return FULL
    if len({(date.year, bool(date.day)) for date in dates}) > 1:
        return FULL
    same_month = len({date.month for date in dates}) == 1
    return DAY_ONLY if same_month and dates[0].day else NO_YEAR


def _unbroken(values: tuple[int, ...]) -> bool:
    return len(values) > 1 and values[-1] - values[0] == len(values) - 1


def _numbers(values: tuple[int, ...]) -> str:
    if _unbroken(values):
        return f"{values[0]} to {values[-1]}"
    return _list([str(value) for value in values], "or")


def _list(parts: list[str], last_joint: str) -> str:
    *most, last = parts
    return f"{', '.join(most)} {last_joint} {last}" if most else last


def _as_date(day: Day) -> Date:
    return Date(
        str(day.year), f"{day.month:02}", f"{day.day:02}", UNMARKED, day, day, Precision.DAY
    )
