"""Citations and links in Markdown."""

from __future__ import annotations

from difflib import get_close_matches
from itertools import islice
from typing import TYPE_CHECKING

from communique.diagnostics import Diagnostic
from communique.kinds import Event
from communique.markdown import MOST, Mention
from communique.references import PARTS, plain_texts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from communique.checks.context import Context
    from communique.records import Loaded
    from communique.yamlfile import Loc


def check_prose(context: Context) -> Iterator[Diagnostic]:
    """Citations that lead to no source, links that lead to no record, HTML, links of other schemes."""
    for each, _ in context.whole():
        yield from islice(_found_in(context, each), MOST)


def _found_in(context: Context, each: Loaded) -> Iterator[Diagnostic]:
    for loc, found in context.mentions[each.id]:
        if isinstance(found, Mention):
            yield from _follow(context, found, each, loc)
        elif not found.suspect or _names_a_record(context, found.suspect):
            mark = each.find(loc, found.written, found.at)
            yield Diagnostic(mark, found.code, found.what, found.hint)


def _names_a_record(context: Context, suspect: str) -> bool:
    """Whether a word in brackets is an id, or one misspelt: only words of several parts are sure to be meant so."""
    if suspect in context.loaded:
        return True
    return "-" in suspect and bool(get_close_matches(suspect, context.loaded, n=1, cutoff=0.85))


def check_plain_texts(context: Context) -> Iterator[Diagnostic]:
    """Citations and links where they are not read, and would be printed with their brackets."""
    for each, record in context.whole():
        for loc, text in plain_texts(record):
            for start in ("[[", "[@"):
                if start in text:
                    what = f"'{loc[-1]}' is plain text: '{start}' is printed as it stands"
                    yield Diagnostic(each.find(loc, start), "link-in-plain-text", what, "say it in words")


def _follow(context: Context, mention: Mention, each: Loaded, loc: Loc) -> Iterator[Diagnostic]:
    known = context.records.get(mention.id)
    if known is not None and not mention.part and (known.kind == "source" or not mention.cites):
        return  # the common case, without looking for the place
    mark = each.find(loc, mention.written, mention.at)
    yield from context.resolve(mention.id, ("source",) if mention.cites else ("record",), mark)
    if mention.part and isinstance(context.records.get(mention.id), Event):
        yield from context.resolve_row(mention.id, mention.part, " ".join(PARTS), mark)
