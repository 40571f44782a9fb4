"""A quotation taken apart: words that must be found, and the places where an editor left out or put in some."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
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

    ``opens`` and ``closes`` say that they start and end with a whole word; ``put_in`` is what an editor's bracket
    before them holds, and ``ending`` what one after the last of them does.
    """

    words: str
    cut: str = "start"
    opens: bool = True
    closes: bool = True
    put_in: str = ""
    ending: str = ""


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
    text, cut, opens, at, put_in = "", "start", True, 0, ""
    found: list[Part] = []
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
        part = _part(text, cut, put_in, opens=opens, closes=not (inserted is not None and text[-1:].isalnum()))
        found += [part] if part else []
        put_in = " ".join(filter(None, ("" if part else put_in, normal(inserted or "").text)))
        text, opens = "", not (inserted is not None and follows)
        cut = "ellipsis" if inserted is None else "bracket"
    part = _part(text + quotation[at:], cut, put_in, opens=opens, closes=True)
    found += [part] if part else []
    if not part and put_in and found:
        found[-1] = replace(found[-1], ending=put_in)
    yield from found


def _part(text: str, cut: str, put_in: str, *, opens: bool, closes: bool) -> Part | None:
    words = normal(text).text.strip(_EDGE).rstrip("." + _EDGE)
    return Part(words, cut, opens, closes, put_in) if any(letter.isalnum() for letter in words) else None
