"""Small values that many pages share: dates with their mark, type marks, words in another language.

The tables of words for enumerations are in ``labels``.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from communique import dates
from communique.dates import Day, Edtf, Shape
from communique.tongue import Words, direction, gettext, ngettext, spoken
from communique.views.labels import EVENT_TYPES, FORMATS, STATUSES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from communique.dates import End
    from communique.kinds import Event

DATE_MARKS = Words(
    {
        "day": "that day",
        "span": "lasted from one day to another",
        "span-open": "lasted; its bounds are not exact",
        "about": "about then",
        "doubtful": "uncertain",
        "one-of": "one of these days",
        "each": "on each of these days",
        "before": "that day or before",
        "after": "that day or later",
        "open-end": "from then on; still open",
        "open-start": "until then; since when is open",
        "unknown-end": "from then on; its end is not known",
        "unknown-start": "until then; its start is not known",
        "unknown": "not known",
    }
)
"""Every date mark with what it says; ``parts/marks.html`` draws them."""


@dataclass(frozen=True, slots=True)
class DateView:
    """A date as readers see it: a mark for how sure it is, then its words. Never without both.

    ``datetime`` is for ``<time datetime>``, empty where no day, month or year is stated outright; ``clock`` is the
    local time with its zone; ``sort`` is the first day it may touch, as text, for lists in order.
    """

    mark: str
    label: str
    words: str
    datetime: str = ""
    clock: str = ""
    sort: str = ""


def date_view(
    date: Edtf | str | None,
    end: End | None = None,
    *,
    text: str | None = None,
    in_year: int | None = None,
    clock: str = "",
) -> DateView:
    """The view of a date, or of the span from ``date`` to ``end``. ``text`` are a source's own words for it.

    ``in_year`` is a year the reader already sees; a missing date, or the word unknown, is *unknown*.
    """
    return _date_view(spoken(), date, end, text, in_year, clock)


@lru_cache(maxsize=65_536)
def _date_view(
    language: str, date: Edtf | str | None, end: End | None, text: str | None, in_year: int | None, clock: str
) -> DateView:
    """The same, kept for each ``language`` apart."""
    if not isinstance(date, Edtf):
        return DateView("unknown", DATE_MARKS["unknown"], gettext("unknown"))
    value = dates.span(date, end)
    words = value.words(in_year=in_year)
    mark = _mark(value)
    return DateView(
        mark,
        DATE_MARKS[mark],
        f"{text} ({words})" if text else words,
        value.html_datetime or "",
        clock,
        str(value.sort_key[0]),
    )


def event_date(event: Event, in_year: int | None = None) -> DateView:
    """When an event was, with its end and its time of day."""
    clock = " ".join(part for part in (event.time, f"({event.zone})" if event.zone else "") if part)
    return date_view(event.date, event.end, text=event.date_text, in_year=in_year, clock=clock if event.time else "")


_SHAPES: Mapping[Shape, str] = {
    Shape.DAY: "day",
    Shape.PERIOD: "one-of",
    Shape.INTERVAL: "span",
    Shape.ONE_OF: "one-of",
    Shape.ALL_OF: "each",
    Shape.OPEN_END: "open-end",
    Shape.OPEN_START: "open-start",
    Shape.UNKNOWN_END: "unknown-end",
    Shape.UNKNOWN_START: "unknown-start",
}


def _mark(value: Edtf) -> str:
    mark = _SHAPES[value.shape]
    if value.shape is Shape.ONE_OF and not isinstance(value.earliest, Day):
        return "before"
    if value.shape is Shape.ONE_OF and not isinstance(value.latest, Day):
        return "after"
    if mark in ("day", "one-of", "span") and value.is_approximate:
        return "about"
    if mark in ("day", "one-of", "span") and value.is_uncertain:
        return "doubtful"
    if mark == "span" and (value.starts[0] != value.starts[1] or value.ends[0] != value.ends[1]):
        return "span-open"
    return mark


# Type marks


@dataclass(frozen=True, slots=True)
class TypeMark:
    """An event's mark: ``shape`` says its type, ``fill`` its format, ``line`` its status; ``label`` says all three.

    Shapes: circle square triangle diamond cross chevron. Fills: solid ring halves half dot. Lines: plain broken dotted
    struck.
    """

    shape: str
    fill: str
    line: str
    label: str

    @property
    def id(self) -> str:
        """What a drawing of this mark is called on a page that draws it once."""
        return f"m-{self.shape}-{self.fill}-{self.line}"


TYPE_SHAPES = {
    "meeting": "circle",
    "agreement": "square",
    "decision": "triangle",
    "announcement": "diamond",
    "military": "cross",
    "transfer": "chevron",
}
FORMAT_FILLS = {
    "indirect": "halves",
    "shuttle": "halves",
    "virtual": "ring",
    "phone": "ring",
    "written": "ring",
    "hybrid": "half",
    "unknown": "dot",
}
STATUS_LINES = {"reported": "broken", "planned": "dotted", "postponed": "struck", "cancelled": "struck"}


def type_mark(event: Event) -> TypeMark:
    """The mark of an event."""
    told = [EVENT_TYPES[event.type]]
    if event.format != "unknown":
        told.append(FORMATS[event.format])
    if event.status != "held":
        told.append(STATUSES[event.status])
    fill = FORMAT_FILLS.get(event.format, "solid") if event.type == "meeting" else "solid"
    return TypeMark(TYPE_SHAPES[event.type], fill, STATUS_LINES.get(event.status, "plain"), ", ".join(told))


# Words of other languages


@dataclass(frozen=True, slots=True)
class Foreign:
    """Words with their language; ``lang`` is empty where it is the page's own."""

    text: str
    lang: str = ""
    dir: str = ""


def foreign(text: str, lang: str, own: str) -> Foreign:
    """``text`` in the language ``lang`` on a page written in ``own``; Latin letters are no Arabic, whatever is said."""
    described = direction(lang) == "rtl" and is_latin(text)
    if described or lang.partition("-")[0] == own.partition("-")[0]:
        return Foreign(text)
    return Foreign(text, lang, direction(lang))


def in_other_script(names: Mapping[str, str], own: str) -> Foreign | None:
    """The first of a record's names that is not in Latin letters, for print beside ours."""
    for lang, text in names.items():
        if lang != own and not is_latin(text):
            return foreign(text, lang, own)
    return None


def is_latin(text: str) -> bool:
    """Whether the letters of ``text`` are Latin."""
    return all(unicodedata.name(letter, "").startswith("LATIN") for letter in text if letter.isalpha())


def joined(words: list[str] | tuple[str, ...], last: str = "") -> str:
    """``a, b and c``."""
    *most, end = words or ("",)
    return f"{', '.join(most)} {last or gettext('and')} {end}" if most else end


def counted(number: int, one: str, many: str = "") -> str:
    """``1 account``, ``8 accounts``."""
    return f"{number} {ngettext(one, many or one + 's', number)}"
