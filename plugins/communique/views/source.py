"""Sources: the page of each, with its chain and everything that rests on it, and the list."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from communique.corpus import address
from communique.kinds import Source
from communique.plan import Page
from communique.tongue import gettext
from communique.views import labels
from communique.views.chainviews import Accounts, AccountView, accounts, chain_of
from communique.views.corrections import CorrectionView, corrections_of
from communique.views.frame import Frame, frame
from communique.views.labels import language_name
from communique.views.relations import Mention, mentions
from communique.views.resting import DifferingView, QuotedView, UseView, cited_by, differing, quoted, uses
from communique.views.sheet import Grade, Link, Sheet
from communique.views.sourcelist import published
from communique.views.words import DateView, Foreign, date_view, foreign

if TYPE_CHECKING:
    from collections.abc import Iterator

    from communique.views.sheet import Site

PATH = "sources/index.html"


@dataclass(frozen=True, slots=True)
class SnapshotView:
    """One archived capture; the bytes themselves are not published."""

    date: DateView
    sha256: str
    note: str


@dataclass(frozen=True, slots=True)
class SourcePage:
    """A source. ``chain`` runs from it to its origins, ``followers`` from it to those that have it from it."""

    frame: Frame
    title: Foreign
    publisher: str
    type: str
    grade: Grade
    reliability: str
    reason: str
    language: str
    published: DateView | None
    basis: str
    published_note: str
    seen: DateView | None
    copy: str
    issued_by: Link | None
    url: str
    archived: str
    chain: AccountView
    origins: int
    ring: bool
    followers: Accounts
    uses: tuple[UseView, ...]
    differing: tuple[DifferingView, ...]
    quoted: tuple[QuotedView, ...]
    mentions: tuple[Mention, ...]
    snapshots: tuple[SnapshotView, ...]
    corrections: tuple[CorrectionView, ...]


@dataclass(frozen=True, slots=True)
class SourceListRow:
    """One source in the list."""

    href: str
    title: Foreign
    publisher: str
    grade: Grade
    language: str
    published: str
    used: int


@dataclass(frozen=True, slots=True)
class SourceGroup:
    """The sources of one type."""

    title: str
    rows: tuple[SourceListRow, ...]


@dataclass(frozen=True, slots=True)
class SourcesPage:
    """All sources."""

    frame: Frame
    count: int
    groups: tuple[SourceGroup, ...]


def pages(site: Site) -> Iterator[Page]:
    """The list of sources and the page of each."""
    sheet = Sheet(site, PATH)
    groups = tuple(
        SourceGroup(title, rows) for type_, title in labels.SOURCE_GROUPS.items() if (rows := _rows(sheet, type_))
    )
    told = gettext("What we read, how far we trust it, and whom it has it from.")
    shown = frame(sheet, gettext("Sources"), section=PATH, description=told)
    yield Page(PATH, "pages/sources.html", SourcesPage(shown, len(site.corpus.sources), groups))
    for source in site.corpus.sources:
        yield page(site, source)


def page(site: Site, source: Source) -> Page:
    """The page of one source."""
    return Page(address(source), "pages/source.html", source_page(Sheet(site, address(source)), source))


def _rows(sheet: Sheet, type_: str) -> tuple[SourceListRow, ...]:
    own = sheet.corpus.dossier.language
    found = [source for source in sheet.corpus.sources if source.type == type_]
    found.sort(key=lambda source: (source.publisher.casefold(), str(source.published or "")))
    return tuple(
        SourceListRow(
            sheet.href(address(source)),
            foreign(source.title, source.language, own),
            source.publisher,
            Grade(source.reliability),
            language_name(source.language),
            published(source),
            len({link.id for link in sheet.corpus.backlinks.get(source.id, ())}),
        )
        for source in found
    )


def source_page(sheet: Sheet, source: Source) -> SourcePage:
    """The view of one source."""
    corpus = sheet.corpus
    title = foreign(source.title, source.language, corpus.dossier.language)
    rests_on = sheet.support([(source.id, None)])
    return SourcePage(
        frame=_frame(sheet, source),
        title=title,
        publisher=source.publisher,
        type=labels.SOURCE_TYPES[source.type],
        grade=Grade(source.reliability),
        reliability=labels.RELIABILITY[source.reliability],
        reason=source.reliability_reason,
        language=language_name(source.language),
        published=date_view(source.published) if source.published else None,
        basis=labels.BASIS[source.published_basis] if source.published_basis else "",
        published_note=source.published_note or "",
        seen=date_view(source.seen) if source.seen else None,
        copy=labels.COPIES[source.copy_seen],
        issued_by=sheet.link(source.issued_by) if source.issued_by else None,
        url=source.url or "",
        archived=source.archived or "",
        chain=chain_of(sheet, source.id),
        origins=len(rests_on.origins),
        ring=bool(rests_on.rings),
        followers=accounts(sheet, [(id_, source.id) for id_ in cited_by(sheet, source.id)]),
        uses=uses(sheet, source.id),
        differing=differing(sheet, source.id),
        quoted=quoted(sheet, source),
        mentions=mentions(sheet, source.id),
        snapshots=tuple(SnapshotView(date_view(row.captured), row.sha256, row.note or "") for row in source.snapshots),
        corrections=corrections_of(sheet, source),
    )


def _frame(sheet: Sheet, source: Source) -> Frame:
    crumbs = (Link(sheet.href("index.html"), sheet.corpus.dossier.title), Link(sheet.href(PATH), gettext("Sources")))
    title = f"{source.publisher}: {source.title}"
    return frame(sheet, title, section=PATH, record=source, crumbs=crumbs)
