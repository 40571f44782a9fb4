"""The first page: what this dossier is, where the talks stand, where to begin, what is new, the year on one line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from communique.plan import Page
from communique.tongue import gettext, say
from communique.views.claimstate import claim_state
from communique.views.deadlines import Undertaking, still_open, undertakings
from communique.views.eventrows import EventRow, event_row
from communique.views.frame import Frame, frame
from communique.views.labels import BRIEFING_TYPES, CORRECTIONS, RESULTS
from communique.views.lanes import covered_until, drawings, lanes
from communique.views.sheet import Link, Sheet, event_number
from communique.views.track import by_first_event, events_of
from communique.views.words import counted, date_view, joined

if TYPE_CHECKING:
    from collections.abc import Iterator

    from markupsafe import Markup

    from communique.dates import SortKey
    from communique.kinds import Event, Track
    from communique.views.sheet import Site
    from communique.views.words import DateView

PATH = "index.html"
MOST_NEWS: Final = 3
MOST_BEGINNINGS: Final = 3
HAPPENED: Final = frozenset({"held", "reported"})


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact of the dossier, label over value."""

    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Stand:
    """Where one track stands: its last event, what came of it, and what is still open."""

    track: Link
    last: EventRow | None
    result: str
    open: tuple[Undertaking, ...]
    planned: tuple[EventRow, ...]


@dataclass(frozen=True, slots=True)
class Beginning:
    """A text to begin with, and what it tells."""

    link: Link
    tells: str


@dataclass(frozen=True, slots=True)
class News:
    """What is new: a correction, or an event, by its day."""

    date: DateView
    number: str
    link: Link
    tells: str


@dataclass(frozen=True, slots=True)
class Edition:
    """The latest edition of a briefing."""

    link: Link
    sort: str
    number: int
    date: DateView
    summary: str


@dataclass(frozen=True, slots=True)
class HomePage:
    """The first page. ``edition`` is the latest briefing, if there is one."""

    frame: Frame
    title: str
    summary: str
    edition: Edition | None
    facts: tuple[Fact, ...]
    stands: tuple[Stand, ...]
    begin: tuple[Beginning, ...]
    news: tuple[News, ...]
    more: tuple[Link, ...]
    drawings: tuple[Markup, ...]
    timeline: str
    aside: str


def pages(site: Site) -> Iterator[Page]:
    """The first page."""
    yield Page(PATH, "pages/home.html", home_page(Sheet(site, PATH)))


def home_page(sheet: Sheet) -> HomePage:
    """The view of the first page."""
    corpus = sheet.corpus
    in_tracks = [event for event in corpus.events if event.tracks]
    drawn = lanes(sheet, in_tracks, lambda event: sheet.link(event.id).href)
    tracks = counted(len(drawn), "track")
    one_line = say("The events of {tracks} on one line", tracks=tracks)
    return HomePage(
        frame=frame(sheet, corpus.dossier.title, section=PATH),
        title=corpus.dossier.title,
        summary=corpus.dossier.summary,
        edition=_edition(sheet),
        facts=tuple(_facts(sheet, len(in_tracks), tracks)),
        stands=_stands(sheet),
        begin=tuple(_beginnings(sheet))[:MOST_BEGINNINGS],
        news=_news(sheet),
        more=tuple(_more(sheet)),
        drawings=drawings(sheet, drawn, one_line, terse=True),
        timeline=sheet.href("timeline/index.html"),
        aside=say("{tracks}. The shape says what it was, the bar how long.", tracks=tracks),
    )


def _edition(sheet: Sheet) -> Edition | None:
    if not sheet.corpus.briefings or "briefings" not in sheet.site.features:
        return None
    latest = sheet.corpus.briefings[0]
    sort = BRIEFING_TYPES[latest.type]
    return Edition(sheet.link(latest.id), sort, latest.edition, date_view(latest.date), latest.summary or "")


