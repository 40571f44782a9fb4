"""Pages of actors, places, sources, notes and standing pages, and the pages that list them."""

from __future__ import annotations

import re
from typing import Any

from communique.kinds import Record
from communique.views import actor as actor_views
from communique.views import actors, corrections, data, events, place, search, source, writings
from communique.views.data import Download, data_page
from communique.views.sheet import Site
from tests.pages import actor, corpus, event, html, record, words

TALKS = "ferry-talks-2031-03-04"
RELEASE, POST = "miravel-release-2031-03-05", "lakeside-post-2031-03-06"
TOWN = "actors/upper-miravel/index.html"
ADA = "actors/ada-verrin/index.html"


def of_actor(path: str, *records: Record) -> str:
    return words(html(corpus(*records), actor_views.pages, path))


def meeting(id_: str, *sides: str, **fields: Any) -> Record:
    rows = [{"actor": side} for side in sides]
    return event(id_, **{"type": "meeting", "format": "in-person", "sides": rows, **fields})


# Actors


def test_an_actor_has_its_names_in_their_scripts_and_every_form_with_where_it_was_seen() -> None:
    made = html(corpus(), actor_views.pages, ADA)
    assert '<span lang="ar" dir="rtl">آدا فيرين</span>' in made
    assert '<span lang="ru" dir="ltr">Ада Веррин</span>' in made
    assert "Obermiravel German usual from general knowledge" in of_actor(TOWN)


def test_a_post_says_when_sources_show_it_and_that_the_rest_is_unknown() -> None:
    assert "harbour master, Upper Miravel 1 unknown 4–5 March 2031" in of_actor(ADA)


def test_whom_an_actor_met_counts_rooms_and_not_contacts() -> None:
    text = of_actor(
        TOWN,
        meeting("by-mediator", "upper-miravel", "lake-board", format="indirect"),
        meeting("not-confirmed", "upper-miravel", "lake-board", status="reported"),
        actor("lake-board", "Lake Board"),
    )
    met = text[text.index("Whom it met") : text.index("What it wanted")]
    assert "1 meeting. Sides it was in one room with" in met
    assert "Lower Miravel 1 4 March E-001 4 March" in met
    assert "Lake Board" not in met


def test_whom_an_actor_met_is_a_matrix_of_counterparts_by_period() -> None:
    made = of_actor(
        TOWN,
        meeting("in-may", "upper-miravel", "lake-board", date="2031-05-06"),
        meeting("again", "upper-miravel", "lake-board", "lower-miravel", date="2031-07-20", end="2031-07-22"),
        actor("lake-board", "Lake Board"),
    )
    met = made[made.index("Whom it met") : made.index("What it wanted")]
    assert "Side March 2031 May 2031 July 2031" in met
    assert "Lake Board 2 Not met: March." in met
    assert "Lower Miravel 2 Not met: May." in met
    assert "20–22 July" in met


def test_how_an_actor_moved_stands_topic_by_topic_with_changes_marked_and_links_to_each_statement() -> None:
    said = [
        {"id": "first", "by": ["upper-miravel"], "act": "demand", "topic": "crossing", "text": "Half the toll."},
        {
            "id": "later",
            "by": ["upper-miravel"],
            "act": "offer",
            "topic": "crossing",
            "text": "A third of the toll.",
            "date": "2031-05-01",
        },
    ]
    made = html(corpus(event("words", statements=said)), actor_views.pages, TOWN)
    table = made[made.index("What it wanted") : made.index("What it said")]
    assert "The crossing" in table
    assert table.count('class="pos moved"') == 1
    assert 'href="../../events/words/index.html#later"' in table


def test_posts_are_drawn_as_surely_as_they_are_known() -> None:
    tenures = [
        {"post": "mayor", "start": "2029-01-01", "end": "2030-12-31"},
        {"post": "judge", "start": "../2029-04-26"},
        {"post": "harbour master", "shown": "2031-03-04/2031-03-05"},
        {"post": "poet"},
    ]
    made = html(corpus(actor("bo", "Bo", type="person", tenures=tenures)), actor_views.pages, "actors/bo/index.html")
    chart = re.search(r'<svg[^>]*class="tl w-wide".*?</svg>', made, re.DOTALL)
    assert chart
    assert chart[0].count('class="lane-t"') == 4
    assert chart[0].count('class="dots"') == 2
    assert 'class="dash"' in chart[0]
    assert "<title>Posts of Bo, told in the table below</title>" in chart[0]


def test_an_actor_whose_posts_have_no_date_has_no_chart() -> None:
    made = html(corpus(actor("bo", "Bo", tenures=[{"post": "poet"}])), actor_views.pages, "actors/bo/index.html")
    assert 'class="posts"' not in made


