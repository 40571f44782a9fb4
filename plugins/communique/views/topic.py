"""Topics: who took which position when, what is claimed and denied about it, and which deadlines run."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from communique.corpus import address
from communique.plan import Page
from communique.tongue import gettext
from communique.views.acts import ActsView, acts
from communique.views.claimstate import answer_claims, assertion_claims
from communique.views.deadlines import Undertaking, reckoned_words, undertakings
from communique.views.frame import Frame, frame
from communique.views.positions import STANCES, Matrix, date_of, positions
from communique.views.relations import Mention, mentions
from communique.views.sheet import Link, Sheet
from communique.views.sourcelist import SourceRow, source_rows
from communique.views.statements import (
    DisputeView,
    StatementView,
    dispute,
    statement_view,
)
from communique.views.words import counted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from markupsafe import Markup

    from communique.corpus import Said
    from communique.kinds import Claim, Topic
    from communique.views.sheet import Site

LIST = "topics/index.html"


@dataclass(frozen=True, slots=True)
class ClaimView:
    """A claim of the topic: its question, what is asserted, and in the same view what was answered."""

    link: Link
    assertions: tuple[StatementView, ...]
    dispute: DisputeView


@dataclass(frozen=True, slots=True)
class TopicPage:
    """A topic. ``assertions`` are those that no claim holds yet."""

    frame: Frame
    title: str
    also: str
    summary: Markup
    acts: ActsView | None
    matrix: Matrix | None
    claims: tuple[ClaimView, ...]
    assertions: tuple[StatementView, ...]
    undertakings: tuple[Undertaking, ...]
    reckoned: str
    mentions: tuple[Mention, ...]
    sources: tuple[SourceRow, ...]


@dataclass(frozen=True, slots=True)
class TopicRow:
    """A topic in the list."""

    link: Link
    summary: Markup
    statements: str
    claims: str
    terms: str


@dataclass(frozen=True, slots=True)
class TopicsPage:
    """All topics."""

    frame: Frame
    rows: tuple[TopicRow, ...]
    sources: tuple[SourceRow, ...]


def pages(site: Site) -> Iterator[Page]:
    """The list of topics and the page of each."""
    yield Page(LIST, "pages/topics.html", topics_page(Sheet(site, LIST)))
    for topic in site.corpus.topics:
        yield page(site, topic)


def page(site: Site, topic: Topic) -> Page:
    """The page of one topic."""
    return Page(address(topic), "pages/topic.html", topic_page(Sheet(site, address(topic)), topic))


def topic_page(sheet: Sheet, topic: Topic) -> TopicPage:
    """The view of one topic, made in the order in which it is read."""
    crumbs = (Link(sheet.href("index.html"), sheet.corpus.dossier.title), Link(sheet.href(LIST), gettext("Topics")))
    claims = [claim for claim in sheet.corpus.claims if claim.topic == topic.id]
    return TopicPage(
        frame=frame(sheet, topic.title, section=LIST, record=topic, crumbs=crumbs),
        title=topic.title,
        also=", ".join(topic.also),
        summary=sheet.prose(topic.summary),
        acts=acts(sheet, topic.id),
        matrix=positions(sheet, (topic.id,)),
        claims=tuple(_claim(sheet, claim) for claim in claims),
        assertions=tuple(statement_view(sheet, said) for said in _unclaimed(sheet, topic)),
        undertakings=undertakings(sheet, sheet.corpus.events, topic.id),
        reckoned=reckoned_words(sheet),
        mentions=mentions(sheet, topic.id),
        sources=source_rows(sheet),
    )


def _claim(sheet: Sheet, claim: Claim) -> ClaimView:
    found = sorted((sheet.corpus.statements[ref] for ref in claim.assertions), key=lambda said: date_of(said).sort_key)
    return ClaimView(sheet.link(claim.id), tuple(statement_view(sheet, said) for said in found), dispute(sheet, claim))


def _unclaimed(sheet: Sheet, topic: Topic) -> list[Said]:
    """Assertions and denials on the topic that stand in no claim."""
    found = [
        said
        for said in sheet.corpus.said_on.get(topic.id, ())
        if said.statement.act not in STANCES
        and not assertion_claims(sheet, said)
        and not list(answer_claims(sheet, said))
    ]
    return sorted(found, key=lambda said: date_of(said).sort_key)


def topics_page(sheet: Sheet) -> TopicsPage:
    """The list of topics, those with most statements first."""
    rows = sorted(sheet.corpus.topics, key=lambda topic: (-_count(sheet, topic), topic.title))
    crumbs = (Link(sheet.href("index.html"), sheet.corpus.dossier.title),)
    return TopicsPage(
        frame(sheet, gettext("Topics"), section=LIST, crumbs=crumbs),
        tuple(_row(sheet, topic) for topic in rows),
        source_rows(sheet),
    )


def _count(sheet: Sheet, topic: Topic) -> int:
    return len(sheet.corpus.said_on.get(topic.id, ()))


def _row(sheet: Sheet, topic: Topic) -> TopicRow:
    claims = sum(claim.topic == topic.id for claim in sheet.corpus.claims)
    terms = sum(term.topic == topic.id for event in sheet.corpus.events for term in event.terms)
    return TopicRow(
        sheet.link(topic.id),
        sheet.prose(topic.summary),
        counted(_count(sheet, topic), "statement"),
        counted(claims, "claim") if claims else "",
        counted(terms, "term") + " agreed" if terms else "",
    )
