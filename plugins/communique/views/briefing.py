"""Briefings: each edition as a page and as a PDF from the same parts, and the archive."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import segno
from markupsafe import Markup

from communique.corpus import address
from communique.known import as_known
from communique.markings import file_word
from communique.plan import Imprint, Page, Print
from communique.tongue import gettext
from communique.views.blocks.edition import last_day
from communique.views.body import Contents, Part, body_parts
from communique.views.frame import Frame, frame
from communique.views.labels import BRIEFING_TYPES
from communique.views.sheet import Link, Sheet
from communique.views.vouching import vouched

if TYPE_CHECKING:
    from collections.abc import Iterator

    from communique.kinds import Briefing
    from communique.plan import Output
    from communique.views.sheet import Site

ARCHIVE = "briefings/index.html"
SIZES = {"a4": "A4", "letter": "US Letter"}
STATE = "Rendered from today’s records, not pinned"


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact of the title block or of document control."""

    label: str
    words: str


@dataclass(frozen=True, slots=True)
class BriefingView:
    """One edition. ``judgements`` stand before the contents, ``parts`` after them; ``address`` is the web page's.

    ``foot`` is what stands at the foot of every page of paper; ``pdf`` leads to the paper form, ``others`` to those on
    other paper. ``shown`` are the records it shows, by id; ``imprint`` is what the paper form says of itself, ``size``
    its paper. ``qr`` leads from paper to the web page.
    """

    frame: Frame
    dossier: str
    kind: str
    title: str
    summary: str
    facts: tuple[Fact, ...]
    judgements: Part | None
    contents: tuple[Contents, ...]
    parts: tuple[Part, ...]
    control: tuple[Fact, ...]
    address: str
    foot: str
    pdf: Link
    others: tuple[Link, ...]
    shown: frozenset[str]
    imprint: Imprint
    qr: Markup
    size: str = "a4"


@dataclass(frozen=True, slots=True)
class EditionRow:
    """One edition in the archive."""

    link: Link
    kind: str
    edition: str
    date: str
    datetime: str
    covers: str
    summary: str
    marking: str
    pdf: Link


@dataclass(frozen=True, slots=True)
class ArchiveView:
    """All editions, the latest first."""

    frame: Frame
    rows: tuple[EditionRow, ...]


def briefing_outputs(site: Site) -> Iterator[Output]:
    """A page and a PDF for each edition, and the archive."""
    for briefing in site.corpus.briefings:
        path = address(briefing)
        yield Page(path, "pages/briefing.html", briefing_view(site, briefing, path))
        view = briefing_view(site, briefing, pdf_path(site, briefing), paper=True)
        for size in site.papers:
            paper = pdf_path(site, briefing, size)
            name = f"briefings/{briefing.id} (edition {briefing.edition}{', on Letter' if size == 'letter' else ''})"
            source = f"briefings/{briefing.id}.md"
            yield Print(paper, "print/briefing.html", replace(view, size=size), name, source, view.imprint)
    yield Page(ARCHIVE, "pages/briefings.html", archive(Sheet(site, ARCHIVE)))


def pdf_path(site: Site, briefing: Briefing, size: str = "") -> str:
    """Where the PDF stands; its name says dossier, briefing, edition, date and marking, for whoever saves it.

    ``size`` is its paper; the name says it where it is not the site's usual one.
    """
    marking = file_word(briefing.marking or site.corpus.dossier.marking)
    date = str(briefing.date.sort_key[0])
    name = "-".join((site.corpus.dossier.id, briefing.id, str(briefing.edition), date, marking))
    other = f"-{size}" if size and size != site.papers[0] else ""
    return f"briefings/{briefing.id}/{name}{other}.pdf"


def briefing_view(
    site: Site, briefing: Briefing, path: str, *, paper: bool = False, make: type[Sheet] = Sheet
) -> BriefingView:
    """The view of one edition, of what was known on its day; the same for page and paper but for its links.

    ``make`` is the sort of sheet it stands on: of HTML, or of plain text.
    """
    site = edition_site(site, briefing)
    sheet = make(site, path, paper=paper)
    judgements, parts, contents = body_parts(sheet, briefing)
    crumbs = (
        Link(sheet.href("index.html"), site.corpus.dossier.title),
        Link(sheet.href(ARCHIVE), gettext("Briefings")),
    )
    control = tuple(_control(sheet, briefing))
    return BriefingView(
        frame=frame(
            sheet,
            briefing.title,
            section=ARCHIVE,
            description=briefing.summary or f"{kind_words(briefing)}, {edition_words(briefing)}",
            record=briefing,
            crumbs=crumbs,
            paper=Link(sheet.href(pdf_path(site, briefing)), "The edition as PDF"),
        ),
        dossier=site.corpus.dossier.title,
        kind=kind_words(briefing),
        title=briefing.title,
        summary=briefing.summary or "",
        facts=tuple(_facts(briefing)),
        judgements=judgements,
        contents=contents,
        parts=parts,
        control=control,
        address=web_address(site, briefing),
        foot=_foot(briefing) + (f". As known on {site.as_of_words}" if site.as_of else ""),
        pdf=Link(sheet.href(pdf_path(site, briefing)), "PDF"),
        others=tuple(Link(sheet.href(pdf_path(site, briefing, size)), f"on {SIZES[size]}") for size in site.papers[1:]),
        shown=frozenset(sheet.shown),
        imprint=imprint(sheet, briefing),
        qr=_qr(web_address(site, briefing)) if paper else Markup(""),
    )


