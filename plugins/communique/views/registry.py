"""The page families of the site, in the order they are planned. One line each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from communique.views import (
    actor,
    actors,
    audit,
    changelog,
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

    PageOf = Callable[[Site, Any], Page]
    """The page of one record."""

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
    changelog.pages,
    audit.pages,
    data.pages,
    home.pages,
    licences.pages,
    timeline.pages,
    track.pages,
    topic.pages,
)

ONE: dict[str, PageOf] = {
    "event": event.page,
    "actor": actor.page,
    "place": place.page,
    "source": source.page,
    "claim": claim.page,
    "topic": topic.page,
    "track": track.page,
    "note": writings.page,
    "page": writings.page,
}
"""The page of one record of each kind, for whoever looks at one alone; briefings have more to a page than that."""
