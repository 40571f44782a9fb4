"""On how many independent origins something rests. A pure core over records; what it says is derived, never typed.

For events and statements the origins are the ends of their sources' chains. A claim is a question of fact, so its
assertions are as many as there are independent voices *and* independent ways to hear them: nine accounts of what one
command said are one origin, and so are two commands that only one account lets us hear.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from communique.chains import ACTOR, UNNAMED, in_ring, origins, voices
from communique.kinds import Actor, Event

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from communique.kinds import Record, Source
    from communique.kinds.base import Cited
    from communique.kinds.event_rows import Statement


@dataclass(frozen=True, slots=True)
class Support:
    """``accounts`` is how many sources tell it, ``origins`` whose word it is in the end; ``rings`` are those of them
    that are no origin but sources that have it from each other.
    """

    accounts: int
    origins: tuple[str, ...]
    rings: tuple[str, ...] = ()

    @property
    def single(self) -> bool:
        """Whether all of it is the word of one."""
        return len(self.origins) == 1


def uses_of(record: Record, row: Cited) -> Iterator[tuple[str, str | None]]:
    """The sources of a row with the parent each passage came through, as the row or the record names it."""
    vias = {each.source: each.via for each in record.sources} if isinstance(record, Event) else {}
    for id_ in row.sources:
        yield id_, row.via or vias.get(id_)


def support(sources: Mapping[str, Source], uses: Iterable[tuple[str, str | None]]) -> Support:
    """On what some uses (source id, via) rest."""
    given = list(dict.fromkeys(uses))
    ends = origins(sources, given)
    rings = tuple(sorted(end for end in ends if in_ring(sources, end)))
    return Support(len({id_ for id_, _ in given}), tuple(sorted(voices(sources, ends))), rings)


def event_support(sources: Mapping[str, Source], event: Event) -> Support:
    """On what an event rests."""
    return support(sources, [(each.source, each.via) for each in event.sources])


def claim_support(
    sources: Mapping[str, Source], records: Mapping[str, Record], said: Iterable[tuple[Event, Statement]]
) -> Support:
    """On what the assertions ``said`` rest: so many voices as can each be heard through an origin of their own."""
    heard: dict[str, set[str]] = {}
    given = list(said)
    uses: list[tuple[str, str | None]] = []
    names = _voices([row for _, row in given], records)
    for event, row in given:
        used = list(uses_of(event, row))
        uses += used
        heard.setdefault(names[_speaks(row)[0]], set()).update(support(sources, used).origins)
    rings = support(sources, uses).rings
    return Support(len({id_ for id_, _ in uses}), _matched(heard), rings)


def _speaks(row: Statement) -> list[str]:
    return [f"{ACTOR}{id_}" for id_ in row.by] or [f"{UNNAMED}{row.unnamed or ''}"]


def _voices(rows: list[Statement], records: Mapping[str, Record]) -> dict[str, str]:
    """Each speaker with the name of its voice: those who speak jointly are one, and so are a body and its parts."""
    known = dict.fromkeys(each for row in rows for each in _speaks(row))
    name = {each: each for each in known}

    def merge(one: str, other: str) -> None:
        kept, gone = name[one], name[other]
        name.update({each: kept for each, of in name.items() if of == gone})

    for row in rows:
        first, *rest = _speaks(row)
        for other in rest:
            merge(first, other)
    for each in known:
        for whole in _wholes(each.removeprefix(ACTOR), records):
            if f"{ACTOR}{whole}" in known:
                merge(f"{ACTOR}{whole}", each)
    return name


def _wholes(id_: str, records: Mapping[str, Record]) -> set[str]:
    """The bodies that actor ``id_`` is part of, directly or not. A grouping speaks for nobody in it."""
    found: set[str] = set()
    waiting = [id_]
    while waiting:
        record = records.get(waiting.pop())
        for whole in record.part_of if isinstance(record, Actor) else ():
            over = records.get(whole)
            if whole not in found and isinstance(over, Actor) and over.type != "grouping":
                found.add(whole)
                waiting.append(whole)
    return found


def _matched(heard: Mapping[str, set[str]]) -> tuple[str, ...]:
    """The voices that can be given an origin each, no origin twice, as many as possible (Kuhn's matching)."""
    taken: dict[str, str] = {}

    def finds(voice: str, tried: set[str]) -> bool:
        for origin in sorted(heard[voice] - tried):
            tried.add(origin)
            if origin not in taken or finds(taken[origin], tried):
                taken[origin] = voice
                return True
        return False

    return tuple(voice for voice in sorted(heard) if finds(voice, set()))
