"""Tracks: each told as a story, round by round: who sat with whom, how, what came of it, what it took up."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from communique.corpus import address
from communique.plan import Page
from communique.tongue import gettext, say
from communique.views.deadlines import Undertaking, reckoned_words, still_open, undertakings
from communique.views.delegations import SideView, delegations
from communique.views.eventparts import MetView, SessionView, met_views, session_views
from communique.views.eventrows import EventRow, event_row
from communique.views.frame import Frame, frame
from communique.views.labels import RESULTS, TRACK_TYPES
from communique.views.lanes import drawings, one_lane
from communique.views.naming import links
from communique.views.relations import RELATIONS, Mention, Relation, mentions, relations
from communique.views.rounds import Gap, Rooms, gaps, room_tables
from communique.views.sheet import Link, Sheet
from communique.views.sourcelist import SourceRow, source_rows
from communique.views.timeline import extent
from communique.views.words import counted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from markupsafe import Markup

    from communique.kinds import Event, Track
    from communique.views.sheet import Site

LIST = "tracks/index.html"


@dataclass(frozen=True, slots=True)
class Chapter:
    """One event of a track. ``round`` is empty where it has no number; of the ``others`` no person is named;
    ``gap`` is the time since the one before.
    """

    row: EventRow
    round: str
    summary: Markup
    sides: tuple[SideView, ...]
    others: tuple[Link, ...]
    sessions: tuple[SessionView, ...]
    met: MetView
    result: str
    document: str
    terms: str
    said: str
    relations: tuple[Relation, ...]
    gap: Gap | None


@dataclass(frozen=True, slots=True)
class TrackPage:
    """A track. ``open`` are its terms and demands with a time allowed that nothing has closed."""

    frame: Frame
    title: str
    type: str
    convenors: tuple[Link, ...]
    summary: Markup
    extent: str
    drawings: tuple[Markup, ...]
    rooms: tuple[Rooms, ...]
    chapters: tuple[Chapter, ...]
    open: tuple[Undertaking, ...]
    reckoned: str
    mentions: tuple[Mention, ...]
    sources: tuple[SourceRow, ...]


@dataclass(frozen=True, slots=True)
class TrackRow:
    """A track in the list, with its last event."""

    link: Link
    type: str
    convenors: tuple[Link, ...]
    summary: Markup
    extent: str
    last: EventRow | None


@dataclass(frozen=True, slots=True)
class TracksPage:
    """All tracks."""

    frame: Frame
    rows: tuple[TrackRow, ...]
    sources: tuple[SourceRow, ...]


def pages(site: Site) -> Iterator[Page]:
    """The list of tracks and the page of each."""
    yield Page(LIST, "pages/tracks.html", tracks_page(Sheet(site, LIST)))
    for track in site.corpus.tracks:
        yield page(site, track)


def page(site: Site, track: Track) -> Page:
    """The page of one track."""
    return Page(address(track), "pages/track.html", track_page(Sheet(site, address(track)), track))


def events_of(sheet: Sheet, track: Track) -> tuple[Event, ...]:
    """The events of a track, in order."""
    return tuple(event for event in sheet.corpus.events if track.id in event.tracks)


def by_first_event(sheet: Sheet) -> tuple[Track, ...]:
    """Tracks in the order in which they began; those without an event last."""
    order = [track_id for event in sheet.corpus.events for track_id in event.tracks]
    return tuple(
        sorted(
            sheet.corpus.tracks,
            key=lambda track: (order.index(track.id) if track.id in order else len(order), track.id),
        )
    )


def track_page(sheet: Sheet, track: Track) -> TrackPage:
    """The view of one track, made in the order in which it is read."""
    events = events_of(sheet, track)
    crumbs = (Link(sheet.href("index.html"), sheet.corpus.dossier.title), Link(sheet.href(LIST), gettext("Tracks")))
    told = extent(events)
    return TrackPage(
        frame=frame(sheet, track.title, section=LIST, record=track, crumbs=crumbs),
        title=track.title,
        type=TRACK_TYPES[track.type],
        convenors=links(sheet, track.convenors),
        summary=sheet.prose(track.summary),
        extent=told,
        drawings=drawings(sheet, one_lane(sheet, events, lambda event: f"#{event.id}"), f"{track.title}: {told}"),
        rooms=room_tables(sheet, events),
        chapters=tuple(_chapter(sheet, track, event, gap) for event, gap in zip(events, gaps(events), strict=True)),
        open=still_open(undertakings(sheet, events)),
        reckoned=reckoned_words(sheet),
        mentions=mentions(sheet, track.id),
        sources=source_rows(sheet),
    )


def _chapter(sheet: Sheet, track: Track, event: Event, gap: Gap | None) -> Chapter:
    own_round = event.round if event.tracks[0] == track.id else None
    return Chapter(
        row=event_row(sheet, event),
        round=say("Round {number}", number=own_round) if own_round else "",
        summary=sheet.prose(event.summary),
        sides=tuple(side for side in delegations(sheet, event) if side.people or side.note),
        others=_others(sheet, event),
        sessions=session_views(sheet, event),
        met=met_views(sheet, event),
        result=RESULTS[event.result] if event.result else "",
        document=event.document or "",
        terms=f"{counted(len(event.terms), 'term')} agreed" if event.terms else "",
        said=counted(len(event.statements), "statement") if event.statements else "",
        relations=tuple(each for each in relations(sheet, event) if each.words not in RELATIONS["see_also"]),
        gap=gap,
    )


def _others(sheet: Sheet, event: Event) -> tuple[Link, ...]:
    named = {row.side for row in event.present}
    return links(sheet, (side.actor for side in event.sides if side.actor not in named and not side.note))


def tracks_page(sheet: Sheet) -> TracksPage:
    """The list of tracks."""
    crumbs = (Link(sheet.href("index.html"), sheet.corpus.dossier.title),)
    rows = tuple(_row(sheet, track) for track in by_first_event(sheet))
    return TracksPage(frame(sheet, gettext("Tracks"), section=LIST, crumbs=crumbs), rows, source_rows(sheet))


def _row(sheet: Sheet, track: Track) -> TrackRow:
    events = events_of(sheet, track)
    return TrackRow(
        sheet.link(track.id),
        TRACK_TYPES[track.type],
        links(sheet, track.convenors),
        sheet.prose(track.summary),
        extent(events),
        event_row(sheet, events[-1]) if events else None,
    )
