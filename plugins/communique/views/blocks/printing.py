"""Text as printers set it."""

from __future__ import annotations

import re
from typing import Final

_OPENING: Final = re.compile(r"(?<![^\s(\[–—“‘])[\"'](?=\S)")


def typographic(text: str) -> str:
    """Straight quotation marks made round: opening after a space or a bracket, closing elsewhere."""
    opened = _OPENING.sub(lambda mark: "“" if mark.group() == '"' else "‘", text)
    return opened.replace('"', "”").replace("'", "’")
