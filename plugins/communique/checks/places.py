"""Where in a file a stretch of a text stands, and which texts of a record are prose of ours."""

from __future__ import annotations

from typing import TYPE_CHECKING

from communique.diagnostics import Mark, mark_at
from communique.fields import FieldClass, Model
from communique.shapes import shape

if TYPE_CHECKING:
    from collections.abc import Iterator

    from communique.records import Loaded
    from communique.yamlfile import Loc

OURS = {("Statement", "text"), ("Term", "text"), ("Compliance", "text")}
"""Facts that are told in our words."""
THEIRS = {("Reading", "value"), ("Acceptance", "reason")}
"""Texts that are not: what a source has, and what we say of a finding."""


def placed(each: Loaded, loc: Loc, text: str, start: int) -> Mark:
    """Where the word that starts at ``start`` of ``text``, the value at ``loc``, stands in its file."""
    if loc[:1] == ("body",):
        return mark_at(each.document.path, text, start, each.body_line)
    word = (text[start:].split(maxsplit=1) or [""])[0]
    before = text[:start].count(word) if word else 0
    mark = each.document.mark(loc)
    lines = each.document.text.split("\n")
    for number in range(mark.line, len(lines) + 1):
        column = mark.column - 1 if number == mark.line else 0
        while (column := lines[number - 1].find(word, column)) >= 0:
            if before == 0:
                return Mark(each.document.path, number, column + 1)
            before -= 1
            column += len(word)
    return mark


def own_texts(record: Model, loc: Loc = ()) -> Iterator[tuple[Loc, str]]:
    """Every text of ``record`` that is prose of ours and published, with where it stands."""
    for field in shape(type(record)):
        value = getattr(record, field.name)
        if not value:
            continue
        at = (*loc, field.key)
        here = (type(record).__name__, field.name)
        if field.row is not None:
            for number, row in enumerate(value if field.many else ()):
                yield from own_texts(row, (*at, number))
        elif isinstance(value, str) and (field.field_class is FieldClass.TEXT or here in OURS) and here not in THEIRS:
            yield at, value
