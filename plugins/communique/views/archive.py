"""The archive: every edition, the latest first, with where it stands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from communique.plan import Page
from communique.tongue import gettext
from communique.views.briefing import ARCHIVE, kind_words, pdf_path
from communique.views.frame import Frame, frame
from communique.views.published import downloads
from communique.views.sheet import Link, Sheet
from communique.views.standing import Standing, standing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from communique.kinds import Briefing
    from communique.views.sheet import Site


@dataclass(frozen=True, slots=True)
class EditionRow:
    """One edition in the archive. ``files`` are what a reader takes away, the PDF first."""

    link: Link
    kind: str
    edition: str
    date: str
    datetime: str
    covers: str
    summary: str
    marking: str
    files: tuple[Link, ...]
    standing: Standing


@dataclass(frozen=True, slots=True)
class ArchiveView:
    """All editions, the latest first."""

    frame: Frame
    rows: tuple[EditionRow, ...]


def archive(site: Site) -> Iterator[Page]:
    """The list of editions."""
    sheet = Sheet(site, ARCHIVE)
    rows = tuple(_edition_row(sheet, briefing) for briefing in sheet.corpus.briefings)
    crumbs = (Link(sheet.href("index.html"), sheet.corpus.dossier.title),)
    yield Page(
        ARCHIVE,
        "pages/briefings.html",
        ArchiveView(frame(sheet, gettext("Briefings"), section=ARCHIVE, crumbs=crumbs), rows),
    )


def _edition_row(sheet: Sheet, briefing: Briefing) -> EditionRow:
    return EditionRow(
        sheet.link(briefing.id),
        kind_words(briefing),
        str(briefing.edition),
        briefing.date.words(),
        briefing.date.html_datetime or "",
        briefing.covers.words() if briefing.covers else "",
        briefing.summary or "",
        sheet.marking(briefing),
        _files(sheet, briefing),
        standing(sheet, briefing),
    )


def _files(sheet: Sheet, briefing: Briefing) -> tuple[Link, ...]:
    pin = sheet.corpus.pins.get(briefing.id)
    if pin is None:
        return (Link(sheet.href(pdf_path(sheet.site, briefing)), "PDF"),)
    return tuple(each.link for each in downloads(sheet, pin))
