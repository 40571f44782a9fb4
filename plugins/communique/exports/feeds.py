"""Atom feeds (RFC 4287): all events, and those of each track.

An entry is dated by what a reader can check: the day its newest dated source was published, at midnight UTC. Nothing
is dated by the day of the build, so that an unchanged dossier gives an unchanged feed.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from feedgenerator import Atom1Feed
from markupsafe import escape

from communique.corpus import address
from communique.dates import Day
from communique.kinds import Source
from communique.plan import File
from communique.views.changelog import changes_of
from communique.views.sheet import Sheet

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from communique.kinds import Event
    from communique.views.sheet import Site

NEWEST = 50


class _Feed(Atom1Feed):  # type: ignore[misc]
    """An Atom feed that never asks the clock: without entries it is as old as the newest source of the dossier."""

    empty = datetime(1970, 1, 1, tzinfo=UTC)

    def latest_post_date(self) -> datetime:
        """The date of the newest entry."""
        return max((entry["updateddate"] for entry in self.items), default=self.empty)


def feeds(site: Site) -> Iterator[File]:
    """``feeds/all.atom.xml`` and one feed a track."""
    corpus = site.corpus
    yield _feed(site, "feeds/all.atom.xml", corpus.dossier.title, corpus.events)
    for track in corpus.tracks:
        events = [event for event in corpus.events if track.id in event.tracks]
        title = _marked(site, track.id, f"{corpus.dossier.title}: {track.title}")
        yield _feed(site, f"feeds/track-{track.id}.atom.xml", title, events)
    if site.as_of is None:
        yield _changes_feed(site)


def _changes_feed(site: Site) -> File:
    """``feeds/changes.atom.xml``: what was published and what changed, dated by the commit that brought it."""
    path = "feeds/changes.atom.xml"
    feed = _empty_feed(site, path, f"{site.corpus.dossier.title}: changes")
    for each in changes_of(site)[:NEWEST]:
        feed.add_item(
            title=_marked(site, each.id, site.corpus.titles[each.id]),
            link=f"{site.url}/{site.corpus.addresses[each.id].removesuffix('index.html')}",
            unique_id=f"urn:communique:{site.corpus.dossier.id}:{each.id}:{each.commit}",
            description=str(escape("; ".join(each.words) or "Published.")),
            pubdate=each.instant,
            updateddate=each.instant,
        )
    return File(path, feed.writeString("utf-8").encode())


def _empty_feed(site: Site, path: str, title: str) -> _Feed:
    dossier = site.corpus.dossier
    feed = _Feed(
        title=title,
        link=f"{site.url}/",
        feed_url=f"{site.url}/{path}",
        description=dossier.summary,
        language=dossier.language,
        author_name=dossier.publisher,
        feed_guid=f"urn:communique:{dossier.id}:{path}",
    )
    feed.empty = _newest(site.corpus.sources) or feed.empty
    return feed


def _feed(site: Site, path: str, title: str, events: Iterable[Event]) -> File:
    dossier = site.corpus.dossier
    feed = _empty_feed(site, path, title)
    newest = sorted(events, key=lambda event: (known_by(site, event), event.id), reverse=True)[:NEWEST]
    for event in newest:
        instant = known_by(site, event)
        feed.add_item(
            title=_marked(site, event.id, f"{event.number}: {event.title}" if event.number else event.title),
            link=f"{site.url}/{address(event).removesuffix('index.html')}",
            unique_id=f"urn:communique:{dossier.id}:{event.id}",
            description=_words(site, event),
            pubdate=instant,
            updateddate=instant,
        )
    return File(path, feed.writeString("utf-8").encode())


def _marked(site: Site, id_: str, title: str) -> str:
    """The title after the record's marking, where that is above the dossier's: a feed has no banner."""
    marking = site.corpus.marked.get(id_)
    return f"[{marking}] {title}" if marking else title


def _words(site: Site, event: Event) -> str:
    """The date in words and the summary as plain text: no markup, so nothing to sanitise at the other end."""
    sheet = Sheet(site, "feeds/all.atom.xml", paper=True)
    text = sheet.prose(event.summary).striptags() if event.summary else event.title
    # Readers take a summary for HTML (feedgenerator says so in its type), so the plain text is escaped once more.
    return str(escape(f"{event.date.words()}. {text}"))


def known_by(site: Site, event: Event) -> datetime:
    """The last possible day of the newest dated source of ``event``; without one, of the event itself."""
    newest = _newest(site.corpus.get(Source, row.source) for row in event.sources)
    days = [day for day in (event.date.latest, event.date.earliest) if isinstance(day, Day)]
    return newest or _midnight(days[0] if days else Day(1, 1, 1))


def _newest(sources: Iterable[Source]) -> datetime | None:
    days = [source.published.latest for source in sources if source.published is not None]
    return max((_midnight(day) for day in days if isinstance(day, Day)), default=None)


def _midnight(day: Day) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=UTC)
