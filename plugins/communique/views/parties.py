"""Whose statement it is, for tables by party: a body speaks for the state it belongs to, and is still named."""

from __future__ import annotations

from typing import TYPE_CHECKING

from communique.kinds import Actor

if TYPE_CHECKING:
    from communique.corpus import Corpus
    from communique.kinds.event_rows import Statement


def belongs_to(corpus: Corpus, id_: str) -> frozenset[str]:
    """The actor itself and all that it is part of, at any remove."""
    found: set[str] = set()
    left = [id_]
    while left:
        each = left.pop()
        if each not in found:
            found.add(each)
            left += corpus.get(Actor, each).part_of
    return frozenset(found)


def party_of(corpus: Corpus, id_: str) -> str:
    """The outermost actor that ``id_`` belongs to; itself where it belongs to none, or to several."""
    seen = {id_}
    while len(parents := corpus.get(Actor, id_).part_of) == 1 and parents[0] not in seen:
        id_ = parents[0]
        seen.add(id_)
    return id_


def parties_of(corpus: Corpus, statement: Statement, wanted: tuple[str, ...] = ()) -> tuple[str, ...]:
    """The parties a statement counts as: of ``wanted`` where given, else the outermost actors of its ``by``."""
    if not wanted:
        return tuple(dict.fromkeys(party_of(corpus, id_) for id_ in statement.by))
    whole = frozenset[str]().union(*(belongs_to(corpus, id_) for id_ in statement.by))
    return tuple(party for party in wanted if party in whole)
