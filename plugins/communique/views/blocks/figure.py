"""A figure that an edition brings along."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from communique.editions.figures import page_path, print_path

if TYPE_CHECKING:
    from communique.blocks import FigureBlock
    from communique.views.blocks.edition import Edition


@dataclass(frozen=True, slots=True)
class FigureView:
    """``href`` is where the picture stands: beside the page, in the manuscript of the paper, on the site for a mail
    (empty where the site's address is not known). ``width`` and ``height`` are in pixels.
    """

    href: str
    alt: str
    caption: str
    credit: str
    width: int
    height: int


def figure(edition: Edition, options: FigureBlock) -> FigureView:
    """The figure the block names."""
    found = edition.sheet.corpus.figures[edition.briefing.id][options.file]
    href = print_path(found) if edition.printed else edition.sheet.href(page_path(edition.briefing.id, found))
    return FigureView(href, options.alt, options.caption, options.credit, found.width, found.height)
