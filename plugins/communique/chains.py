"""Source chains: whom a source has it from, back to the origins. A pure core over plain edges.

A chain belongs to a passage, so a citation may say by ``via`` which parent it came through; without it all parents
count. A release (``issued_by``) and a source that cites nobody are origins; so is an actor's own word of which there is
no record, and an unnamed parent. A ring has none.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from communique.kinds import Source


ACTOR: Final = "actor: "
UNNAMED: Final = "unnamed: "


@dataclass(frozen=True, slots=True)
class Hop:
    """One step of a chain: a source (or an origin without a record), how it passed the passage on, and its parents.

    ``how`` is empty at the near end; ``ring`` says that the chain comes back here and is cut.
    """

    source: str | None
    unnamed: str
    how: str
    part: str
    parents: tuple[Hop, ...]
    ring: bool = False
    actor: str = ""
    occasion: str = ""

    @property
    def key(self) -> str:
        """What tells it from other ends of chains: a source's id, ``actor: id``, or ``unnamed: words``."""
        return self.source if self.source is not None else _key(self.actor, self.unnamed)


def _key(actor: str | None, unnamed: str | None) -> str:
    return f"{ACTOR}{actor}" if actor else f"{UNNAMED}{unnamed or ''}"


def chain(sources: Mapping[str, Source], id_: str, via: str | None = None) -> Hop:
    """The chain that ends at source ``id_``; with ``via`` only the branch through that parent, if it is one."""
    return _hop(sources, id_, "", "", via, ())


def _hop(sources: Mapping[str, Source], id_: str, how: str, part: str, via: str | None, way: tuple[str, ...]) -> Hop:
    source = sources.get(id_)
    if id_ in way or source is None:
        return Hop(id_, "", how, part, (), ring=id_ in way)
    rows = [row for row in source.cites if row.source == via] if via else []
    parents = tuple(
        _hop(sources, row.source, row.how, row.part or "", None, (*way, id_))
        if row.source
        else Hop(
            None, row.unnamed or "", row.how, row.part or "", (), actor=row.actor or "", occasion=row.occasion or ""
        )
        for row in rows or source.cites
    )
    return Hop(id_, "", how, part, parents)


def origins(sources: Mapping[str, Source], uses: Iterable[tuple[str, str | None]]) -> frozenset[str]:
    """The independent origins that ``uses`` (source id, via) rest on.

    Each is a source id, ``actor: id`` for the word of somebody named, or ``unnamed: words``. Sources that lead round
    in a ring and nowhere else count as one origin, named by the first id of the ring; a ring with a way out rests on
    that.
    """
    found: set[str] = set()
    for id_, via in uses:
        onward = _edges(sources, id_, via)
        reached = {name: _reached(onward, name) for name in onward}
        for name, others in reached.items():
            if all(name in reached[other] for other in others):
                found.add(min(others, default=name))
    return frozenset(found)


def _edges(sources: Mapping[str, Source], id_: str, via: str | None) -> dict[str, set[str]]:
    """Whom each source on the way from ``id_`` has it from; ``via`` counts at the first step only."""
    edges: dict[str, set[str]] = {}
    waiting = [id_]
    while waiting:
        name = waiting.pop()
        if name in edges:
            continue
        source = sources.get(name)
        rows = source.cites if source else ()
        if name == id_ and via:
            rows = tuple(row for row in rows if row.source == via) or rows
        edges[name] = {row.source or _key(row.actor, row.unnamed) for row in rows}
        waiting += edges[name]
    return edges


def _reached(edges: Mapping[str, set[str]], start: str) -> set[str]:
    """What can be reached from ``start`` in one step or more; ``start`` itself only along a ring."""
    found: set[str] = set()
    waiting = list(edges[start])
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += edges[name]
    return found


def voices(sources: Mapping[str, Source], ends: Iterable[str]) -> frozenset[str]:
    """The ends of chains by whose word they are: two releases of one body are no two independent origins, and neither
    are its release and its spokesman's word at another place."""
    found = set()
    for end in ends:
        source = sources.get(end)
        found.add(f"{ACTOR}{source.issued_by}" if source is not None and source.issued_by else end)
    return frozenset(found)


def in_ring(sources: Mapping[str, Source], end: str) -> bool:
    """Whether the end of a chain is no origin at all, but a ring of sources that have it from each other."""
    source = sources.get(end)
    return source is not None and any(row.source in sources for row in source.cites)


def longest_way(hop: Hop) -> tuple[Hop, ...]:
    """The longest way a passage took to ``hop``, from its origin on; the way ends where a ring closes."""
    ways = [longest_way(parent) for parent in hop.parents if not parent.ring]
    return (*max(ways, key=len, default=()), hop)


def depth(hop: Hop) -> int:
    """How many times a passage was handed on along the longest way of ``hop``; 0 for an origin."""
    return 1 + max(depth(parent) for parent in hop.parents) if hop.parents else 0
