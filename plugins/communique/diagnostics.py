"""Findings as values: where, what is wrong, what to do, and how grave it is.

Every code is declared once, in ``codes.py``; ``docs/diagnostics.md`` is generated from there and each code has a
folder under ``tests/sites/invalid/``. A test holds the three lists equal.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum
from typing import TYPE_CHECKING

from communique.codes import CODES

if TYPE_CHECKING:
    from collections.abc import Iterable


LONGEST = 400
"""How many characters the text of a finding and its hint may have."""


_UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")


class Severity(StrEnum):
    """Error: nothing is built. Warning: an editor should look. Note: good to know."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, order=True, slots=True)
class Mark:
    """A place in a source file. ``path`` is relative to the dossier's root; lines and columns count from 1."""

    path: str
    line: int = 1
    column: int = 1

    def __str__(self) -> str:
        return f"{printable(self.path)}:{self.line}:{self.column}"


def mark_at(path: str, text: str, at: int, first_line: int = 1) -> Mark:
    """The place of the letter ``at``, from 0, of ``text``, which begins on the line ``first_line`` of ``path``."""
    return Mark(path, text.count("\n", 0, at) + first_line, at - text.rfind("\n", 0, at))


@dataclass(frozen=True, order=True, slots=True)
class Diagnostic:
    """One problem. Sorts by place, then code. ``what`` and ``hint`` are single lines without a full stop."""

    mark: Mark
    code: str
    what: str
    hint: str = ""

    def __post_init__(self) -> None:
        if self.code not in CODES:
            raise LookupError(f"undeclared diagnostic code {self.code!r}: add it to codes.py")
        for name in ("what", "hint"):
            text: str = getattr(self, name)
            if len(text) > LONGEST or _UNPRINTABLE.search(text):  # it quotes what stands in the file, whatever that is
                object.__setattr__(self, name, shorten(printable(" ".join(text.split())), LONGEST))

    @property
    def severity(self) -> Severity:
        """The severity its code is declared with."""
        return Severity(CODES[self.code].severity)

    def __str__(self) -> str:
        told = f"{self.mark}: {self.code}: {self.what}"
        return f"{told}; {self.hint}" if self.hint else told


def printable(text: str) -> str:
    """``text`` with what would break its line, or cannot be written at all, spelt out: ``\\x0a``."""
    return _UNPRINTABLE.sub(lambda sign: f"\\x{ord(sign.group()):02x}", text)


def shorten(text: str, longest: int) -> str:
    """``text``, cut where it is longer than ``longest`` characters."""
    return text if len(text) <= longest else text[: longest - 1] + "…"


def numbered(count: int, word: str) -> str:
    """``1 file``, ``3 files``: for what the program says; what readers see is ``counted``, in their language."""
    return f"{count} {word}{'' if count == 1 else 's'}"


def did_you_mean(wrong: str, known: Iterable[str], otherwise: str = "") -> str:
    """A hint naming the likeliest of ``known`` for a misspelt word, or ``otherwise`` where none comes near."""
    near = get_close_matches(wrong, list(known), n=1, cutoff=0.6)
    return f"did you mean '{near[0]}'?" if near else otherwise


def blocking(findings: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Those of ``findings`` on which nothing may be built."""
    return [finding for finding in findings if finding.severity is Severity.ERROR]
