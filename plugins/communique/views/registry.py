"""The page families of the site, in the order they are planned. One line each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from communique.views import (
    actor,
    actors,
    audit,
    claim,
    claims,
    corrections,
    data,
    event,
    events,
    home,
    licences,
    place,
    search,
    source,
    timeline,
    topic,
    track,
    writings,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from communique.plan import Page
    from communique.views.sheet import Site

    Pages = Callable[[Site], Iterator[Page]]
    """All pages of one family."""

PAGES: tuple[Pages, ...] = (
    event.pages,
    events.pages,
    actor.pages,
    actors.pages,
    place.pages,
    source.pages,
    claim.pages,
    claims.pages,
    writings.pages,
    search.pages,
    corrections.pages,
    audit.pages,
    data.pages,
    home.pages,
    licences.pages,
    timeline.pages,
    track.pages,
    topic.pages,
)
