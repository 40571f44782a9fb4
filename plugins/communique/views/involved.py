"""Who and what an event has to do with: its actors with all that they are part of, its topics."""

from __future__ import annotations

from typing import TYPE_CHECKING

from communique.views.parties import belongs_to, party_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from communique.corpus import Corpus
    from communique.kinds import Event
    from communique.views.sheet import Sheet


def actors_of(event: Event) -> tuple[str, ...]:
    """The actors an event names: who sat there, for whom, who spoke and to whom, who supplied what; once each."""
    found: list[str | None] = [side.actor for side in event.sides]
    for session in event.sessions:
        found += session.sides
    for row in event.present:
        found += (row.actor, row.side)
    for statement in event.statements:
        found += (*statement.by, statement.speaker, *statement.to)
    for transfer in event.transfers:
        found += (transfer.supplier, *transfer.recipients)
    return tuple(dict.fromkeys(id_ for id_ in found if id_))


def with_wholes(corpus: Corpus, actors: tuple[str, ...]) -> tuple[str, ...]:
    """``actors`` and all that they are part of: who looks for a government finds its ministers' meetings."""
    return tuple(dict.fromkeys(each for id_ in actors for each in (id_, *sorted(belongs_to(corpus, id_)))))


def parties_at(corpus: Corpus, event: Event) -> tuple[str, ...]:
    """Whose event it is: the outermost actors of its sides; where it has none, of those who made a statement."""
    own = [side.actor for side in event.sides] or [id_ for row in event.statements for id_ in row.by]
    return tuple(dict.fromkeys(party_of(corpus, id_) for id_ in own))


def topics_of(event: Event) -> tuple[str, ...]:
    """The topics of an event's statements and terms; once each."""
    return tuple(dict.fromkeys([*(row.topic for row in event.statements), *(row.topic for row in event.terms)]))


def show_markings(sheet: Sheet, events: Iterable[Event]) -> None:
    """The page tells of these events and of whom they name: its banner rises to the markings of all of them."""
    marked = sheet.corpus.marked
    if not marked:
        return
    for event in events:
        refs = (event.id, *(f"{event.id}#{row.id}" for row in event.statements))
        for ref in (*refs, *event.tracks, *topics_of(event), *with_wholes(sheet.corpus, actors_of(event))):
            if ref in marked:
                sheet.banner.show(marked[ref])
