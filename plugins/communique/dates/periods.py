"""How finely a date is given, and the parts of a year that have codes of their own (21 to 41)."""

from __future__ import annotations

from enum import StrEnum
from typing import Final, NamedTuple


class Precision(StrEnum):
    """The finest calendar unit that is fully given, coarsest last. `2004-XX` is known to the year."""

    TIME = "time"
    DAY = "day"
    MONTH = "month"
    SEASON = "season"
    QUARTER = "quarter"
    FOUR_MONTHS = "four-months"
    HALF_YEAR = "half-year"
    YEAR = "year"
    DECADE = "decade"
    CENTURY = "century"
    MILLENNIUM = "millennium"
    ERA = "era"


FROM_COARSEST: Final = tuple(reversed(Precision))


def coarsest(precisions: tuple[Precision, ...]) -> Precision:
    """The coarsest of at least one."""
    if len(precisions) == 1:
        return precisions[0]
    return next(precision for precision in FROM_COARSEST if precision in precisions)


class Period(NamedTuple):
    """A part of the year that is not a month: it begins with month `first` and lasts so many `months`."""

    words: str
    precision: Precision
    first: int
    months: int
    suffix: str = ""


def _seasons(first_code: int, spring: int, suffix: str) -> dict[str, Period]:
    firsts = ((spring - 1 + 3 * place) % 12 + 1 for place in range(4))
    named = zip(("spring", "summer", "autumn", "winter"), firsts, strict=True)
    return {
        str(code): Period(name, Precision.SEASON, first, 3, suffix)
        for code, (name, first) in enumerate(named, first_code)
    }


def _parts(first_code: int, words: str, precision: Precision, months: int) -> dict[str, Period]:
    ordinals = ("first", "second", "third", "fourth")[: 12 // months]
    return {
        str(first_code + place): Period(f"{ordinal} {words}", precision, 1 + place * months, months)
        for place, ordinal in enumerate(ordinals)
    }


# 21 to 24 name no hemisphere; we read them as northern (docs/dates.md says why).
PERIODS: Final[dict[str, Period]] = {
    **_seasons(21, 3, ""),
    **_seasons(25, 3, " (Northern Hemisphere)"),
    **_seasons(29, 9, " (Southern Hemisphere)"),
    **_parts(33, "quarter", Precision.QUARTER, 3),
    **_parts(37, "four months", Precision.FOUR_MONTHS, 4),
    **_parts(40, "half", Precision.HALF_YEAR, 6),
}
"""Code → part of the year: LoC EDTF level 1 *Seasons* (21 to 24) and level 2 *Sub-year groupings* (to 41)."""
