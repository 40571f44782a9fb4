"""What git knows of the dossier. The only modules that run git: everything else asks here."""

from typing import Final

from communique.history.repository import Repository

CACHE: Final = (".cache", "history")
"""Where, below the dossier, what was read from git is kept from run to run."""

__all__ = ["CACHE", "Repository"]
