"""Finding the parts of a quotation in a text: in their order, letter for letter, whole words only."""

from __future__ import annotations

import re
import unicodedata
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
    "not no never nor neither none nobody nothing nowhere without cannot except unless unable hardly barely scarcely "
    "refuse refuses refused refusing deny denies denied denying fail fails failed reject rejects rejected "
    "не нет ни никогда никто ничего никакой никаких без нельзя кроме отказался отказалась отказались отказывается "
    "لا لم لن ليس ليست ليسوا غير بدون دون كلا ولا ولم ولن وليس فلا فلم فلن عدم رفض رفضت إلا سوى "
    "nicht kein keine keinen nie ne pas jamais aucun aucune non mai senza sin sans ohne"
)
NEGATIONS = frozenset(normal(word).text for word in _NEGATIONS.split())
"""Words that turn a sentence round. What an ellipsis leaves out may hold none of them."""

_GROUP = re.compile(r"\d{3}(?!\d)")
_GROUPS = re.compile(r"(?<![\d.,])\d{1,3}(?: \d{3})* $")
"""Numbers are grouped with spaces in Russian and French, and in ISO 80000-1: 10 000 is one word."""

_WORD = re.compile(r"\w+(?:'\w+)?")
_FIGURE = re.compile(r"\d[\d.,]*")
_LAST = re.compile(r"(\S+) $")
_NEXT = re.compile(r" (\S+)")
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
    if not text[at].isdigit():
        return True
    if before and (before in "-+" or unicodedata.category(before) == "Sc"):
        return False
    return not (before in set(".,:/×") and further.isdigit()) and not _ends_a_number(text, at)


def _ends_a_number(text: str, at: int) -> bool:
    """Whether what starts here is the end of a number in groups: the 000 of 10 000."""
    return bool(_GROUP.match(text, at) and _GROUPS.search(text, max(0, at - 12), at))


def _closes(text: str, end: int) -> bool:
    """Whether a word or number ends here: ``can`` does not in ``can't``, nor ``1`` in ``1.5`` or ``1%``."""
    if not text[end - 1].isalnum():
        return True
    after, further = text[end : end + 1], text[end + 1 : end + 2]
    if after.isalnum() or (after in set("-'+") and further.isalnum()):
        return False
    if not text[end - 1].isdigit():
        return True
    if (after and after in "%‰°+") or (after in set(".,:/×") and further.isdigit()):
        return False
    return not (after == " " and _GROUP.match(text, end + 1) and _GROUPS.search(f"{text[max(0, end - 12) : end]} "))


def _concerns(parts: Sequence[Part], spans: Sequence[tuple[int, int]], text: str) -> Iterator[str]:
    for part in parts:
        if turned := next((word for word in _WORD.findall(f"{part.put_in} {part.ending}") if is_negation(word)), ""):
            yield f"the bracket puts in “{turned}”"
    yield from _beside(parts, spans, text)
    for part, (_, end), (start, _) in zip(parts[1:], spans, spans[1:], strict=False):
        gap = text[end:start]
        what = "bracket stands for" if part.cut == "bracket" else "ellipsis leaves out"
        if BREAK in gap:
            yield f"the ellipsis joins words of different paragraphs, {gap.count(BREAK)} further on"
        elif turned := [word for word in _WORD.findall(_of_the_sentence(gap)) if is_negation(word)]:
            yield f"the {what} “{turned[0]}”"
        elif part.cut == "bracket" and (figure := _FIGURE.search(gap)):
            yield f"the {what} “{figure.group().rstrip('.,')}”"


def _beside(parts: Sequence[Part], spans: Sequence[tuple[int, int]], text: str) -> Iterator[str]:
    """A number in a bracket at either end of the quotation, where the source has another one."""
    before, after = _LAST.search(text, max(0, spans[0][0] - 40), spans[0][0]), _NEXT.match(text, spans[-1][1])
    for put_in, theirs in ((parts[0].put_in, before), (parts[-1].ending, after)):
        ours = _FIGURE.search(put_in)
        if ours and theirs and _FIGURE.search(theirs[1]) and ours[0] not in theirs[1]:
            yield f"the bracket stands for “{theirs[1]}”"


def _of_the_sentence(gap: str) -> str:
    """Of words left out, those that belong to the sentences before and after: whole sentences between may go."""
    ends = list(_SENTENCE.finditer(gap))
    return f"{gap[: ends[0].start()]} {gap[ends[-1].end() :]}" if ends else gap


def is_negation(word: str) -> bool:
    """Whether a word (in normal form) turns its sentence round."""
    return word in NEGATIONS or word.endswith("n't")


def negation_after(text: str, end: int) -> str:
    """A negation among the two words right after ``end``, in the same sentence; else nothing."""
    after = text[end : end + 40].partition(BREAK)[0]
    stop = _SENTENCE.search(after)
    words = _WORD.findall(after[: stop.start()] if stop else after)
    return next((word for word in words[:2] if is_negation(word)), "")


def negation_before(text: str, at: int) -> str:
    """A negation among the three words right before ``at``, in the same sentence; else nothing."""
    before = text[max(0, at - 60) : at]
    before = before[before.rfind(BREAK) + 1 :]
    ends = list(_SENTENCE.finditer(before))
    words = _WORD.findall(before[ends[-1].end() :] if ends else before)
    return next((word for word in reversed(words[-3:]) if is_negation(word)), "")
