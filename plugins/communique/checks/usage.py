"""Sources are there to be cited."""

from __future__ import annotations

from typing import TYPE_CHECKING

from communique.diagnostics import Diagnostic
from communique.kinds import Source
from communique.markdown import Mention

if TYPE_CHECKING:
    from collections.abc import Iterator

    from communique.checks.context import Context


def check_usage(context: Context) -> Iterator[Diagnostic]:
    """A source that nothing names. Silent while a file is broken: it might name it."""
    if context.has_broken_files:
        return
    named = {reference.target for found in context.references.values() for reference in found}
    named |= {found.id for texts in context.mentions.values() for _, found in texts if isinstance(found, Mention)}
    for each, record in context.whole():
        if isinstance(record, Source) and each.id not in named and each.id not in context.copies:
            mark = each.mark(())
            yield Diagnostic(mark, "unused-source", f"nothing cites '{each.id}'", "cite it, or take it out")
