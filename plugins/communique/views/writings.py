"""Notes and standing pages: Markdown with our links, numbered notes and a list of sources."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from communique.corpus import address
from communique.kinds import Note
from communique.plan import Page
from communique.tongue import gettext
from communique.views.corrections import CorrectionView, corrections_of
from communique.views.frame import Frame, frame
from communique.views.relations import Mention, mentions
from communique.views.sheet import Link, Sheet
from communique.views.sourcelist import SourceRow, source_rows
from communique.views.words import DateView, date_view, joined

if TYPE_CHECKING:
    from collections.abc import Iterator

    from markupsafe import Markup

    from communique.kinds.prose import Writing
    from communique.views.sheet import Site

PATH = "notes/index.html"


@dataclass(frozen=True, slots=True)
class WritingPage:
    """A note or a standing page."""

    frame: Frame
    title: str
    summary: str
    byline: str
    date: DateView | None
    body: Markup
    mentions: tuple[Mention, ...]
    corrections: tuple[CorrectionView, ...]
    sources: tuple[SourceRow, ...]


@dataclass(frozen=True, slots=True)
class NoteRow:
    """One note in the list."""

    link: Link
    summary: str
    byline: str
    date: DateView | None


@dataclass(frozen=True, slots=True)
class NotesPage:
    """All notes."""

    frame: Frame
    rows: tuple[NoteRow, ...]


def pages(site: Site) -> Iterator[Page]:
    """The list of notes, the page of each, and the standing pages."""
    sheet = Sheet(site, PATH)
    told = gettext("Texts that tell a story across records, every sentence cited.")
    yield Page(
        PATH,
        "pages/notes.html",
        NotesPage(frame(sheet, gettext("Notes"), section=PATH, description=told), _rows(sheet)),
    )
    for record in (*site.corpus.notes, *site.corpus.pages):
        yield page(site, record)


def page(site: Site, record: Writing) -> Page:
    """The page of one note or standing page."""
    return Page(address(record), "pages/writing.html", writing_page(Sheet(site, address(record)), record))


def _rows(sheet: Sheet) -> tuple[NoteRow, ...]:
    notes = sorted(sheet.corpus.notes, key=lambda note: note.title)
    notes.sort(key=lambda note: str(note.date.sort_key[0]) if note.date else "", reverse=True)
    return tuple(
        NoteRow(
            sheet.link(note.id), note.summary or "", joined(note.authors), date_view(note.date) if note.date else None
        )
        for note in notes
    )


def writing_page(sheet: Sheet, record: Writing) -> WritingPage:
    """The view of one note or page."""
    note = isinstance(record, Note)
    home = Link(sheet.href("index.html"), sheet.corpus.dossier.title)
    crumbs = (home, Link(sheet.href(PATH), gettext("Notes"))) if note else (home,)
    return WritingPage(
        frame=frame(
            sheet,
            record.title,
            section=PATH if note else "",
            description=record.summary or "",
            record=record,
            crumbs=crumbs,
        ),
        title=record.title,
        summary=record.summary or "",
        byline=joined(record.authors) if isinstance(record, Note) else "",
        date=date_view(record.date) if isinstance(record, Note) and record.date else None,
        body=sheet.prose(record.body),
        mentions=mentions(sheet, record.id),
        corrections=corrections_of(sheet, record),
        sources=source_rows(sheet),
    )
