"""Finding the parts of a quotation in a text: in their order, letter for letter, whole words only."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from communique.quotations.normal import BREAK, normal

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from communique.quotations.pieces import Part

REPLACED = 8
"""A bracket may stand for so many words of the source."""

MANY = 200
"""So many places of the first part are tried: words that stand more often than this say nothing by themselves."""

_NEGATIONS = (
    "not no never nor neither none nobody nothing without cannot refuse refuses refused deny denies denied hardly "
    "не нет ни никогда никто ничего никакой никаких без нельзя отказался отказалась отказались "
    "لا لم لن ليس ليست ليسوا غير بدون دون كلا ولا ولم ولن وليس فلا فلم فلن "
    "nicht kein keine keinen nie ne pas jamais aucun aucune non mai senza sin sans ohne"
)
NEGATIONS = frozenset(normal(word).text for word in _NEGATIONS.split())
"""Words that turn a sentence round. What an ellipsis leaves out may hold none of them."""

_WORD = re.compile(r"\w+(?:'\w+)?")
_SENTENCE = re.compile(r"[.!?؟]['\s]")


@dataclass(frozen=True, slots=True)
class Match:
    """Where each part stands in the normal text, and what speaks against the way they are put together."""

    spans: tuple[tuple[int, int], ...]
    concerns: tuple[str, ...]

    @property
    def start(self) -> int:
        """Where the first part starts."""
        return self.spans[0][0]

    @property
    def end(self) -> int:
        """Where the last part ends."""
        return self.spans[-1][1]


def search(parts: Sequence[Part], text: str) -> Match | None:
    """The best place of ``parts`` in the normal ``text``: with the least concerns, then the shortest; None for none."""
    found: list[Match] = []
    for count, first in enumerate(occurrences(parts[0], text)):
        spans = _follow(parts, text, first)
        if spans is not None:
            found.append(Match(spans, tuple(_concerns(parts, spans, text))))
        if count == MANY:
            break
    return min(found, key=lambda each: (len(each.concerns), each.end - each.start), default=None)


def _follow(parts: Sequence[Part], text: str, first: tuple[int, int]) -> tuple[tuple[int, int], ...] | None:
    spans = [first]
    for part in parts[1:]:
        after = next(occurrences(part, text, spans[-1][1]), None)
        if after is None or (part.cut == "bracket" and not _may_replace(text[spans[-1][1] : after[0]])):
            return None
        spans.append(after)
    return tuple(spans)


def _may_replace(gap: str) -> bool:
    return BREAK not in gap and not _SENTENCE.search(gap) and len(_WORD.findall(gap)) <= REPLACED


def occurrences(part: Part, text: str, start: int = 0) -> Iterator[tuple[int, int]]:
    """Every place from ``start`` on where the words of ``part`` stand, as whole words and numbers."""
    at = text.find(part.words, start)
    while at >= 0:
        end = at + len(part.words)
        opens = not part.opens or _opens(text, at) or _after_and(part, text, at)
        if opens and (not part.closes or _closes(text, end)):
            yield at, end
        at = text.find(part.words, at + 1)


def _after_and(part: Part, text: str, at: int) -> bool:
    """Whether only the Arabic "and", which is written on to its word, stands before ``at``."""
    return text[at - 1 : at] == "و" and part.words.count(" ") > 1 and not text[max(at - 2, 0) : at - 1].isalnum()


def _opens(text: str, at: int) -> bool:
    """Whether a word or number starts here: not in the middle of one, nor after a hyphen, nor after the 45 of 45-90."""
    if not text[at].isalnum():
        return True
    before, further = text[at - 1 : at], text[at - 2 : at - 1] if at > 1 else ""
    if before.isalnum() or (before == "-" and further.isalnum()):
        return False
    return not (text[at].isdigit() and (before == "-" or (before in set(".,:/") and further.isdigit())))


def _closes(text: str, end: int) -> bool:
    """Whether a word or number ends here: ``can`` does not in ``can't``, nor ``1`` in ``1.5`` or ``1%``."""
    if not text[end - 1].isalnum():
        return True
    after, further = text[end : end + 1], text[end + 1 : end + 2]
    if after.isalnum() or (after in set("-'") and further.isalnum()):
        return False
    return not (
        text[end - 1].isdigit() and ((after in set("%‰°") and after) or (after in set(".,:/") and further.isdigit()))
    )


def _concerns(parts: Sequence[Part], spans: Sequence[tuple[int, int]], text: str) -> Iterator[str]:
    for part, (_, end), (start, _) in zip(parts[1:], spans, spans[1:], strict=False):
        gap = text[end:start]
        what = "bracket stands for" if part.cut == "bracket" else "ellipsis leaves out"
        if BREAK in gap:
            yield f"the ellipsis joins words of different paragraphs, {gap.count(BREAK)} further on"
        elif turned := [word for word in _WORD.findall(_of_the_sentence(gap)) if is_negation(word)]:
            yield f"the {what} “{turned[0]}”"
        elif part.cut == "bracket" and (figure := re.search(r"\d[\d.,]*", gap)):
            yield f"the {what} “{figure.group().rstrip('.,')}”"


def _of_the_sentence(gap: str) -> str:
    """Of words left out, those that belong to the sentences before and after: whole sentences between may go."""
    ends = list(_SENTENCE.finditer(gap))
    return f"{gap[: ends[0].start()]} {gap[ends[-1].end() :]}" if ends else gap


def is_negation(word: str) -> bool:
    """Whether a word (in normal form) turns its sentence round."""
    return word in NEGATIONS or word.endswith("n't")


def negation_before(text: str, at: int) -> str:
    """A negation among the three words right before ``at``, in the same sentence; else nothing."""
    before = text[max(0, at - 60) : at]
    before = before[before.rfind(BREAK) + 1 :]
    ends = list(_SENTENCE.finditer(before))
    words = _WORD.findall(before[ends[-1].end() :] if ends else before)
    return next((word for word in reversed(words[-3:]) if is_negation(word)), "")
