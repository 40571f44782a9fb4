"""What is wrong with a text that is no EDTF, and what to write instead. Every suggestion is itself read first."""

from __future__ import annotations

import re
from datetime import date
from os.path import commonprefix
from typing import TYPE_CHECKING, Final, NamedTuple

from communique.dates.errors import DateError
from communique.dates.grammar import Unreadable, read
from communique.dates.loose import as_edtf, tidied

if TYPE_CHECKING:
    from collections.abc import Callable

SHOWN: Final = 60
WORDS_FIELD: Final = "and keep the words in date_text"
BOUNDS: Final = "give the days it can be, as [2020-06-29..2020-07-02] or [..2020-07-02]"


class Advice(NamedTuple):
    """A hint and, where one text is meant and no other, that text; `message` replaces the general one."""

    hint: str
    meant: str = ""
    message: str = ""


def explain(text: str, offset: int) -> DateError:
    """The error for a text that the grammar could follow only up to column `offset`."""
    shown = text if len(text) <= SHOWN else f"{text[:SHOWN]}…"
    tidy = tidied(text)
    advice = _write(tidy) or next(filter(None, (advise(tidy) for advise in ADVISERS)), FALLBACK)
    if advice.meant:
        offset = max(offset, len(commonprefix((text, advice.meant))))
    return DateError(advice.message or f"'{shown}' is not a date", advice.hint, min(offset, len(text)))


def _write(meant: str | None) -> Advice | None:
    return Advice(f"write {meant}", meant) if meant and _reads(meant) else None


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


# One adviser for each common mistake


def _nothing(text: str) -> Advice | None:
    if text and text.lower() not in ("unknown", "not known", "undated", "n.d.", "nd", "-", "?", "..", "/", "../.."):
        return None
    return Advice(f"leave the field out where it may be left out, or {BOUNDS}", message="no date is given")


def _day_or_month_first(text: str) -> Advice | None:
    """`01/02/2020` is two different days, on two sides of the Atlantic."""
    found = re.fullmatch(r"([0-9]{1,2})[-/. ]([0-9]{1,2})[-/. ]([0-9]{4})", text)
    if not found:
        return None
    first, second, year = found.groups()
    readings = [f"{year}-{second:0>2}-{first:0>2}", f"{year}-{first:0>2}-{second:0>2}"]
    possible = [reading for reading in dict.fromkeys(readings) if _reads(reading)]
    if len(possible) == 2:
        return Advice(f"write {possible[0]} or {possible[1]}", message=f"'{text}' can be read as two dates")
    return _write(possible[0]) if possible else None


def _typed_loosely(text: str) -> Advice | None:
    meant = as_edtf(text)
    if meant is None:
        return None
    try:
        read(meant)
    except DateError as error:
        return Advice(error.hint, message=error.message)
    except Unreadable:
        return None
    return _write(meant)


def _about(text: str) -> Advice | None:
    found = re.fullmatch(r"(?i:c|ca|circa|about|around|approx|approximately|some time in)\b\.?\s*(.+)|~(.+)", text)
    return _write(f"{_date_in(found[1] or found[2])}~") if found else None


def _perhaps(text: str) -> Advice | None:
    found = re.fullmatch(r"(?i:perhaps|possibly|probably|maybe|presumably|reportedly)\s+(.+)", text)
    return _write(f"{_date_in(found[1])}?") if found else None


def _part_of_it(text: str) -> Advice | None:
    found = re.fullmatch(r"(?i:(early|mid|middle|late|end|beginning|start))(?:[- ](?:of |in )?)(.+)", text)
    if not found:
        return None
    word, meant = found[1].lower(), _date_in(found[2])
    write = f"write {meant}" if meant else "write the month with its year, as 2020-05,"
    return Advice(f"{write} {WORDS_FIELD}", message=f"EDTF cannot say '{word}'")


