"""What the editor of an edition had before her: the records that its text and its judgements name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from communique.markdown import Mention, scan

if TYPE_CHECKING:
    from communique.kinds import Briefing


def vouched(briefing: Briefing) -> frozenset[str]:
    """The records that the edition itself cites or links: they were known to its editor."""
    named = (each.id for each in scan(briefing.body) if isinstance(each, Mention))
    return frozenset((*named, *(id_ for row in briefing.judgements for id_ in row.rests_on)))
