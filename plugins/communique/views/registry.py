"""The page families of the site, in the order they are planned. One line each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from communique.views import event

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from communique.plan import Page
    from communique.views.sheet import Site

    Pages = Callable[[Site], Iterator[Page]]
    """All pages of one family."""

PAGES: tuple[Pages, ...] = (event.pages,)
