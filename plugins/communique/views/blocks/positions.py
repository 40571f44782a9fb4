"""Positions for a reader in a hurry: topics down, parties across, what was said in the time the edition covers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from communique.views.naming import short_name
from communique.views.parties import parties_of
from communique.views.positions import STANCES, Position, date_of, moves, position_view, stances

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from communique.blocks import Positions
    from communique.corpus import Said
    from communique.views.blocks.edition import Edition
    from communique.views.sheet import Link, NoteMark

ACTS: Final = STANCES - {"characterisation"}
"""What a party wants, offers or refuses; how it sees the world is told in the text of an edition, if anywhere."""


@dataclass(frozen=True, slots=True)
class PositionsCell:
    """What one party said on one topic; ``earlier``: before the time covered, and nothing since."""

    party: str
    positions: tuple[Position, ...]
    earlier: bool


@dataclass(frozen=True, slots=True)
class TopicRow:
    """One topic."""

    topic: Link
    cells: tuple[PositionsCell, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A party; ``wide`` where it said more than all others together."""

    name: str
    wide: bool


@dataclass(frozen=True, slots=True)
class Move:
    """That a party, on a topic, did something else than on its last day: ``was`` a demand, ``now`` an offer."""

    party: str
    topic: Link
    was: str
    was_link: Link
    now: str
    now_link: Link
    notes: tuple[NoteMark, ...]


@dataclass(frozen=True, slots=True)
class PositionsView:
    """The table. ``covers`` are the words for the time it is about, empty where it is all of it.

    ``moved`` is what changed in that time against what the party had said before.
    """

    parties: tuple[Column, ...]
    rows: tuple[TopicRow, ...]
    covers: str
    moved: tuple[Move, ...]


def positions(edition: Edition, options: Positions) -> PositionsView:
    """The positions of the parties named, or of all that took one."""
    sheet = edition.sheet
    parties = options.parties or _parties(edition, options.topics)
    rows = tuple(
        TopicRow(sheet.link(topic), tuple(_cell(edition, topic, party) for party in parties))
        for topic in options.topics
    )
    covers = edition.briefing.covers
    said = [sum(len(each.text) for row in rows for each in row.cells[at].positions) for at in range(len(parties))]
    columns = (
        Column(short_name(sheet, id_), 2 * length > sum(said)) for id_, length in zip(parties, said, strict=True)
    )
    return PositionsView(
        tuple(columns), rows, covers.words() if covers else "", tuple(_moved(edition, options.topics, parties))
    )


def _moved(edition: Edition, topics: Sequence[str], parties: Sequence[str]) -> Iterator[Move]:
    for topic in topics:
        for party in parties:
            said = _of_party(edition, topic, party)
            for at, (each, moved) in enumerate(moves(said)):
                if moved and _covered(edition, each):
                    yield _move(edition, topic, party, said[at - 1], each)


def _move(edition: Edition, topic: str, party: str, before: Said, after: Said) -> Move:
    sheet = edition.sheet
    was, now = (position_view(sheet, said, party, moved=False, several=False) for said in (before, after))
    return Move(short_name(sheet, party), sheet.link(topic), was.act, was.link, now.act, now.link, now.notes)


def _of_party(edition: Edition, topic: str, party: str) -> list[Said]:
    corpus = edition.sheet.corpus
    return [said for said in _stances(edition, [topic]) if party in parties_of(corpus, said.statement, (party,))]


def _parties(edition: Edition, topics: tuple[str, ...]) -> tuple[str, ...]:
    corpus = edition.sheet.corpus
    found = (party for said in _stances(edition, topics) for party in parties_of(corpus, said.statement))
    return tuple(dict.fromkeys(found))


def _cell(edition: Edition, topic: str, party: str) -> PositionsCell:
    sheet = edition.sheet
    all_ = _of_party(edition, topic, party)
    now = [said for said in all_ if _covered(edition, said)]
    shown = now or [said for said in all_ if _before(edition, said)][-1:]
    return PositionsCell(
        sheet.name(party),
        tuple(position_view(sheet, said, party, moved=False, several=False) for said in shown),
        earlier=bool(shown) and not now,
    )


def _stances(edition: Edition, topics: Sequence[str]) -> list[Said]:
    return [said for said in stances(edition.sheet, topics) if said.statement.act in ACTS]


def _covered(edition: Edition, said: Said) -> bool:
    covers = edition.briefing.covers
    return covers is None or date_of(said).possibly_within(covers.earliest, covers.latest)


def _before(edition: Edition, said: Said) -> bool:
    covers = edition.briefing.covers
    return covers is not None and date_of(said).certainly_before(covers)
