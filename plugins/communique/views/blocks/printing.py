"""Text and page numbers as printers set them."""

from __future__ import annotations

import re
from typing import Final

from markupsafe import Markup

from communique.tongue import gettext

_UNSAFE: Final = re.compile(r'[\\"<>\n]')
_OPENING: Final = re.compile(r"(?<![^\s(\[–—“‘])[\"'](?=\S)")


def typographic(text: str) -> str:
    """Straight quotation marks made round: opening after a space or a bracket, closing elsewhere."""
    opened = _OPENING.sub(lambda mark: "“" if mark.group() == '"' else "‘", text)
    return opened.replace('"', "”").replace("'", "’")


def page_numbers() -> Markup:
    """A style sheet with the words around page numbers, which no template reaches: at the foot of every page, and
    behind every reference to another place of the edition.
    """
    foot = _content(gettext("page {page} of {pages}"), {"page": "counter(page)", "pages": "counter(pages)"})
    behind = _content(gettext(" (p. {page})"), {"page": "target-counter(attr(href url), page)"})
    places = ", ".join(f'a[href^="#_{place}"]::after' for place in ("event-", "claim-", "grades"))
    return Markup(f"@page {{ @bottom-right {{ content: {foot}; }} }}\n{places} {{ content: {behind}; }}\n")


def _content(message: str, counters: dict[str, str]) -> str:
    """``message`` as a value of CSS, each of its ``{names}`` a counter."""
    parts = re.split(r"\{(\w+)\}", _UNSAFE.sub("", message))
    return " ".join(counters[part] if at % 2 else f'"{part}"' for at, part in enumerate(parts) if part)
