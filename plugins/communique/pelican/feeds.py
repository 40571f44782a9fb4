"""Pelican plugin: Atom feeds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from communique.pelican.edge import FamilyGenerator, register_family

if TYPE_CHECKING:
    from pelican import Pelican


class FeedsGenerator(FamilyGenerator):
    """Writes Atom feeds."""

    family = "feeds"


def generators(_: Pelican) -> type[FamilyGenerator]:
    """Receives ``get_generators``."""
    return FeedsGenerator


def register() -> None:
    """Called by Pelican for each plugin in PLUGINS."""
    register_family(generators)
