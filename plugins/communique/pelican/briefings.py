"""Pelican plugin: each edition as a page and as a PDF."""

from __future__ import annotations

from typing import TYPE_CHECKING

from communique.pelican.edge import FamilyGenerator, register_family

if TYPE_CHECKING:
    from pelican import Pelican


class BriefingsGenerator(FamilyGenerator):
    """Writes each edition as a page and as a PDF."""

    family = "briefings"


def generators(_: Pelican) -> type[FamilyGenerator]:
    """Receives ``get_generators``."""
    return BriefingsGenerator


def register() -> None:
    """Called by Pelican for each plugin in PLUGINS."""
    register_family(generators)
