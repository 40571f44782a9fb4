"""An archived copy as quotations are looked for in it: its paragraphs, without the lines that are boilerplate."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from communique.quotations.normal import Normal, normal

if TYPE_CHECKING:
    from collections.abc import Iterable

UNWRAPPED = 160
"""A text of which one line in ten is longer than this was never broken into lines: each of them is a paragraph."""

_HYPHENED = re.compile(r"\w[-‐‑­]\s*\n")


@dataclass(frozen=True, slots=True)
class Place:
    """Where words stand in the extracted text: lines and paragraphs count from 1, pages too (0: it has none)."""

    line: int
    paragraph: int
    page: int = 0

    @property
    def words(self) -> str:
        """As a reader is told: ``line 11 (paragraph 6)``, with the page first where there are pages."""
        told = f"line {self.line} (paragraph {self.paragraph})"
        return f"page {self.page}, {told}" if self.page else told


@dataclass(frozen=True)
class Copy:
    """The text taken out of a snapshot. ``ignore`` are ranges of its lines; ``outside`` is what else the page holds."""

    text: str
    ignore: tuple[str, ...] = ()
    outside: str = ""

    @cached_property
    def _lines(self) -> tuple[int, ...]:
        return (0, *(match.end() for match in re.finditer("\n", self.text)))

    @cached_property
    def paragraphs(self) -> tuple[tuple[int, int], ...]:
        """Every paragraph as a slice of the text: parted by empty lines, or each line where none is wrapped."""
        found: list[tuple[int, int]] = []
        open_ = False
        lines = self.text.split("\n")
        each_line = 10 * sum(len(line) > UNWRAPPED for line in lines) > sum(bool(line.strip()) for line in lines)
        for start, line in zip(self._lines, lines, strict=True):
            if not line.strip():
                open_ = False
                continue
            if open_ and not each_line:
                found[-1] = (found[-1][0], start + len(line))
            else:
                found.append((start, start + len(line)))
            open_ = True
        return tuple(found)

    @cached_property
    def _ignored(self) -> frozenset[int]:
        return frozenset(line for each in self.ignore for line in _range(each))

    @cached_property
    def normal(self) -> Normal:
        """The text that counts."""
        return normal(self.text, self._kept(ignored=False))

    @cached_property
    def joined(self) -> Normal | None:
        """The same with words put together again that a line's end parted; None where there is none."""
        if not _HYPHENED.search(self.text):
            return None
        return normal(self.text, self._kept(ignored=False), joined=True)

    @cached_property
    def boilerplate(self) -> Normal:
        """The lines to be ignored."""
        return normal(self.text, self._kept(ignored=True))

    @cached_property
    def beyond(self) -> Normal:
        """What the page holds outside its text: menus, notices, links to other pages."""
        return normal(self.outside)

    def _kept(self, *, ignored: bool) -> Iterable[tuple[int, int]]:
        """Runs of lines of each paragraph that are, or are not, to be ignored."""
        for start, end in self.paragraphs:
            first, last = self.line(start), self.line(end - 1 if end > start else start)
            run = [number for number in range(first, last + 1) if (number in self._ignored) is ignored]
            for begin, stop in _runs(run):
                upto = self._lines[stop] - 1 if stop < len(self._lines) else len(self.text)
                yield max(start, self._lines[begin - 1]), min(end, upto)

    def line(self, at: int) -> int:
        """The line in which the letter ``at`` stands."""
        return bisect_right(self._lines, at)

    def place(self, at: int) -> Place:
        """Where the letter ``at`` stands."""
        number = bisect_right([start for start, _ in self.paragraphs], at)
        page = self.text.count("\f", 0, at + 1) + 1 if "\f" in self.text else 0
        return Place(self.line(at), number, page)


def _range(text: str) -> range:
    first, _, last = text.partition("-")
    return range(int(first), int(last or first) + 1)


def _runs(numbers: list[int]) -> Iterable[tuple[int, int]]:
    start = previous = None
    for number in numbers:
        if previous is not None and number != previous + 1:
            yield start or previous, previous
            start = number
        start = number if start is None else start
        previous = number
    if previous is not None:
        yield start or previous, previous
