"""Corrections: what readers had been told, what we print now, and why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from communique.plan import Page
from communique.tongue import gettext
from communique.views.frame import Frame, frame
from communique.views.labels import CORRECTIONS, KIND_NAMES
from communique.views.sheet import Link, Sheet
from communique.views.words import DateView, date_view

if TYPE_CHECKING:
    from collections.abc import Iterator

    from communique.kinds import Record
    from communique.views.sheet import Site

PATH = "corrections/index.html"


@dataclass(frozen=True, slots=True)
class CorrectionView:
    """One correction of one record."""

    date: DateView
    type: str
    what: str
    was: str
    now: str
    why: str
    record: Link
    kind: str


@dataclass(frozen=True, slots=True)
class CorrectionsPage:
    """Every correction of the dossier, newest first."""

    frame: Frame
    corrections: tuple[CorrectionView, ...]


def corrections_of(sheet: Sheet, record: Record) -> tuple[CorrectionView, ...]:
    """The corrections of one record, newest first."""
    return tuple(
        CorrectionView(
            date_view(row.date),
            CORRECTIONS[row.type],
            row.what,
            row.was,
            row.now,
            row.why,
            sheet.link(record.id),
            KIND_NAMES[record.kind],
        )
        for row in reversed(record.corrections)
    )


def pages(site: Site) -> Iterator[Page]:
    """The page of corrections."""
    sheet = Sheet(site, PATH)
    found = [view for record in site.corpus.records.values() for view in corrections_of(sheet, record)]
    found.sort(key=lambda view: view.date.sort, reverse=True)
    told = gettext("What was put right after readers had it, dated, with what it said before.")
    yield Page(
        PATH,
        "pages/corrections.html",
        CorrectionsPage(frame(sheet, gettext("Corrections"), description=told), tuple(found)),
    )
