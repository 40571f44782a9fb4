"""Briefings: each edition as a page and as a PDF, and the archive."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from communique.plan import Output
    from communique.views.sheet import Site


def briefing_outputs(site: Site) -> Iterator[Output]:
    """Nothing yet."""
    yield from ()
