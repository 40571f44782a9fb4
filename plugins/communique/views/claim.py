"""The page of a claim: what was asserted and what was answered, facing each other, day by day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from communique.corpus import address
from communique.kinds import Source
from communique.plan import Page
from communique.tongue import gettext, say
from communique.views.bars import Bar, Scale, comparable, scale
from communique.views.citing import cite_row
from communique.views.claimstate import ClaimState, claim_state
from communique.views.corrections import CorrectionView, corrections_of
from communique.views.eventfacts import Fact
from communique.views.facing import FacingRow, facing, year_of_all
from communique.views.frame import Frame, frame
from communique.views.labels import ANSWERS
from communique.views.naming import short_name
from communique.views.relations import Mention, mentions
from communique.views.sheet import Grade, Link, Sheet, event_number
from communique.views.sourcelist import SourceRow, source_rows
from communique.views.statements import statement_date
from communique.views.words import DateView, joined

if TYPE_CHECKING:
    from collections.abc import Iterator

    from markupsafe import Markup

    from communique.kinds import Claim
    from communique.kinds.claim import Variant
    from communique.views.sheet import NoteMark, Site


@dataclass(frozen=True, slots=True)
class VariantView:
    """One wording, with who has it: a statement, or sources alone. ``bar`` is None where the scale is not drawn."""

    value: str
    bar: Bar | None
    carrier: Link | None
    date: DateView | None
    publishers: str
    notes: tuple[NoteMark, ...]
    grades: tuple[Grade, ...]
    note: str


@dataclass(frozen=True, slots=True)
class VariantGroup:
    """Wordings that stand together, on one scale where they are numbers."""

    label: str
    scale: Scale | None
    rows: tuple[VariantView, ...]


@dataclass(frozen=True, slots=True)
class ClaimPage:
    """A claim. Fields stand in the order of the page."""

    frame: Frame
    question: str
    summary: Markup
    state: ClaimState
    facts: tuple[Fact, ...]
    year: str
    rows: tuple[FacingRow, ...]
    variants: tuple[VariantGroup, ...]
    mentions: tuple[Mention, ...]
    corrections: tuple[CorrectionView, ...]
    sources: tuple[SourceRow, ...]


def pages(site: Site) -> Iterator[Page]:
    """The page of every claim."""
    for claim in site.corpus.claims:
        yield page(site, claim)


def page(site: Site, claim: Claim) -> Page:
    """The page of one claim."""
    return Page(address(claim), "pages/claim.html", claim_page(Sheet(site, address(claim)), claim))


def claim_page(sheet: Sheet, claim: Claim) -> ClaimPage:
    """The view of one claim, made in the order in which it is read."""
    sheet.lists(claim.sources)
    home = Link(sheet.href("index.html"), sheet.corpus.dossier.title)
    crumbs = (home, Link(sheet.href("claims/index.html"), gettext("Claims")), sheet.link(claim.topic))
    section = "claims/index.html"
    year = year_of_all(sheet, claim)
    return ClaimPage(
        frame=frame(sheet, claim.question, section=section, record=claim, crumbs=crumbs),
        question=claim.question,
        summary=sheet.prose(claim.summary),
        state=claim_state(sheet, claim),
        facts=tuple(_facts(sheet, claim)),
        year=str(year) if year else "Day",
        rows=facing(sheet, claim, year),
        variants=tuple(_groups(sheet, claim)),
        mentions=mentions(sheet, claim.id, ("note", "briefing", "page", "event")),
        corrections=corrections_of(sheet, claim),
        sources=source_rows(sheet, claim),
    )


# Facts


def _facts(sheet: Sheet, claim: Claim) -> Iterator[Fact]:
    state = claim_state(sheet, claim)
    statements = sheet.corpus.statements
    yield Fact(gettext("How it stands"), words=state.words)
    if claim.assertions:
        dates = [statement_date(statements[ref]) for ref in claim.assertions]
        yield Fact(gettext("First asserted"), date=min(dates, key=lambda date: date.sort))
    yield Fact(gettext("Assertions"), words=str(len(claim.assertions)), more=_asserted_by(sheet, claim))
    yield Fact(gettext("Answers"), words=str(len(claim.answers)) if claim.answers else "none found", more=_how(claim))
    if claim.no_answer:
        links = tuple(sheet.link(row.actor) for row in claim.no_answer)
        yield Fact(gettext("Asked, no answer"), links=links)
    words, _, name = state.origin_words.partition(": ")
    yield Fact(gettext("Origins"), words=words, more=name)


def _asserted_by(sheet: Sheet, claim: Claim) -> str:
    rows = [sheet.corpus.statements[ref].statement for ref in claim.assertions]
    named = dict.fromkeys(short_name(sheet, id_) for row in rows for id_ in row.by)
    unnamed = any(not row.by for row in rows)
    who = [*named, *(["somebody unnamed"] if unnamed else [])]
    return say("by {names}", names=joined(who)) if who else ""


def _how(claim: Claim) -> str:
    """``2 deny, 1 denies in part``: every way of answering with its number."""
    plural = {"denies": "deny", "denies-part": "deny in part", "deflects": "turn elsewhere", "confirms": "confirm"}
    plural["corrects"] = "correct"
    found = {how: sum(each.how == how for each in claim.answers) for how in ANSWERS}
    return ", ".join(
        f"{number} {plural[how] if number > 1 else ANSWERS[how]}" for how, number in found.items() if number
    )


# Variants


def _groups(sheet: Sheet, claim: Claim) -> Iterator[VariantGroup]:
    grouped: dict[str, list[Variant]] = {}
    for row in claim.variants:
        grouped.setdefault(row.label, []).append(row)
    for label, rows in grouped.items():
        wordings = [row.value for row in rows]
        drawn, bars = _drawn(wordings)
        views = tuple(_variant(sheet, claim, row, bar) for row, bar in zip(rows, bars, strict=True))
        yield VariantGroup(label[:1].upper() + label[1:], drawn, views)


def _drawn(wordings: list[str]) -> tuple[Scale | None, tuple[Bar | None, ...]]:
    return scale(wordings) if comparable(wordings) else (None, (None,) * len(wordings))


def _variant(sheet: Sheet, claim: Claim, row: Variant, bar: Bar | None) -> VariantView:
    carrier, date = None, None
    notes = cite_row(sheet, claim, row)
    if row.statement:
        said = sheet.corpus.statements[row.statement]
        who = joined([short_name(sheet, id_) for id_ in said.statement.by]) or said.statement.unnamed or ""
        number = event_number(said.event)
        carrier = sheet.link(row.statement, ", ".join(part for part in (who, number) if part))
        date = statement_date(said)
        notes = notes or cite_row(sheet, said.event, said.statement)
    publishers = "" if carrier else joined([sheet.corpus.get(Source, id_).publisher for id_ in row.sources])
    grades = tuple(mark.grade for mark in notes)
    return VariantView(row.value, bar, carrier, date, publishers, notes, grades, row.note or "")
