"""The blocks of a briefing as plain values: one function a block, from the edition and the block's options."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from communique.views.blocks.calendar import calendar
from communique.views.blocks.changes import changes
from communique.views.blocks.claims import claims
from communique.views.blocks.corrections import corrections
from communique.views.blocks.edition import Edition
from communique.views.blocks.figure import figure
from communique.views.blocks.glance import glance
from communique.views.blocks.judgements import judgements
from communique.views.blocks.people import delegations, whos_who
from communique.views.blocks.positions import positions
from communique.views.blocks.quotation import quotation
from communique.views.blocks.sources import chain, sources
from communique.views.blocks.timeline import timeline

if TYPE_CHECKING:
    from collections.abc import Callable

    BlockView = Callable[[Edition, Any], Any]
    """What a block's part in templates/parts/blocks/ is given."""

__all__ = ["BLOCK_VIEWS", "Edition"]

BLOCK_VIEWS: dict[str, BlockView] = {
    "judgements": judgements,
    "at-a-glance": glance,
    "timeline": timeline,
    "quotation": quotation,
    "positions": positions,
    "claims": claims,
    "delegations": delegations,
    "whos-who": whos_who,
    "figure": figure,
    "chain": chain,
    "changes": changes,
    "corrections": corrections,
    "calendar": calendar,
    "sources": sources,
}
