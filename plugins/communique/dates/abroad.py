"""Dates in another language than English, as CLDR has them: those that are plain, and what is said around them.

A day, month or year, a span of two, one of several in a row, and an end that is open have messages and patterns that a
language can fill with its own grammar. For anything else there is no such pattern: English stays (``wording.py``).
"""

from __future__ import annotations

from datetime import date as calendar_date
from typing import TYPE_CHECKING, Final

from babel.dates import format_date, format_interval, format_skeleton

from communique.dates.days import OPEN, Edge
from communique.dates.periods import Precision
from communique.dates.tree import APPROXIMATE, UNCERTAIN, UNMARKED, Choice, Date, Interval, Tree
from communique.tongue import locale, say

if TYPE_CHECKING:
    from babel import Locale

_PATTERNS: Final = {
    Precision.DAY: ("yMMMMd", "MMMMd"),
    Precision.MONTH: ("yMMMM", "MMMM"),
    Precision.YEAR: ("y", "y"),
}
"""By precision: the fields of a date (UTS 35, *Available Formats*), and those without the year."""


def foreign_words(tree: Tree, in_year: int | None) -> str:
    """The wording in the language spoken now; empty where that is English, and where there is no pattern for it."""
    spoken = locale()
    if spoken is None:
        return ""
    if isinstance(tree, Interval):
        return _interval(tree, in_year, spoken)
    if isinstance(tree, Choice):
        return _choice(tree, in_year, spoken)
    return _date(tree, in_year, spoken)


def _date(date: Date, in_year: int | None, spoken: Locale) -> str:
    bare = date._replace(marks=UNMARKED)
    said = _span(bare, bare, in_year, spoken)
    marks = set(date.marks[: 1 + bool(date.month) + bool(date.day)])
    if not said or len(marks) > 1:
        return ""
    (mark,) = marks
    if mark & APPROXIMATE:
        said = say("about {date}", date=said)
    return say("{date}, uncertain", date=said) if mark & UNCERTAIN else said


def _interval(interval: Interval, in_year: int | None, spoken: Locale) -> str:
    start, end = interval.start, interval.end
    if isinstance(start, Date) and isinstance(end, Date):
        return _span(start, end, in_year, spoken)
    if isinstance(start, Date) and isinstance(end, Edge):
        said = _span(start, start, in_year, spoken)
        told = say("from {date}, end open", date=said), say("from {date}, end not known", date=said)
        return told[end is not OPEN] if said else ""
    if isinstance(end, Date) and isinstance(start, Edge):
        said = _span(end, end, in_year, spoken)
        told = say("until {date}, start open", date=said), say("until {date}, start not known", date=said)
        return told[start is not OPEN] if said else ""
    return ""


def _choice(choice: Choice, in_year: int | None, spoken: Locale) -> str:
    if choice.every or len(choice.parts) != 1:
        return ""
    (part,) = choice.parts
    if part.first is None or part.last is None:
        return ""
    said = _span(part.first, part.last, in_year, spoken)
    return say("one of {dates}", dates=said) if said and part.first is not part.last else said


def _span(first: Date, last: Date, in_year: int | None, spoken: Locale) -> str:
    """From one plain date to another of the same precision, or the one date; empty where they are not plain."""
    patterns = _PATTERNS.get(first.precision)
    if patterns is None or last.precision is not first.precision or not (_is_plain(first) and _is_plain(last)):
        return ""
    seen = in_year is not None and {first.year, last.year} == {f"{in_year:04}"}
    begins, ends = (calendar_date(int(each.year), each.earliest.month, each.earliest.day) for each in (first, last))
    if begins == ends and first.day and not seen:
        return format_date(begins, "long", spoken)
    if begins == ends:
        return format_skeleton(patterns[seen], begins, locale=spoken)
    return format_interval(begins, ends, patterns[seen], locale=spoken)


def _is_plain(date: Date) -> bool:
    digits = date.year + date.month + date.day
    known = digits.isdigit() and len(date.year) == 4 and date.year != "0000"
    return known and date.marks == UNMARKED and not date.time and date.month <= "12"
