"""One statement with its verbatim words, where they stand, how far to trust them, and how they travelled."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from communique.tongue import gettext
from communique.views.blocks.edition import claim_anchor
from communique.views.claimstate import assertion_claims
from communique.views.sheet import Link
from communique.views.statements import DisputeView, StatementView, dispute, statement_view
from communique.views.travels import Travel, travels

if TYPE_CHECKING:
    from collections.abc import Iterator

    from communique.blocks import Quotation
    from communique.corpus import Said
    from communique.views.blocks.edition import Edition


@dataclass(frozen=True, slots=True)
class QuotationBlock:
    """``travels`` are the ways on which later accounts changed the words."""

    statement: StatementView
    travels: tuple[Travel, ...]


def quotation(edition: Edition, options: Quotation) -> QuotationBlock:
    """The statement the block names."""
    said = edition.sheet.corpus.statements[options.statement]
    view = replace(statement_view(edition.sheet, said), disputes=tuple(_disputes(edition, said)))
    told = travels(edition.sheet, said.event)
    return QuotationBlock(view, tuple(each for each in told if each.number == view.number))


def _disputes(edition: Edition, said: Said) -> Iterator[DisputeView]:
    """What was answered: in full, or in short where a claims block of the edition has it in full."""
    shown = {claim.id for claim in edition.claims}
    for claim in assertion_claims(edition.sheet, said):
        told_at = Link(f"#{claim_anchor(claim.id)}", gettext("the claim itself")) if claim.id in shown else None
        yield dispute(edition.sheet, claim, told_at)
