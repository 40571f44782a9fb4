"""Sources are there to be cited."""

from __future__ import annotations

from typing import TYPE_CHECKING

from communique.diagnostics import Diagnostic
from communique.kinds import Source
from communique.references import mentioned

if TYPE_CHECKING:
    from collections.abc import Iterator

    from communique.checks.context import Context


def check_usage(context: Context) -> Iterator[Diagnostic]:
    """A source that nothing names. Silent while a file is broken: it might name it."""
    if context.has_broken_files:
        return
    named = {target for _, record in context.whole() for target, _ in mentioned(record)}
    for each, record in context.whole():
        if isinstance(record, Source) and each.id not in named:
            mark = each.mark(())
            yield Diagnostic(mark, "unused-source", f"nothing cites '{each.id}'", "cite it, or take it out")
