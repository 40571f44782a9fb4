"""A row of a table whose columns are the fields of a kind: ``title``, ``date``, ``tracks``, ``names.en`` …

A cell of a list has its members between semicolons. Lists of rows (delegates, statements) have no place in a table.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from communique.imports.rows import Made
from communique.shapes import shape

if TYPE_CHECKING:
    from communique.imports.rows import Row
    from communique.kinds import Kind
    from communique.shapes import FieldShape


def record_of(row: Row, kind: Kind) -> Made | str:
    """The record a row is, or why it is none. A column ``id`` names it; columns of no field are told."""
    fields = {field.key: field for field in shape(kind.model) if not field.derived}
    made = Made()
    for name, cell in row.cells.items():
        key, _, language = name.partition(".")
        field = fields.get(key)
        if name == "id":
            continue
        if field is None or field.row is not None:
            made.remarks.append(f"{name}: {cell}")
        elif language:
            made.fields.setdefault(key, {})[language] = cell
        else:
            made.fields[key] = _value(field, cell)
    return made if made.fields else "none of its columns is a field of this kind"


def _value(field: FieldShape, cell: str) -> str | list[str]:
    return [word.strip() for word in cell.split(";") if word.strip()] if field.many else cell
