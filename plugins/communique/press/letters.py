"""An edition as a mail has it: the article in HTML, without drawings, and the whole as plain text.

Both come from the view that page and paper have, by templates of their own (``templates/mail/``). Publishing an edition
keeps them beside its PDF; ``mail/`` frames what was kept and never renders an edition anew.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from communique.corpus import address
from communique.press.theme import environment, render, text_environment
from communique.tongue import gettext
from communique.views.briefing import briefing_view
from communique.views.plaintext import TextSheet, fold

if TYPE_CHECKING:
    from pathlib import Path

    from communique.kinds import Briefing
    from communique.views.sheet import Site

_DRAWING: Final = re.compile(r"<svg\b(?P<head>[^>]*)>(?P<body>.*?)</svg>", re.DOTALL)
_PICTURE: Final = re.compile(r'<img src="(?P<href>[^"]*)" alt="(?P<alt>[^"]*)"[^>]*>')
_TITLE: Final = re.compile(r"<title>(.*?)</title>", re.DOTALL)
_HIDDEN: Final = re.compile(r'aria-hidden="true"')
_SPARE: Final = re.compile(r'class="(?:scale|conf)"')
"""Rulers and steps of a judgement: what they show stands in words right behind them."""
_PLAIN: Final = "that day"
"""The mark of a date that is sure; only the others say something in words."""
_BARS: Final = " The longer the bar under a letter or figure, the better."


@dataclass(frozen=True, slots=True)
class Letter:
    """What a reader of mail reads: ``html`` is an article without head or frame, ``text`` a plain-text edition."""

    html: str
    text: str


def letter(site: Site, briefing: Briefing, root: Path) -> Letter:
    """The two forms of ``briefing``; ``root`` is the folder whose templates are used.

    Raises BuildError naming template and line where one cannot be rendered.
    """
    path = address(briefing)
    name = f"briefings/{briefing.id} (mail)"
    html = render(environment(root), "mail/edition.html", briefing_view(site, briefing, path, form="mail"), name)
    plain = briefing_view(site, briefing, path, form="mail", make=TextSheet)
    text = render(text_environment(root), "mail/edition.txt", plain, name)
    return Letter(in_words(html), fold(text))


def in_words(html: str) -> str:
    """``html`` with the words of each drawing in its place: most readers of mail show no SVG, and many no pictures.

    A drawing that only repeats the words beside it goes.
    """
    told = html.replace(_BARS, "")
    return _PICTURE.sub(_pictured, _DRAWING.sub(lambda drawing: _told(drawing, told), told))


def _pictured(picture: re.Match[str]) -> str:
    """The words of a picture, and where it stands: a mail loads nothing from anywhere."""
    words = f"[{gettext('Picture')}: {picture['alt']}]"
    told = f'<a href="{picture["href"]}">{words}</a>' if picture["href"] else words
    return f'<p class="drawn">{told}</p>'


def _told(drawing: re.Match[str], html: str) -> str:
    title = _TITLE.search(drawing["body"])
    if title is None or _HIDDEN.search(drawing["head"]) or _SPARE.search(drawing["head"]):
        return ""
    words = title.group(1).strip()
    beside = html[max(0, drawing.start() - len(words) - 60) : drawing.start()]
    return "" if words == _PLAIN or words in beside else f'<span class="drawn">[{words}]</span> '
