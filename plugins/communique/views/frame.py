"""What stands around every page: marking, masthead, navigation, way back, foot."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from communique.views.policy import POLICY
from communique.views.sheet import Link

if TYPE_CHECKING:
    from collections.abc import Iterator

    from communique.kinds import Record
    from communique.markings import Marking
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

    ``gap``: something that the page's record names is withheld.
    """

    title: str
    description: str
    lang: str
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
    policy: str

    @property
    def marking(self) -> Marking:
        """The highest marking of what the page shows; settled when the page is made."""
        return self.banner.marking

    @property
    def marking_words(self) -> str:
        """What the marking lets a reader do, in plain words."""
        return self.banner.words


SECTIONS: tuple[tuple[str, str], ...] = (
    ("index.html", "Overview"),
    ("timeline/index.html", "Timeline"),
    ("tracks/index.html", "Tracks"),
    ("topics/index.html", "Topics"),
    ("claims/index.html", "Claims"),
    ("events/index.html", "Events"),
    ("actors/index.html", "Actors"),
    ("places/index.html", "Places"),
    ("sources/index.html", "Sources"),
    ("notes/index.html", "Notes"),
    ("briefings/index.html", "Briefings"),
    ("search/index.html", "Search"),
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
    policy: str = POLICY,
) -> Frame:
    """The frame of the page ``sheet``; ``section`` is the address of the section it belongs to.

    ``record`` is the one the page is of, if any: its marking is the least that the page has.
    """
    dossier = sheet.corpus.dossier
    if record is not None:
        sheet.banner.show(sheet.marking(record))
    return Frame(
        title=title,
        description=" ".join((description or dossier.summary).split()),
        lang=dossier.language,
        dossier=dossier.title,
        publisher=dossier.publisher,
        licence=dossier.licence,
        contact=dossier.contact,
        home=Link(sheet.href("index.html"), dossier.title),
        theme=sheet.href("theme"),
        canonical=f"{sheet.site.url}/{sheet.path.replace('index.html', '')}" if sheet.site.url else "",
        banner=sheet.banner,
        gap=record is not None and record.id in sheet.corpus.gaps,
        nav=tuple(_nav(sheet, section)),
        crumbs=crumbs,
        foot=tuple(_foot(sheet)),
        as_of=sheet.site.as_of_words,
        policy=policy,
        feed=sheet.href("feeds/all.atom.xml") if "feeds" in sheet.site.features else "",
    )


def _foot(sheet: Sheet) -> Iterator[Link]:
    for page in sheet.corpus.pages:
        yield Link(sheet.href(f"{page.id}/index.html"), page.title)
    yield Link(sheet.href("corrections/index.html"), "Corrections")
    yield Link(sheet.href("audit/index.html"), "Evidence coverage")
    yield Link(sheet.href("data/index.html"), "Data files")


def _nav(sheet: Sheet, section: str) -> list[NavLink]:
    left_out = {"briefings/index.html"} - ({"briefings/index.html"} if "briefings" in sheet.site.features else set())
    return [NavLink(sheet.href(path), text, path == section) for path, text in SECTIONS if path not in left_out]
