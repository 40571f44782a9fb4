"""What a build writes, family by family. A new family is one function, one word in ``FAMILIES``, one Pelican plugin.

Each function goes from the build's input to outputs; none of them touches the disk. A family whose plugin is left
out of PLUGINS is not built, and no page links to it.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from communique.editions.figures import page_path
from communique.errors import SettingsError
from communique.exports import EXPORTS
from communique.exports.edition import edition_files
from communique.exports.feeds import feeds
from communique.exports.tables import TABLES
from communique.form.collections import configuration
from communique.form.package import installed
from communique.form.page import files
from communique.plan import Copy, File, Print
from communique.press.assets import assets
from communique.press.indexing import index
from communique.press.published import published_outputs
from communique.press.standing import icons, licence_texts, pictures
from communique.tongue import gettext
from communique.views.archive import archive
from communique.views.briefing import briefing_outputs, edition_site, papers_of, pdf_path
from communique.views.data import Download, data_page
from communique.views.redirects import redirects
from communique.views.registry import PAGES
from communique.views.searching.documents import documents
from communique.views.searching.names import name_files
from communique.views.timelinedata import timeline_data

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from pathlib import Path

    from communique.plan import Output
    from communique.views.registry import Pages
    from communique.views.sheet import Site

    Family = Callable[["Input"], Iterator[Output]]
    """All outputs of one family."""


PREFIX = "communique.pelican."
"""What the plugin of each family is called by, before the family's name."""


@dataclass(frozen=True, slots=True)
class Input:
    """What families are made from: the site to publish and the folder whose theme and fonts it uses.

    ``homes`` are the folders whose ``briefings/`` hold what was published; ``form`` is where the form saves to.
    """

    site: Site
    root: Path
    homes: tuple[Path, ...] = ()
    form: Mapping[str, Any] = field(default_factory=dict)


def _pages(pages: Pages) -> Family:
    return lambda given: pages(given.site)


SITE: tuple[Family, ...] = (
    *map(_pages, PAGES),
    lambda given: iter([data_page(given.site, tuple(downloads(given.site)))]),
    lambda given: iter([timeline_data(given.site)]),
    lambda given: redirects(given.site),
    lambda given: assets(given.root),
    lambda given: icons(given.site),
    lambda given: pictures(given.site, given.root),
    lambda given: licence_texts(given.root, given.site.features),
)
"""The parts of the site: pages of every kind, redirects of records that moved, style sheets and fonts."""


def site_family(given: Input) -> Iterator[Output]:
    """All parts of the site."""
    for part in SITE:
        yield from part(given)


def downloads(site: Site) -> Iterator[Download]:
    """What a reader may take away, of the families that are on."""
    if "exports" in site.features:
        for export in EXPORTS.values():
            yield Download(export.entry, export.title, gettext(export.words))
        for name, table in TABLES.items():
            yield Download(f"data/{name}.csv", f"CSV: {gettext(table.title).lower()}", "; ".join(table.columns))
    if "feeds" in site.features:
        yield Download(
            "feeds/all.atom.xml", "Atom", gettext("All events as a feed, each dated as its newest source is.")
        )
        if site.as_of is None:
            yield Download(
                "feeds/changes.atom.xml",
                gettext("Atom: changes"),
                gettext("What was published and what changed since."),
            )
        for track in site.corpus.tracks:
            yield Download(
                f"feeds/track-{track.id}.atom.xml", f"Atom: {track.title}", gettext("The events of this track.")
            )


def briefings_family(given: Input) -> Iterator[Output]:
    """Each edition as a page and as a PDF, which carries the records behind it; its figures; those that were
    published, as they were; and the archive.
    """
    site = given.site
    editions = {pdf_path(site, each, size): each for each in site.corpus.briefings for size in papers_of(site, each)}
    for output in briefing_outputs(site):
        if isinstance(output, Print):
            cut = edition_site(site, editions[output.path])
            yield replace(output, attachments=tuple(edition_files(cut, output.view.shown)))
        else:
            yield output
    for each in site.corpus.briefings:
        for figure in site.corpus.figures.get(each.id, {}).values():
            yield Copy(page_path(each.id, figure), given.root / figure.path)
    yield from published_outputs(given.site, given.homes)
    yield from archive(given.site)


def feeds_family(given: Input) -> Iterator[Output]:
    """Atom feeds."""
    yield from feeds(given.site)


def exports_family(given: Input) -> Iterator[Output]:
    """The records as data."""
    for export in EXPORTS.values():
        yield from export.write(given.site)


def search_family(given: Input) -> Iterator[Output]:
    """The index of everything published, and the names for a search without it."""
    corpus = given.site.corpus
    yield from index(documents(corpus), corpus.dossier.language)
    yield from name_files(corpus)


def form_family(given: Input) -> Iterator[Output]:
    """The form at ``admin/``, which saves to a forge. Raises SettingsError where none is named, or without Decap."""
    if not given.form.get("name"):
        raise SettingsError("PLUGINS lists communique.pelican.form, and FORM_BACKEND does not say where it saves to.")
    corpus = given.site.corpus
    made = configuration(corpus.records.values(), corpus.dossier.language, given.form, given.site.url)
    for path, content in files(made, installed(given.root)):
        yield File(path, content) if isinstance(content, bytes) else Copy(path, content)


FAMILIES: dict[str, Family] = {
    "site": site_family,
    "briefings": briefings_family,
    "feeds": feeds_family,
    "exports": exports_family,
    "search": search_family,
    "form": form_family,
}


def families_on(plugins: Iterable[str]) -> list[str]:
    """The families whose plugins are named. Raises SettingsError for a misspelt one: Pelican would only log it."""
    names = [plugin.removeprefix(PREFIX) for plugin in plugins if plugin.startswith(PREFIX)]
    unknown = [name for name in names if name not in FAMILIES]
    if unknown:
        known = ", ".join(PREFIX + family for family in FAMILIES)
        raise SettingsError(f"pelicanconf.py: PLUGINS names {PREFIX}{unknown[0]}; there are {known}.")
    return names
