"""What stands around every page: marking, masthead, navigation, way back, foot."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

from communique.kinds import Briefing, Event, Note
from communique.tongue import SOURCE, direction, gettext, message, spoken
from communique.views.citation import Citing, citing
from communique.views.past import past_view
from communique.views.policy import POLICY
from communique.views.searching.texts import plain
from communique.views.sheet import Link
from communique.views.structured import embedded, structured

if TYPE_CHECKING:
    from collections.abc import Iterator

    from markupsafe import Markup

    from communique.kinds import Record
    from communique.markings import Marking
    from communique.views.past import PastView
    from communique.views.sheet import Banner, Sheet


@dataclass(frozen=True, slots=True)
class NavLink:
    """A link of the navigation; ``current`` where the page belongs to that section."""

    href: str
    text: str
    current: bool


@dataclass(frozen=True, slots=True)
class Frame:
    """The frame of one page. ``theme`` leads to the folder of style sheets and fonts; ``canonical`` may be empty.

    ``gap``: something that the page's record names is withheld. ``shared`` are the Open Graph properties, and
    ``structured`` is the JSON-LD of the page; ``paper`` leads to a form made for print, where there is one; a page that
    is not ``listed`` is for no search engine and in no sitemap. ``report`` is where an error on the page is reported;
    empty where nowhere.
    """

    title: str
    description: str
    lang: str
    spoken: str
    dir: str
    dossier: str
    publisher: str
    licence: str
    contact: str
    home: Link
    theme: str
    canonical: str
    banner: Banner
    gap: bool
    nav: tuple[NavLink, ...]
    crumbs: tuple[Link, ...]
    foot: tuple[Link, ...]
    feed: str
    as_of: str
    preview: bool
    past: PastView | None
    policy: str
    root: str
    shared: tuple[tuple[str, str], ...]
    structured: Markup
    cite: Citing
    paper: Link | None
    method: Link | None
    report: str
    listed: bool

    @property
    def marking(self) -> Marking:
        """The highest marking of what the page shows; settled when the page is made."""
        return self.banner.marking

    @property
    def marking_words(self) -> str:
        """What the marking lets a reader do, in plain words."""
        return self.banner.words


METHOD: Final = "method"
"""The id of the standing page that says how we judge."""
LONGEST: Final = 300
"""How many characters a page's description has."""
SECTIONS: tuple[tuple[str, str], ...] = (
    ("index.html", message("Overview")),
    ("timeline/index.html", message("Timeline")),
    ("tracks/index.html", message("Tracks")),
    ("topics/index.html", message("Topics")),
    ("claims/index.html", message("Claims")),
    ("events/index.html", message("Events")),
    ("actors/index.html", message("Actors")),
    ("places/index.html", message("Places")),
    ("sources/index.html", message("Sources")),
    ("notes/index.html", message("Notes")),
    ("briefings/index.html", message("Briefings")),
    ("search/index.html", message("Search")),
)
"""The navigation, in order. A section is left out when the plugin that makes its pages is off."""


def frame(
    sheet: Sheet,
    title: str,
    *,
    section: str = "",
    description: str = "",
    record: Record | None = None,
    crumbs: tuple[Link, ...] = (),
    paper: Link | None = None,
    listed: bool = True,
    about: dict[str, Any] | None = None,
) -> Frame:
    """The frame of the page ``sheet``; ``section`` is the address of the section it belongs to.

    ``record`` is the one the page is of, if any: its marking is the least that the page has. ``about`` is what the page
    tells of, as JSON-LD, where that is no record.
    """
    dossier = sheet.corpus.dossier
    if record is not None:
        sheet.banner.show(sheet.marking(record))
    description = " ".join((description or _own_words(sheet, record) or dossier.summary).split())
    told = structured(sheet, record, title, shortened(description), crumbs)
    return Frame(
        title=title,
        description=shortened(description),
        lang=dossier.language,
        spoken=spoken() if spoken() not in (SOURCE, dossier.language) else dossier.language,
        dir=direction(spoken() if spoken() != SOURCE else dossier.language),
        dossier=dossier.title,
        publisher=dossier.publisher,
        licence=dossier.licence,
        contact=dossier.contact,
        home=Link(sheet.href("index.html"), dossier.title),
        theme=sheet.href("theme"),
        canonical=sheet.site.address(sheet.path),
        banner=sheet.banner,
        gap=record is not None and record.id in sheet.corpus.gaps,
        nav=tuple(_nav(sheet, section)),
        crumbs=crumbs,
        foot=tuple(_foot(sheet)),
        as_of=sheet.site.as_of_words,
        preview=sheet.site.preview,
        past=past_view(sheet, record) if record is not None and not sheet.paper else None,
        policy=POLICY,
        root=sheet.href(""),
        shared=tuple(_shared(sheet, record, title, shortened(description))),
        structured=embedded({**told, "mainEntity": about} if about else told),
        cite=citing(sheet, record, title),
        paper=paper,
        method=_method(sheet),
        report=_report(sheet, record, title),
        listed=listed and not sheet.site.as_of,
        feed=sheet.href("feeds/all.atom.xml") if "feeds" in sheet.site.features else "",
    )


