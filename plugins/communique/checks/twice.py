"""The same thing said twice: a row in its list, an id among ids, a record in a file of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from communique.diagnostics import Diagnostic, Mark
from communique.fields import Model
from communique.kinds import Event
from communique.kinds.base import Acceptance, Citation
from communique.shapes import shape

if TYPE_CHECKING:
    from collections.abc import Iterator

    from communique.checks.context import Context
    from communique.yamlfile import Loc


def check_twice(context: Context) -> Iterator[Diagnostic]:
    """Rows and ids that stand twice in one list, and files that hold the same record."""
    for each, record in context.whole():
        for loc in _again(record, ()):
            hint = "take one of the two out"
            yield Diagnostic(each.mark(loc), "duplicate-row", f"'{loc[-2]}' has this row already", hint)
        other = context.copies.get(each.id)
        numbered = isinstance(record, Event) and record.number  # told as a duplicate number
        if other and not numbered:
            mark = Mark(each.document.path)
            yield Diagnostic(mark, "duplicate-record", f"it says the same as '{other}'", "take one of the two out")


def _again(record: Model, loc: Loc) -> Iterator[Loc]:
    """Where rows stand that stood before in their list. Lists whose rows have a name of their own tell by it."""
    for field in shape(type(record)):
        if not field.many:
            continue
        named = field.row is not None and (
            issubclass(field.row, Citation | Acceptance) or "id" in field.row.model_fields
        )
        seen: set[object] = set()
        for number, row in enumerate(getattr(record, field.name)):
            at = (*loc, field.key, number)
            if row in seen and not named:
                yield at
            elif isinstance(row, Model):
                yield from _again(row, at)
            seen.add(row)
