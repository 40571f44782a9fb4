"""Numbers of events are given once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from communique.diagnostics import Diagnostic
from communique.kinds import Event

if TYPE_CHECKING:
    from collections.abc import Iterator

    from communique.checks.context import Context


def check_numbers(context: Context) -> Iterator[Diagnostic]:
    """Two events share a number."""
    first: dict[str, str] = {}
    for each, record in context.whole():
        if not isinstance(record, Event) or record.number is None:
            continue
        if record.number in first:
            what = f"{record.number} is already the number of '{first[record.number]}'"
            hint = "take it out: 'communique number' gives a new one"
            yield Diagnostic(each.mark(("number",)), "duplicate-number", what, hint)
        first.setdefault(record.number, each.id)
