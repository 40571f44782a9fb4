"""Dates as uncertain as the sources leave them: an EDTF text → one value with bounds, order and wording.

`parse` reads a text, `span` joins an event's date and end; both give an `Edtf`. The profile of EDTF is
written down in `docs/dates.md`. Inside, each resting on those before it:

1. `days`, `pattern`, `periods`: the calendar, what digits with `X` fit, seasons and quarters
2. `tree`: what a date says, as values
3. `grammar`: text → tree; `impossible`: errors of the calendar
4. `hints`, `advice`, `loose`: what is wrong with a text, and what was meant
5. `wording`: tree → English
6. `edtf`: the value
"""

from communique.dates.days import OPEN, UNKNOWN, Bound, Bounds, Day, Edge, add_days, add_months
from communique.dates.edtf import Edtf, End, Shape, SortKey, parse, parse_end, reversed_pair, span
from communique.dates.errors import DateError, TextError
from communique.dates.periods import Precision
from communique.dates.phrases import year_words
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
    "year_words",
]
