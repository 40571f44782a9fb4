"""What can be wrong with a manuscript, as values that cross from the child that sets it to the build."""

from __future__ import annotations

from typing import Literal, NamedTuple

Sort = Literal["blocked", "glyph", "image", "font", "said", "time", "memory", "died"]
"""A fetch refused; a letter no font has; an image or a font that cannot be read; anything else WeasyPrint said; out
of time; out of memory; ended without a word."""


class Complaint(NamedTuple):
    """``subject`` is what to look for in the source: the letter, the address; empty where there is nothing to find."""

    sort: Sort
    text: str
    subject: str


class ComplaintsError(Exception):
    """Everything that would be wrong on paper."""

    def __init__(self, complaints: tuple[Complaint, ...]) -> None:
        self.complaints = complaints
        super().__init__("; ".join(each.text for each in complaints))
