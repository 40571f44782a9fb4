"""What comes nearest to words that were not found: a hint for a person, and a diff. Never a verdict of *found*."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

from rapidfuzz import fuzz

from communique.quotations.normal import BREAK

_WORD = re.compile(r"\S+")
_BARE = re.compile(r"^\W+|\W+$")


@dataclass(frozen=True, slots=True)
class Near:
    """A passage of the normal text, and what share of the words looked for stands in it, in their order."""

    start: int
    end: int
    share: float


def nearest(words: str, text: str) -> Near | None:
    """The passage of ``text`` most like ``words`` (both in normal form), in one paragraph; None where nothing is."""
    found = fuzz.partial_ratio_alignment(words, text, score_cutoff=45)
    if found is None or not words:
        return None
    middle = (found.dest_start + found.dest_end) // 2
    first = text.rfind(BREAK, 0, middle) + 1
    last = text.find(BREAK, middle)
    spare = len(words) // 2 + 20
    low = max(first, found.dest_start - spare)
    high = min(last if last >= 0 else len(text), found.dest_end + spare)
    spans = [match.span() for match in _WORD.finditer(text, low, high) if _whole(text, *match.span())]
    theirs = [bare(text[start:end]) for start, end in spans]
    ours = [bare(word) for word in words.split()]
    blocks = [
        block for block in SequenceMatcher(None, ours, theirs, autojunk=False).get_matching_blocks() if block.size
    ]
    if not blocks:
        return None
    begin = max(0, blocks[0].b - blocks[0].a)
    stop = min(len(spans), blocks[-1].b + blocks[-1].size + len(ours) - blocks[-1].a - blocks[-1].size)
    share = sum(block.size for block in blocks) / len(ours)
    return Near(spans[begin][0], spans[stop - 1][1], share)


def _whole(text: str, start: int, end: int) -> bool:
    return (start == 0 or text[start - 1].isspace()) and (end == len(text) or text[end].isspace())


def bare(word: str) -> str:
    """A word without the signs around it."""
    return _BARE.sub("", word) or word


@dataclass(frozen=True, slots=True)
class Change:
    """A run of words: ``same`` in both, ``ours`` in the quotation only, ``theirs`` in the archived copy only."""

    sort: str
    text: str


def word_diff(ours: str, theirs: str) -> tuple[Change, ...]:
    """How the words of a quotation differ from those of the archived copy, run by run."""
    left, right = ours.split(), theirs.split()
    plain_left, plain_right = ([bare(word).casefold() for word in words] for words in (left, right))
    found: list[Change] = []
    for tag, a, b, c, d in SequenceMatcher(None, plain_left, plain_right, autojunk=False).get_opcodes():
        if tag == "equal":
            found.append(Change("same", " ".join(right[c:d])))
            continue
        found += [Change("ours", " ".join(left[a:b]))] if a < b else []
        found += [Change("theirs", " ".join(right[c:d]))] if c < d else []
    return tuple(found)
