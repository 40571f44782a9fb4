"""The verdict on one quotation: found, altered, not found, or cannot check. Likeness alone never makes *found*."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Literal

from communique.quotations.nearest import nearest
from communique.quotations.normal import BREAK, normal
from communique.quotations.pieces import Part, readings
from communique.quotations.search import Match, negation_after, negation_before, occurrences, search

if TYPE_CHECKING:
    from collections.abc import Sequence

    from communique.quotations.copies import Copy, Place
    from communique.quotations.normal import Normal

Word = Literal["found", "altered", "not-found", "cannot-check"]

ALIKE = 0.6
"""From this share of its words in order on, a passage is the quotation in other words; below, something else."""


LONGEST = 20
"""Of a longer passage only its ends are shown: it is somebody else's text."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """``passage`` are the copy's words there, ``reason`` is what speaks against *found*, ``remark`` what to know."""

    word: Word
    place: Place | None = None
    passage: str = ""
    reason: str = ""
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Speaker:
    """How the person who is said to have spoken is named, and how other persons of the dossier are."""

    names: tuple[str, ...] = ()
    others: tuple[tuple[str, ...], ...] = ()


def judge(quotation: str, copy: Copy, speaker: Speaker | None = None) -> Verdict:
    """The verdict on ``quotation`` in one archived copy."""
    found = _found(quotation, copy)
    if found is None:
        return _elsewhere(quotation, copy) or _nearest(quotation, copy)
    _, text, match = found
    verdict = _at(copy, text, match.start, match.end)
    if match.concerns:
        return Verdict("altered", verdict.place, verdict.passage, "; ".join(match.concerns))
    if speaker and (other := _another(speaker, text.text, match)):
        reason = f"the words stand there, but {other} is named near them and may have spoken them"
        return Verdict("cannot-check", verdict.place, verdict.passage, reason)
    remark = ""
    if turned := negation_before(text.text, match.start):
        remark = f"right before it stands “{turned}”"
    elif turned := negation_after(text.text, match.end):
        remark = f"right after it stands “{turned}”"
    return Verdict("found", verdict.place, verdict.passage, "", remark)


def _found(quotation: str, copy: Copy) -> tuple[tuple[Part, ...], Normal, Match] | None:
    """The first reading without concerns, else the one with the least."""
    best: tuple[tuple[Part, ...], Normal, Match] | None = None
    for parts in readings(quotation):
        for text in (copy.normal, copy.joined):
            match = search(parts, text.text) if text is not None else None
            if match is None or text is None:
                continue
            if not match.concerns:
                return parts, text, match
            if best is None or len(match.concerns) < len(best[2].concerns):
                best = parts, text, match
    return best


def _at(copy: Copy, text: Normal, start: int, end: int) -> Verdict:
    begin, stop = text.span(start, end)
    words = copy.text[begin:stop].split()
    if len(words) > LONGEST:
        words = [*words[: LONGEST // 2], "…", *words[-LONGEST // 2 :]]
    return Verdict("found", copy.place(begin), " ".join(words))


def _elsewhere(quotation: str, copy: Copy) -> Verdict | None:
    """Where the words stand in what does not count: lines to be ignored, or outside the page's text."""
    for parts in readings(quotation):
        if match := search(parts, copy.boilerplate.text):
            begin, _ = copy.boilerplate.span(match.start, match.end)
            return Verdict("not-found", None, "", f"it stands in boilerplate only, line {copy.line(begin)}")
        if search(parts, copy.beyond.text):
            return Verdict("not-found", None, "", "it stands only outside the page's text: in a menu, notice or link")
    return None


def _nearest(quotation: str, copy: Copy) -> Verdict:
    *_, parts = ((), *readings(quotation))
    if not parts:
        return Verdict("not-found", None, "", "it has no words")
    text = copy.normal
    lost = [part for part in parts if next(occurrences(part, text.text), None) is None]
    if not lost:
        first = next(occurrences(parts[0], text.text))
        place = copy.place(text.span(*first)[0])
        return Verdict("altered", place, "", "its parts stand in the copy, but not in this order or not so near")
    near = {words: nearest(words, text.text) for words in dict.fromkeys(part.words for part in lost)}
    shares = [found.share if (found := near[part.words]) else 0.0 for part in lost]
    counts = [len(part.words.split()) for part in parts]
    kept = sum(counts) - sum(len(part.words.split()) for part in lost)
    share = (kept + sum(s * len(p.words.split()) for s, p in zip(shares, lost, strict=True))) / sum(counts)
    hint = next((found for part in lost if (found := near[part.words])), None)
    if hint is None:
        return Verdict("not-found", None, "", "nothing like it stands there")
    shown = _at(copy, text, hint.start, hint.end)
    if share >= ALIKE:
        return Verdict("altered", shown.place, shown.passage, "the copy has other words")
    return Verdict("not-found", None, "", "nothing like it stands there")


def _another(speaker: Speaker, text: str, match: Match) -> str:
    """Another person named beside the words, where the speaker is not; else nothing.

    Beside them is their paragraph, and the one before where that names nobody ("he said").
    """
    for (_, after), (before, _) in pairwise(match.spans):
        if other := next((names[0] for names in speaker.others if _named(names, text[after:before])), ""):
            return other
    end = text.find(BREAK, match.end)
    start = text.rfind(BREAK, 0, match.start)
    for paragraph in (text[start + 1 : end if end >= 0 else None], text[: max(start, 0)].rpartition(BREAK)[2]):
        if _named(speaker.names, paragraph):
            return ""
        if other := next((names[0] for names in speaker.others if _named(names, paragraph)), ""):
            return other
    return ""


def _named(names: Sequence[str], text: str) -> bool:
    """Whether one of ``names`` stands there, perhaps with an ending (Хафтар, Хафтара) or a prefix (والسراج)."""
    parts = (Part(normal(name).text, opens=name[0] < "\u0600" or name[0] > "\u06ff", closes=False) for name in names)
    return any(next(occurrences(part, text), None) for part in parts)
