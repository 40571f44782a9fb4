"""Actors and places have a name in the dossier's own language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from communique.diagnostics import Diagnostic
from communique.kinds import Actor, Place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from communique.checks.context import Context


def check_names(context: Context) -> Iterator[Diagnostic]:
    """A house form is missing."""
    for each, record in context.whole():
        if isinstance(record, Actor | Place) and context.language not in record.names:
            what = f"'names' has no '{context.language}'"
            yield Diagnostic(each.mark(("names",)), "missing-key", what, "add the form we print")
