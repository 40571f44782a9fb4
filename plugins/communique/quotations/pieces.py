"""A quotation taken apart: words that must be found, and the places where an editor left out or put in some."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING

from communique.quotations.normal import normal

if TYPE_CHECKING:
    from collections.abc import Iterator

_ELLIPSIS = r"\[\s*(?:\.\s?\.\s?\.|…)\s*\]|\(\s*(?:\.\s?\.\s?\.|…)\s*\)|(?:\.\s?){3,4}|…"
_CUTS = re.compile(rf"(?P<ellipsis>{_ELLIPSIS})|\[(?P<inserted>[^\[\]]*)\]")
_EDGE = " ,;:'"
"""At the ends of a quotation these belong to the sentence it stands in."""

_MOST = 4
"""So many brackets are each tried as words of the source and as an editor's; of more, all are one or the other."""


@dataclass(frozen=True, slots=True)
class Part:
    """Words to be found one after the other. ``cut`` says what stands before them: start, ellipsis or bracket.

    ``opens`` and ``closes`` say that they start and end with a whole word.
    """

    words: str
    cut: str = "start"
    opens: bool = True
    closes: bool = True


def readings(quotation: str) -> Iterator[tuple[Part, ...]]:
    """The ways to read ``quotation``, the most literal first: brackets and dots may be the source's own."""
    cuts = list(_CUTS.finditer(quotation))
    seen: set[tuple[Part, ...]] = set()
    choices = product((True, False), repeat=len(cuts)) if len(cuts) <= _MOST else _extremes(len(cuts))
    for literal in choices:
        own = [cut for cut, is_literal in zip(cuts, literal, strict=True) if not is_literal]
        parts = tuple(_parts(quotation, own))
        if parts and parts not in seen:
            seen.add(parts)
            yield parts


def _extremes(count: int) -> Iterator[tuple[bool, ...]]:
    yield (True,) * count
    yield (False,) * count


def _parts(quotation: str, cuts: list[re.Match[str]]) -> Iterator[Part]:
    """The parts between ``cuts``. ``[T]he`` is a word whose letter changed case, ``talk[s]`` one with another end."""
    text, cut, opens, at = "", "start", True, 0
    for match in cuts:
        before, inserted = quotation[at : match.start()], match["inserted"]
        text, at = text + before, match.end()
        follows = quotation[at : at + 1].isalpha()
        if inserted is not None and len(inserted.strip()) == 1 and follows and not text[-1:].isalnum():
            text += inserted.strip()
            continue
        if inserted is not None and inserted.strip().casefold() == "sic":
            text = text.rstrip()
            continue
        yield from _part(text, cut, opens=opens, closes=not (inserted is not None and text[-1:].isalnum()))
        text, opens = "", not (inserted is not None and follows)
        cut = "ellipsis" if inserted is None else "bracket"
    yield from _part(text + quotation[at:], cut, opens=opens, closes=True)


def _part(text: str, cut: str, *, opens: bool, closes: bool) -> Iterator[Part]:
    words = normal(text).text.strip(_EDGE).rstrip("." + _EDGE)
    if any(letter.isalnum() for letter in words):
        yield Part(words, cut, opens, closes)
