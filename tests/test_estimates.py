"""Estimative language after ICD 203: the words found in sentences, and what the checker says of them."""

from __future__ import annotations

import pytest

from communique.estimates import BANDS, confidence, likelihoods, unbounded
from communique.sentences import own_words, sentences
from tests.fixtures import rows


@pytest.mark.parametrize("case", rows("estimates.txt"))
def test_words_of_likelihood_are_told_from_words_that_leave_it_open(case: tuple[str, ...]) -> None:
    sentence, bounded, loose = case
    assert (", ".join(f"{word.row + 1}:{word.plain}" for word in likelihoods(sentence)) or "-") == bounded
    assert ("; ".join(f"{word.text} → {word.proposal}".strip() for word in unbounded(sentence)) or "-") == loose


def test_the_bands_cover_one_to_ninety_nine_per_cent_without_a_gap() -> None:
    assert [band.low for band in BANDS][1:] == [band.high for band in BANDS][:-1]
    assert (BANDS[0].low, BANDS[-1].high, len(BANDS)) == (1, 99, 7)


def test_confidence_is_found_as_a_judgement_and_not_as_confidence_building() -> None:
    assert confidence("With high confidence we say so.") == "With high confidence"
    assert confidence("We are fairly confident that it holds.") == "are fairly confident"
    assert confidence("Confidence-building measures were agreed.") == ""


def test_sentences_keep_their_citations_and_leave_headings_blocks_and_tables_out() -> None:
    text = (
        "## A heading. With stops.\n\nMr. Correa spoke on 1 July [@a]. Nobody answered.\n[@b]\n\n"
        "```timeline\ntrack: x\n```\n\n| a | b |\n|---|---|\n| c. d. | e |\n\n- One row\n- Another: see [[x|that]]\n"
    )
    found = list(sentences(text))
    assert [(each.text, each.cites) for each in found] == [
        ("Mr. Correa spoke on 1 July [@a].", True),
        ("Nobody answered.\n[@b]", True),
        ("One row", False),
        ("Another: see [[x|that]]", True),
    ]
    assert all(text[each.start :].startswith(each.text) for each in found)


def test_our_own_words_are_what_is_left_without_quotations_ids_and_words_named_as_words() -> None:
    text = 'He said "it may be" of [[may-talks|the talks]] [@may-paper] and *likely*, [قد]{lang=ar}.'
    own = own_words(text)
    assert len(own) == len(text)
    assert own.split() == ["He", "said", "of", "the", "talks", "and", ",", "."]
