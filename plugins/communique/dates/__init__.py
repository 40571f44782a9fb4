"""Dates as uncertain as the sources leave them: EDTF (ISO 8601-2:2019) → one value with bounds, order and wording.

`parse` reads a text, `span` joins an event's date and end; both give an `Edtf`. The profile is `docs/dates.md`. Inside:
`days` and `pattern` (the calendar) → `tree` (what a date says) → `grammar` (text → tree), `hints` (what is wrong with a
text), `wording` (tree → English) → `edtf` (the value).
"""

from communique.dates.days import OPEN, UNKNOWN, Bound, Bounds, Day, Edge, add_days, add_months
from communique.dates.edtf import Edtf, End, Shape, SortKey, parse, parse_end, reversed_pair, span
from communique.dates.errors import DateError, TextError
from communique.dates.periods import Precision
from communique.dates.wording import bounds_words

__all__ = [
    "OPEN",
    "UNKNOWN",
    "Bound",
    "Bounds",
    "DateError",
    "Day",
    "Edge",
    "Edtf",
    "End",
    "Precision",
    "Shape",
    "SortKey",
    "TextError",
    "add_days",
    "add_months",
    "bounds_words",
    "parse",
    "parse_end",
    "reversed_pair",
    "span",
]
