"""One function for each mistake people make with dates: text → advice, or None when it is another mistake.

Texts come tidied (`loose.tidied`). Whatever is suggested has been read by the grammar first.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Final, NamedTuple

from communique.dates.errors import DateError
from communique.dates.grammar import Unreadable, read
from communique.dates.loose import as_edtf

WORDS_FIELD: Final = "and keep the words in date_text"
BOUNDS: Final = "give the days it can be, as [2020-06-29..2020-07-02] or [..2020-07-02]"
NO_DATE: Final = frozenset(("", "?", "-", "/", "..", "n.d.", "nd", "undated", "not known", "unknown"))
SLASHED: Final = re.compile(r"([0-9]{1,2})[-/. ]([0-9]{1,2})[-/. ]([0-9]{4})")
ABOUT: Final = re.compile(
    r"(?:c|ca|circa|about|around|approx|approximately|some time in)\b\.?\s*(.+)|~(.+)", re.IGNORECASE
)
PERHAPS: Final = re.compile(r"(?:perhaps|possibly|probably|maybe|presumably|reportedly)\s+(.+)", re.IGNORECASE)
PART: Final = re.compile(r"(early|mid|middle|late|end|beginning|start)(?:[- ](?:of |in )?)(.+)", re.IGNORECASE)
BEFORE: Final = re.compile(
    r"(?:on or before|not later than|no later than|before|until|till|by|up to)\s+(.+)", re.IGNORECASE
)
AFTER: Final = re.compile(r"(?:on or after|not before|after|since|from)\s+(.+)|(.+)\.\.", re.IGNORECASE)
EITHER: Final = re.compile(r"(?:either )?(.+) or (.+)", re.IGNORECASE)
FROM_TO: Final = re.compile(
    r"(?:from |between )?(.+?)(?:\s+(?:-|to|till|until|and|through)\s+|\.\.)(.+)", re.IGNORECASE
)
# A hyphen without blanks parts two dates before "14 January", "August 2020" and "2020-07-03".
HYPHENED: Final = re.compile(
    r"(.*?[0-9a-z])-([0-9]{1,2} [a-z]{3}.*|[a-z]{3}.*|[0-9]{4}-[0-9]{2}-[0-9]{2})", re.IGNORECASE
)
TWO_YEARS: Final = re.compile(r"([0-9]{2})([0-9]{2})/([0-9]{2})")
ELSEWHERE: Final = re.compile(
    r"\b(?:today|yesterday|tomorrow|ago|earlier|last|this|next|week(?:end)?|recent(?:ly)?)\b", re.IGNORECASE
)
WEEK: Final = re.compile(r"([1-9][0-9]{3})-?W([0-9]{2})", re.IGNORECASE)


class Advice(NamedTuple):
    """A hint; where one text is meant and no other, that text; and what to say instead of "is not a date"."""

    hint: str
    meant: str = ""
    message: str = ""


def write(meant: str) -> Advice | None:
    """Advice to write `meant`, if that can be read."""
    return Advice(f"write {meant}", meant) if _reads(meant) else None


def _reads(text: str) -> bool:
    try:
        read(text)
    except (DateError, Unreadable):
        return False
    return True


def _date_in(text: str) -> str:
    """The EDTF text that `text` means, or nothing."""
    meant = text if _reads(text) else as_edtf(text)
    return meant if meant and _reads(meant) else ""


def _two_dates(first: str, second: str) -> tuple[str, str]:
    """`13`, `14 January 2020`: the first date often leaves the month and the year to the second."""
    last_words = second.split()
    # The longer tail first: "1 2020" would be taken for January.
    tails = (*(" " + " ".join(last_words[-count:]) for count in (2, 1)), "")
    return next(filter(None, (_date_in(first + tail) for tail in tails)), ""), _date_in(second)


def nothing(text: str) -> Advice | None:
    """An empty text, or a word for it."""
    if text.lower() not in NO_DATE:
        return None
    return Advice(f"leave the field out where it may be left out, or {BOUNDS}", message="no date is given")


def closed_up(text: str) -> Advice | None:
    """`2020 - 07 - 01`"""
    return write(text.replace(" ", ""))


def day_or_month_first(text: str) -> Advice | None:
    """`01/02/2020` is one day in Europe and another in America."""
    found = SLASHED.fullmatch(text)
    if not found:
        return None
    first, second, year = found.groups()
    both = (f"{year}-{second:0>2}-{first:0>2}", f"{year}-{first:0>2}-{second:0>2}")
    readings = [reading for reading in dict.fromkeys(both) if _reads(reading)]
    if len(readings) == 2:
        return Advice(f"write {' or '.join(readings)}", message=f"'{text}' can be read as two dates")
    return write(readings[0]) if readings else None


def typed_loosely(text: str) -> Advice | None:
    """`2020-6-1`, `1 July 2020`, and such dates that are not in the calendar."""
    meant = as_edtf(text)
    if meant is None:
        return None
    try:
        read(meant)
    except DateError as error:
        return Advice(error.hint, message=error.message)
    return write(meant)


def about(text: str) -> Advice | None:
    """`c. 2020`"""
    found = ABOUT.fullmatch(text)
    return write(f"{_date_in(found[1] or found[2])}~") if found else None


def perhaps(text: str) -> Advice | None:
    """`possibly July 2020`"""
    found = PERHAPS.fullmatch(text)
    return write(f"{_date_in(found[1])}?") if found else None


def part_of_it(text: str) -> Advice | None:
    """`late May 2020`"""
    found = PART.fullmatch(text)
    if not found:
        return None
    meant = _date_in(found[2])
    instead = f"write {meant}" if meant else "write the month with its year, as 2020-05,"
    return Advice(f"{instead} {WORDS_FIELD}", message=f"EDTF cannot say '{found[1].lower()}'")


def before(text: str) -> Advice | None:
    """`by 14 January 2020`"""
    found = BEFORE.fullmatch(text)
    return write(f"[..{_date_in(found[1])}]") if found else None


def after(text: str) -> Advice | None:
    """`since March 2020`, `2020-03..`"""
    found = AFTER.fullmatch(text)
    start = _date_in(found[1] or found[2]) if found else ""
    if not start or not _reads(f"[{start}..]"):
        return None
    return Advice(f"write [{start}..] for a day then or later, {start}/.. for a time that has not ended")


def either(text: str) -> Advice | None:
    """`1 or 3 July 2020`"""
    found = EITHER.fullmatch(text)
    return write(f"[{','.join(_two_dates(found[1], found[2]))}]") if found else None


def from_to(text: str) -> Advice | None:
    """`2020-07-01 - 2020-07-03`, `13-14 January 2020`, `between 29 June and 2 July 2020`"""
    found = FROM_TO.fullmatch(text) or HYPHENED.fullmatch(text)
    start, end = _two_dates(found[1], found[2]) if found else ("", "")
    if not (start and end and _reads(f"{start}/{end}") and _reads(f"[{start}..{end}]")):
        return None
    return Advice(f"write {start}/{end} for all that time, [{start}..{end}] for one day of it")


def pieces(text: str) -> Advice | None:
    """`[2020-6-29..2020-7-2]`"""
    parts = re.split(r"(\.\.|[\[\]{},/])", text)
    return write("".join(part if _reads(part) else as_edtf(part) or part for part in parts))


def two_years(text: str) -> Advice | None:
    """`2020/21`"""
    found = TWO_YEARS.fullmatch(text)
    return write(f"{found[1]}{found[2]}/{found[1]}{found[3]}") if found else None


def week(text: str) -> Advice | None:
    """`2020-W27`"""
    found = WEEK.fullmatch(text)
    if not found or not 1 <= int(found[2]) <= 52:
        return None
    monday, sunday = (date.fromisocalendar(int(found[1]), int(found[2]), day) for day in (1, 7))
    hint = f"write {monday}/{sunday}, or [{monday}..{sunday}] for one day of it"
    return Advice(hint, message="EDTF has no weeks")


def year_digits(text: str) -> Advice | None:
    """`985`, `20-07-01`, `12020`"""
    if re.fullmatch(r"-?[0-9]{5,}", text):
        return write(f"Y{text}")
    if re.fullmatch(r"-?[0-9]{1,3}(?:-.*)?", text):
        return Advice("write it out, as 2020 or 0985", message="a year has four digits")
    return None


def time_of_day(text: str) -> Advice | None:
    """`2020-07-01T24:00`"""
    day, joint, _ = text.partition("T")
    if not joint or not re.fullmatch(r"-?[0-9]{4}-[0-9]{2}-[0-9]{2}", day) or not _reads(day):
        return None
    hint = "write hh:mm or hh:mm:ss, from 00:00 to 23:59:59, then Z, a shift such as +02:00, or nothing"
    return Advice(hint, message="the time of day cannot be read")


def counted_from_elsewhere(text: str) -> Advice | None:
    """`earlier this week`"""
    if not ELSEWHERE.search(text):
        return None
    return Advice(f"{BOUNDS}, {WORDS_FIELD}", message=f"'{text}' counts from a day that is not named")


def the_forms(text: str) -> Advice | None:
    """Any other text."""
    return Advice("write 2020-07-01, 2020-07 or 2020; docs/dates.md has all forms")
