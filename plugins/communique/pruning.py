"""Records without what leads nowhere: for builds that leave records out, by the day or by their marking."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from communique.kinds.claim import Variant
from communique.references import PARTS
from communique.shapes import FieldShape, shape

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from communique.fields import Model
    from communique.kinds import Record, Tombstone


def led_to(tombstones: Mapping[str, Tombstone], id_: str) -> str:
    """The id at the end of a tombstone's way; ``id_`` itself where it has none."""
    while id_ in tombstones and (onward := tombstones[id_].merged_into):
        id_ = onward
    return id_


def retold(record: Record, tell: Callable[[str, str], str]) -> Record:
    """``record`` with its Markdown as ``tell`` has it, which is given a field's name and text."""
    changed: dict[str, Any] = {}
    for field in shape(type(record)):
        text = getattr(record, field.name) if field.markdown else None
        if text and (told := tell(field.name, text)) != text:
            changed[field.name] = told
    return record.model_copy(update=changed) if changed else record


class Standing:
    """The records still standing, and the references to their rows. What neither of them has leads nowhere."""

    def __init__(self, tombstones: Mapping[str, Tombstone], records: Mapping[str, Record]) -> None:
        self.tombstones = tombstones
        self.records = records
        self.rows = {
            f"{id_}#{row.id}" for id_, each in records.items() for name in PARTS for row in getattr(each, name, ())
        }

    def leads(self, owner: str, target: str, *, local: bool = False) -> bool:
        """Whether ``target``, named by the record ``owner``, is there; ``local``: as a row of that record, too."""
        id_, _, row = target.partition("#")
        if local and f"{owner}#{id_}" in self.rows:
            return True
        id_ = led_to(self.tombstones, id_)
        return id_ in self.records and (not row or f"{id_}#{row}" in self.rows)

    def pruned(self, owner: str, model: Any) -> Any:
        """The record or row without references that lead nowhere; None where it cannot be without one."""
        changed: dict[str, Any] = {}
        of: type[Model] = type(model)
        for field in shape(of):
            value = getattr(model, field.name)
            if not field.leads_on or value is None or value == ():
                continue
            if not field.many:
                if field.ref is not None and not self.leads(owner, value, local=field.ref.local):
                    if field.required:
                        return None
                    changed[field.name] = field.default
                continue
            kept = tuple(new for each in value if (new := self._kept(owner, field, each)) is not None)
            if kept != value:
                changed[field.name] = kept
        return model.model_copy(update=changed) if changed else model

    def _kept(self, owner: str, field: FieldShape, value: Any) -> Any:
        if field.ref is not None:
            return value if self.leads(owner, value, local=field.ref.local) else None
        row = self.pruned(owner, value)
        if row is not None and row is not value and not _holds(row):
            return None
        # A reading or a figure of a row that is gone is of nothing: it does not become one of the whole event.
        if row is not None and getattr(value, "of", None) is not None and row.of is None:
            return None
        return None if isinstance(row, Variant) and row.statement is None and not row.sources else row


def _holds(row: Model) -> bool:
    """Whether a row that lost something might still be written so: a statement that nobody makes might not."""
    try:
        type(row).model_validate({field.key: getattr(row, field.name) for field in shape(type(row))})
    except ValidationError:
        return False
    return True
