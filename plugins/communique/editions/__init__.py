"""Published editions: what their lock files say, and the bytes that are kept beside them.

``figures`` are the pictures that editions bring along; ``pin`` is what was published, ``lockfile`` its text and back,
``kept`` reads all that stand in ``briefings/``. Nothing here renders, signs or asks git: ``publishing`` does, and
writes what is read here.
"""

from communique.editions.figures import FIGURE_SUFFIXES, FIGURES, Figure, read_figures
from communique.editions.kept import PINNED_SUFFIXES, read_pins, source_digest
from communique.editions.lockfile import lock_text, read_lock
from communique.editions.pin import FORMS, Form, Pin, PinnedFigure, PinnedFile

__all__ = [
    "FIGURES",
    "FIGURE_SUFFIXES",
    "FORMS",
    "PINNED_SUFFIXES",
    "Figure",
    "Form",
    "Pin",
    "PinnedFigure",
    "PinnedFile",
    "lock_text",
    "read_figures",
    "read_lock",
    "read_pins",
    "source_digest",
]
