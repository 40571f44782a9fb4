"""Short texts with a form of their own."""

from __future__ import annotations

import re
from typing import Annotated, Any
from zoneinfo import available_timezones

from pydantic import AfterValidator, BeforeValidator, WithJsonSchema

from communique.fields import Form, fault


def _matching(pattern: str, what: str, hint: str) -> BeforeValidator:
    def check(value: Any) -> str:
        if not isinstance(value, str) or not re.fullmatch(pattern, value):
            raise fault("bad-value", f"'{value}' is not {what}", hint)
        return value

    return BeforeValidator(check)


def _zone(value: Any) -> str:
    if value not in available_timezones():
        raise fault("bad-value", f"'{value}' is not a time zone", "write it as Europe/Zurich or UTC")
    return str(value)


def _round(value: Any) -> int:
    if isinstance(value, int):
        return value
    if not isinstance(value, str) or not re.fullmatch(r"[1-9][0-9]{0,3}", value):
        raise fault("bad-value", f"'{value}' is not a round", "write its number: 4")
    return int(value)


_STRING = {"type": "string"}

Clock = Annotated[
    str,
    _matching(r"([01][0-9]|2[0-3]):[0-5][0-9]", "a time of day", "write hours and minutes: 11:15"),
    Form("hh:mm"),
    WithJsonSchema({**_STRING, "pattern": "^([01][0-9]|2[0-3]):[0-5][0-9]$"}),
]
Number = Annotated[
    str,
    _matching(r"E-[0-9]{3,}", "an event's number", "take it out: 'communique number' gives numbers"),
    Form("E-001"),
    WithJsonSchema({**_STRING, "pattern": "^E-[0-9]{3,}$"}),
]
Zone = Annotated[str, BeforeValidator(_zone), Form("time zone"), WithJsonSchema(_STRING)]
Round = Annotated[int, BeforeValidator(_round), Form("number"), WithJsonSchema({"type": "integer", "minimum": 1})]
Digest = Annotated[
    str,
    _matching(r"[0-9a-f]{64}", "a SHA-256 digest", "it has 64 digits 0-9 a-f"),
    Form("SHA-256"),
    WithJsonSchema({**_STRING, "pattern": "^[0-9a-f]{64}$"}),
]


def _forwards(value: str) -> str:
    first, _, last = value.partition("-")
    if last and int(last) < int(first):
        raise fault("bad-value", f"'{value}' ends before it begins and leaves nothing out", f"write {last}-{first}")
    return value


LineRange = Annotated[
    str,
    AfterValidator(_forwards),
    _matching(r"[1-9][0-9]*(-[1-9][0-9]*)?", "a range of lines", "write 1-4"),
    Form("lines"),
    WithJsonSchema({"type": ["string", "integer"]}),
]
