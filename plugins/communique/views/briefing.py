"""Briefings: an edition as a page and as a PDF, from the same parts."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Literal

import segno
from markupsafe import Markup

from communique.corpus import address
from communique.editions.figures import print_path
from communique.kinds import Briefing
from communique.known import as_known
from communique.markings import file_word
from communique.plan import Imprint, Page, Print
from communique.selection import limited
from communique.tongue import direction, gettext, say
from communique.views.blocks.edition import last_day
from communique.views.blocks.printing import page_numbers
from communique.views.body import Contents, Part, body_of
from communique.views.frame import Frame, frame
from communique.views.labels import BRIEFING_TYPES
from communique.views.sheet import Link, Sheet
from communique.views.stamp import control_rows, foot_words, stamp_properties, state_words
from communique.views.standing import Standing, standing
from communique.views.vouching import vouched

if TYPE_CHECKING:
    from collections.abc import Iterator

    from communique.plan import Output
    from communique.views.blocks.sources import Legend
    from communique.views.sheet import Site
    from communique.views.stamp import Stamp

ARCHIVE = "briefings/index.html"
Form = Literal["page", "paper", "mail"]
"""What an edition is made into."""
SIZES = {"a4": "A4", "letter": "US Letter"}


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
    its paper. ``qr`` leads from paper to the web page, ``numbering`` is a sheet with the words of its page numbers.
    ``lang`` and ``dir`` are the edition's; what the program says is in the language of the frame.
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
    standing: Standing
    shown: frozenset[str]
    imprint: Imprint
    lang: str
    dir: str
    legend: Legend | None
    qr: Markup
    numbering: Markup
    size: str = "a4"


def briefing_outputs(site: Site) -> Iterator[Output]:
    """A page and a PDF for each edition that was not published before, or that is being published."""
    for briefing in site.corpus.briefings:
        if briefing.id in site.corpus.pins and briefing.id not in site.stamps:
            continue
        path = address(briefing)
        yield Page(path, "pages/briefing.html", briefing_view(site, briefing, path))
        view = briefing_view(site, briefing, pdf_path(site, briefing), form="paper")
        figures = {print_path(each): Path(each.path) for each in site.corpus.figures.get(briefing.id, {}).values()}
        for size in papers_of(site, briefing):
            paper = pdf_path(site, briefing, size)
            name = f"briefings/{briefing.id} (edition {briefing.edition}{', on Letter' if size == 'letter' else ''})"
            source = f"briefings/{briefing.id}.md"
            yield Print(paper, "print/briefing.html", replace(view, size=size), name, source, view.imprint, figures)


def papers_of(site: Site, briefing: Briefing) -> tuple[str, ...]:
    """What an edition is set on: what it says itself, else what the site does; the usual paper first."""
    if briefing.paper is None:
        return site.papers
    return tuple(SIZES) if briefing.paper == "both" else (briefing.paper,)


def pdf_path(site: Site, briefing: Briefing, size: str = "") -> str:
    """Where the PDF stands; its name says dossier, briefing, edition, date and marking, for whoever saves it.

    ``size`` is its paper; the name says it where it is not the site's usual one.
    """
    usual = not size or size == papers_of(site, briefing)[0]
    if usual and (pin := site.corpus.pins.get(briefing.id)) is not None:
        return f"briefings/{briefing.id}/{pin.published_name}"
    marking = file_word(briefing.marking or site.corpus.dossier.marking)
    date = str(briefing.date.sort_key[0])
    name = "-".join((site.corpus.dossier.id, briefing.id, str(briefing.edition), date, marking))
    other = "" if usual else f"-{size}"
    return f"briefings/{briefing.id}/{name}{other}.pdf"


def briefing_view(
    site: Site, briefing: Briefing, path: str, *, form: Form = "page", make: type[Sheet] = Sheet
) -> BriefingView:
    """The view of one edition, of what was known on its day and may stand under its marking; the same in every form
    but for its links.

    ``make`` is the sort of sheet it stands on: of HTML, or of plain text.
    """
    site = edition_site(site, briefing)
    briefing = site.corpus.get(Briefing, briefing.id)
    printed = form == "paper"
    sheet = make(site, path, paper=form != "page")
    stamp = site.stamps.get(briefing.id)
    body, language = body_of(sheet, briefing, printed=printed), briefing.language or site.corpus.dossier.language
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
            paper=Link(sheet.href(pdf_path(site, briefing)), gettext("The edition as PDF")),
        ),
        dossier=site.corpus.dossier.title,
        kind=kind_words(briefing),
        title=briefing.title,
        summary=briefing.summary or "",
        facts=tuple(_facts(briefing, stamp)),
        judgements=body.judgements,
        contents=body.contents,
        parts=body.parts,
        control=control,
        address=web_address(site, briefing),
        foot=foot_words(stamp)
        + _foot(briefing)
        + (say(". As known on {day}", day=site.as_of_words) if site.as_of else ""),
        pdf=Link(sheet.href(pdf_path(site, briefing)), "PDF"),
        others=tuple(
            Link(sheet.href(pdf_path(site, briefing, size)), say("on {paper}", paper=SIZES[size]))
            for size in papers_of(site, briefing)[1:]
        ),
        standing=standing(sheet, briefing),
        shown=frozenset(sheet.shown),
        imprint=imprint(sheet, briefing),
        lang=language,
        dir=direction(language),
        legend=body.legend,
        qr=_qr(web_address(site, briefing)) if printed else Markup(""),
        numbering=page_numbers() if printed else Markup(""),
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
        *stamp_properties(sheet.site.stamps.get(briefing.id)),
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
    """The site with what was known on the last day of an edition and is marked no higher than it, and nothing else."""
    corpus, day = limited(site.corpus, briefing.marking or site.corpus.dossier.marking), last_day(briefing)
    corpus = corpus if day is None else as_known(corpus, day, vouched(briefing))
    return replace(site, corpus=corpus)


def kind_words(briefing: Briefing) -> str:
    """Briefing note 1, and the like."""
    return say("Briefing {kind}", kind=BRIEFING_TYPES[briefing.type])


def edition_words(briefing: Briefing) -> str:
    """``edition 1, of 3 July 2020``."""
    return say("edition {number}, of {day}", number=briefing.edition, day=briefing.date.words())


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def web_address(site: Site, briefing: Briefing) -> str:
    """The address of the edition's page; empty where the site has none."""
    return f"{site.url}/{address(briefing).replace('index.html', '')}" if site.url else ""


