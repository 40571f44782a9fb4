"""Pelican plugin: the form for editors at ``admin/``; left out of the build unless PLUGINS lists it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from communique.pelican.edge import FamilyGenerator, if_on, register_family

if TYPE_CHECKING:
    from pelican import Pelican


class FormGenerator(FamilyGenerator):
    """Writes the form."""

    family = "form"


def generators(pelican: Pelican) -> type[FamilyGenerator] | None:
    """Receives ``get_generators``."""
    return if_on(FormGenerator, pelican)


def register() -> None:
    """Called by Pelican for each plugin in PLUGINS."""
    register_family(generators)
