"""Fonts as PDFs want them: WOFF2 unpacked once and kept, since unpacking all of them takes longer than a short PDF."""

from __future__ import annotations

import hashlib
import os
from contextlib import suppress
from io import BytesIO
from typing import TYPE_CHECKING

from fontTools.ttLib import TTFont

if TYPE_CHECKING:
    from pathlib import Path


def unpacked(font: Path, cache: Path) -> Path:
    """``font`` as plain TrueType or OpenType, kept in ``cache`` under the digest of its bytes.

    Gives ``font`` itself where nothing can be kept: WeasyPrint then unpacks it each time.
    """
    raw = font.read_bytes()
    kept = cache / f"{hashlib.sha256(raw).hexdigest()}.otf"
    if not kept.exists():
        try:
            _keep(raw, kept)
        except OSError:
            return font
    return kept


def _keep(raw: bytes, kept: Path) -> None:
    plain = BytesIO()
    opened = TTFont(BytesIO(raw), recalcTimestamp=False)
    opened.flavor = None
    opened.save(plain, reorderTables=False)
    kept.parent.mkdir(parents=True, exist_ok=True)
    # Beside it and renamed, so that two builds at once never read half a font.
    half = kept.with_suffix(f".{os.getpid()}")
    try:
        half.write_bytes(plain.getvalue())
        half.replace(kept)
    finally:
        with suppress(OSError):
            half.unlink()
