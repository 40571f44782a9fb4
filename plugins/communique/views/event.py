"""The page of an event: everything the record says, with where it is from, and what hangs on it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from communique.corpus import Said, address
from communique.kinds import Place
from communique.plan import Page
from communique.tongue import gettext, say
from communique.views.chainviews import Accounts, accounts
from communique.views.corrections import CorrectionView, corrections_of
from communique.views.delegations import SideView, delegations
from communique.views.eventfacts import Fact, event_facts
from communique.views.eventparts import (
    MetView,
    NumberView,
    SessionView,
    TermView,
    TransferView,
    met_views,
    number_views,
    session_views,
    term_views,
    transfer_views,
)
from communique.views.frame import Frame, frame
from communique.views.maps import MapView, locator
from communique.views.maps.places import happened_at
from communique.views.readings import Difference, differences
from communique.views.relations import Mention, Relation, mentions, relations
from communique.views.sheet import Link, Sheet, event_number
from communique.views.sourcelist import SourceRow, source_rows
from communique.views.statements import StatementView, statement_view
from communique.views.travels import Travel, travels
from communique.views.words import TypeMark, counted, type_mark

if TYPE_CHECKING:
    from collections.abc import Iterator

    from markupsafe import Markup

    from communique.kinds import Event
    from communique.views.sheet import Site


@dataclass(frozen=True, slots=True)
class EventPage:
    """An event. Fields stand in the order of the page; ``sources`` comes last, as numbering ends there.

    ``sat_together`` is false for what has parties and no table: an announcement, a transfer, fighting.
    """

    frame: Frame
    title: str
    number: str
    mark: TypeMark
    summary: Markup
    facts: tuple[Fact, ...]
    sat_together: bool
    sides: tuple[SideView, ...]
    sessions: tuple[SessionView, ...]
    met: MetView
    statements: tuple[StatementView, ...]
    statements_aside: str
    terms: tuple[TermView, ...]
    transfers: tuple[TransferView, ...]
    numbers: tuple[NumberView, ...]
    differences: tuple[Difference, ...]
    travels: tuple[Travel, ...]
    accounts: Accounts
    claims: tuple[Link, ...]
    relations: tuple[Relation, ...]
    concerns: tuple[Link, ...]
    map: MapView | None
    mentions: tuple[Mention, ...]
    corrections: tuple[CorrectionView, ...]
    sources: tuple[SourceRow, ...]


def pages(site: Site) -> Iterator[Page]:
    """The page of every event."""
    for event in site.corpus.events:
        yield Page(address(event), "pages/event.html", event_page(Sheet(site, address(event)), event))


def event_page(sheet: Sheet, event: Event) -> EventPage:
    """The view of one event, made in the order in which it is read, so that notes are numbered as they come."""
    sheet.lists(event.sources)
    uses = [(each.source, each.via) for each in event.sources]
    found = accounts(sheet, uses)
    statements = [Said(event, row) for row in event.statements]
    told: dict[str, Link] = {}
    return EventPage(
        frame=_frame(sheet, event),
        title=event.title,
        number=event_number(event),
        mark=type_mark(event),
        summary=sheet.prose(event.summary),
        facts=event_facts(sheet, event, found),
        sat_together=event.type in ("meeting", "agreement"),
        sides=delegations(sheet, event),
        sessions=session_views(sheet, event),
        met=met_views(sheet, event),
        statements=tuple(statement_view(sheet, said, told) for said in statements),
        statements_aside=_aside(sheet, statements),
        terms=term_views(sheet, event),
        transfers=transfer_views(sheet, event),
        numbers=number_views(sheet, event),
        differences=differences(sheet, event),
        travels=travels(sheet, event),
        accounts=found,
        claims=_claims(sheet, statements),
        relations=relations(sheet, event),
        concerns=tuple(sheet.link(id_) for id_ in event.concerns),
        map=_map(sheet, event),
        mentions=mentions(sheet, event.id),
        corrections=corrections_of(sheet, event),
        sources=_sources(sheet, event),
    )


def _frame(sheet: Sheet, event: Event) -> Frame:
    tracks = tuple(sheet.link(id_) for id_ in event.tracks)
    home = Link(sheet.href("index.html"), sheet.corpus.dossier.title)
    return frame(
        sheet,
        event.title,
        section="events/index.html",
        record=event,
        crumbs=(home, Link(sheet.href("events/index.html"), gettext("Events")), *tracks),
    )


def _aside(sheet: Sheet, statements: list[Said]) -> str:
    if not statements:
        return ""
    origins = sheet.origin_count((id_, said.statement.via) for said in statements for id_ in said.statement.sources)
    told = counted(len(statements), "statement")
    return say("{statements}, all from one origin", statements=told) if origins == 1 and len(statements) > 1 else told


def _claims(sheet: Sheet, statements: list[Said]) -> tuple[Link, ...]:
    claims = (claim for said in statements for claim in sheet.corpus.claims_of.get(said.ref, ()))
    return tuple(sheet.link(id_) for id_ in dict.fromkeys(claim.id for claim in claims))


def _map(sheet: Sheet, event: Event) -> MapView | None:
    places = happened_at(event) | frozenset(event.concerns)
    return locator(sheet, [sheet.corpus.get(Place, id_) for id_ in sorted(places)])


def _sources(sheet: Sheet, event: Event) -> tuple[SourceRow, ...]:
    """Every source of the record stands in the list, also one that no row of it names."""
    sheet.cite(each.source for each in event.sources)
    return source_rows(sheet, event)