def test_where_an_actor_met_others_is_drawn_with_how_sure_it_is() -> None:
    quay = record("place", "quay", names={"en": "the Quay"}, type="city", lat="46.8", lon="9.9", precision="city")
    sides = ("upper-miravel", "lower-miravel")
    there = meeting("at-the-quay", *sides, place="quay", status="reported")
    afar = meeting("by-phone", *sides, place="quay", format="phone")
    one = html(corpus(quay, afar), actor_views.pages, TOWN)
    assert one.index('<aside class="side">') < one.index("Where it met others") < one.index("mapfig locator")
    two = html(corpus(quay, there, afar), actor_views.pages, TOWN)
    drawn = re.findall(r"<title>(Map, .*?)</title>", two)
    assert "locator" not in two
    assert "the Quay (the city; 1 event)" in drawn[0]
    assert "the Boathouse" in drawn[0]


def test_a_person_met_the_other_sides_of_the_rooms_it_sat_in() -> None:
    assert "Whom it met" in of_actor(ADA)
    away = [{"actor": "ada-verrin", "side": "upper-miravel", "presence": "absent"}]
    absent = meeting(TALKS, "upper-miravel", "lower-miravel", present=away)
    assert "Whom it met" not in of_actor(ADA, absent)


def test_what_an_actor_said_stands_by_topic_with_the_answers_to_it() -> None:
    text = of_actor(TOWN)
    said = text[text.index("What it said") :]
    assert "The crossing Demand Ada Verrin , for Upper Miravel to Lower Miravel 4 March 2031 E-001" in said
    assert "Disputed ; single origin: Upper Miravel." in said
    assert "denies ( 6 March 2031 )" in said
    assert "in full under the claim" in said


def test_an_actor_that_did_nothing_on_record_says_so() -> None:
    text = of_actor("actors/lake-board/index.html", actor("lake-board", "Lake Board"))
    assert "Events none recorded Sides met none recorded" in text


def test_actors_are_listed_by_type() -> None:
    text = words(html(corpus(), actors.pages, "actors/index.html"))
    assert text.index("Bodies 2") < text.index("Upper Miravel") < text.index("Persons 1") < text.index("Ada Verrin")


# Places


def test_a_place_shows_its_coordinates_no_closer_than_it_is_known() -> None:
    where = {"lat": "46.512", "lon": "9.487", "precision": "region"}
    made_of = corpus(record("place", "shore", names={"en": "the Shore"}, type="region", **where))
    assert "47° N, 9° E somewhere in the region" in words(html(made_of, place.pages, "places/shore/index.html"))
    assert "46.50° N, 9.50° E the site itself" in words(html(made_of, place.pages, "places/boathouse/index.html"))


def test_a_place_without_coordinates_has_no_map_and_says_so() -> None:
    made = html(
        corpus(record("place", "shore", names={"en": "the Shore"}, type="region")),
        place.pages,
        "places/shore/index.html",
    )
    assert "not given" in words(made)
    assert "<svg" not in made


def test_a_place_lists_what_happened_there_and_what_is_about_it() -> None:
    made_of = corpus(event("rumour", concerns=["boathouse"]))
    text = words(html(made_of, place.pages, "places/boathouse/index.html"))
    here, about = text.index("What happened here"), text.index("What is about it")
    assert here < text.index("Upper and Lower Miravel talk") < about < text.index("Event rumour")


def test_every_point_of_the_map_leads_to_its_place_and_labels_do_not_lie_on_each_other() -> None:
    crowd = [
        record("place", f"p{n}", names={"en": f"Landing {n}"}, type="city", lat=f"46.5{n}", lon="9.5", precision="city")
        for n in range(9)
    ]
    made = html(corpus(*crowd), place.pages, "places/index.html")
    assert {f"../places/p{n}/index.html" for n in range(9)} < set(re.findall(r'<a href="([^"]+)" tabindex="-1">', made))
    spots = re.findall(r'<text x="([\d.]+)" y="([\d.]+)" text-anchor="(\w+)">', made)
    assert len(spots) == len(set(spots))


# Sources


def test_a_source_has_its_grade_with_the_reason_its_date_with_its_basis_and_its_chain() -> None:
    text = words(html(corpus(), source.pages, f"sources/{POST}/index.html"))
    assert "C fairly reliable" in text
    assert "A weekly that rewrites releases." in text
    assert "6 March 2031 as shown on it" in text
    assert "It goes back to 2 origins" in text
    assert "rewrites Town of Upper Miravel A origin English, 5 March 2031" in text
    assert "reports: the denial a town clerk of Lower Miravel origin without a record" in text


def test_a_release_is_the_end_of_its_chain_and_names_those_who_have_it_from_there() -> None:
    text = words(html(corpus(), source.pages, f"sources/{RELEASE}/index.html"))
    assert "It is the end of the chain: a release of Upper Miravel ." in text
    assert "Who has it from there Town of Upper Miravel A origin English, 5 March 2031 Lakeside Post C rewrites" in text


def test_everything_that_rests_on_a_source_is_listed_with_what_it_carries() -> None:
    text = words(html(corpus(), source.pages, f"sources/{RELEASE}/index.html"))
    assert "A 1 Upper and Lower Miravel talk about the ferry E-001 day, format, 1 person and 2 statements" in text
    assert "A Ada Verrin actor 1 post" in text
    assert "“two ferries lie on the bottom” original words, in:" in text


