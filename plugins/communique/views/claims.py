"""The list of claims, by topic."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from communique.kinds import Topic
from communique.plan import Page
from communique.tongue import gettext
from communique.views.claimstate import ClaimState, claim_state
from communique.views.frame import Frame, frame
from communique.views.sheet import Link, Sheet
from communique.views.statements import statement_date
from communique.views.words import DateView

if TYPE_CHECKING:
    from collections.abc import Iterator

    from communique.kinds import Claim
    from communique.views.sheet import Site

PATH = "claims/index.html"


@dataclass(frozen=True, slots=True)
class ClaimRow:
    """One claim in the list."""

    link: Link
    first: DateView | None
    assertions: int
    answers: int
    state: ClaimState


@dataclass(frozen=True, slots=True)
class ClaimGroup:
    """The claims of one topic."""

    topic: Link
    rows: tuple[ClaimRow, ...]


@dataclass(frozen=True, slots=True)
class ClaimsPage:
    """All claims."""

    frame: Frame
    groups: tuple[ClaimGroup, ...]


def pages(site: Site) -> Iterator[Page]:
    """The list of claims."""
    sheet = Sheet(site, PATH)
    groups = tuple(
        ClaimGroup(sheet.link(topic.id), rows) for topic in site.corpus.of(Topic) if (rows := _rows(sheet, topic.id))
    )
    told = gettext("Questions of fact: what was asserted, and every answer to it.")
    yield Page(
        PATH, "pages/claims.html", ClaimsPage(frame(sheet, gettext("Claims"), section=PATH, description=told), groups)
    )


def _rows(sheet: Sheet, topic: str) -> tuple[ClaimRow, ...]:
    rows = [claim_row(sheet, claim) for claim in sheet.corpus.claims if claim.topic == topic]
    return tuple(sorted(rows, key=lambda row: row.first.sort if row.first else ""))


def claim_row(sheet: Sheet, claim: Claim) -> ClaimRow:
    """One claim with how it stands."""
    dates = [statement_date(sheet.corpus.statements[ref]) for ref in claim.assertions]
    first = min(dates, key=lambda date: date.sort, default=None)
    state = claim_state(sheet, claim)
    return ClaimRow(sheet.link(claim.id), first, len(claim.assertions), len(claim.answers), state)
