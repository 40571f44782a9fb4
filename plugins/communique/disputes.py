"""Which assertions are disputed: by the claims that take them up, never typed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from communique.corpus import Corpus
    from communique.kinds import Claim
    from communique.kinds.claim import Answer

DENYING: Final = frozenset({"denies", "denies-part", "corrects"})
"""Answers that dispute what was asserted, if only in part."""


def denials(claim: Claim) -> tuple[Answer, ...]:
    """The answers that dispute what ``claim`` asks."""
    return tuple(row for row in claim.answers if row.how in DENYING)


def disputing(corpus: Corpus, ref: str) -> tuple[Claim, ...]:
    """The claims in which the statement ``ref`` is asserted and denied."""
    return tuple(claim for claim in corpus.claims_of.get(ref, ()) if ref in claim.assertions and denials(claim))
