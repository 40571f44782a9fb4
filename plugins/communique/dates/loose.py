"""Dates as people type them → the EDTF text they likely mean. For hints only: nothing is read this way."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from communique.dates.impossible import MONTHS

TIDYINGS: Final[tuple[tuple[str, str], ...]] = (
    (r"[\u2010-\u2015\u2212]", "-"),
    (r"\u2026|\.{3,}", ".."),
    (r"^\s+|\s+$", ""),
    (r"\s*([,/\[\]{}]|\.\.)\s*", r"\1"),
    (r"\?~|~\?", "%"),
    (r"(?<=[0-9Xxu-])[xu]|[xu](?=[0-9Xxu]*-|[xu])", "X"),
    (r"^y(?=-?[0-9])", "Y"),
    (r"(?<=[0-9])[t ](?=[0-9]{2}:)", "T"),
    (r"(?<=:[0-9]{2})z$", "Z"),
    (r"/(?:open|now|present|today)$", "/.."),
    (r"^open/", "../"),
    (r"/unknown$", "/"),
    (r"^unknown/", "/"),
)
"""What careful eyes would put right: dashes, blanks, capitals, and words of the EDTF draft of 2012."""

WEEKDAY: Final = re.compile(
    r"^(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\b[.,]*\s*", re.IGNORECASE
)
NUMERIC: Final = re.compile(r"(-?[0-9]{4})[-/. ]([0-9]{1,2})[-/. ]([0-9]{1,2})|(-?[0-9]{4})[-/. ](0?[1-9]|1[0-2])")
MONTH_AND_YEAR: Final = re.compile(r"(0?[1-9]|1[0-2])[-/.]([0-9]{4})")
BASIC: Final = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})")
DAY_FIRST: Final = re.compile(
    r"(?:([0-9]{1,2})(?:st|nd|rd|th)?\s+(?:of\s+)?)?([a-z]{3,9})[.,]*\s*(?:of\s+)?([0-9]{4})", re.IGNORECASE
)
MONTH_FIRST: Final = re.compile(r"([a-z]{3,9})\.?\s+([0-9]{1,2})(?:st|nd|rd|th)?(?:,\s*|\s+)([0-9]{4})", re.IGNORECASE)
QUARTER: Final = re.compile(r"q([1-4])[ -]?([0-9]{4})", re.IGNORECASE)
DECADE: Final = re.compile(r"(?:the )?([0-9]{3})0'?s")
SEASONS: Final = {"spring": "21", "summer": "22", "autumn": "23", "fall": "23", "winter": "24"}


def tidied(text: str) -> str:
    """`text` in ASCII digits, hyphens and capitals, without needless blanks."""
    text = "".join(str(unicodedata.digit(sign)) if sign.isdecimal() else sign for sign in text)
    for wrong, right in TIDYINGS:
        text = re.sub(wrong, right, text)
    return text


def as_edtf(text: str) -> str | None:
    """`2020-6-1`, `2020/07/01`, `20200701`, `1 July 2020`, `July 1, 2020`, `spring 2020`, `the 1990s`.

    None for anything else.     What comes out has the form of a date and may still be none (30 February).
    """
    text = WEEKDAY.sub("", text)
    if numeric := NUMERIC.fullmatch(text):
        return _joined(numeric[1] or numeric[4], numeric[2] or numeric[5], numeric[3])
    if numeric := BASIC.fullmatch(text):
        return _joined(numeric[1], numeric[2], numeric[3])
    if numeric := MONTH_AND_YEAR.fullmatch(text):
        return _joined(numeric[2], numeric[1], None)
    if english := MONTH_FIRST.fullmatch(text):
        return _named(english[3], english[1], english[2])
    if english := DAY_FIRST.fullmatch(text):
        return _named(english[3], english[2], english[1])
    if quarter := QUARTER.fullmatch(text):
        return f"{quarter[2]}-{32 + int(quarter[1])}"
    if decade := DECADE.fullmatch(text):
        return f"{decade[1]}X"
    return None


def _named(year: str, name: str, day: str | None) -> str | None:
    name = name.lower()
    if name in SEASONS:
        return None if day else f"{year}-{SEASONS[name]}"
    for number, month in enumerate(MONTHS, 1):
        if month.lower().startswith(name):
            return _joined(year, str(number), day)
    return None


def _joined(year: str, month: str, day: str | None) -> str:
    return f"{year}-{month:0>2}-{day:0>2}" if day else f"{year}-{month:0>2}"
