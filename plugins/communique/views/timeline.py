"""The timeline: all events drawn in lanes and listed in order, on one page; and the same for paper."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from communique import dates
from communique.dates import Day
from communique.plan import Page
from communique.tongue import gettext
from communique.views.eventrows import Month, months
from communique.views.frame import Frame, frame
from communique.views.lanes import drawings, lanes, when
from communique.views.sheet import Link, Sheet
from communique.views.words import counted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from markupsafe import Markup

    from communique.kinds import Event
    from communique.views.sheet import Site

PATH = "timeline/index.html"
PRINT_PATH = "timeline/print/index.html"


@dataclass(frozen=True, slots=True)
class TimelineView:
    """``drawings`` are one drawing in three sizes; ``other`` leads to the paper version, or back from it."""

    frame: Frame
    extent: str
    drawings: tuple[Markup, ...]
    months: tuple[Month, ...]
    other: str


def pages(site: Site) -> Iterator[Page]:
    """The timeline on screen and for print."""
    yield Page(PATH, "pages/timeline.html", timeline(Sheet(site, PATH)))
    yield Page(PRINT_PATH, "pages/timeline-print.html", timeline(Sheet(site, PRINT_PATH)))


def timeline(sheet: Sheet) -> TimelineView:
    """The timeline of the whole dossier, as the page of ``sheet`` shows it."""
    events = sheet.corpus.events
    told = extent(events)
    crumbs = (Link(sheet.href("index.html"), sheet.corpus.dossier.title),)
    on_paper = sheet.path == PRINT_PATH
    paper = None if on_paper else Link(sheet.href(PRINT_PATH), gettext("The whole timeline for print"))
    return TimelineView(
        frame=frame(
            sheet, gettext("Timeline"), section=PATH, description=told, crumbs=crumbs, paper=paper, listed=not on_paper
        ),
        extent=told,
        drawings=drawings(sheet, lanes(sheet, events, lambda event: f"#{event.id}"), f"Timeline: {told}"),
        months=months(sheet, events),
        other=sheet.href(PATH if on_paper else PRINT_PATH),
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
