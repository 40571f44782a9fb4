"""The timeline: every event in order, on screen and on paper, and drawn."""

from __future__ import annotations

import re

from communique.views import timeline
from tests.pages import corpus, event, html, words

SCREEN, PAPER = "timeline/index.html", "timeline/print/index.html"


def anchors(page: str) -> list[str]:
    return re.findall(r'<li class="ev" id="([^"]+)"', page)


def test_every_event_stands_in_the_list_once_and_in_order() -> None:
    made = corpus(event("later", date="2031-03-20"), event("sooner", date="2031-02-01", end="2031-02-03"))
    page = html(made, timeline.pages, SCREEN)
    assert anchors(page) == ["sooner", "E-001", "later"]
    assert "3 events, 1 February to 20 March 2031" in words(page)
    assert "1–3 February" in words(page)


def test_a_row_has_number_date_format_tracks_sources_and_where_sources_differ() -> None:
    text = words(html(corpus(), timeline.pages, SCREEN))
    assert "March 2031 1 event" in text
    assert "E-001 4 March Upper and Lower Miravel talk about the ferry in person · Ferry talks · 2 sources" in text
    assert "Sources differ: day" in text


def test_every_mark_of_the_drawings_leads_to_a_line_of_the_list() -> None:
    page = html(corpus(event("no-track"), event("unsure", date="2031-02~")), timeline.pages, SCREEN)
    targets = re.findall(r'<a href="#([^"]+)" tabindex="-1">', page)
    assert len(targets) == 6
    assert set(targets) == set(anchors(page))


def test_what_belongs_to_no_track_has_lanes_by_what_it_was() -> None:
    page = html(corpus(event("shots", type="military")), timeline.pages, SCREEN)
    assert page.count(">Fighting and arms<") == 2
    assert page.count(">Ferry talks</text>") == 2


def test_a_date_known_to_the_year_stands_under_no_month() -> None:
    text = words(html(corpus(event("some-time", date="2031")), timeline.pages, SCREEN))
    assert "2031, month not known 1 event" in text
    assert "January" not in text


def test_an_event_only_reported_says_so_in_the_list_and_in_the_outline_of_its_mark() -> None:
    page = html(corpus(event("rumour", type="meeting", status="reported")), timeline.pages, SCREEN)
    assert "reported, not confirmed, format unknown" in words(page)
    assert 'class="o rep"' in page


def test_the_paper_version_holds_the_same_events_under_the_same_numbers() -> None:
    made = corpus(event("later", date="2031-03-20", number="E-002"))
    screen, paper = html(made, timeline.pages, SCREEN), html(made, timeline.pages, PAPER)
    assert anchors(screen) == anchors(paper)
    assert re.findall(r'class="enum">([^<]*)', screen) == re.findall(r'class="enum">([^<]*)', paper)
    assert 'timeline/index.html">Back to the timeline<' in paper
    assert 'print/index.html">The whole timeline for print<' in screen


def test_a_dossier_without_events_has_a_timeline_that_says_so() -> None:
    made = corpus(without=("ferry-talks-2031-03-04", "sunk-ferries"))
    page = html(made, timeline.pages, SCREEN)
    assert "No event is on record yet." in words(page)
    assert "<figure" not in page
    assert "data-timeline" not in page, "no filters over nothing"


def test_years_before_our_era_are_years_like_others() -> None:
    made = corpus(
        event("ides", date="-0043-03-15"),
        event("nought", date="0000"),
        without=("ferry-talks-2031-03-04", "sunk-ferries"),
    )
    page = words(html(made, timeline.pages, SCREEN))
    assert "March 44 BC" in page
    assert "1 BC, month not known" in page
    assert "Not dated" not in page


def test_a_date_that_may_lie_in_many_years_is_not_put_into_the_first_of_them() -> None:
    page = words(html(corpus(event("century", date="18XX"), event("ever", date="XXXX")), timeline.pages, SCREEN))
    assert "1800 or later 1 event" in page
    assert "Not dated 1 event" in page


def test_no_page_has_a_style_attribute() -> None:
    for path in (SCREEN, PAPER):
        assert not re.search(r"\sstyle=", html(corpus(event("unsure", date="2031-02~")), timeline.pages, path))
