"""Write ``views/drawing/advances.py``: how wide each letter of the drawings is, read from the fonts.

The table is kept in the code, not read from ``node_modules`` while a page is made: views stay pure, and a
drawing is the same on every machine. Run it after an update of @fontsource/source-sans-3::

    .venv/bin/python tools/advances.py
"""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

from fontTools.ttLib import TTFont

ROOT = Path(__file__).resolve().parents[1]
FONTS = ROOT / "node_modules/@fontsource/source-sans-3/files"
TARGET = ROOT / "plugins/communique/views/drawing/advances.py"
WEIGHTS = (400, 600)
SUBSETS = ("cyrillic", "latin-ext", "latin")
RANGES = ((0x20, 0x7E), (0xA0, 0x17F), (0x400, 0x45F), (0x1E00, 0x1E99), (0x2010, 0x203A), (0x2212, 0x2212))

HEAD = '''"""How wide each letter of Source Sans 3 is, in thousandths. Written by ``tools/advances.py``."""

from __future__ import annotations

from typing import Final

ADVANCES: Final[dict[int, dict[int, str]]] = {
'''


def advances(weight: int) -> dict[str, int]:
    """The width of every letter that the drawing may print, by letter."""
    found: dict[str, int] = {}
    for subset in SUBSETS:
        font = TTFont(FONTS / f"source-sans-3-{subset}-{weight}-normal.woff2")
        scale = 1000 / font["head"].unitsPerEm
        for code, glyph in font.getBestCmap().items():
            if any(low <= code <= high for low, high in RANGES):
                found[chr(code)] = round(font["hmtx"][glyph][0] * scale)
    return found


def table() -> str:
    """The module's text."""
    lines = [HEAD]
    for weight in WEIGHTS:
        by_width: defaultdict[int, list[str]] = defaultdict(list)
        for letter, width in sorted(advances(weight).items()):
            by_width[width].append(letter)
        lines.append(f"    {weight}: {{\n")
        for width, letters in sorted(by_width.items()):
            lines += _rows(width, "".join(letters))
        lines.append("    },\n")
    lines.append('}\n"""By weight, then by width: the letters that are as wide."""\n')
    return "".join(lines)


def _rows(width: int, letters: str) -> list[str]:
    chunks = [ascii(letters[at : at + 14]) for at in range(0, len(letters), 14)]
    if len(chunks) == 1:
        return [f"        {width}: {_quoted(chunks[0])},\n"]
    return [f"        {width}: (\n", *(f"            {_quoted(chunk)}\n" for chunk in chunks), "        ),\n"]


def _quoted(literal: str) -> str:
    return literal if literal.startswith('"') else '"' + literal[1:-1].replace('"', '\\"').replace("\\'", "'") + '"'


if __name__ == "__main__":
    TARGET.write_text(table(), encoding="utf-8")
