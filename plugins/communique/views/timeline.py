"""The timeline: events drawn in lanes and listed in order; by track, actor or topic; whole, or paged by period."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from markupsafe import Markup

from communique import dates
from communique.dates import Day
from communique.plan import Page
from communique.tongue import gettext, message, say
from communique.views.drawing import LABELLED, NUMBERED, Stretch, definitions, fluid, small_marks, strip
from communique.views.drawing.strip import density, long_enough
from communique.views.eventrows import Month, anchor, months
from communique.views.frame import Frame, NavLink, frame
from communique.views.involved import show_markings
from communique.views.lanes import LANINGS, covered_until, ties, when
from communique.views.sheet import Link, Sheet, event_number
from communique.views.spans import spans
from communique.views.timelinedata import PATH as DATA_PATH
from communique.views.timelinefilters import Filter, filters
from communique.views.words import counted, event_date

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from communique.kinds import Event
    from communique.views.drawing import Fluid
    from communique.views.lanes import Laning
    from communique.views.sheet import Site
    from communique.views.spans import Span

FOLDER: Final = "timeline/"
PATH: Final = "timeline/index.html"
PRINT_PATH: Final = "timeline/print/index.html"
EMBED_PATH: Final = "timeline/embed/index.html"

SAYS: Final = {
    "left": message("{0} of {1} events"),
    "here": message("{0} of {1} events, {2} on this page"),
    "part": message("{0} of {1}"),
    "first": message("the first {0} of {1}"),
    "place": message("Where"),
    "actor": message("Who"),
    "topic": message("Topics"),
    "continues": message("Continues"),
    "continued": message("Continued by"),
    "answers": message("Answers"),
    "answered": message("Answered by"),
}
"""What the page's script says."""

MOST_LABELLED: Final = 150
"""Up to how many events marks have words beside them; above, the script writes them when a reader zooms in."""

MOST_ON_SHEET: Final = 60
"""How many events a drawing on paper holds at most: with its list it fills about two pages."""


@dataclass(frozen=True, slots=True)
class Figure:
    """The drawing of some events: the same in one form a class of screens.

    ``marks`` is what they refer to, empty where the page has it already.
    """

    label: str
    marks: Markup
    forms: tuple[Fluid, ...]


@dataclass(frozen=True, slots=True)
class PageOfSpan:
    """A page of the timeline in the list of its pages. ``slug`` is how the script calls it."""

    link: NavLink
    slug: str
    count: str


@dataclass(frozen=True, slots=True)
class TimelineView:
    """One page of the timeline. ``told`` is the extent of all events, ``extent`` that of the page's.

    ``pages`` is empty where all events stand on one; so are ``before`` and ``after``. ``earlier`` are events that began
    on an earlier page and may go on; ``types`` draws the marks in the list, by their ids. ``data`` is the file that the
    script loads when a reader first filters.
    """

    frame: Frame
    told: str
    heading: str
    extent: str
    lanings: tuple[NavLink, ...]
    filters: tuple[Filter, ...]
    count: str
    strip: Markup
    pages: tuple[PageOfSpan, ...]
    before: Link | None
    after: Link | None
    earlier: tuple[Link, ...]
    figure: Figure | None
    months: tuple[Month, ...]
    types: Mapping[str, Markup]
    data: str
    says: str
    here: str
    paper: str
    embed: str
    whole: Link


@dataclass(frozen=True, slots=True)
class PaperPart:
    """A part of the timeline on paper: the drawing of one period and its events."""

    title: str
    figure: Figure
    months: tuple[Month, ...]


@dataclass(frozen=True, slots=True)
class PaperView:
    """The whole timeline for paper."""

    frame: Frame
    extent: str
    strip: Markup
    marks: Markup
    parts: tuple[PaperPart, ...]
    back: str


def pages(site: Site) -> Iterator[Page]:
    """The timeline by each choice of lanes, whole or page by page; for print; for the frame of another site."""
    found, offered = spans(site.corpus.events), filters(site.corpus)
    for laning in LANINGS:
        base = f"{FOLDER}{laning.folder}index.html"
        yield Page(base, "pages/timeline.html", timeline(Sheet(site, base), laning, found, len(found) - 1, offered))
        if len(found) > 1:
            for at, span in enumerate(found):
                path = span_path(laning, span)
                yield Page(path, "pages/timeline.html", timeline(Sheet(site, path), laning, found, at, offered))
    yield Page(PRINT_PATH, "pages/timeline-print.html", on_paper(Sheet(site, PRINT_PATH)))
    embedded = timeline(Sheet(site, EMBED_PATH), LANINGS[0], found, len(found) - 1, offered)
    yield Page(EMBED_PATH, "pages/timeline-embed.html", embedded)


