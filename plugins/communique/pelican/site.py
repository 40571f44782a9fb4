"""Pelican plugin: pages of every kind, redirects, style sheets and fonts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from communique.pelican.edge import FamilyGenerator, if_on, register_family

if TYPE_CHECKING:
    from pelican import Pelican


class SiteGenerator(FamilyGenerator):
    """Writes pages of every kind, redirects, style sheets and fonts."""

    family = "site"


def generators(pelican: Pelican) -> type[FamilyGenerator] | None:
    """Receives ``get_generators``."""
    return if_on(SiteGenerator, pelican)


def register() -> None:
    """Called by Pelican for each plugin in PLUGINS."""
    register_family(generators)