def test_an_undated_source_is_printed_as_undated() -> None:
    undated = record(
        "source",
        "leaflet",
        title="(A leaflet)",
        publisher="Unsigned",
        type="post",
        language="en",
        seen="2031-03-09",
        reliability="F",
        reliability_reason="Nobody knows whose it is.",
        copy="whole",
    )
    text = words(html(corpus(undated), source.pages, "sources/leaflet/index.html"))
    assert "Published undated Seen 9 March 2031" in text
    assert "Address unknown" in text
    assert "Nothing; it stands in a chain only." in text


def test_sources_are_listed_by_type_with_their_grade() -> None:
    text = words(html(corpus(), source.pages, "sources/index.html"))
    assert "Official releases 1" in text
    assert "C Lakeside Post Towns talk ferries English 6 March 2031" in text


# Notes, pages, lists


def test_a_note_has_its_text_with_numbered_notes_and_their_sources() -> None:
    made = html(corpus(), writings.pages, "notes/who-crosses/index.html")
    assert 'href="#source-1"' in made
    assert 'id="source-1"' in made


def test_a_link_without_words_goes_by_the_number_of_an_event_and_never_breaks_a_sentence() -> None:
    body = f"After the talk [[{TALKS}]] and [[{TALKS}|before]] they wrote [[who-crosses]]."
    note = record("note", "aside", title="Aside", body=body)
    page = html(corpus(note), writings.pages, "notes/aside/index.html")
    assert "After the talk E-001 and before they wrote Who crosses the lake" in words(page)
    assert f'{TALKS}/index.html" title="Upper and Lower Miravel talk about the ferry">E-001</a>' in page
    assert f'{TALKS}/index.html">before</a>' in page


def test_a_note_number_follows_its_word_without_a_space() -> None:
    note = record("note", "n", title="N", body=f"It was so [@{RELEASE}].")
    assert 'It was so<sup class="r">' in html(corpus(note), writings.pages, "notes/n/index.html")


def test_notes_are_listed_and_pages_stand_at_the_top() -> None:
    assert "Who" in words(html(corpus(), writings.pages, "notes/index.html"))
    assert "<h1>" in html(corpus(), writings.pages, "about/index.html")


def test_events_are_listed_by_month_with_how_sure_each_day_is() -> None:
    made_of = corpus(event("about-then", date="2031-04~"))
    made = html(made_of, events.pages, "events/index.html")
    text = words(made)
    assert text.index("March 2031 1 event") < text.index("April 2031 1 event")
    assert "<title>about then</title>" in made


def test_the_index_finds_every_spelling_in_every_script() -> None:
    made = html(corpus(), search.pages, "search/index.html")
    text = words(made)
    assert "Obermiravel Upper Miravel actor" in text
    arabic = text[text.index("Arabic letters") : text.index("Cyrillic letters")]
    assert "آدا فيرين Ada Verrin actor" in arabic
    assert "Ада Веррин Ada Verrin actor" in text[text.index("Cyrillic letters") :]
    assert "toll The crossing topic" in text


def test_the_index_looks_past_articles_marks_and_brackets() -> None:
    assert search.sorting("“The Élan”") == "elan”"
    assert search.sorting("(Arabic; a release)").startswith("arabic")
    assert search.sorting("السراج") == "سراج"


def test_corrections_are_gathered_newest_first_and_none_is_said_in_words() -> None:
    path = "corrections/index.html"
    assert "None so far" in words(html(corpus(), corrections.pages, path))

    def mended(id_: str, day: str) -> Record:
        return event(id_, corrections=[{"date": day, "what": "a day", "was": "1", "now": "2", "why": "Misread."}])

    text = words(html(corpus(mended("a", "2031-05-01"), mended("b", "2031-06-01")), corrections.pages, path))
    assert text.index("1 June 2031 · Correction of the event Event b") < text.index("1 May 2031")


def test_the_data_page_lists_what_the_build_offers_and_no_more() -> None:
    made = data_page(Site(corpus()), [Download("data/corpus.json", "JSON", "Every record.")])
    assert [each.link.text for each in made.view.downloads] == ["JSON"]
    assert data_page(Site(corpus()), []).view.downloads == ()


def test_the_page_for_lost_readers_links_from_the_root_as_it_stands_at_any_depth() -> None:
    made = html(corpus(), data.pages, "404.html")
    assert 'href="/search/index.html"' in made
    assert 'href="/theme/css/base.css"' in made


# Every page


def test_every_page_has_one_main_heading_a_policy_and_no_style_or_script_of_its_own() -> None:
    made_of = corpus()
    paths = {
        TOWN: actor_views.pages,
        "places/boathouse/index.html": place.pages,
        f"sources/{POST}/index.html": source.pages,
        "notes/who-crosses/index.html": writings.pages,
        "search/index.html": search.pages,
        "corrections/index.html": corrections.pages,
    }
    for path, pages in paths.items():
        made = html(made_of, pages, path)
        assert made.count("<h1") == 1, path
        assert "default-src 'none'" in made
        assert " style=" not in made
        assert not re.search(r"<script(?! type=\"application/ld\+json\"| defer src=)", made)
        assert made.count('class="tap tlp tlp-clear"') == 2
