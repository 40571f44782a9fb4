"""Citations and links in Markdown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from communique.diagnostics import Diagnostic
from communique.kinds import Event
from communique.markdown import Mention
from communique.references import PARTS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from communique.checks.context import Context
    from communique.records import Loaded
    from communique.yamlfile import Loc


def check_prose(context: Context) -> Iterator[Diagnostic]:
    """Citations that lead to no source, links that lead to no record, HTML, links of other schemes."""
    for each, _ in context.whole():
        for loc, found in context.mentions[each.id]:
            if isinstance(found, Mention):
                yield from _follow(context, found, each, loc)
            else:
                yield Diagnostic(each.find(loc, found.written), found.code, found.what, found.hint)


def _follow(context: Context, mention: Mention, each: Loaded, loc: Loc) -> Iterator[Diagnostic]:
    known = context.records.get(mention.id)
    if known is not None and not mention.part and (known.kind == "source" or not mention.cites):
        return  # the common case, without looking for the place
    mark = each.find(loc, mention.written)
    yield from context.resolve(mention.id, ("source",) if mention.cites else ("record",), mark)
    if mention.part and isinstance(context.records.get(mention.id), Event):
        yield from context.resolve_row(mention.id, mention.part, " ".join(PARTS), mark)
