"""Numbers of one measure and object that differ, and that no claim sets side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING

from communique.diagnostics import Diagnostic
from communique.figures import carried, differing
from communique.kinds import Claim, Event

if TYPE_CHECKING:
    from collections.abc import Iterator

    from communique.checks.context import Context


def check_figures(context: Context) -> Iterator[Diagnostic]:
    """A note at each row that has another number than one before it, unless a claim's variants carry both."""
    events = [record for _, record in context.whole() if isinstance(record, Event)]
    claims = [record for _, record in context.whole() if isinstance(record, Claim)]
    for group in differing(events):
        for place, figure in enumerate(group):
            others = [each for each in group[:place] if each.says != figure.says]
            other = next((each for each in others if not carried(each, figure, claims)), None)
            if other is not None:
                at = f"{other.event}#{other.row}"
                what = f"{figure.words}: '{figure.shown}' here, '{other.shown}' in '{at}'"
                hint = "set the two side by side as variants of a claim, or as a reading"
                yield Diagnostic(context.loaded[figure.event].mark(figure.loc), "differing-numbers", what, hint)
