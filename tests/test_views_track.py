"""A track as a story: who sat with whom, what came of it, what it took up."""

from __future__ import annotations

import re

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


def test_the_table_of_rooms_shows_at_which_round_two_sides_met_and_at_which_they_were_kept_apart() -> None:
    sides = [{"actor": "upper-miravel"}, {"actor": "lower-miravel"}]
    apart = event("apart", date="2031-03-20", format="indirect", sides=sides, **FERRY)
    again = event("again", date="2031-04-20", format="in-person", sides=sides, **FERRY)
    made = page(apart, again)
    table = made[made.index('<table class="rooms-table">') : made.index("</table>")]
    assert re.findall(r"<title>([^<]*)</title>", table) == [
        "in one room",
        "both there, not known to have met",
        "in one room",
    ]
    assert 'href="#apart"' in table


def test_many_rounds_stand_in_tables_that_fit_a_phone() -> None:
    sides = [{"actor": "upper-miravel"}, {"actor": "lower-miravel"}]
    rounds = [event(f"round-{at:02}", date=f"2031-04-{at:02}", sides=sides, **FERRY) for at in range(1, 20)]
    tables = re.findall(r'<table class="rooms-table">.*?</table>', page(*rounds), re.DOTALL)
    assert [table.count("<thead>") for table in tables] == [1, 1, 1]
    assert all(table.count('scope="col"') <= 9 for table in tables)


def test_the_time_between_two_rounds_is_told_as_surely_as_the_dates_are() -> None:
    text = words(
        page(
            event("after", date="2031-03-20", **FERRY),
            event("some-day", date="[2031-04-01..2031-04-05]", **FERRY),
            event("about-then", date="2031-05-20~", **FERRY),
        )
    )
    assert "16 days later" in text
    assert "12 to 16 days later" in text
    assert re.search(r"about [0-9]+ to [0-9]+ days later", text)


def test_no_time_is_told_between_rounds_that_overlap_or_have_no_day() -> None:
    same = event("same-day", date="2031-03-04", **FERRY)
    still_open = event("still-open", date="2031-03-05", end="..", **FERRY)
    text = words(page(same, still_open, event("third", date="2031-04-01", **FERRY)))
    assert re.findall(r"\S+ days? later", text) == ["1 day later"]


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
