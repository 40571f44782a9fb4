"""Which row of one list is which of the other."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from communique.shapes import shape

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from communique.fields import Model


def paired(before: Iterable[Model], after: Iterable[Model]) -> Iterator[tuple[Model | None, Model | None]]:
    """Pairs of the same row in two lists, in the order of the second; then the rows that only the first has.

    Rows are the same when what they are known by is the same (``Row.known_by``, else their id); of those that have
    no such thing, when they are equal. What is left over of a key or without one goes together in its order.
    """
    waiting: defaultdict[tuple[object, ...], list[Model]] = defaultdict(list)
    for row in before:
        waiting[_key(row)].append(row)
    gone_by = dict(waiting)
    for row in after:
        rows = gone_by.get(_key(row))
        yield (rows.pop(0) if rows else None), row
    for rows in gone_by.values():
        for row in rows:
            yield row, None


def _key(row: Model) -> tuple[object, ...]:
    names = getattr(type(row), "known_by", ())
    if not names:
        has_id = any(field.name == "id" for field in shape(type(row)))
        names = ("id",) if has_id else tuple(field.name for field in shape(type(row)))
    return tuple(getattr(row, name) for name in names)
