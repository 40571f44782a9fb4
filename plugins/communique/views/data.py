"""The page of data and formats, and the page for an address that does not exist."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from communique.plan import Page
from communique.tongue import gettext
from communique.views.frame import Frame, frame
from communique.views.sheet import Link, Sheet
from communique.views.structured import dataset

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from communique.views.sheet import Site

PATH = "data/index.html"
LOST = "404.html"


@dataclass(frozen=True, slots=True)
class Download:
    """Something a reader may take away: where it stands in the site, what it is called and what is in it."""

    path: str
    title: str
    words: str


@dataclass(frozen=True, slots=True)
class DownloadView:
    """A download as the page shows it."""

    link: Link
    words: str


@dataclass(frozen=True, slots=True)
class DataPage:
    """All downloads."""

    frame: Frame
    licence: str
    downloads: tuple[DownloadView, ...]
    counts: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class LostPage:
    """What stands at an address that leads nowhere."""

    frame: Frame
    home: Link
    search: Link


def pages(site: Site) -> Iterator[Page]:
    """The page for lost readers. The page of data is planned where the exports are known."""
    yield lost_page(site)


def data_page(site: Site, downloads: Sequence[Download]) -> Page:
    """The page of data with these downloads."""
    sheet = Sheet(site, PATH)
    told = gettext("The records of this dossier as data, with what each file holds.")
    corpus = site.corpus
    counts = (
        (gettext("events"), len(corpus.events)),
        (gettext("statements"), len(corpus.statements)),
        (gettext("sources"), len(corpus.sources)),
        (gettext("actors"), len(corpus.actors)),
        (gettext("places"), len(corpus.places)),
        (gettext("claims"), len(corpus.claims)),
    )
    views = tuple(DownloadView(Link(sheet.href(each.path), each.title), each.words) for each in downloads)
    sheet.banner.show(corpus.marking)
    offered = [(each.path, each.title) for each in downloads]
    shown = frame(sheet, gettext("Data files"), description=told, about=dataset(sheet, offered))
    return Page(PATH, "pages/data.html", DataPage(shown, corpus.dossier.licence, views, counts))


def lost_page(site: Site) -> Page:
    """What a server shows for a wrong address, at whatever depth: its links begin at the root of the server."""
    sheet = Sheet(site, LOST, root=f"{urlsplit(site.url).path}/")
    home = Link(sheet.href("index.html"), site.corpus.dossier.title)
    return Page(
        LOST,
        "pages/404.html",
        LostPage(
            frame(sheet, gettext("Not found"), listed=False),
            home,
            Link(sheet.href("search/index.html"), gettext("index")),
        ),
    )
