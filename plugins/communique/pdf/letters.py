"""What each glyph of a font stands for, where WeasyPrint cannot tell from the text.

It takes a glyph's letters from the text beneath it, where it first stands. Where a font sets one cluster of letters as
two glyphs, as Arabic does, one of them gets all the letters and the other none, and keeps that wherever it stands: the
text layer loses letters and has others twice (and an empty entry is no valid ToUnicode: ISO 32000-1, 9.10.3). The font
itself knows: its table of letters and its substitutions (GSUB) lead from each letter to the forms it may take.
"""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

_ROW: Final = re.compile(rb"<([0-9a-f]{4})> <([0-9a-f]*)>\Z")
_RIGHT_TO_LEFT: Final = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
_NOTHING: Final = "\u2060"
"""What a glyph stands for that adds nothing to its neighbour: a word joiner, which is no letter and parts no word."""
_STROKE: Final = "\u0640"
_SINGLE, _ALTERNATE, _EXTENSION = 1, 3, 7


def mend_letters(objects: Mapping[bytes, Any], files: Iterable[bytes]) -> None:
    """Put right the text of glyphs that WeasyPrint left empty, or gave the letters of a neighbour too.

    ``objects`` are those of a PDF by their references; ``files`` the fonts it was set with.
    """
    known: list[dict[int, str]] | None = None
    for font in objects.values():
        if not (isinstance(font, dict) and font.get("Type") == "/Font" and "ToUnicode" in font):
            continue
        rows = objects[bytes(font["ToUnicode"])].stream
        if any(not text or _RIGHT_TO_LEFT.search(text) for _, _, text in _texts(rows)):
            known = [_letters(file) for file in files] if known is None else known
            _mend(rows, _nearest(rows, known))


def _doubtful(text: str) -> bool:
    return not text or (len(text) > 1 and _RIGHT_TO_LEFT.search(text) is not None)


def _texts(rows: list[bytes]) -> Iterator[tuple[int, int, str]]:
    """Place, glyph and letters of each entry."""
    for at, row in enumerate(rows):
        if found := _ROW.match(row):
            yield at, int(found[1], 16), bytes.fromhex(found[2].decode()).decode("utf-16-be")


def _mend(rows: list[bytes], letters: Mapping[int, str]) -> None:
    for at, glyph, text in list(_texts(rows)):
        # A stroke that makes a letter longer is a glyph of the same cluster; the letter is in the text without it.
        is_stroke = letters.get(glyph) == _STROKE != text
        if is_stroke or _doubtful(text):
            told = _NOTHING if is_stroke else letters.get(glyph, text) or _NOTHING
            rows[at] = f"<{glyph:04x}> <{told.encode('utf-16-be').hex()}>".encode()


def _nearest(rows: list[bytes], known: Iterable[Mapping[int, str]]) -> Mapping[int, str]:
    """The letters of the font that agrees with most of what is sure: a PDF has no names of files."""
    sure = [(glyph, text) for _, glyph, text in _texts(rows) if not _doubtful(text)]

    def agreement(letters: Mapping[int, str]) -> int:
        return sum(letters.get(glyph) == text for glyph, text in sure)

    best = max(known, key=agreement, default={})
    return best if 2 * agreement(best) > len(sure) else {}


def _letters(file: bytes) -> dict[int, str]:
    """The one letter of each glyph of a font that is a form of one; nothing of a font that is written from the left."""
    from fontTools.ttLib import TTFont

    font = TTFont(io.BytesIO(file), lazy=True)
    found = {name: chr(code) for code, name in sorted(font.getBestCmap().items(), reverse=True)}
    if "GSUB" not in font or not _RIGHT_TO_LEFT.search("".join(found.values())):
        return {}
    pairs = list(_forms(font["GSUB"].table.LookupList.Lookup))
    new = found
    while new:
        new = {form: found[of] for of, form in pairs if of in found and form not in found}
        found |= new
    return {font.getGlyphID(name): letter for name, letter in found.items()}


def _forms(lookups: Iterable[Any]) -> Iterator[tuple[str, str]]:
    """Each glyph with a glyph that may stand in its place alone."""
    for lookup in lookups:
        for table in lookup.SubTable:
            kind, each = lookup.LookupType, table
            if kind == _EXTENSION:
                kind, each = table.ExtensionLookupType, table.ExtSubTable
            if kind == _SINGLE:
                yield from each.mapping.items()
            elif kind == _ALTERNATE:
                yield from ((of, form) for of, forms in each.alternates.items() for form in forms)