def _facts(briefing: Briefing, stamp: Stamp | None) -> Iterator[Fact]:
    yield Fact(gettext("Edition"), say("{number}, of {day}", number=briefing.edition, day=briefing.date.words()))
    if briefing.covers:
        yield Fact(gettext("Covers"), briefing.covers.words())
    if briefing.as_of:
        yield Fact(gettext("Known up to"), briefing.as_of.words())
    if briefing.authors:
        yield Fact(gettext("Prepared by"), ", ".join(briefing.authors))
    yield Fact(gettext("State"), state_words(stamp))


def _control(sheet: Sheet, briefing: Briefing) -> Iterator[Fact]:
    yield Fact(gettext("Edition"), f"{_capital(edition_words(briefing))}. {_replaces(sheet, briefing)}")
    known = gettext("No limit set.")
    if briefing.as_of:
        known = say("Nothing that became known after {day} is in it.", day=briefing.as_of.words())
    yield Fact(gettext("As of"), known)
    name = PurePosixPath(pdf_path(sheet.site, briefing)).name
    for label, words in control_rows(sheet.site.stamps.get(briefing.id), name):
        yield Fact(label, words)
    yield Fact(gettext("Marking"), f"{sheet.banner.marking}. {sheet.banner.words}.")
    yield Fact(gettext("Publisher"), f"{sheet.corpus.dossier.publisher}, {sheet.corpus.dossier.contact}")
    licence = say("Text {licence}; quotations belong to their authors.", licence=sheet.corpus.dossier.licence)
    yield Fact(gettext("Licence"), licence)


def _replaces(sheet: Sheet, briefing: Briefing) -> str:
    told = [briefing.changes or ""]
    if briefing.supersedes:
        told.append(say("Replaces {edition}.", edition=sheet.name(briefing.supersedes)))
    if briefing.updates:
        told.append(say("Carries on {edition}.", edition=sheet.name(briefing.updates)))
    if not briefing.corrections:
        told.append(gettext("No corrections."))
    told += [say("Corrected on {day}: {what}.", day=row.date.words(), what=row.what) for row in briefing.corrections]
    return " ".join(part for part in told if part)


def _foot(briefing: Briefing) -> str:
    told = say("Edition {number}, {day}", number=briefing.edition, day=briefing.date.words())
    return say("{edition}. Known up to {day}", edition=told, day=briefing.as_of.words()) if briefing.as_of else told
