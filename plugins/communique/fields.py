"""The words models are declared with: what class a field is of, what it refers to, how its text is read.

A field's class says what the rest of the program does with it: *identity* never changes; a change to a *fact* that
was public needs a correction; *text* is prose of ours, known when all it cites is known; *apparatus* is how we
handle the record; *private* never leaves the repository. See DESIGN's section on records.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any, Final, TypeVar

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    StringConstraints,
    WithJsonSchema,
)
from pydantic_core import CoreSchema, PydanticCustomError
from pydantic_core.core_schema import no_info_plain_validator_function

from communique import dates, durations

T = TypeVar("T")


class FieldClass(StrEnum):
    """What a field is for; read by diff, corrections, as-of, canaries and forms."""

    IDENTITY = "identity"
    FACT = "fact"
    TEXT = "text"
    APPARATUS = "apparatus"
    PRIVATE = "private"


Identity = Annotated[T, FieldClass.IDENTITY]
Fact = Annotated[T, FieldClass.FACT]
Prose = Annotated[T, FieldClass.TEXT]
Apparatus = Annotated[T, FieldClass.APPARATUS]
Private = Annotated[T, FieldClass.PRIVATE]


class Model(BaseModel):
    """Base of every record and row: frozen, closed to unknown keys, documented under each field."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True, arbitrary_types_allowed=True)


@dataclass(frozen=True, slots=True)
class Ref:
    """Marks an id: ``kinds`` are the record kinds it may name.

    ``part`` names the kind of row meant: after ``#`` in another record, or, with ``local``, in this one.
    """

    kinds: tuple[str, ...] = ()
    part: str = ""
    local: bool = False


@dataclass(frozen=True, slots=True)
class Form:
    """Says in a word or two how a value is written, for the field guide."""

    words: str


@dataclass(frozen=True, slots=True)
class Reads:
    """Marks a type whose values a function reads from text; pydantic need not know the type itself."""

    reader: Callable[[Any], Any]

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> CoreSchema:
        return no_info_plain_validator_function(self.reader)


@dataclass(frozen=True, slots=True)
class MarkdownText:
    """Marks a text in which citations ``[@id]`` and links ``[[id]]`` are read."""


ID_PATTERN = r"^[a-z0-9]+(-[a-z0-9]+)*$"
ID_FORM: Final = "small Latin letters, digits and single hyphens"


_ID = re.compile(ID_PATTERN)


def is_id(text: str) -> bool:
    """Whether ``text`` may be an id, to its end: ``$`` alone would let a line end pass."""
    return _ID.fullmatch(text) is not None


def fault(code: str, what: str, hint: str = "", **context: Any) -> PydanticCustomError:
    """An error a validator raises: ``code`` is a diagnostic code; braces in the texts are kept as they are."""
    return PydanticCustomError(code, "{what}", {"what": what, "hint": hint, **context})


def _id(text: Any) -> str:
    if not isinstance(text, str):
        raise fault("wrong-type", "one id belongs here", "write the id alone, without '- ' or brackets")
    if not is_id(text):
        raise fault("bad-id", f"'{text}' is not an id", ID_FORM)
    return text


def _part_ref(text: Any) -> str:
    if not isinstance(text, str) or text.count("#") != 1:
        raise fault("bad-id", f"'{text}' names no row of a record", "write it as record-id#row-id")
    for half in text.split("#"):
        _id(half)
    return text


def _edtf(value: Any) -> dates.Edtf:
    if isinstance(value, dates.Edtf):
        return value
    if isinstance(value, list | tuple):
        inner = ", ".join(str(each) for each in value)
        raise fault("bad-date", "a list where a date belongs", f'a date that starts with [ is quoted: "[{inner}]"')
    if not isinstance(value, str):
        raise fault("bad-date", "a map where a date belongs", "write the date on one line")
    try:
        return dates.parse(value)
    except dates.DateError as error:
        raise fault("bad-date", error.message, error.hint, offset=error.offset) from None


def _one_date(value: Any) -> dates.Edtf:
    edtf = _edtf(value)
    if "/" in edtf.text:
        start, _, end = edtf.text.partition("/")
        hint = f"write 'date: {start or '..'}' and 'end: {end or '..'}'"
        raise fault("bad-date", f"'{edtf.text}' is a span; an event has a day and an end", hint)
    return edtf


