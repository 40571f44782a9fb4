"""Pelican plugin: each edition as a page and as a PDF."""

from __future__ import annotations

from typing import TYPE_CHECKING

from communique.pelican.edge import FamilyGenerator, if_on, register_family

if TYPE_CHECKING:
    from pelican import Pelican


class BriefingsGenerator(FamilyGenerator):
    """Writes each edition as a page and as a PDF."""

    family = "briefings"


def generators(pelican: Pelican) -> type[FamilyGenerator] | None:
    """Receives ``get_generators``."""
    return if_on(BriefingsGenerator, pelican)


def register() -> None:
    """Called by Pelican for each plugin in PLUGINS."""
    register_family(generators)
