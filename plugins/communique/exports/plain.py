"""Records as plain values that JSON and CSV can hold: text, numbers, lists and maps, without private fields."""

from __future__ import annotations

from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING, Any

from communique.dates import Edge, Edtf
from communique.durations import Measure
from communique.fields import FieldClass, Model
from communique.shapes import FieldShape, shape

if TYPE_CHECKING:
    from communique.kinds import Record

HIDDEN = {"accept", "draft", "embargo", "send_to"}
"""How we handle a record, not what it says: of no use outside, and of some to a spy."""


@cache
def _published(model: type[Model]) -> tuple[FieldShape, ...]:
    return tuple(
        field for field in shape(model) if field.field_class is not FieldClass.PRIVATE and field.key not in HIDDEN
    )


def plain(value: Any) -> Any:
    """``value`` as plain text, numbers, lists and maps; what does not apply is left out."""
    if isinstance(value, Model):
        found = {field.key: plain(getattr(value, field.name)) for field in _published(type(value))}
        return {key: each for key, each in found.items() if each not in (None, [], {})}
    if isinstance(value, tuple | list):
        return [plain(each) for each in value]
    if isinstance(value, dict):
        return {key: plain(each) for key, each in value.items()}
    if isinstance(value, Edtf | Edge | Measure):
        return value.text
    return value.isoformat() if isinstance(value, datetime) else value


def record_values(record: Record) -> dict[str, Any]:
    """A record with its kind first."""
    return {"kind": record.kind, **plain(record)}