def _facts(sheet: Sheet, in_tracks: int, tracks: str) -> Iterator[Fact]:
    corpus = sheet.corpus
    if corpus.dossier.covers is not None:
        yield Fact(gettext("Covers"), corpus.dossier.covers.words())
    yield Fact(
        gettext("Events"),
        say("{events}, {some} of them in {tracks}", events=len(corpus.events), some=in_tracks, tracks=tracks),
    )
    states = [claim_state(sheet, claim).key for claim in corpus.claims]
    told = [
        f"{states.count(key)} {words}"
        for key, words in (("disputed", gettext("disputed")), ("unanswered", gettext("without an answer")))
        if key in states
    ]
    yield Fact(gettext("Claims"), "; ".join([str(len(states)), joined(told)] if told else [str(len(states))]))
    yield Fact(gettext("Sources"), say("{number}, each graded", number=len(corpus.sources)))
    differ = sum(bool(event.readings) for event in corpus.events)
    yield Fact(gettext("Not settled"), say("{events} on which sources differ", events=counted(differ, "event")))


# Where the talks stand


def _stands(sheet: Sheet) -> tuple[Stand, ...]:
    """The tracks, the one with the latest event first."""
    latest = {track.id: [event.date.sort_key for event in events_of(sheet, track)] for track in sheet.corpus.tracks}
    ordered = sorted(by_first_event(sheet), key=lambda track: latest[track.id][-1:], reverse=True)
    return tuple(_stand(sheet, track) for track in ordered)


def _stand(sheet: Sheet, track: Track) -> Stand:
    events = events_of(sheet, track)
    happened = [event for event in events if event.status in HAPPENED]
    last = happened[-1] if happened else None
    return Stand(
        track=sheet.link(track.id),
        last=event_row(sheet, last, _year(sheet)) if last else None,
        result=RESULTS[last.result] if last and last.result else "",
        open=still_open(undertakings(sheet, events)),
        planned=tuple(event_row(sheet, event) for event in events if event.status == "planned"),
    )


# Where to begin, what is new


def _year(sheet: Sheet) -> int | None:
    """The year the dossier ends in: readers see it at the top, so that dates need not repeat it."""
    until = covered_until(sheet.corpus)
    return until.year if until else None


def _beginnings(sheet: Sheet) -> Iterator[Beginning]:
    for note in sheet.corpus.notes:
        yield Beginning(sheet.link(note.id), note.summary or "")
    if "briefings" in sheet.site.features:
        for each in sheet.corpus.briefings[1:]:
            yield Beginning(
                sheet.link(each.id),
                each.summary or say("Edition {number}, {day}", number=each.edition, day=each.date.words()),
            )


def _news(sheet: Sheet) -> tuple[News, ...]:
    found = [*_corrections(sheet), *(_event_news(sheet, event) for event in sheet.corpus.events)]
    return tuple(news for _, news in sorted(found, key=lambda pair: pair[0], reverse=True)[:MOST_NEWS])


def _more(sheet: Sheet) -> Iterator[Link]:
    """Where all that is new stands, and what tells a reader of it."""
    if sheet.site.as_of is None:
        yield Link(sheet.href("changes/index.html"), gettext("All changes"))
    yield Link(sheet.href("corrections/index.html"), gettext("Corrections"))
    if "feeds" in sheet.site.features:
        yield Link(sheet.href("feeds/all.atom.xml"), gettext("Feed"))


def _corrections(sheet: Sheet) -> Iterator[tuple[SortKey, News]]:
    for record in sheet.corpus.records.values():
        for row in record.corrections:
            tells = f"{CORRECTIONS[row.type]}: {row.what}"
            yield row.date.sort_key, News(date_view(row.date), "", sheet.link(record.id), tells)


def _event_news(sheet: Sheet, event: Event) -> tuple[SortKey, News]:
    tells = counted(len(event.sources), "source")
    date = date_view(event.date, event.end, in_year=_year(sheet))
    return event.date.sort_key, News(date, event_number(event), sheet.link(event.id), tells)
