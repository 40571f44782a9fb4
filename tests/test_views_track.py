"""A track as a story: who sat with whom, what came of it, what it took up."""

from __future__ import annotations

from communique.kinds import Record, Track
from communique.views import track
from tests.pages import actor, corpus, event, html, words

PAGE = "tracks/ferry/index.html"
FERRY = {"tracks": ["ferry"], "type": "meeting"}


def page(*records: Record) -> str:
    return html(corpus(*records), track.pages, PAGE)


def test_each_event_is_a_chapter_in_order_with_round_format_place_and_outcome() -> None:
    made = page(event("second", date="2031-03-20", round=2, format="virtual", **FERRY))
    assert made.index('id="ferry-talks-2031-03-04"') < made.index('id="second"')
    text = words(made)
    assert "4 March 2031 · Round 1 · E-001" in text
    assert "Format and place in person, the Boathouse" in text
    assert "What came of it none announced" in text
    assert "20 March 2031 · Round 2" in text


def test_delegations_stand_side_by_side_and_a_side_without_names_is_named_too() -> None:
    text = words(page())
    assert "Upper Miravel party · list complete" in text
    assert "Ada Verrin" in text
    assert "nobody named: Lower Miravel" in text


def test_an_outcome_nobody_recorded_is_printed_as_unknown() -> None:
    assert "What came of it unknown" in words(page(event("second", date="2031-03-20", **FERRY)))


def test_who_sat_in_one_room_is_told_and_who_is_not_known_to_have() -> None:
    shuttle = event(
        "shuttle",
        date="2031-03-20",
        format="indirect",
        sides=[{"actor": "upper-miravel"}, {"actor": "lower-miravel"}, {"actor": "monks", "roles": ["mediator"]}],
        sessions=[{"id": "first", "sides": ["upper-miravel", "monks"]}],
        **FERRY,
    )
    text = words(page(actor("monks", "the Monks"), shuttle))
    assert "In one room: Upper Miravel and the Monks" in text
    assert "Upper Miravel and Lower Miravel : not known to have met here" in text


def test_a_chapter_says_what_it_continues_and_what_continues_it() -> None:
    made = page(event("second", date="2031-03-20", continues=["ferry-talks-2031-03-04"], **FERRY))
    first, second = made.split('id="second"', 1)
    assert "Continued by 20 March 2031 Event second" in words(first)
    assert "Continues 4 March 2031" in words(second)


def test_a_round_is_that_of_the_first_track_named() -> None:
    other = event("elsewhere", date="2031-03-20", type="meeting", tracks=["monks", "ferry"], round=7)
    monks = corpus().get(Track, "ferry").model_copy(update={"id": "monks", "title": "The Monks"})
    assert "Round 7" not in words(page(other, monks))


def test_times_allowed_that_nothing_closed_are_still_open() -> None:
    text = words(page())
    assert "Still open" in text
    assert "The toll must fall by half." in text


def test_a_track_without_events_says_so() -> None:
    made = corpus(without=("ferry-talks-2031-03-04", "sunk-ferries"))
    assert "No event of this track is recorded." in words(html(made, track.pages, PAGE))
    assert "none recorded" in words(html(made, track.pages, "tracks/index.html"))


def test_the_list_of_tracks_has_convenors_and_the_last_event() -> None:
    text = words(html(corpus(), track.pages, "tracks/index.html"))
    assert "Ferry talks bilateral · Upper Miravel and Lower Miravel" in text
    assert "1 event, 4 March 2031" in text