def _end(value: Any) -> dates.End:
    if isinstance(value, dates.Edge):
        return value
    if value == "..":
        return dates.parse_end(value)
    return _one_date(value)


def _edtf_or_unknown(value: Any) -> dates.Edtf | str:
    return value if value == "unknown" else _edtf(value)


def _measure(value: Any) -> durations.Measure:
    if isinstance(value, durations.Measure):
        return value
    if not isinstance(value, str):
        raise fault("bad-duration", "a number or a range belongs here", "write '45-90 days' or 'at least 14'")
    try:
        return durations.parse(value)
    except durations.MeasureError as error:
        raise fault("bad-duration", error.message, error.hint, offset=error.offset) from None


def _instant(value: Any) -> datetime:
    if isinstance(value, datetime):
        return value
    hint = "write it as 2020-07-03T06:00:00Z or with +02:00"
    try:
        instant = datetime.fromisoformat(str(value))
    except ValueError:
        raise fault("bad-date", f"'{value}' is not an instant", hint) from None
    if instant.tzinfo is None:
        raise fault("bad-date", f"'{value}' names no time zone", hint)
    return instant


def _url(text: str) -> str:
    if not re.fullmatch(r"https?://[^\s/]+\.[^\s]+|mailto:\S+@\S+", text):
        raise fault("bad-value", f"'{text}' is not a web address", "it starts with https:// or http://")
    return text


_TEXT = {"type": ["string", "number", "boolean"]}
_DATE_HELP = {
    "type": ["string", "number"],
    "description": "EDTF: 2020-07-01, 2020-07, 2020-07~, [2020-06-29..2020-07-02]",
}

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
"""One line or a paragraph of plain text."""

Markdown = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1), MarkdownText()]
"""Markdown with citations ``[@source-id, where]`` and links ``[[record-id|words]]``."""

Id = Annotated[str, BeforeValidator(_id), WithJsonSchema({"type": "string", "pattern": ID_PATTERN})]
Date = Annotated[dates.Edtf, Reads(_one_date), Form("EDTF date"), WithJsonSchema(_DATE_HELP)]
"""An EDTF date that is not a span; of a span, the end stands in a field of its own."""

EndDate = Annotated[dates.Edtf | dates.Edge, Reads(_end), Form("EDTF date or .."), WithJsonSchema(_DATE_HELP)]
"""A day until which something lasted; ``..`` when it goes on."""

Span = Annotated[dates.Edtf, Reads(_edtf), Form("EDTF date or span"), WithJsonSchema(_DATE_HELP)]
"""An EDTF date or span A/B."""

DateOrUnknown = Annotated[
    dates.Edtf | str, Reads(_edtf_or_unknown), Form("EDTF date or unknown"), WithJsonSchema(_DATE_HELP)
]
Measure = Annotated[durations.Measure, Reads(_measure), Form("number, range or duration"), WithJsonSchema(_TEXT)]
"""A number, range or duration in the small grammar of ``docs/dates.md``."""

Instant = Annotated[
    datetime,
    Reads(_instant),
    Form("instant with time zone"),
    WithJsonSchema({"type": "string", "format": "date-time"}),
]
Url = Annotated[Text, AfterValidator(_url), Form("web address")]
Language = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$"), Form("language")]
"""A BCP 47 language tag."""

ActorId = Annotated[Id, Ref(("actor",))]
PlaceId = Annotated[Id, Ref(("place",))]
SourceId = Annotated[Id, Ref(("source",))]
TrackId = Annotated[Id, Ref(("track",))]
TopicId = Annotated[Id, Ref(("topic",))]
EventId = Annotated[Id, Ref(("event",))]
ClaimId = Annotated[Id, Ref(("claim",))]
BriefingId = Annotated[Id, Ref(("briefing",))]
CountryId = Annotated[Id, Ref(("place", "actor"))]
RecordId = Annotated[Id, Ref(("record",))]
PartRef = Annotated[str, BeforeValidator(_part_ref), WithJsonSchema({"type": "string"})]
StatementRef = Annotated[PartRef, Ref(("event",), part="statements")]
TermId = Annotated[Id, Ref(part="terms", local=True)]
