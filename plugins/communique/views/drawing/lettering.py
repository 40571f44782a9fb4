"""How much room words take in a drawing: widths by the typeface's own advances, and words cut to a width."""

from __future__ import annotations

from typing import Final

from communique.views.drawing.advances import ADVANCES

UNLISTED: Final = 620
"""Thousandths for a letter that is not in the table: rather too much room than too little."""

_WIDTHS: Final = {
    weight: {letter: width for width, letters in by_width.items() for letter in letters}
    for weight, by_width in ADVANCES.items()
}


def width(words: str, size: float, weight: int = 400) -> float:
    """The width of ``words`` in Source Sans 3 at ``size``. Kerning is left out: it only narrows."""
    widths = _WIDTHS[weight]
    return sum(widths.get(letter, UNLISTED) for letter in words) * size / 1000


def clipped(words: str, size: float, room: float, weight: int = 400) -> str:
    """``words``, or as many of them as fit into ``room`` and an ellipsis; nothing where none fits."""
    if width(words, size, weight) <= room:
        return words
    kept = words
    while kept:
        kept = kept.rpartition(" ")[0].rstrip(" ,;:–-")
        if kept and width(f"{kept}…", size, weight) <= room:
            return f"{kept}…"
    return ""
