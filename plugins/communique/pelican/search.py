"""Pelican plugin: the search index, and the names for the browser's own search."""

from __future__ import annotations

from typing import TYPE_CHECKING

from communique.pelican.edge import FamilyGenerator, if_on, register_family

if TYPE_CHECKING:
    from pelican import Pelican


class SearchGenerator(FamilyGenerator):
    """Writes the search index, and the names for the browser's own search."""

    family = "search"


def generators(pelican: Pelican) -> type[FamilyGenerator] | None:
    """Receives ``get_generators``."""
    return if_on(SearchGenerator, pelican)


def register() -> None:
    """Called by Pelican for each plugin in PLUGINS."""
    register_family(generators)
