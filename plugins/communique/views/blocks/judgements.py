"""Key judgements: the sentence with its word of likelihood, and apart from it how sure we are (ICD 203)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from communique.views.blocks.printing import typographic

if TYPE_CHECKING:
    from communique.blocks import Judgements
    from communique.kinds.prose import Judgement
    from communique.views.blocks.edition import Edition
    from communique.views.sheet import Link

LIKELIHOODS: Final[tuple[tuple[int, int, tuple[str, ...]], ...]] = (
    (1, 5, ("almost no chance", "remote")),
    (5, 20, ("very unlikely", "highly improbable")),
    (20, 45, ("unlikely", "improbable", "improbably")),
    (45, 55, ("roughly even chance", "roughly even odds", "about as likely as not")),
    (55, 80, ("likely", "probable", "probably")),
    (80, 95, ("very likely", "highly probable")),
    (95, 99, ("almost certain", "almost certainly", "nearly certain")),
)
"""The words of ICD 203 with their bands in per cent."""

EDGES: Final = (5, 20, 45, 55, 80, 95)
STEPS: Final = {"low": 1, "moderate": 2, "high": 3}

_BANDS: Final = {word: (low, high) for low, high, words in LIKELIHOODS for word in words}
_WORD: Final = re.compile(
    r"\b(" + "|".join(sorted(map(re.escape, _BANDS), key=len, reverse=True)) + r")\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Band:
    """A word of likelihood and what it stands for, in per cent; ``x`` and ``width`` place it on a ruler of 136."""

    word: str
    low: int
    high: int
    x: float
    width: float


@dataclass(frozen=True, slots=True)
class JudgementView:
    """One judgement. The sentence is cut at its word of likelihood; ``band`` is None where it has none."""

    number: int
    before: str
    word: str
    after: str
    band: Band | None
    confidence: str
    steps: int
    rests_on: tuple[Link, ...]
    note: str


@dataclass(frozen=True, slots=True)
class JudgementsView:
    """All judgements; ``ticks`` are the places of the bands' edges on the ruler."""

    rows: tuple[JudgementView, ...]
    ticks: tuple[float, ...]


def judgements(edition: Edition, _: Judgements) -> JudgementsView:
    """The judgements of the front matter, in their order."""
    found = enumerate(edition.briefing.judgements, start=1)
    rows = tuple(_judgement(edition, number, judgement) for number, judgement in found)
    return JudgementsView(rows, tuple(_place(edge) for edge in EDGES))


def _judgement(edition: Edition, number: int, row: Judgement) -> JudgementView:
    before, word, after = likelihood(typographic(row.text))
    return JudgementView(
        number,
        before,
        word,
        after,
        band(word),
        row.confidence,
        STEPS[row.confidence],
        tuple(edition.event_link(id_) for id_ in row.rests_on),
        row.note or "",
    )


def likelihood(sentence: str) -> tuple[str, str, str]:
    """The sentence cut at its first word of likelihood: before, the word, after; the word is empty where none is."""
    match = _WORD.search(sentence)
    if match is None:
        return sentence, "", ""
    return sentence[: match.start()], match.group(), sentence[match.end() :]


def band(word: str) -> Band | None:
    """The band of a word of likelihood."""
    if not word:
        return None
    low, high = _BANDS[word.lower()]
    return Band(word.lower(), low, high, _place(low), round((high - low) * 1.36, 1))


def _place(percent: int) -> float:
    return round(2 + percent * 1.36, 1)
