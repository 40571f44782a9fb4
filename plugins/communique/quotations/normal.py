"""Text with everything taken out that changes no word, and the way back from each letter to where it stood.

Typography goes: compatibility forms, the shape of quotation marks, dashes and spaces, soft hyphens, letter case, Arabic
vowel signs and tatweel. Words, figures and their order stay. ``NORMALISER`` is the version of these rules: a verdict
given under other rules does not count.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

NORMALISER = "2"

BREAK = "\n"
"""Between two paragraphs of a normal text. No words are looked for across it."""

_QUOTES = frozenset("\"'`´“”„‟‘’‚‛«»‹›″′ʼ＂＇")
_HYPHENS = frozenset("-‐‑‒−﹣－")
_DASHES = frozenset("–—―﹘⸺⸻")
_FORMS = ("<compat>", "<wide>", "<narrow>", "<noBreak>", "<isolated>", "<initial>", "<medial>", "<final>", "<font>")
"""Compatibility forms that are the same letter. Not among them: 10² is not 102, and ½ is not 1 and 2."""


@dataclass(frozen=True, slots=True)
class Normal:
    """``text`` is what is compared; ``places[i]`` is where its letter ``i`` stands in the source."""

    text: str
    places: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where letters ``start`` to ``end`` stand in the source, as a slice of it."""
        return self.places[start], self.places[end - 1] + 1


def normal(text: str, paragraphs: Iterable[tuple[int, int]] | None = None, *, joined: bool = False) -> Normal:
    """The normal form of ``text``, or of the slices of it that ``paragraphs`` names, with breaks between them.

    A hyphen at the end of a line stays, without the line's end; with ``joined`` it goes as well.
    """
    letters: list[str] = []
    places: list[int] = []
    for start, end in [(0, len(text))] if paragraphs is None else paragraphs:
        before = len(letters)
        for place, letter in _letters(text, start, end, joined=joined):
            if letter != " " or (len(letters) > before and letters[-1] != " "):
                letters.append(letter)
                places.append(place)
        while len(letters) > before and letters[-1] == " ":
            letters.pop()
            places.pop()
        if len(letters) > before:
            letters.append(BREAK)
            places.append(places[-1])
    return Normal("".join(letters[:-1]), tuple(places[:-1]))


def _letters(text: str, start: int, end: int, *, joined: bool) -> Iterator[tuple[int, str]]:
    """The letters of a slice in normal form, each with its place; runs of spaces are left to the caller."""
    at = start
    while at < end:
        letter = text[at]
        after = at + 1
        if letter in _HYPHENS or letter in _DASHES:
            after, mark = _dash(text, at, end, joined=joined)
        elif letter.isspace():
            mark = " "
        else:
            while after < end and unicodedata.combining(text[after]):
                after += 1
            mark = _plain(text[at:after])
        for each in mark:
            yield at, each
        at = after


def _dash(text: str, at: int, end: int, *, joined: bool) -> tuple[int, str]:
    """A hyphen, a range, a dash between words, or the hyphen of a line's end: where it ends, and as what it counts."""
    after = at + 1
    if text[at] in _HYPHENS:
        if text[after : after + 1] == "-" and text[at] == "-":
            return after + 1, " - "
        rest = text[after:end].lstrip(" \t\r\f")
        if rest.startswith("\n") and (word := rest.lstrip())[:1].isalnum() and text[at - 1 : at].isalnum():
            return end - len(word), "" if joined else "-"
        return after, "-"
    between = text[at - 1 : at].isalnum() and text[after : after + 1].isalnum()
    return after, "-" if between and text[at] == "–" else " - "


@lru_cache(maxsize=4096)
def _plain(cluster: str) -> str:
    """One letter with the signs on it, in normal form; nothing where it changes no word."""
    composed = unicodedata.normalize("NFC", cluster)
    return "".join(_letter(each) for each in composed)


def _letter(letter: str) -> str:
    if unicodedata.category(letter) == "Cf" or _is_arabic_sign(letter):
        return ""
    if letter in _QUOTES:
        return "'"
    form = unicodedata.decomposition(letter).partition(" ")[0]
    if form in _FORMS:
        letter = unicodedata.normalize("NFKC", letter)
    if (digit := unicodedata.decimal(letter, None) if len(letter) == 1 else None) is not None:
        return str(digit)
    return "".join(each for each in letter.casefold() if not _is_arabic_sign(each))


def _is_arabic_sign(letter: str) -> bool:
    return letter == "ـ" or "\u064b" <= letter <= "\u065f" or letter == "\u0670" or "\u06d6" <= letter <= "\u06ed"
