"""What stands between an assertion and its answers: derived from the statements of a claim, never typed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from communique.disputes import denials
from communique.kinds import Event
from communique.views.words import counted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from communique.corpus import Said
    from communique.kinds import Claim, Record
    from communique.kinds.base import Cited
    from communique.views.sheet import Sheet


@dataclass(frozen=True, slots=True)
class ClaimState:
    """How a claim stands. ``key`` is disputed, denied-unnamed, answered, not-shown or unanswered."""

    key: str
    words: str
    origins: int
    origin_words: str


def claim_state(sheet: Sheet, claim: Claim) -> ClaimState:
    """Whether a claim is disputed, by anybody named, and on how many origins its assertions rest."""
    key, words = _dispute(sheet, claim)
    statements = sheet.corpus.statements
    uses = [use for ref in claim.assertions for use in uses_of(statements[ref].event, statements[ref].statement)]
    origins = sheet.origin_count(uses)
    origin_words = "single origin" if origins == 1 else counted(origins, "origin")
    return ClaimState(key, words, origins, origin_words)


def _dispute(sheet: Sheet, claim: Claim) -> tuple[str, str]:
    found = [sheet.corpus.statements[each.statement] for each in denials(claim)]
    if any(said.statement.by for said in found):
        return "disputed", "disputed"
    if found:
        return "denied-unnamed", "denied by nobody named"
    if claim.answers:
        return "answered", "answered, not denied"
    if claim.id in sheet.corpus.gaps:
        return "not-shown", "part of it is withheld"
    return "unanswered", "no answer found"


def uses_of(record: Record, row: Cited) -> Iterator[tuple[str, str | None]]:
    """The sources of a row with the parent each passage came through, as the row or the record names it."""
    vias = {each.source: each.via for each in record.sources} if isinstance(record, Event) else {}
    for id_ in row.sources:
        yield id_, row.via or vias.get(id_)


def assertion_claims(sheet: Sheet, said: Said) -> tuple[Claim, ...]:
    """The claims in which a statement is an assertion."""
    return tuple(claim for claim in sheet.corpus.claims_of.get(said.ref, ()) if said.ref in claim.assertions)


def answer_claims(sheet: Sheet, said: Said) -> Iterable[tuple[Claim, str]]:
    """The claims in which a statement is an answer, with how it answers."""
    for claim in sheet.corpus.claims_of.get(said.ref, ()):
        for answer in claim.answers:
            if answer.statement == said.ref:
                yield claim, answer.how
