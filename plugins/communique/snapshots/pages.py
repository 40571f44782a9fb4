"""A PDF page's text with its paragraphs: a PDF knows only lines, so wider gaps and short last lines part them."""

from __future__ import annotations

from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pypdf import PageObject

WIDER = 1.25
"""A gap this much wider than the page's usual one parts two paragraphs."""

SHORTER = 0.8
"""A line this much shorter than the page's longest, after which a sentence has ended, is a paragraph's last."""

_ENDS = (".", "!", "?", "؟", ":", "…")


def page_text(page: PageObject) -> str:
    """The lines of ``page``, paragraphs parted by empty ones."""
    lines: list[list[Any]] = [["", None]]

    def take(text: str, cm: Sequence[float], tm: Sequence[float], font: Any, size: float) -> None:
        del font, size
        height = tm[4] * cm[1] + tm[5] * cm[3] + cm[5]
        for number, piece in enumerate(text.split("\n")):
            if number:
                lines.append(["", None])
            lines[-1][0] += piece
            if piece.strip() and lines[-1][1] is None:
                lines[-1][1] = height

    page.extract_text(visitor_text=take)
    kept = [(" ".join(text.split()), height) for text, height in lines if text.strip()]
    return "\n".join(_parted(kept))


def _parted(lines: Sequence[tuple[str, float | None]]) -> list[str]:
    gaps = [_gap(above[1], below[1]) for above, below in pairwise(lines)]
    known = [gap for gap in gaps if gap]
    usual = median(known) if known else 0.0
    longest = max((len(text) for text, _ in lines), default=0)
    found: list[str] = []
    for number, (text, _) in enumerate(lines):
        if number:
            above = lines[number - 1][0]
            wide = bool(usual) and gaps[number - 1] > WIDER * usual
            last = len(above) < SHORTER * longest and above.rstrip("'\"”»)").endswith(_ENDS)
            found += [""] if wide or last else []
        found.append(text)
    return found


def _gap(above: float | None, below: float | None) -> float:
    return abs(above - below) if above is not None and below is not None else 0.0
