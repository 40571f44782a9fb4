"""What changed in the dossier, newest first: told from git, in words, of what is published today."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from communique.dates import parse
from communique.plan import Page
from communique.tongue import gettext
from communique.views.frame import Frame, frame
from communique.views.labels import KIND_NAMES
from communique.views.past import step_view
from communique.views.sheet import Link, Sheet

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from communique.views.sheet import Site

PATH: Final = "changes/index.html"
NEWEST: Final = 200
"""How many changes the page tells; each record's own page tells its own."""


@dataclass(frozen=True, slots=True)
class Changed:
    """One record published, or changed, at ``instant``; ``words`` are empty where it was published then."""

    id: str
    instant: datetime
    commit: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """One record on one day."""

    link: Link
    kind: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DayView:
    """What changed on one day."""

    day: str
    datetime: str
    rows: tuple[ChangeRow, ...]


@dataclass(frozen=True, slots=True)
class ChangelogPage:
    """Day by day, newest first. ``unknown`` says why nothing is told, where that is so; ``feed`` may be empty."""

    frame: Frame
    days: tuple[DayView, ...]
    unknown: str
    feed: str


def changes_of(site: Site) -> list[Changed]:
    """Every publication and change of what is published today, newest first."""
    found: list[Changed] = []
    for id_, told in site.chronicle.records.items():
        for step in told.steps:
            version = step.after.version
            if version is None:
                continue
            if step.before is None:
                found.append(Changed(id_, version.instant, version.commit, ()))
            elif (view := step_view(site.corpus, step)) is not None:
                found.append(Changed(id_, version.instant, version.commit, view.changes))
    return sorted(found, key=lambda each: (each.instant, each.id), reverse=True)


def pages(site: Site) -> Iterator[Page]:
    """The page of changes; a view of the past has none."""
    if site.as_of is not None:
        return
    sheet = Sheet(site, PATH)
    told = gettext("What was published and what changed since, day by day, told from the dossier’s own history.")
    newest = changes_of(site)[:NEWEST]
    feed = sheet.href("feeds/changes.atom.xml") if "feeds" in site.features else ""
    page_frame = frame(sheet, gettext("Changes"), description=told)
    yield Page(
        PATH, "pages/changes.html", ChangelogPage(page_frame, tuple(_days(sheet, newest)), _unknown(site, newest), feed)
    )


def _unknown(site: Site, newest: list[Changed]) -> str:
    if not site.chronicle.known:
        return gettext("The history of this dossier is unknown: it was built without one.")
    return "" if newest else gettext("Nothing has been published from this history yet.")


def _days(sheet: Sheet, changes: Iterable[Changed]) -> Iterator[DayView]:
    by_day: dict[str, list[ChangeRow]] = {}
    for each in changes:
        record = sheet.corpus.records[each.id]
        row = ChangeRow(sheet.link(each.id), KIND_NAMES[record.kind], each.words)
        by_day.setdefault(each.instant.date().isoformat(), []).append(row)
    for day, rows in by_day.items():
        yield DayView(parse(day).words(), day, tuple(rows))
