"""Figures that editions bring along: pictures in ``briefings/figures/``, looked at before anything is made of them."""

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FIGURES: Final = "briefings/figures"
FIGURE_SUFFIXES: Final = (".jpg", ".jpeg", ".png")
MOST_BYTES: Final = 1024 * 1024
"""An edition has two megabytes on paper, and is read on phones."""

_MODES: Final = {"1", "L", "LA", "P", "RGB", "RGBA"}
"""What browsers show and PDF/A-3 takes beside sRGB; printers' CMYK is neither."""
_MOST_PIXELS: Final = 40_000_000
_PLACE_TAKEN: Final = 0x8825
"""The tag of EXIF under which a camera says where it stood."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture. ``path`` is as seen from the dossier's root; ``width`` and ``height`` are in pixels.

    ``wrong`` says why it cannot be shown, empty where it can, and ``hint`` what to do about that.
    """

    path: str
    width: int = 0
    height: int = 0
    wrong: str = ""
    hint: str = ""

    @property
    def name(self) -> str:
        """What an edition's block calls it."""
        return self.path.rpartition("/")[2]


def read_figures(root: Path, shown: str = "") -> dict[str, Figure]:
    """Every figure below ``root`` by its path as seen from the dossier, which begins with ``shown``.

    Links and folders are left out: ``tree`` tells of them.
    """
    try:
        entries = sorted(os.scandir(root / FIGURES), key=lambda each: each.name)
    except OSError:  # a folder that is not there holds none; one that cannot be read is told by the tree
        return {}
    found = {}
    for entry in entries:
        if entry.name.endswith(FIGURE_SUFFIXES) and not entry.name.startswith(".") and entry.is_file():
            figure = _look(root / FIGURES / entry.name, f"{shown}{FIGURES}/{entry.name}")
            found[figure.path] = figure
    return found


def _look(file: Path, path: str) -> Figure:
    from PIL import Image

    size = 0
    with suppress(OSError):
        size = file.stat().st_size
    if size > MOST_BYTES:
        return Figure(path, wrong=f"it has {size:,} bytes, and may have {MOST_BYTES:,}", hint="save it smaller")
    try:
        with Image.open(file, formats=("JPEG", "PNG")) as opened:
            width, height = opened.size
            mode, told = opened.mode, opened.getexif()
            taken = _PLACE_TAKEN in told
            if width * height <= _MOST_PIXELS:
                opened.load()
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return Figure(path, wrong="it cannot be read as a picture", hint="save it anew as PNG or JPEG")
    for wrong, hint in _faults(width, height, mode, taken=taken):
        return Figure(path, width, height, wrong, hint)
    return Figure(path, width, height)


def _faults(width: int, height: int, mode: str, *, taken: bool) -> Iterator[tuple[str, str]]:
    if width * height > _MOST_PIXELS:
        yield f"it is {width:,} by {height:,} pixels", "scale it down: 2,000 across fill a page"
    if mode not in _MODES:
        yield f"its colours are {mode}", "save it in RGB with 8 bits a channel"
    if taken:
        yield "it tells where its camera stood (EXIF)", "save it without metadata: what is published is read by all"


def page_path(edition: str, figure: Figure) -> str:
    """Where the figure of an edition stands on the site."""
    return f"briefings/{edition}/figures/{figure.name}"


def print_path(figure: Figure) -> str:
    """Where the HTML of an edition on paper finds it."""
    return f"figures/{figure.name}"
