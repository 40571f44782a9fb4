"""Citations and links in Markdown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from communique.diagnostics import Diagnostic
from communique.kinds import Event
from communique.markdown import Mention, scan
from communique.references import PARTS, markdown_texts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from communique.checks.context import Context
    from communique.diagnostics import Mark


def check_prose(context: Context) -> Iterator[Diagnostic]:
    """Citations that lead to no source, links that lead to no record, HTML, links of other schemes."""
    for each, record in context.whole():
        for loc, text in markdown_texts(record):
            for found in scan(text):
                mark = each.find(loc, found.written)
                if isinstance(found, Mention):
                    yield from _follow(context, found, mark)
                else:
                    yield Diagnostic(mark, found.code, found.what, found.hint)


def _follow(context: Context, mention: Mention, mark: Mark) -> Iterator[Diagnostic]:
    yield from context.resolve(mention.id, ("source",) if mention.cites else ("record",), mark)
    if mention.part and isinstance(context.records.get(mention.id), Event):
        yield from context.resolve_row(mention.id, mention.part, " ".join(PARTS), mark)
