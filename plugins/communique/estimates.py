"""Estimative language after ICD 203 (2015), D.6.e(2): seven bands of likelihood, each with words in two rows.

A pure core over sentences. ``BANDS`` is the one table; the page's ruler, its legend and the checks read it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

LIKELIHOOD_RULE: Final = "ICD 203, D.6.e(2)(a)"
CONFIDENCE_RULE: Final = "ICD 203, D.6.e(2)(b)"


@dataclass(frozen=True, slots=True)
class Band:
    """A band of likelihood in per cent; ``rows`` are its words in the first and in the second row of synonyms."""

    low: int
    high: int
    rows: tuple[tuple[str, ...], tuple[str, ...]]

    @property
    def words(self) -> tuple[str, ...]:
        """Its words in both rows."""
        return self.rows[0] + self.rows[1]


BANDS: Final[tuple[Band, ...]] = (
    Band(1, 5, (("almost no chance",), ("remote",))),
    Band(5, 20, (("very unlikely",), ("highly improbable",))),
    Band(20, 45, (("unlikely",), ("improbable", "improbably"))),
    Band(45, 55, (("roughly even chance",), ("roughly even odds",))),
    Band(55, 80, (("likely",), ("probable", "probably"))),
    Band(80, 95, (("very likely",), ("highly probable",))),
    Band(95, 99, (("almost certain", "almost certainly"), ("nearly certain",))),
)

_BY_WORD: Final = {word: (band, row) for band in BANDS for row in (0, 1) for word in band.rows[row]}
# "A remote village" says nothing of likelihood: the word counts beside a word for chance, or as "is remote that".
_REMOTE: Final = (
    r"(?:(?<=chance\sis\s)remote|remote(?=\s+(?:chance|possibility|likelihood|probability|prospect|that)\b))"
)
_SPELT: Final = sorted((re.escape(word).replace(r"\ ", r"\s+") for word in _BY_WORD if word != "remote"), key=len)
_WORD: Final = re.compile(rf"\b(?:{'|'.join(reversed(_SPELT))}|{_REMOTE})\b", re.IGNORECASE)
_NEGATION: Final = re.compile(
    r"(?:\b(?:not|never|hardly)|n['’]t)\s+(?:at\s+all\s+|very\s+|so\s+|that\s+|too\s+)?$", re.I
)

_PROPOSALS: Final[tuple[tuple[str, str], ...]] = (
    (r"cannot (?:rule out|exclude|dismiss|discount)|can['’]t (?:rule out|exclude)|can not (?:rule out|exclude)",
     "very unlikely, unlikely"),
    (r"cannot be (?:ruled out|excluded|dismissed|discounted)", "very unlikely, unlikely"),
    (r"could (?:possibly|perhaps|potentially|conceivably)|may (?:well|possibly)|might (?:well|possibly)", ""),
    (r"(?:about )?as likely as not", "roughly even chance"),
    (r"more likely than not", "likely"),
    (r"most likely|highly likely|quite likely|extremely likely", "very likely"),
    (r"highly unlikely|most unlikely|extremely unlikely", "very unlikely"),
    (r"very probable|very probably", "highly probable"),
    (r"virtually certain|virtually certainly", "almost certain"),
    (r"(?:good|fair|real|some|small|slim|slight|strong) chance", ""),
    (r"possibly|possible|perhaps|maybe|potentially|conceivably|plausibly|presumably", ""),
    (r"could", ""),
    (r"might", ""),
    (r"may", ""),
)  # fmt: skip
"""Words that leave likelihood open, with what may be meant; longer phrases first."""

_UNBOUNDED: Final = re.compile(
    r"\b(?:" + "|".join(f"({pattern.replace(' ', chr(92) + 's+')})" for pattern, _ in _PROPOSALS) + r")\b",
    re.IGNORECASE,
)
_STRENGTH: Final = re.compile(r"(?:\b(?:military|naval|air|the|with|of|all|its|their|his|her)\s+)$", re.IGNORECASE)
_AS_POSSIBLE: Final = re.compile(r"\bas\s+\w+\s+as\s+$", re.IGNORECASE)
_CONFIDENCE: Final = re.compile(
    r"\b(?:(?:with|have|has|hold|in)\s+)?(?:very\s+)?(?:high|moderate|medium|low|great|full|little)\s+confidence\b"
    r"|\b(?:are|is|am|remain|feel)\s+(?:\w+\s+)?confident\b|\bconfidently\b",
    re.IGNORECASE,
)
ANY_WORD: Final = "one of ICD 203's words: almost no chance, very unlikely, unlikely, roughly even chance, likely, …"


@dataclass(frozen=True, slots=True)
class Word:
    """A word of likelihood in a sentence: where it stands, its band and its row (0 or 1)."""

    text: str
    start: int
    band: Band
    row: int

    @property
    def plain(self) -> str:
        """As the table has it."""
        return " ".join(self.text.lower().split())


@dataclass(frozen=True, slots=True)
class Open:
    """A word that says something may be so and not how likely; ``proposal`` are words of the table, with commas."""

    text: str
    start: int
    proposal: str


def likelihoods(sentence: str) -> Iterator[Word]:
    """Every word of likelihood in ``sentence``, those apart that are negated or part of a looser phrase."""
    loose = [range(found.start, found.start + len(found.text)) for found in unbounded(sentence)]
    for match in _WORD.finditer(sentence):
        if not any(match.start() in span for span in loose):
            band, row = _BY_WORD[" ".join(match.group().lower().split())]
            yield Word(match.group(), match.start(), band, row)


def unbounded(sentence: str) -> Iterator[Open]:
    """Every word in ``sentence`` that leaves likelihood open, negated words of the table among them."""
    found = [*_negated(sentence)]
    for match in _UNBOUNDED.finditer(sentence):
        taken = any(each.start <= match.start() < each.start + len(each.text) for each in found)
        if not taken and _is_open(sentence, match):
            found.append(Open(match.group(), match.start(), _PROPOSALS[(match.lastindex or 1) - 1][1]))
    yield from sorted(found, key=lambda each: each.start)


def _is_open(sentence: str, match: re.Match[str]) -> bool:
    word, before = match.group(), sentence[: match.start()]
    if word.startswith("M") and word[1:].partition(" ")[0] == "ay":
        return False  # the month, or a name: our prose asks no questions with it
    if word.lower() == "might" and _STRENGTH.search(before):
        return False
    return not (word.lower() == "possible" and _AS_POSSIBLE.search(before))


def _negated(sentence: str) -> Iterator[Open]:
    for match in _WORD.finditer(sentence):
        negation = _NEGATION.search(sentence[: match.start()])
        if negation:
            word = " ".join(match.group().lower().split())
            yield Open(sentence[negation.start() : match.end()], negation.start(), _OPPOSITE.get(word, ""))


_OPPOSITE: Final = {
    "likely": "unlikely", "very likely": "unlikely", "unlikely": "likely", "very unlikely": "roughly even chance",
    "probable": "improbable", "probably": "improbable", "improbable": "probable", "highly probable": "improbable",
}  # fmt: skip


def confidence(sentence: str) -> str:
    """The words by which ``sentence`` says how sure we are; empty where it does not."""
    found = _CONFIDENCE.search(sentence)
    return " ".join(found.group().split()) if found else ""


def other_row(word: Word) -> str:
    """What the same band is called in the other row."""
    return word.band.rows[1 - word.row][0]


def fewer_row(words: Iterable[Word]) -> int:
    """The row (0 or 1) that fewer of ``words`` are of, the second where they are even."""
    rows = [word.row for word in words]
    return 0 if rows.count(0) < rows.count(1) else 1
