"""Which way a passage came: what ``via`` names has to be a parent of its source, else another chain is drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from communique.diagnostics import Diagnostic, did_you_mean
from communique.kinds import Source
from communique.kinds.base import Citation, Cited
from communique.shapes import shape

if TYPE_CHECKING:
    from collections.abc import Iterator

    from communique.checks.context import Context
    from communique.kinds import Record
    from communique.yamlfile import Loc


def check_ways(context: Context) -> Iterator[Diagnostic]:
    """A finding for each ``via`` that none of the row's sources has its account from.

    A ``via`` that nobody is, and a row one of whose sources cannot be read, are told elsewhere.
    """
    for each, record in context.whole():
        for loc, row in _rows(record):
            ids = (row.source,) if isinstance(row, Citation) else row.sources
            sources = [context.records.get(id_) for id_ in ids]
            if row.via is None or not ids or not context.has(row.via, ("source",)):
                continue
            parents = {cited.source for source in sources if isinstance(source, Source) for cited in source.cites}
            if all(isinstance(source, Source) for source in sources) and row.via not in parents:
                named = "' or '".join(ids)
                what = f"'{row.via}' is no source that '{named}' has its account from"
                hint = did_you_mean(row.via, filter(None, parents), "name one of its 'cites', or leave 'via' out")
                yield Diagnostic(each.mark((*loc, "via")), "not-a-parent", what, hint)


def _rows(record: Record) -> Iterator[tuple[Loc, Any]]:
    for field in shape(type(record)):
        if field.row is not None and issubclass(field.row, Citation | Cited):
            for number, row in enumerate(getattr(record, field.name)):
                yield (field.key, number), row