def shortened(text: str) -> str:
    """``text``, cut at a word where it is longer than a description may be."""
    return text if len(text) <= LONGEST else text[:LONGEST].rsplit(" ", 1)[0].rstrip(",;:") + " …"


def _own_words(sheet: Sheet, record: Record | None) -> str:
    """What a record's own summary says, as plain text."""
    summary = getattr(record, "summary", None)
    return plain(summary, sheet.corpus.in_text) if summary else ""


def image_path(record: Record | None) -> str:
    """Where the picture stands that goes with a shared page: a briefing's own, else the dossier's."""
    return f"share/{record.id}.png" if isinstance(record, Briefing) else "share/home.png"


def _shared(sheet: Sheet, record: Record | None, title: str, description: str) -> Iterator[tuple[str, str]]:
    """Open Graph (ogp.me). Addresses have to be whole, so a site without one has neither address nor picture."""
    dossier = sheet.corpus.dossier
    yield "og:type", "article" if isinstance(record, Event | Note | Briefing) else "website"
    yield "og:title", title
    yield "og:description", description
    yield "og:site_name", dossier.title
    yield "og:locale", dossier.language.replace("-", "_")
    if sheet.site.url:
        yield "og:url", sheet.site.address(sheet.path)
        yield "og:image", sheet.site.address(image_path(record))
        yield "og:image:width", "1200"
        yield "og:image:height", "630"
        yield "og:image:alt", f"{title if isinstance(record, Briefing) else dossier.title}, {dossier.publisher}"


def _method(sheet: Sheet) -> Link | None:
    """The standing page that explains grades and verdicts at length, where the dossier has one."""
    page = next((page for page in sheet.corpus.pages if page.id == METHOD), None)
    return Link(sheet.href(f"{METHOD}/index.html"), page.title) if page else None


def _report(sheet: Sheet, record: Record | None, title: str) -> str:
    """Where an error on this page is reported, with what names the page filled in; empty where nowhere."""
    page = sheet.path.removesuffix("index.html")
    told = {"id": record.id if record else page.rstrip("/"), "title": title}
    told["address"] = sheet.site.address(sheet.path) or page
    return sheet.site.report.format(**{name: quote(text, safe="") for name, text in told.items()})


def _foot(sheet: Sheet) -> Iterator[Link]:
    for page in sheet.corpus.pages:
        yield sheet.link(page.id)
    yield Link(sheet.href("corrections/index.html"), gettext("Corrections"))
    if sheet.site.as_of is None:
        yield Link(sheet.href("changes/index.html"), gettext("Changes"))
    yield Link(sheet.href("audit/index.html"), gettext("Evidence coverage"))
    yield Link(sheet.href("data/index.html"), gettext("Data files"))
    yield Link(sheet.href("licences/index.html"), gettext("Licences"))


def _nav(sheet: Sheet, section: str) -> list[NavLink]:
    left_out = {"briefings/index.html"} - ({"briefings/index.html"} if "briefings" in sheet.site.features else set())
    return [
        NavLink(sheet.href(path), gettext(text), path == section) for path, text in SECTIONS if path not in left_out
    ]
