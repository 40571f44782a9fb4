"""The first page: what this dossier is, where the talks stand, where to begin, what is new."""

from __future__ import annotations

import re

from communique.views import home
from tests.pages import corpus, event, html, words

PAGE = "index.html"


def test_the_first_page_says_what_the_dossier_is_and_counts_what_it_holds() -> None:
    text = words(html(corpus(), home.pages, PAGE))
    assert text.startswith("Lake Miravel talks Invented talks between two invented towns")
    assert "Covers March 2031" in text
    assert "Events 1, 1 of them in 1 track" in text
    assert "Claims 1; 1 disputed" in text
    assert "Sources 2, each graded" in text
    assert "1 event on which sources differ" in text


def test_each_track_stands_with_its_last_event_its_outcome_and_what_is_open() -> None:
    text = words(html(corpus(), home.pages, PAGE))
    stand = text[text.index("Where the talks stand") :]
    assert "Ferry talks 4 March E-001 ; outcome: none announced" in stand
    assert "The toll must fall by half. 18 April to 3 May 2031 , 33 days after the dossier ends" in stand


def test_what_is_planned_is_open_and_is_not_the_last_event() -> None:
    planned = event("next", date="2031-04-02", type="meeting", status="planned", tracks=["ferry"])
    text = words(html(corpus(planned), home.pages, PAGE))
    assert "Ferry talks 4 March" in text
    assert "planned: Event next , 2 April" in text


def test_an_outcome_that_is_not_known_is_printed_as_unknown() -> None:
    later = event("later", date="2031-03-20", type="meeting", tracks=["ferry"])
    assert "20 March ; outcome: unknown" in words(html(corpus(later), home.pages, PAGE))


def test_corrections_are_news_on_the_day_they_were_made() -> None:
    mended = event(
        "mended",
        date="2031-03-01",
        corrections=[{"date": "2031-06-01", "what": "the day", "was": "2 March", "now": "1 March", "why": "Misread."}],
    )
    text = words(html(corpus(mended), home.pages, PAGE))
    news = text[text.index("What is new") :]
    assert news.index("1 June") < news.index("4 March")
    assert "Correction: the day" in news


def test_notes_and_the_latest_briefing_are_where_to_begin() -> None:
    text = words(html(corpus(), home.pages, PAGE))
    assert "Latest briefing" in text
    assert "Where to begin" in text


def test_no_briefing_is_named_where_the_build_makes_none() -> None:
    assert "Latest briefing" not in words(html(corpus(), home.pages, PAGE, features=frozenset()))


def test_every_event_of_a_track_is_drawn_and_leads_to_its_page() -> None:
    page = html(corpus(event("no-track")), home.pages, PAGE)
    targets = re.findall(r'<a href="([^"]+)" tabindex="-1">', page)
    assert set(targets) == {"events/ferry-talks-2031-03-04/index.html"}
