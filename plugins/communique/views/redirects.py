"""Pages at the addresses of records that were merged, renamed or removed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from communique.kinds import KINDS
from communique.plan import Page
from communique.tongue import gettext
from communique.views.frame import Frame, frame
from communique.views.sheet import Link, Sheet

if TYPE_CHECKING:
    from collections.abc import Iterator

    from communique.kinds import Tombstone
    from communique.views.sheet import Site


@dataclass(frozen=True, slots=True)
class RedirectView:
    """``onward`` leads to the record that took the place; without it, ``why`` says why there is none."""

    frame: Frame
    onward: Link | None
    why: str
    date: str


def redirects(site: Site) -> Iterator[Page]:
    """A page for each tombstone, at the address its record had."""
    corpus = site.corpus
    for id_, grave in corpus.tombstones.items():
        path = grave_address(grave)
        sheet = Sheet(site, path)
        onward = sheet.link(id_) if grave.merged_into else None
        title = gettext("This record has moved") if onward else gettext("This record was removed")
        date = grave.date.words() if grave.date else ""
        yield Page(
            path,
            "pages/redirect.html",
            RedirectView(frame(sheet, title, listed=False), onward, grave.removed or "", date),
        )


def grave_address(grave: Tombstone) -> str:
    """Where the record stood."""
    folder = KINDS[grave.stands_for].address
    return f"{folder}/{grave.id}/index.html" if folder else f"{grave.id}/index.html"
