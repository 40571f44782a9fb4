"""The page that says under what licence everything stands that this site serves: our own words, fonts, bundles."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from communique.plan import Page
from communique.tongue import gettext, message
from communique.views.frame import Frame, frame
from communique.views.sheet import Link, Sheet

if TYPE_CHECKING:
    from collections.abc import Iterator

    from communique.views.sheet import Site

PATH: Final = "licences/index.html"
MIT: Final = """\
Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated
documentation files (the "Software"), to deal in the Software without restriction, including without limitation the
rights to use, copy, modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and to permit
persons to whom the Software is furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial portions of the
Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE
WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR
COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR
OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.
"""


@dataclass(frozen=True, slots=True)
class Carried:
    """Something of others that the site serves. ``package`` is the npm package whose LICENSE is copied; without one the
    text is made of ``copyright`` and the MIT licence. ``feature`` is the plugin that serves it, if not all sites do.
    """

    name: str
    what: str
    licence: str
    file: str
    package: str = ""
    copyright: str = ""
    feature: str = ""


OFL: Final = "SIL Open Font License 1.1"
LICENCES: Final = (
    Carried("Source Serif 4", message("the text face"), OFL, "source-serif-4.txt", "@fontsource/source-serif-4"),
    Carried(
        "Source Sans 3", message("the face of labels and notes"), OFL, "source-sans-3.txt", "@fontsource/source-sans-3"
    ),
    Carried("Amiri", message("the Arabic face"), OFL, "amiri.txt", "@fontsource/amiri"),
    Carried(
        "World Atlas", message("outlines of maps, made from Natural Earth"), "ISC", "world-atlas.txt", "world-atlas"
    ),
    Carried(
        *("Pagefind", message("what reads the search index"), "MIT", "pagefind.txt"),
        copyright="Copyright 2022 CloudCannon",
        feature="search",
    ),
    Carried(
        *("Decap CMS", message("the form for editors"), "MIT", "decap-cms.txt"),
        copyright="Copyright (c) 2016 Netlify",
        feature="form",
    ),
)


@dataclass(frozen=True, slots=True)
class LicenceRow:
    """One bundle: what it is, under which licence, and the text."""

    name: str
    what: str
    licence: str
    text: Link


@dataclass(frozen=True, slots=True)
class LicencesPage:
    """Our own licence and those of what we carry."""

    frame: Frame
    own: str
    rows: tuple[LicenceRow, ...]


def pages(site: Site) -> Iterator[Page]:
    """The page of licences."""
    sheet = Sheet(site, PATH)
    told = gettext("Under what licence the words, data, fonts and bundles of this site stand.")
    words = gettext("text")
    rows = tuple(
        LicenceRow(each.name, gettext(each.what), each.licence, Link(sheet.href(f"licences/{each.file}"), words))
        for each in LICENCES
        if not each.feature or each.feature in site.features
    )
    shown = frame(sheet, gettext("Licences"), description=told)
    yield Page(PATH, "pages/licences.html", LicencesPage(shown, site.corpus.dossier.licence, rows))