def span_path(laning: Laning, span: Span) -> str:
    """Where the page of one period stands."""
    return f"{FOLDER}{laning.folder}{span.slug}/index.html"


def timeline(sheet: Sheet, laning: Laning, found: Sequence[Span], at: int, offered: tuple[Filter, ...]) -> TimelineView:
    """The page with the span number ``at`` of ``found``; ``sheet`` says which page it is."""
    span = found[at] if found else None
    events = span.events if span else ()
    paged = len(found) > 1
    show_markings(sheet, sheet.corpus.events)
    whole = f"{FOLDER}{laning.folder}index.html"
    on_whole = sheet.path in (whole, EMBED_PATH)
    told = sheet.site.once("extent of all events", lambda: extent(sheet.corpus.events))
    named = span.title if span and paged and not on_whole else ""
    title = say("Timeline: {period}", period=named) if named else gettext("Timeline")
    crumbs = [Link(sheet.href("index.html"), sheet.corpus.dossier.title)]
    if not on_whole:
        crumbs.append(Link(sheet.href(whole), gettext("Timeline")))
    paths = [span_path(laning, each) for each in found] if paged else []
    listed = months(sheet, events, anchor)
    paper = Link(sheet.href(PRINT_PATH), gettext("The whole timeline for print"))
    framed = frame(sheet, title, section=PATH, description=f"{title}. {told}.", crumbs=tuple(crumbs), paper=paper)
    return TimelineView(
        frame=replace(framed, canonical=_canonical(sheet, span if paged else None)),
        told=told,
        heading=span.title if span and paged else "",
        extent=extent(events) if paged else told,
        lanings=tuple(_choice(sheet, each, laning, span if paged and not on_whole else None) for each in LANINGS),
        filters=offered,
        count=counted(len(sheet.corpus.events), "event"),
        strip=_strip(sheet, found, paths, at),
        pages=tuple(
            _page(sheet, path, each, current=place == at)
            for place, (path, each) in enumerate(zip(paths, found, strict=False))
        ),
        before=Link(sheet.href(paths[at - 1]), found[at - 1].title) if paged and at > 0 else None,
        after=Link(sheet.href(paths[at + 1]), found[at + 1].title) if paged and at + 1 < len(found) else None,
        earlier=_going_on(sheet, found[: max(at, 0)], events),
        figure=figure(sheet, events, laning, told),
        months=listed,
        types=small_marks(row.mark for month in listed for row in month.rows),
        data=sheet.href(DATA_PATH),
        says=json.dumps({key: gettext(text) for key, text in SAYS.items()}, ensure_ascii=False),
        here=span.slug if span else "",
        paper=paper.href,
        embed=sheet.href(EMBED_PATH),
        whole=Link(sheet.href(PATH), sheet.corpus.dossier.title),
    )


def _page(sheet: Sheet, path: str, span: Span, *, current: bool) -> PageOfSpan:
    return PageOfSpan(NavLink(sheet.href(path), span.title, current), span.slug, counted(len(span.events), "event"))


def _canonical(sheet: Sheet, span: Span | None) -> str:
    """The address that search engines should keep: the choice of lanes and the newest page alone make no other page."""
    return sheet.site.address(f"{FOLDER}{f'{span.slug}/' if span else ''}index.html")


def _choice(sheet: Sheet, each: Laning, current: Laning, span: Span | None) -> NavLink:
    path = span_path(each, span) if span else f"{FOLDER}{each.folder}index.html"
    return NavLink(sheet.href(path), gettext(each.name), each is current and sheet.path != EMBED_PATH)


