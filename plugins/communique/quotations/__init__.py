"""Quotations looked up in archived copies, word for word. A pure core: no disk, no clock, no records."""

from communique.quotations.copies import Copy, Place
from communique.quotations.nearest import Change, word_diff
from communique.quotations.normal import NORMALISER, normal
from communique.quotations.verdicts import Speaker, Verdict, judge

__all__ = ["NORMALISER", "Change", "Copy", "Place", "Speaker", "Verdict", "judge", "normal", "word_diff"]
