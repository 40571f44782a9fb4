"""The page of an actor: names, posts, meetings, whom it met, what it said by topic."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from communique.corpus import address
from communique.dates import Edtf
from communique.kinds import Source, Track
from communique.plan import Page
from communique.tongue import gettext, say
from communique.views import labels
from communique.views.actorevents import Attendance, Met, attendances, counterparts, transfers_of
from communique.views.corrections import CorrectionView, corrections_of
from communique.views.frame import Frame, frame
from communique.views.namelists import FormView, forms, other_names
from communique.views.naming import links
from communique.views.positions import Matrix, by_topic
from communique.views.posts import posts_chart
from communique.views.relations import Mention, mentions
from communique.views.sheet import Link, Sheet
from communique.views.sourcelist import SourceRow, source_rows
from communique.views.statements import StatementView, statement_date, statement_view
from communique.views.whereabouts import Whereabouts, whereabouts
from communique.views.words import DateView, Foreign, date_view

if TYPE_CHECKING:
    from collections.abc import Iterator

    from markupsafe import Markup

    from communique.corpus import Said
    from communique.kinds import Actor
    from communique.kinds.actor import Tenure
    from communique.views.sheet import NoteMark, Site


@dataclass(frozen=True, slots=True)
class TenureView:
    """A post. ``held`` is None where neither start nor end is known; ``shown`` is when sources show it held."""

    post: str
    body: Link | None
    held: DateView | None
    shown: DateView | None
    notes: tuple[NoteMark, ...]
    note: str


@dataclass(frozen=True, slots=True)
class TopicGroup:
    """What the actor said on one topic, by day."""

    topic: Link
    statements: tuple[StatementView, ...]


@dataclass(frozen=True, slots=True)
class ActorPage:
    """An actor. Fields stand in the order of the page."""

    frame: Frame
    name: str
    type: str
    other_names: tuple[Foreign, ...]
    identity_assumed: bool
    summary: Markup
    note: str
    part_of: tuple[Link, ...]
    members: tuple[Link, ...]
    posts: tuple[Markup, ...]
    tenures: tuple[TenureView, ...]
    where: Whereabouts
    attendances: tuple[Attendance, ...]
    met: Met | None
    moved: Matrix | None
    topics: tuple[TopicGroup, ...]
    transfers: tuple[Link, ...]
    convenes: tuple[Link, ...]
    releases: tuple[Link, ...]
    claims: tuple[Mention, ...]
    mentions: tuple[Mention, ...]
    forms: tuple[FormView, ...]
    corrections: tuple[CorrectionView, ...]
    sources: tuple[SourceRow, ...]


def pages(site: Site) -> Iterator[Page]:
    """The page of every actor."""
    for actor in site.corpus.actors:
        yield page(site, actor)


def page(site: Site, actor: Actor) -> Page:
    """The page of one actor."""
    return Page(address(actor), "pages/actor.html", actor_page(Sheet(site, address(actor)), actor))


def actor_page(sheet: Sheet, actor: Actor) -> ActorPage:
    """The view of one actor, made in the order in which it is read."""
    corpus = sheet.corpus
    return ActorPage(
        frame=_frame(sheet, actor),
        name=sheet.name(actor.id),
        type=labels.ACTOR_TYPES[actor.type],
        other_names=other_names(actor.names, corpus.dossier.language),
        identity_assumed=actor.identity == "assumed",
        summary=sheet.prose(actor.summary),
        note=actor.note or "",
        part_of=links(sheet, actor.part_of),
        members=links(sheet, [each.id for each in corpus.actors if actor.id in each.part_of]),
        posts=posts_chart(
            sheet, actor.tenures, say("Posts of {name}, told in the table below", name=sheet.name(actor.id))
        ),
        tenures=_tenures(sheet, actor),
        where=whereabouts(sheet, actor),
        attendances=attendances(sheet, actor),
        met=counterparts(sheet, actor),
        moved=by_topic(sheet, actor.id),
        topics=topic_groups(sheet, actor.id),
        transfers=transfers_of(sheet, actor.id),
        convenes=links(sheet, [each.id for each in corpus.of(Track) if actor.id in each.convenors]),
        releases=links(sheet, [each.id for each in corpus.of(Source) if each.issued_by == actor.id]),
        claims=mentions(sheet, actor.id, ("claim",)),
        mentions=mentions(sheet, actor.id),
        forms=forms(sheet, actor),
        corrections=corrections_of(sheet, actor),
        sources=source_rows(sheet),
    )


def _frame(sheet: Sheet, actor: Actor) -> Frame:
    home = Link(sheet.href("index.html"), sheet.corpus.dossier.title)
    crumbs = (home, Link(sheet.href("actors/index.html"), gettext("Actors")), *links(sheet, actor.part_of))
    section = "actors/index.html"
    return frame(sheet, sheet.name(actor.id), section=section, record=actor, crumbs=crumbs)


def _tenures(sheet: Sheet, actor: Actor) -> tuple[TenureView, ...]:
    return tuple(
        TenureView(
            row.post,
            sheet.link(row.body) if row.body else None,
            _held(row),
            date_view(row.shown) if row.shown else None,
            sheet.cite(row.sources, credibility=row.credibility or "", locator=row.locator or ""),
            row.note or "",
        )
        for row in actor.tenures
    )


def _held(row: Tenure) -> DateView | None:
    """From start to end; an end alone is shown as such, and nothing where neither is known."""
    if row.start is not None:
        return date_view(row.start, row.end)
    return date_view(row.end) if isinstance(row.end, Edtf) else None


def topic_groups(sheet: Sheet, id_: str) -> tuple[TopicGroup, ...]:
    """What counts as said by an actor, or was spoken by it, topic by topic.

    Answers to what it asserts are told in short, with the way to the claim where they stand in full.
    """
    corpus = sheet.corpus
    own = corpus.said_by.get(id_, ())
    claims = {claim.id: claim for said in own for claim in corpus.claims_of.get(said.ref, ())}
    told = {each: Link(sheet.href(address(claim)), gettext("the claim")) for each, claim in claims.items()}
    grouped: dict[str, list[Said]] = {}
    for said in own:
        grouped.setdefault(said.statement.topic, []).append(said)
    return tuple(
        TopicGroup(
            sheet.link(topic.id),
            tuple(
                statement_view(sheet, said, told)
                for said in sorted(grouped[topic.id], key=lambda each: statement_date(each).sort)
            ),
        )
        for topic in corpus.topics
        if topic.id in grouped
    )