def figure(sheet: Sheet, events: Sequence[Event], laning: Laning, told: str, *, paper: bool = False) -> Figure | None:
    """The drawing of these events in lanes; None where there is nothing to draw."""
    if not events:
        return None
    shown = laning.lanes(sheet, events, _leads_to)
    tied = ties(events, _leads_to)
    until = _until(sheet, events)
    many = len(events) > MOST_LABELLED
    sizes = (NUMBERED,) if many or paper else (LABELLED, NUMBERED)
    return Figure(
        say("Drawing of {extent}, in lanes by {lanes}", extent=told, lanes=gettext(laning.name)),
        Markup("") if paper else definitions(),
        tuple(fluid(shown, size, tied, until, bare=many) for size in sizes),
    )


def _until(sheet: Sheet, events: Sequence[Event]) -> Day | None:
    """The last day the dossier covers, where the last of its events is among these and not all of them are later."""
    until = covered_until(sheet.corpus)
    first = events[0].date.sort_key[0]
    return until if until and first <= until and events[-1] is sheet.corpus.events[-1] else None


def _leads_to(event: Event) -> str:
    return f"#{anchor(event)}"


def _strip(sheet: Sheet, found: Sequence[Span], paths: Sequence[str], at: int) -> Markup:
    """The strip over all pages; over one page, where its events are many or far apart."""
    if len(found) < 2 and not long_enough(date for dates_of in _dates(found) for date in dates_of):
        return Markup("")
    stretches = [
        Stretch(sheet.href(path) if path else "", span.title, place == at)
        for place, (span, path) in enumerate(zip(found, paths or [""] * len(found), strict=True))
    ]
    return strip(sheet.site.once("density of all events", lambda: density(_dates(found))), stretches)


def _dates(found: Sequence[Span]) -> list[list[dates.Edtf]]:
    return [[when(event) for event in span.events] for span in found]


def _going_on(sheet: Sheet, before: Sequence[Span], events: Sequence[Event]) -> tuple[Link, ...]:
    """What began on an earlier page and lasts, or may last, until the first day of this one."""
    first = next((day for event in events if isinstance(day := when(event).starts[0], Day)), None)
    if first is None:
        return ()
    return tuple(
        replace(
            link,
            text=" ".join(part for part in (event_number(event), f"{link.text} ({event_date(event).words})") if part),
        )
        for span in before
        for event in span.events
        if event.end is not None and _lasts(event, first)
        for link in (sheet.link(event.id),)
    )


def _lasts(event: Event, day: Day) -> bool:
    last = when(event).latest
    return not isinstance(last, Day) or last >= day


def on_paper(sheet: Sheet) -> PaperView:
    """The whole timeline for paper, in parts whose drawings fit a page."""
    events = sheet.corpus.events
    told = extent(events)
    crumbs = (Link(sheet.href("index.html"), sheet.corpus.dossier.title), Link(sheet.href(PATH), gettext("Timeline")))
    found = spans(events, MOST_ON_SHEET)
    parts = []
    for span in found:
        drawn = figure(sheet, span.events, LANINGS[0], counted(len(span.events), "event"), paper=True)
        assert drawn is not None, "a span has events"
        parts.append(PaperPart(span.title if len(found) > 1 else "", drawn, months(sheet, span.events, anchor)))
    return PaperView(
        frame=frame(
            sheet,
            gettext("Timeline"),
            section=PATH,
            description=say("{extent}, for print.", extent=told),
            crumbs=crumbs,
            listed=False,
        ),
        extent=told,
        strip=strip(density(_dates(found)), [Stretch("", span.title, current=False) for span in found])
        if len(found) > 1
        else Markup(""),
        marks=definitions(),
        parts=tuple(parts),
        back=sheet.href(PATH),
    )


def extent(events: Iterable[Event]) -> str:
    """How many events there are, and from when to when: days where they are known, else the words of the date."""
    found = [when(event) for event in events]
    told = counted(len(found), "event")
    starting = [each for each in found if isinstance(each.earliest, Day)]
    ending = [each for each in found if isinstance(each.latest, Day)]
    if not starting or not ending:
        return told
    first = min(starting, key=lambda each: each.sort_key)
    last = max(ending, key=lambda each: (each.latest, each.sort_key))
    if _sure(first.starts, first) and _sure(last.ends, last):
        return f"{told}, {dates.bounds_words((first.earliest, last.latest))}"
    return f"{told}, {' to '.join(dict.fromkeys((first.words(), last.words())))}"


def _sure(bounds: dates.Bounds, value: dates.Edtf) -> bool:
    return bounds[0] == bounds[1] and not value.is_approximate and not value.is_uncertain
