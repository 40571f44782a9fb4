"""Estimative language in English briefings, after ICD 203: one row of words, likelihood apart from confidence."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from communique.checks.places import own_texts, placed
from communique.diagnostics import Diagnostic
from communique.estimates import (
    ANY_WORD,
    CONFIDENCE_RULE,
    LIKELIHOOD_RULE,
    Word,
    confidence,
    fewer_row,
    likelihoods,
    other_row,
    unbounded,
)
from communique.kinds import Briefing
from communique.sentences import own_words, sentences

if TYPE_CHECKING:
    from collections.abc import Iterator

    from communique.checks.context import Context
    from communique.records import Loaded
    from communique.yamlfile import Loc

    At = tuple[Loc, str, int]
    """A place: the text's own, the text, and where in it."""


def check_estimates(context: Context) -> Iterator[Diagnostic]:
    """Mixed rows, confidence beside likelihood, judgements that leave likelihood open or do not say it."""
    for each, record in context.whole():
        if isinstance(record, Briefing) and (record.language or context.language).partition("-")[0] == "en":
            yield from each.once("estimates", partial(_estimates, each, record))


def _estimates(each: Loaded, record: Briefing) -> tuple[Diagnostic, ...]:
    judged = (
        finding
        for number, row in enumerate(record.judgements)
        for finding in _judgement(each, ("judgements", number, "text"), row.text)
    )
    return (*_mixed(each, record), *_confidence(each, record), *judged)


def _said(record: Briefing) -> Iterator[tuple[Loc, str, int, str]]:
    """Each sentence of ours in the edition: the text it is in, where, and its own words."""
    for loc, text in own_texts(record):
        own = own_words(text)
        for sentence in sentences(text):
            yield loc, text, sentence.start, own[sentence.start : sentence.start + len(sentence.text)]


def _mixed(each: Loaded, record: Briefing) -> Iterator[Diagnostic]:
    found: list[tuple[At, Word]] = [
        ((loc, text, start + word.start), word) for loc, text, start, own in _said(record) for word in likelihoods(own)
    ]
    if len({word.row for _, word in found}) < 2:
        return
    odd = fewer_row(word for _, word in found)
    (at, word) = next((at, word) for at, word in found if word.row == odd)
    other = next(word for _, word in found if word.row != odd)
    what = f"'{word.plain}' and '{other.plain}' are of two rows of words ({LIKELIHOOD_RULE})"
    yield Diagnostic(placed(each, *at), "mixed-likelihood", what, f"write '{other_row(word)}'")


def _confidence(each: Loaded, record: Briefing) -> Iterator[Diagnostic]:
    for loc, text, start, own in _said(record):
        sure = confidence(own)
        word = next(likelihoods(own), None)
        if sure and word is not None:
            what = f"'{sure}' and '{word.plain}' stand in one sentence ({CONFIDENCE_RULE})"
            hint = "say how sure we are in a sentence of its own, or in 'confidence'"
            yield Diagnostic(placed(each, loc, text, start + word.start), "confidence-with-likelihood", what, hint)


def _judgement(each: Loaded, loc: Loc, text: str) -> Iterator[Diagnostic]:
    own = own_words(text)
    loose = next(unbounded(own), None)
    if loose is not None:
        what = f"'{' '.join(loose.text.split())}' does not say how likely ({LIKELIHOOD_RULE})"
        hint = f"write {loose.proposal or ANY_WORD}"
        yield Diagnostic(placed(each, loc, text, loose.start), "unbounded-likelihood", what, hint)
    elif next(likelihoods(own), None) is None:
        what = f"the judgement has no word of likelihood ({LIKELIHOOD_RULE})"
        yield Diagnostic(each.mark(loc), "no-likelihood", what, f"use {ANY_WORD}")