def _counted_from_elsewhere(text: str) -> Advice | None:
    if not re.search(r"(?i)\b(?:today|yesterday|tomorrow|ago|earlier|last|this|next|week(?:end)?|recent(?:ly)?)\b", text):
        return None
    return Advice(f"{BOUNDS}, {WORDS_FIELD}", message=f"'{text[:SHOWN]}' counts from a day that is not named")


def _before(text: str) -> Advice | None:
    found = re.fullmatch(r"(?i:on or before|not later than|no later than|before|until|till|by|up to)\s+(.+)", text)
    return _write(f"[..{_date_in(found[1])}]") if found else None


def _after(text: str) -> Advice | None:
    found = re.fullmatch(r"(?i:on or after|not before|after|since|from)\s+(.+)", text)
    start = _date_in(found[1]) if found else _date_in(text.removesuffix("..")) if text.endswith("..") else ""
    if not start or not _reads(f"[{start}..]"):
        return None
    return Advice(f"write [{start}..] for a day then or later, {start}/.. for a time that has not ended")


def _either(text: str) -> Advice | None:
    first, joint, second = text.partition(" or ")
    return _write(f"[{_date_in(first.removeprefix('either '))},{_date_in(second)}]") if joint else None


def _from_to(text: str) -> Advice | None:
    """`2020-07-01 - 2020-07-03`, `13-14 January 2020`, `between 29 June and 2 July 2020`."""
    found = re.fullmatch(
        r"(?i:from |between )?(.+?)(?i:\s+(?:-|to|till|until|and|through)\s+|\.\.|(?<=[0-9a-z])-(?=[0-9]+ [a-z]|[0-9]{4}-|[a-z]))(.+)",
        text,
    )
    if not found:
        return None
    end = _date_in(found[2])
    # The first date often leaves the month and the year to the second.
    tails = ["", *(" " + " ".join(found[2].split()[-count:]) for count in (1, 2))]
    start = next(filter(None, (_date_in(found[1] + tail) for tail in tails)), "")
    if not start or not end or not _reads(f"{start}/{end}") or not _reads(f"[{start}..{end}]"):
        return None
    return Advice(f"write {start}/{end} for all that time, [{start}..{end}] for one day of it")


def _pieces(text: str) -> Advice | None:
    """Loosely typed dates inside a set or an interval: `[2020-6-29..2020-7-2]`."""
    pieces = re.split(r"(\.\.|[\[\]{},/])", text)
    return _write("".join(piece if _reads(piece) else as_edtf(piece) or piece for piece in pieces))


def _week(text: str) -> Advice | None:
    found = re.fullmatch(r"([1-9][0-9]{3})-?[Ww]([0-9]{2})", text)
    if not found:
        return None
    try:
        monday, sunday = (date.fromisocalendar(int(found[1]), int(found[2]), day) for day in (1, 7))
    except ValueError:
        return None
    return Advice(f"write {monday}/{sunday}, or [{monday}..{sunday}] for one day of it", message="EDTF has no weeks")


def _year_digits(text: str) -> Advice | None:
    if re.fullmatch(r"-?[0-9]{5,}", text):
        return _write(f"Y{text}")
    if re.fullmatch(r"-?[0-9]{1,3}(?:-.*)?", text):
        return Advice("write it out, as 2020 or 0985", message="a year has four digits")
    return None


def _time(text: str) -> Advice | None:
    found = re.fullmatch(r"([0-9]{4}-[0-9]{2}-[0-9]{2})T.*", text)
    if not found or not _reads(found[1]):
        return None
    hint = "write hh:mm or hh:mm:ss, from 00:00 to 23:59:59, then Z, a shift such as +02:00, or nothing"
    return Advice(hint, message="the time of day cannot be read")


FALLBACK: Final = Advice("write 2020-07-01, 2020-07 or 2020; docs/dates.md has all forms")
ADVISERS: Final[tuple[Callable[[str], Advice | None], ...]] = (
    _nothing,
    _day_or_month_first,
    _typed_loosely,
    _about,
    _perhaps,
    _part_of_it,
    _before,
    _after,
    _either,
    _from_to,
    _pieces,
    _week,
    _year_digits,
    _time,
    _counted_from_elsewhere,
)
