"""HTML to PDF, fenced. Only this package knows WeasyPrint, and of it only ``setting``, which runs in a child.

``manuscript`` is what goes in; ``setting`` is one function from a manuscript to bytes; ``pool`` runs it in children
that see neither network nor system fonts, within a time and a memory; ``environment`` names what the bytes depend on
besides the manuscript; ``kept`` remembers what was set before.
"""

from communique.pdf.complaint import Complaint
from communique.pdf.environment import render_environment
from communique.pdf.kept import Kept
from communique.pdf.manuscript import BASE, Attachment, Manuscript
from communique.pdf.pool import PaperError, Pool

__all__ = [
    "BASE",
    "Attachment",
    "Complaint",
    "Kept",
    "Manuscript",
    "PaperError",
    "Pool",
    "render_environment",
]
