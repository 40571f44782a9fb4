"""Numbers and durations as sources give them: `45-90 days`, `at least 14`, `several`, `unknown`.

`parse` reads one, `deadline` counts it from a date. The grammar is the second half of `docs/dates.md`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from communique.dates import UNKNOWN, Bound, Bounds, Day, TextError, add_days, add_months
from communique.dates.errors import same_start
from communique.tongue import Words, decimal, gettext, ngettext

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from communique.dates import Edtf

NUMBER: Final = r"[0-9]{1,12}(?:\.[0-9]{1,6})?"
UNITS: Final = ("hours", "days", "weeks", "months", "years")
MEASURE: Final = re.compile(
    rf"(?:(?:(at least|at most|more than|about|up to) )?({NUMBER})(?:-({NUMBER}))?|(several))"
    r"(?: (hour|day|week|month|year)s?)?|(unknown)"
)
UNIT_FACTORS: Final = {"days": 1, "weeks": 7, "months": 1, "years": 12}


class MeasureError(TextError):
    """A text that is not of the small grammar for numbers and durations."""


class Limit(StrEnum):
    """Which way a number is meant; the value is how it is written."""

    EXACTLY = ""
    AT_LEAST = "at least"
    AT_MOST = "at most"
    MORE_THAN = "more than"
    UP_TO = "up to"
    ABOUT = "about"
    SEVERAL = "several"
    UNKNOWN = "unknown"


NAMED: Final[Mapping[str, Callable[[int], str]]] = {
    "hours": lambda number: ngettext("hour", "hours", number),
    "days": lambda number: ngettext("day", "days", number),
    "weeks": lambda number: ngettext("week", "weeks", number),
    "months": lambda number: ngettext("month", "months", number),
    "years": lambda number: ngettext("year", "years", number),
}
"""The form of a unit's name that goes with a number."""
SAID: Final = Words(
    {
        Limit.EXACTLY: "{amount}",
        Limit.AT_LEAST: "at least {amount}",
        Limit.AT_MOST: "at most {amount}",
        Limit.MORE_THAN: "more than {amount}",
        Limit.UP_TO: "up to {amount}",
        Limit.ABOUT: "about {amount}",
        Limit.SEVERAL: "several {amount}",
    }
)


@dataclass(frozen=True, slots=True)
class Measure:
    """A number or duration, made by `parse`. Two are equal when their texts are.

    `low` and `high` are the bounds that are stated, None where there is none; "about 8" has 8 as both, for no
    source says how far "about" reaches. `unit` is empty or one of `UNITS`.
    """

    text: str
    limit: Limit = field(compare=False)
    low: Decimal | None = field(compare=False)
    high: Decimal | None = field(compare=False)
    unit: str = field(compare=False)

    def __str__(self) -> str:
        return self.text

    @property
    def is_approximate(self) -> bool:
        """Whether it says "about"."""
        return self.limit is Limit.ABOUT

    @property
    def words(self) -> str:
        """In the language spoken: "at least 100,000", "45–90 days", "1 month", "several days", "not known"."""
        if self.limit is Limit.UNKNOWN:
            return gettext("not known")
        stated = [number for number in (self.low, self.high) if number is not None]
        numbers = "–".join(decimal(number) for number in dict.fromkeys(stated))
        unit = ""
        if self.unit:
            last = stated[-1] if stated else Decimal(2)
            # A plural goes by whole numbers; a broken one takes the form of many.
            unit = NAMED[self.unit](int(last) if last == int(last) else 2)
        amount = " ".join(part for part in (numbers, unit) if part)
        return SAID[self.limit].format(amount=amount).strip()


@lru_cache(maxsize=4096)
def parse(text: str) -> Measure:
    """The measure that a text stands for. Raises `MeasureError`, nothing else."""
    found = MEASURE.fullmatch(text)
    if found is None:
        raise _explain(text)
    prefix, first, second, several, unit, unknown = found.groups()
    limit = Limit(several or unknown or prefix or "")
    low, high = (Decimal(first), Decimal(second or first)) if first else (None, None)
    if second:
        _check_range(text, limit, first, second)
    if limit in (Limit.AT_MOST, Limit.UP_TO):
        low = None
    if limit in (Limit.AT_LEAST, Limit.MORE_THAN):
        high = None
    return Measure(text, limit, low, high, f"{unit}s" if unit else "")


def parse_duration(text: str) -> Measure:
    """As `parse`, for a field that needs to know of what: a unit, or `unknown`. Raises `MeasureError`."""
    measure = parse(text)
    if not measure.unit and measure.limit is not Limit.UNKNOWN:
        raise MeasureError(f"'{text}' names no unit", f"write {text} days, or hours, weeks, months, years", len(text))
    return measure


