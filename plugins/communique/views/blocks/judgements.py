"""Key judgements: the sentence with its word of likelihood, and apart from it how sure we are (ICD 203)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from communique.estimates import BANDS, fewer_row, likelihoods
from communique.views.blocks.printing import typographic

if TYPE_CHECKING:
    from communique.blocks import Judgements
    from communique.kinds.prose import Judgement
    from communique.views.blocks.edition import Edition
    from communique.views.sheet import Link

EDGES: Final = tuple(band.high for band in BANDS[:-1])
STEPS: Final = {"low": 1, "moderate": 2, "high": 3}


@dataclass(frozen=True, slots=True)
class Ruled:
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
    band: Ruled | None
    confidence: str
    steps: int
    rests_on: tuple[Link, ...]
    note: str


@dataclass(frozen=True, slots=True)
class JudgementsView:
    """All judgements; ``ticks`` are the places of the bands' edges on the ruler, ``legend`` the words of every band."""

    rows: tuple[JudgementView, ...]
    ticks: tuple[float, ...]
    legend: tuple[str, ...]


def judgements(edition: Edition, _: Judgements) -> JudgementsView:
    """The judgements of the front matter, in their order."""
    found = enumerate(edition.briefing.judgements, start=1)
    rows = tuple(_judgement(edition, number, judgement) for number, judgement in found)
    return JudgementsView(rows, tuple(_place(edge) for edge in EDGES), _legend(edition))


def _legend(edition: Edition) -> tuple[str, ...]:
    """The seven bands, in the row of words that this edition uses."""
    words = [word for row in edition.briefing.judgements for word in likelihoods(row.text)]
    row = 1 - fewer_row(words)
    return tuple(f"{band.rows[row][0]} {band.low}–{band.high}" for band in BANDS)


def _judgement(edition: Edition, number: int, row: Judgement) -> JudgementView:
    text = typographic(row.text)
    before, word, after = likelihood(text)
    return JudgementView(
        number,
        before,
        word,
        after,
        ruled(text),
        row.confidence,
        STEPS[row.confidence],
        tuple(edition.event_link(id_) for id_ in row.rests_on),
        row.note or "",
    )


def likelihood(sentence: str) -> tuple[str, str, str]:
    """The sentence cut at its first word of likelihood: before, the word, after; the word is empty where none is."""
    word = next(likelihoods(sentence), None)
    if word is None:
        return sentence, "", ""
    return sentence[: word.start], word.text, sentence[word.start + len(word.text) :]


def ruled(sentence: str) -> Ruled | None:
    """The first word of likelihood in a sentence, with its band; None where there is none."""
    word = next(likelihoods(sentence), None)
    if word is None:
        return None
    low, high = word.band.low, word.band.high
    return Ruled(word.plain, low, high, _place(low), round((high - low) * 1.36, 1))


def _place(percent: int) -> float:
    return round(2 + percent * 1.36, 1)
