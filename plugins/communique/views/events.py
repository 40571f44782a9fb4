"""The list of events, month by month."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from communique.plan import Page
from communique.tongue import gettext
from communique.views.eventrows import Month, months
from communique.views.frame import Frame, frame
from communique.views.sheet import Link, Sheet
from communique.views.words import counted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from communique.views.sheet import Site

PATH = "events/index.html"


@dataclass(frozen=True, slots=True)
class EventsPage:
    """All events in order."""

    frame: Frame
    count: str
    timeline: Link
    months: tuple[Month, ...]


def pages(site: Site) -> Iterator[Page]:
    """The list of events."""
    sheet = Sheet(site, PATH)
    count = counted(len(site.corpus.events), "event")
    told = f"{count} in order, with how sure each day is."
    yield Page(
        PATH,
        "pages/events.html",
        EventsPage(
            frame(sheet, gettext("Events"), section=PATH, description=told),
            count,
            Link(sheet.href("timeline/index.html"), gettext("timeline")),
            months(sheet, site.corpus.events),
        ),
    )
