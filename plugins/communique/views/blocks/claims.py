"""Claims for a reader in a hurry: what was asserted, and facing it everything that was answered."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from communique.corpus import address
from communique.dates import OPEN
from communique.kinds import Claim
from communique.views.blocks.edition import claim_anchor
from communique.views.citing import cite_row
from communique.views.sheet import Link, event_number
from communique.views.statements import DisputeView, dispute, quotation, statement_date, voice

if TYPE_CHECKING:
    from communique.blocks import ClaimsBlock
    from communique.corpus import Said
    from communique.dates import Edtf
    from communique.views.blocks.edition import Edition
    from communique.views.sheet import NoteMark
    from communique.views.statements import QuotationView, Voice
    from communique.views.words import DateView


@dataclass(frozen=True, slots=True)
class Sentence:
    """One thing asserted."""

    text: str
    quotation: QuotationView | None
    notes: tuple[NoteMark, ...]


@dataclass(frozen=True, slots=True)
class Assertion:
    """What one voice asserted on one day."""

    voice: Voice
    date: DateView
    link: Link
    sentences: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class ClaimBlock:
    """One claim: assertions on one side; on the other answers and those who gave none.

    ``anchor`` is its id in the edition, empty where an earlier block has it. ``earlier`` assertions are left to the
    claim's own page; answers never are.
    """

    anchor: str
    claim: Link
    assertions: tuple[Assertion, ...]
    earlier: int
    dispute: DisputeView


def claims(edition: Edition, options: ClaimsBlock) -> tuple[ClaimBlock, ...]:
    """The claims the block names, each beside its answers."""
    corpus = edition.sheet.corpus
    return tuple(_claim(edition, corpus.get(Claim, id_), options.start) for id_ in options.claims)


def _claim(edition: Edition, claim: Claim, start: Edtf | None) -> ClaimBlock:
    statements = edition.sheet.corpus.statements
    said = sorted((statements[ref] for ref in claim.assertions), key=lambda each: statement_date(each).sort)
    shown = [each for each in said if start is None or _made(each).possibly_within(start.earliest, OPEN)] or said
    told = tuple(_assertion(edition, list(group)) for _, group in groupby(shown, key=_occasion))
    link, earlier = edition.sheet.link(claim.id), len(said) - len(shown)
    return ClaimBlock(edition.place(claim_anchor(claim.id)), link, told, earlier, dispute(edition.sheet, claim))


def _made(said: Said) -> Edtf:
    return said.statement.date or said.event.date


def _occasion(said: Said) -> tuple[str, ...]:
    row = said.statement
    return said.event.id, str(row.date or ""), *row.by, row.speaker or "", row.unnamed or ""


def _assertion(edition: Edition, said: list[Said]) -> Assertion:
    sheet, first = edition.sheet, said[0]
    link = Link(sheet.href(f"{address(first.event)}#{first.statement.id}"), event_number(first.event))
    return Assertion(
        voice(sheet, first.statement),
        statement_date(first),
        link,
        tuple(
            Sentence(
                each.statement.text,
                quotation(sheet, each.event, each.statement),
                cite_row(sheet, each.event, each.statement),
            )
            for each in said
        ),
    )
