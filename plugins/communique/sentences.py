"""Our prose in sentences: what of a Markdown text is said by us, where each sentence stands, and whether it cites.

A pure core over text. What is not prose of ours is blanked, character by character, so that places stay what they are.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

_FENCE: Final = re.compile(r"^(```|~~~)[^\n]*\n.*?(?:^\1[^\n]*$|\Z)", re.DOTALL | re.MULTILINE)
_CODE: Final = re.compile(r"`[^`\n]+`")
_CITE: Final = re.compile(r"\[@[^\[\]]*\]")
_LINK: Final = re.compile(r"\[\[([^\[\]|]*\|?)([^\[\]]*)\]\]")
_SPAN: Final = re.compile(r"\[[^\[\]]*\]\{[^{}]*\}")
_ADDRESS: Final = re.compile(r"\]\([^()\s]*\)|<[a-z]+:[^<>\s]*>|https?://\S+")
_QUOTED: Final = re.compile(r'"[^"]{1,400}?"|“[^”]{1,400}?”|«[^»]{1,400}?»')
_WORD: Final = re.compile(r"(?<![*\w])\*[^*]{1,80}\*(?![*\w])|(?<!\w)_[^_]{1,80}_(?!\w)")
_APART: Final = re.compile(r"^(?:#{1,6} [^\n]*|[ \t]*\|[^\n]*|[ \t]*)$", re.MULTILINE)
_LABEL: Final = re.compile(r"\*\*[^*]{1,120}\*\*")
_ROW: Final = re.compile(r"^[ \t]*(?:[-*+]|\d{1,3}[.)])[ \t]+", re.MULTILINE)
_END: Final = re.compile(r"[.!?…:]?[.!?…][\"”»’)*_]*(?:\s*\[@[^\[\]]*\])*(?=\s|\Z)")
_SHORT: Final = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|St|Gen|Col|Lt|Sgt|No|Nos|vs|cf|ca|e\.g|i\.e|etc|approx|p|pp|Art|Jan|Feb|Aug|Sept?|Oct|Nov|"
    r"Dec)|\b[A-Z](?:\.[A-Z])*)\.$"
)


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence as it stands, and where it starts in its text. ``cites`` where it names a source or a record."""

    text: str
    start: int
    cites: bool


def _blank(match: re.Match[str]) -> str:
    return re.sub(r"[^\n]", " ", match.group())


def _only_words(match: re.Match[str]) -> str:
    """A link to a record keeps the words that are ours, and only those."""
    words = match[2] if match[1].endswith("|") else ""
    return " " * (len(match.group()) - len(words) - 2) + words + "  "


def own_words(text: str) -> str:
    """``text`` with blanks for all that we do not say: code, blocks, citations, ids, addresses, quotations, and words
    that are named as words (in italics, or marked as of another language)."""
    for pattern in (_FENCE, _CODE, _CITE, _SPAN):
        text = pattern.sub(_blank, text)
    text = _LINK.sub(_only_words, text)
    for pattern in (_ADDRESS, _QUOTED, _WORD):
        text = pattern.sub(_blank, text)
    return text


def sentences(text: str) -> Iterator[Sentence]:
    """The sentences of a Markdown text, without headings, tables and blocks."""
    bare = _APART.sub(_blank, _CODE.sub(_blank, _FENCE.sub(_blank, text)))
    for paragraph in re.finditer(r"[^\n]*\S[^\n]*(?:\n[^\n]*\S[^\n]*)*", bare):
        rows = [row.span() for row in _ROW.finditer(bare, *paragraph.span())]
        starts = [paragraph.start(), *(after for _, after in rows)]
        for start, end in zip(starts, [*(before for before, _ in rows), paragraph.end()], strict=True):
            yield from _split(text, bare, start, end)


def _split(text: str, bare: str, start: int, end: int) -> Iterator[Sentence]:
    part = bare[start:end]
    at = 0
    for stop in _END.finditer(part):
        if _goes_on(part, stop):
            continue
        yield from _sentence(text, start + at, start + stop.end())
        at = stop.end()
    yield from _sentence(text, start + at, end)


def _goes_on(part: str, stop: re.Match[str]) -> bool:
    """Whether a full stop ends an abbreviation, or what follows starts small."""
    rest = part[stop.end() :].lstrip()
    return bool(_SHORT.search(part[: stop.start() + 1])) or rest[:1].islower()


def _sentence(text: str, start: int, end: int) -> Iterator[Sentence]:
    written = text[start:end]
    stripped = written.strip()
    if _LABEL.fullmatch(_ROW.sub("", stripped)):
        return  # A heading that runs into its paragraph.
    if re.search(r"\w", own_words(stripped)) or re.search(r"\w{2}", _CITE.sub("", _ROW.sub("", stripped))):
        at = start + len(written) - len(written.lstrip())
        yield Sentence(stripped, at, "[@" in stripped or "[[" in stripped)
