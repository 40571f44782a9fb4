"""How a statement reached us where nobody we read heard it: the stops of its chain, in a line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from communique.chains import ACTOR, UNNAMED, chain, depth, longest_way
from communique.corpus import address
from communique.corroboration import uses_of
from communique.kinds import Source
from communique.tongue import gettext
from communique.views.chainviews import source_facts
from communique.views.sheet import Link
from communique.views.words import counted

if TYPE_CHECKING:
    from communique.chains import Hop
    from communique.kinds import Event
    from communique.kinds.base import Cited
    from communique.views.sheet import Sheet

_FAR = 2
"""So many hops away somebody else heard it for those whom we read."""


@dataclass(frozen=True, slots=True)
class WayStop:
    """One stop: who, with language and day. ``link`` is None for somebody nobody named."""

    name: str
    link: Link | None
    facts: str


def way_here(sheet: Sheet, event: Event, row: Cited) -> tuple[WayStop, ...]:
    """The way of the nearest account of ``row``, the origin first; empty where one is the origin's or its hearer's."""
    hops = [chain(sheet.source_records, id_, via) for id_, via in uses_of(event, row)]
    nearest = min(hops, key=lambda hop: (depth(hop), hop.key), default=None)
    if nearest is None or depth(nearest) < _FAR:
        return ()
    return tuple(_stop(sheet, hop) for hop in longest_way(nearest))


def _stop(sheet: Sheet, hop: Hop) -> WayStop:
    if hop.source is None:
        actor = hop.key.removeprefix(ACTOR) if hop.actor else ""
        name = sheet.name(actor) if actor else hop.key.removeprefix(UNNAMED)
        return WayStop(name, sheet.link(actor) if actor else None, hop.occasion)
    source = sheet.corpus.get(Source, hop.source)
    return WayStop(source.publisher, Link(sheet.href(address(source)), source.publisher), source_facts(source))


def origin_words(sheet: Sheet, event: Event, row: Cited) -> str:
    """On how many independent origins a row rests: ``single origin``, ``3 origins``."""
    count = sheet.origin_count(uses_of(event, row))
    return gettext("single origin") if count == 1 else counted(count, "origin") if count else ""
