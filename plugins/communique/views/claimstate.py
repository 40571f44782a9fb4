"""What stands between an assertion and its answers: derived from the statements of a claim, never typed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from communique.corroboration import Support, claim_support
from communique.disputes import denials
from communique.tongue import gettext, say
from communique.views.words import counted

if TYPE_CHECKING:
    from collections.abc import Iterable

    from communique.corpus import Said
    from communique.kinds import Claim
    from communique.views.sheet import Sheet


@dataclass(frozen=True, slots=True)
class ClaimState:
    """How a claim stands. ``key`` is disputed, denied-unnamed, answered, not-shown or unanswered.

    ``origin_words`` says on how many independent origins its assertions rest, and names the only one.
    """

    key: str
    words: str
    origins: int
    origin_words: str


def claim_state(sheet: Sheet, claim: Claim) -> ClaimState:
    """Whether a claim is disputed, by anybody named, and on how many origins its assertions rest."""
    key, words = _dispute(sheet, claim)
    said = [sheet.corpus.statements[ref] for ref in claim.assertions]
    rows = [(each.event, each.statement) for each in said]
    found = claim_support(sheet.source_records, sheet.corpus.records, rows)
    return ClaimState(key, words, len(found.origins), corroborated(sheet, found))


def corroborated(sheet: Sheet, found: Support) -> str:
    """How independent what we were told is, in words: *single origin* with its name, or by how many it is borne out."""
    ring = gettext("; circular reporting") if found.rings else ""
    if found.single:
        return say("single origin: {name}", name=sheet.origin_name(found.origins[0])) + ring
    if found.origins:
        return say("corroborated by {origins}", origins=counted(len(found.origins), "origin")) + ring
    return gettext("asserted by nobody")


def _dispute(sheet: Sheet, claim: Claim) -> tuple[str, str]:
    found = [sheet.corpus.statements[each.statement] for each in denials(claim)]
    if any(said.statement.by for said in found):
        return "disputed", gettext("disputed")
    if found:
        return "denied-unnamed", gettext("denied by nobody named")
    if claim.answers:
        return "answered", gettext("answered, not denied")
    if claim.id in sheet.corpus.gaps:
        return "not-shown", gettext("part of it is withheld")
    return "unanswered", gettext("no answer found")


def assertion_claims(sheet: Sheet, said: Said) -> tuple[Claim, ...]:
    """The claims in which a statement is an assertion."""
    return tuple(claim for claim in sheet.corpus.claims_of.get(said.ref, ()) if said.ref in claim.assertions)


def answer_claims(sheet: Sheet, said: Said) -> Iterable[tuple[Claim, str]]:
    """The claims in which a statement is an answer, with how it answers."""
    for claim in sheet.corpus.claims_of.get(said.ref, ()):
        for answer in claim.answers:
            if answer.statement == said.ref:
                yield claim, answer.how
