"""What a reader sees of a quotation: its verdict, the way to the passage, the languages it came through."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from communique.evidence import Judged, quotation_key
from communique.kinds import Record
from communique.quotations import Place, Verdict
from communique.views import claim, event, source
from communique.views.verdicts import judged_view, text_fragment
from tests.pages import corpus, html, record, words
from tests.pages import event as an_event

RELEASE = "miravel-release-2031-03-05"
TALKS = "events/ferry-talks-2031-03-04/index.html"
QUOTE = "two ferries lie on the bottom"
URL = "https://upper-miravel.example.org/ferry-talks"
FOUND = Verdict("found", Place(7, 4), QUOTE)


def shown(judged: Judged) -> str:
    made = replace(corpus(), judged={quotation_key(QUOTE, RELEASE): judged})
    return html(made, event.pages, TALKS)


def test_a_quotation_found_here_says_where() -> None:
    made = shown(Judged(FOUND, "a" * 64, live=True))
    assert "found, line 7 (paragraph 4)" in words(made)
    assert f'href="{URL}#:~:text=two%20ferries%20lie%20on%20the%20bottom"' in made


def test_a_quotation_found_elsewhere_says_on_which_day_and_that_it_was_not_looked_up_here() -> None:
    text = words(shown(Judged(FOUND, "a" * 64, "2031-03-07")))
    assert "found on 7 March 2031, not re-checked here, line 7 (paragraph 4)" in text


def test_an_altered_quotation_shows_word_by_word_what_the_copy_has() -> None:
    verdict = Verdict("altered", Place(7, 4), "three ferries lie on the bottom", "the copy has other words")
    made = shown(Judged(verdict, "a" * 64, live=True))
    assert "altered: the copy has other words" in words(made)
    assert "<del>two</del> <ins>three</ins> ferries lie on the bottom" in made
    assert "#:~:text=" not in made


def test_a_quotation_that_was_not_found_says_so() -> None:
    verdict = Verdict("not-found", reason="nothing like it stands there")
    assert "not found: nothing like it stands there" in words(shown(Judged(verdict, "a" * 64, live=True)))


def test_a_negation_right_before_the_words_is_told() -> None:
    judged = Judged(replace(FOUND, remark="right before it stands “not”"), "a" * 64, live=True)
    assert "right before it stands “not”" in words(shown(judged))


def test_the_verdict_stands_on_the_page_of_the_source_and_of_the_claim_too() -> None:
    made = replace(corpus(), judged={quotation_key(QUOTE, RELEASE): Judged(FOUND, "a" * 64, live=True)})
    for pages, path in (
        (source.pages, f"sources/{RELEASE}/index.html"),
        (claim.pages, "claims/sunk-ferries/index.html"),
    ):
        assert "found, line 7 (paragraph 4)" in words(html(made, pages, path))


@pytest.mark.parametrize(
    ("passage", "fragment"),
    [
        ("a front of the League", "a%20front%20of%20the%20League"),
        ("UN-led, 45-90 days & more", "UN%2Dled%2C%2045%2D90%20days%20%26%20more"),
        ("one two three four five six seven eight nine", "one%20two%20three%20four,six%20seven%20eight%20nine"),
        ("We do not … in January", "We%20do%20not,in%20January"),
        ("دون شروط", "%D8%AF%D9%88%D9%86%20%D8%B4%D8%B1%D9%88%D8%B7"),
    ],
)
def test_a_text_fragment_names_the_words_or_both_ends_of_many(passage: str, fragment: str) -> None:
    assert text_fragment(f"{URL}#top", passage) == f"{URL}#:~:text={fragment}"


def test_the_fragment_of_a_found_quotation_has_the_words_as_the_page_has_them() -> None:
    judged = Judged(Verdict("found", Place(1, 1), "town’s gazette"), "a" * 64, live=True)
    assert judged_view(judged, "town's gazette", URL).live.endswith("#:~:text=town%E2%80%99s%20gazette")


# Translations


def told_on(id_: str, language: str, parent: str) -> Record:
    fields: dict[str, Any] = {"title": id_, "publisher": id_.upper(), "type": "news", "language": language}
    fields |= {"reliability": "D", "reliability_reason": "It rewrites.", "copy": "whole"}
    return record("source", id_, **fields, cites=[{"source": parent, "how": "translates"}])


def translated() -> str:
    sources = [{"source": id_, "credibility": "3"} for id_ in (RELEASE, "wire", "relay")]
    statement = {"id": "boats", "by": ["upper-miravel"], "act": "assertion", "topic": "crossing", "text": "Boats sank."}
    statement |= {"quote": "two ferryboats rest below", "quote_source": "relay", "quote_is": "back-translation"}
    readings = [
        {"of": "boats", "field": "quote", "value": "два парома лежат на дне", "sources": ["wire"]},
        {"of": "boats", "field": "quote", "value": QUOTE, "sources": [RELEASE]},
    ]
    made = an_event("e", sources=sources, statements=[statement | {"sources": ["relay"]}], readings=readings)
    everything = corpus(made, told_on("wire", "ru", RELEASE), told_on("relay", "en", "wire"))
    return html(everything, event.pages, "events/e/index.html")


def test_a_translation_names_the_languages_it_came_through() -> None:
    assert "en → ru → en" in words(translated())


def test_the_original_stands_beside_its_translation_where_we_hold_it() -> None:
    made = translated()
    original = made.partition('<blockquote class="original">')[2].partition("</blockquote>")[0]
    assert QUOTE in original
    assert "Town of Upper Miravel" in original


def test_words_of_the_speaker_name_no_path() -> None:
    assert "→" not in words(shown(Judged(FOUND, "a" * 64, live=True)))