def _qr(where: str) -> Markup:
    """A QR code (ISO 18004) as a drawing whose title is its alternative text; nothing where there is no address."""
    if not where:
        return Markup("")
    made = segno.make(where, error="m", micro=False)
    return Markup(made.svg_inline(title=f"QR code: {where}", omitsize=True, border=0, svgclass="qr", lineclass=None))


def imprint(sheet: Sheet, briefing: Briefing) -> Imprint:
    """What the PDF of an edition says of itself. Its dates are the edition's day: nothing is read from the clock."""
    dossier = sheet.corpus.dossier
    day = briefing.date.sort_key[0]
    properties = (
        ("Dossier", dossier.id, "The dossier it belongs to, by id"),
        ("Briefing", briefing.id, "The briefing, by id"),
        ("Edition", str(briefing.edition), "The number of this edition"),
        ("Date", briefing.date.text, "The day of this edition (EDTF)"),
        ("AsOf", briefing.as_of.text if briefing.as_of else "", "Nothing that became known later is in it (EDTF)"),
        ("Marking", sheet.banner.marking, "How far it may be passed on (TLP 2.0)"),
        ("State", STATE, "Whether it is pinned"),
    )
    return Imprint(
        title=briefing.title,
        language=briefing.language or dossier.language,
        instant=datetime(min(max(day.year, 1), 9999), day.month, day.day, tzinfo=UTC),
        authors=briefing.authors,
        description=f"{dossier.title}. {kind_words(briefing)}. {_foot(briefing)}. {sheet.banner.marking}",
        keywords=(sheet.banner.marking, *(sheet.name(id_) for id_ in (*briefing.tracks, *briefing.topics))),
        publisher=dossier.publisher,
        rights=dossier.licence,
        identifier=web_address(sheet.site, briefing),
        properties=tuple(row for row in properties if row[1]),
    )


def edition_site(site: Site, briefing: Briefing) -> Site:
    """The site with what was known on the last day of an edition, and nothing after it."""
    day = last_day(briefing)
    return site if day is None else replace(site, corpus=as_known(site.corpus, day, vouched(briefing)))


def kind_words(briefing: Briefing) -> str:
    """Briefing note 1, and the like."""
    return f"Briefing {BRIEFING_TYPES[briefing.type]}"


def edition_words(briefing: Briefing) -> str:
    """``edition 1, of 3 July 2020``."""
    return f"edition {briefing.edition}, of {briefing.date.words()}"


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def web_address(site: Site, briefing: Briefing) -> str:
    """The address of the edition's page; empty where the site has none."""
    return f"{site.url}/{address(briefing).replace('index.html', '')}" if site.url else ""


def _facts(briefing: Briefing) -> Iterator[Fact]:
    yield Fact(gettext("Edition"), edition_words(briefing).removeprefix("edition "))
    if briefing.covers:
        yield Fact(gettext("Covers"), briefing.covers.words())
    if briefing.as_of:
        yield Fact(gettext("Known up to"), briefing.as_of.words())
    if briefing.authors:
        yield Fact(gettext("Prepared by"), ", ".join(briefing.authors))
    yield Fact(gettext("State"), "not pinned")


def _control(sheet: Sheet, briefing: Briefing) -> Iterator[Fact]:
    yield Fact(gettext("Edition"), f"{_capital(edition_words(briefing))}. {_replaces(sheet, briefing)}")
    known = f"Nothing that became known after {briefing.as_of.words()} is in it." if briefing.as_of else "No limit set."
    yield Fact(gettext("As of"), known)
    yield Fact(gettext("State"), f"{STATE}.")
    yield Fact(gettext("Marking"), f"{sheet.banner.marking}. {sheet.banner.words}.")
    yield Fact(gettext("Publisher"), f"{sheet.corpus.dossier.publisher}, {sheet.corpus.dossier.contact}")
    yield Fact(gettext("Licence"), f"Text {sheet.corpus.dossier.licence}; quotations belong to their authors.")


def _replaces(sheet: Sheet, briefing: Briefing) -> str:
    told = [briefing.changes or ""]
    if briefing.supersedes:
        told.append(f"Replaces {sheet.name(briefing.supersedes)}.")
    if briefing.updates:
        told.append(f"Carries on {sheet.name(briefing.updates)}.")
    if not briefing.corrections:
        told.append("No corrections.")
    told += [f"Corrected on {row.date.words()}: {row.what}." for row in briefing.corrections]
    return " ".join(part for part in told if part)


def _foot(briefing: Briefing) -> str:
    told = f"Edition {briefing.edition}, {briefing.date.words()}"
    return f"{told}. Known up to {briefing.as_of.words()}" if briefing.as_of else told


def archive(sheet: Sheet) -> ArchiveView:
    """The list of editions."""
    rows = tuple(_edition_row(sheet, briefing) for briefing in sheet.corpus.briefings)
    crumbs = (Link(sheet.href("index.html"), sheet.corpus.dossier.title),)
    return ArchiveView(frame(sheet, gettext("Briefings"), section=ARCHIVE, crumbs=crumbs), rows)


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
        Link(sheet.href(pdf_path(sheet.site, briefing)), "PDF"),
    )
