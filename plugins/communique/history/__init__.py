"""What git knows of the dossier. The only modules that run git: everything else asks here."""

from communique.history.repository import Repository

__all__ = ["Repository"]