def deadline(start: Edtf, within: Measure) -> Bounds:
    """The earliest and the latest day on which a time of `within`, counted from `start`, runs out.

    Months and years go by the calendar: 3 months from 30 November end on the last of February. An uncertain
    `start` and a range widen the bounds; a side that nothing fixes ("at least", "several", no unit) is
    `UNKNOWN`. For "about" the bounds are those of the number, and `within.is_approximate` says so. "3 months"
    and "at most 3 months" run out on the same day.
    """
    amounts = within.low, within.high
    if within.limit in (Limit.AT_MOST, Limit.UP_TO):
        amounts = within.high, within.high
    return (
        _after(start.earliest, amounts[0], within.unit, ROUND_FLOOR),
        _after(start.latest, amounts[1], within.unit, ROUND_CEILING),
    )


def _after(day: Bound, amount: Decimal | None, unit: str, rounding: str) -> Bound:
    if amount is None or not unit or not isinstance(day, Day):
        return UNKNOWN
    # Hours begin at an unknown time of the day, so 36 of them end on the next day or the one after.
    units = amount / 24 if unit == "hours" else amount * UNIT_FACTORS[unit]
    whole = int(units.to_integral_value(rounding))
    return add_months(day, whole) if unit in ("months", "years") else add_days(day, whole)


def _check_range(text: str, limit: Limit, first: str, second: str) -> None:
    if limit not in (Limit.EXACTLY, Limit.ABOUT):
        side = first if limit in (Limit.AT_LEAST, Limit.MORE_THAN) else second
        alone = text.replace(f"{first}-{second}", side)
        hint = f"write {alone}, or {text.removeprefix(limit).strip()}"
        raise MeasureError(f"'{limit}' before a range", hint)
    if Decimal(first) > Decimal(second):
        turned = text.replace(f"{first}-{second}", f"{second}-{first}")
        raise MeasureError("the range ends below its beginning", f"write {turned}", text.index(first))


# Hints: a text is put right step by step; when the result is of the grammar, it is what the editor meant.

SHOWN: Final = 60
NUMBER_WORDS: Final = (
    *("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"),
)
MENDINGS: Final[tuple[tuple[str, str], ...]] = (
    (r"^(?:\W*|n/?a|not known|unclear|unspecified)$", "unknown"),
    (r"(?<=[0-9])[,'\u2019\s](?=[0-9]{3}\b)", ""),
    (r"([0-9]),([0-9])", r"\1.\2"),
    (r"\bbetween (.+?) and\b", r"\1 to"),
    (r"\bfrom\b|\bwithin\b|\bexactly\b|^=", ""),
    (r"\s*(?:[\u2010-\u2015\u2212-]|\bto\b|\.\.|/)\s*(?=[0-9])", "-"),
    (r"([0-9.]+)\s*\+", r"at least \1"),
    (r"\b(?:around|approximately|approx|roughly|circa|some(?= [0-9])|ca|c)\b\.?|[~\u2248]", "about "),
    (r"\b(?:no|not) less than\b|\bno fewer than\b|\bminimum(?: of)?\b|\bmin\b\.?|>=|\u2265", "at least "),
    (r"\b(?:no|not) more than\b|\bmaximum(?: of)?\b|\bmax\b\.?|<=|\u2264", "at most "),
    (r"\bover\b|>", "more than "),
    (r"\b(?:a )?few\b|\bsome\b|\bmultiple\b|\ba number of\b", "several"),
    (r"(?<=[0-9 ])h(?:rs?)?\b\.?", " hours"),
    (r"(?<=[0-9 ])d\b", " days"),
    (r"(?<=[0-9 ])wks?\b\.?", " weeks"),
    (r"(?<=[0-9 ])mos?\b\.?", " months"),
    (r"(?<=[0-9 ])y(?:rs?)?\b\.?", " years"),
    (r"(?<=[0-9])(?=[a-z])", " "),
    (r"\s+", " "),
)
GRAMMAR: Final = "write 14, 45-90 days, several or unknown; at least, at most, more than, about, up to may stand before"


def _explain(text: str) -> MeasureError:
    message = f"'{text[:SHOWN]}' is not a number or duration"
    mended = _mended(text) if len(text) <= SHOWN else ""
    if not MEASURE.fullmatch(mended):
        return MeasureError(message, GRAMMAR)
    try:
        parse(mended)
    except MeasureError as error:
        return MeasureError(error.message, error.hint)
    return MeasureError(message, f"write {mended}", same_start(text, mended))


def _mended(text: str) -> str:
    mended = text.lower()
    for place, word in enumerate(NUMBER_WORDS, 1):
        mended = re.sub(rf"\b{word}\b", str(place), mended)
    for wrong, right in MENDINGS:
        mended = re.sub(wrong, right, mended)
    return mended.strip(" .")
