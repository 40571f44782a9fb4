"""The page of an event: who sat there, what was said and answered, where accounts differ, what rests on what."""

from __future__ import annotations

import re
from typing import Any

from communique.kinds import Record
from communique.views import event as event_views
from tests.pages import actor, corpus, event, html, record, words

TALKS = "ferry-talks-2031-03-04"
RELEASE, POST = "miravel-release-2031-03-05", "lakeside-post-2031-03-06"
SOURCES = [{"source": RELEASE, "credibility": "1"}, {"source": POST, "credibility": "3"}]


def page(id_: str, *records: Record) -> str:
    return html(corpus(*records), event_views.pages, f"events/{id_}/index.html")


def said(id_: str, **fields: Any) -> dict[str, Any]:
    given = {"id": id_, "by": ["upper-miravel"], "act": "position", "topic": "crossing", "text": f"What {id_} says."}
    return {**given, "sources": [RELEASE], **fields}


def section(text: str, start: str, end: str) -> str:
    return text[text.index(start) : text.index(end, text.index(start))]


def test_a_statement_says_who_speaks_for_whom_to_whom_by_which_act_and_where_it_stands() -> None:
    text = words(page(TALKS))
    assert "1 Demand Ada Verrin , for Upper Miravel to Lower Miravel on The crossing" in text
    assert "The toll must fall by half. 1" in text


def test_a_time_allowed_is_printed_with_the_day_it_runs_out() -> None:
    text = words(page(TALKS))
    assert "Time allowed 45–60 days, counted from 4 March 2031 ; runs out: 18 April to 3 May 2031" in text


def test_nothing_runs_out_on_a_known_day_when_its_start_is_unknown() -> None:
    row = said("soon", act="demand", within="45-90 days", counted_from="unknown")
    text = words(page("e", event("e", sources=SOURCES, statements=[row])))
    assert "counted from unknown ; runs out: unknown" in text


def test_a_disputed_assertion_has_its_denial_in_the_same_cell() -> None:
    cell = re.search(r'<li id="boats">.*?\n</div></li>', page(TALKS), re.DOTALL)
    assert cell
    text = words(cell[0])
    assert "Disputed ; single origin: Upper Miravel." in text
    assert (
        "Lower Miravel , a town clerk, to the Lakeside Post denies , E-001, 6 March 2031 : No ferry was sunk." in text
    )


def test_a_denial_says_what_it_denies() -> None:
    text = words(page(TALKS))
    assert "Denies what is asserted in Did Lower Miravel sink two ferries of Upper Miravel?" in text


def test_answers_told_once_in_full_are_told_in_short_for_the_next_assertion_of_the_claim() -> None:
    rows = [said("sunk", act="assertion"), said("again", act="assertion")]
    claim = record(
        "claim",
        "sunk-ferries",
        question="Did it?",
        topic="crossing",
        assertions=["e#sunk", "e#again"],
        answers=[{"statement": f"{TALKS}#no-boats", "how": "denies"}],
    )
    text = words(page("e", event("e", sources=SOURCES, statements=rows), claim))
    assert text.count("No ferry was sunk.") == 1
    assert "denies ( 6 March 2031 ) 2 ; in full under statement 1 ." in text


def test_a_quotation_says_whose_words_it_is_and_that_it_could_not_be_checked() -> None:
    text = words(page(TALKS))
    assert "“two ferries lie on the bottom” Town of Upper Miravel , in English A 1 , original words" in text
    assert "cannot check: no snapshot here" in text


def test_people_stand_with_their_side_their_post_and_the_word_for_how_sure_it_is() -> None:
    made = page(TALKS)
    assert '<li class="attended"><span class="how-sure">attended</span>' in made
    text = words(made)
    assert "Upper Miravel party · list complete" in text
    assert "Ada Verrin آدا فيرين 1 harbour master; head of the delegation as “A. Verrin”" in text
    assert "Lower Miravel party · names not given Nobody named." in text


def test_a_name_in_another_script_has_its_language_and_direction() -> None:
    assert '<span lang="ar" dir="rtl">آدا فيرين</span>' in page(TALKS)


def test_other_readings_stand_beside_what_we_print_and_in_the_table_of_differences() -> None:
    text = words(page(TALKS))
    assert "1 other reading" in text
    differ = section(text, "Where the accounts differ", "What rests on what")
    assert (
        "Day 4 March 2031 1 Followed: the better graded account, A 1 against C 3. "
        "one of 3–5 March 2031 2 “earlier this week”, counted from 6 March 2031" in differ
    )


def test_where_we_print_none_of_the_readings_the_table_says_so() -> None:
    readings = [{"field": "other", "label": "length of the talks", "value": "8 hours", "sources": [POST]}]
    assert "Length of the talks none of them 8 hours" in words(
        page("e", event("e", sources=SOURCES, readings=readings))
    )


def test_a_quotation_in_other_words_is_followed_along_the_chain_and_new_words_are_marked() -> None:
    rows = [said("ties", act="assertion", quote="a proxy of the town", quote_source=RELEASE, quote_is="original")]
    readings = [{"of": "ties", "field": "quote", "value": "an official agent of the town", "sources": [POST]}]
    made = page("e", event("e", sources=SOURCES, statements=rows, readings=readings))
    text = words(made)
    way = section(text, "How one sentence travelled", "What rests on what")
    assert way.index("Town of Upper Miravel") < way.index("Lakeside Post")
    assert '<span class="key">a proxy</span>' in made
    assert '<span class="drift">an official agent</span>' in made


def test_what_rests_on_what_counts_the_origins_and_not_the_accounts() -> None:
    uses = [{"source": RELEASE, "credibility": "1"}, {"source": POST, "credibility": "3", "via": RELEASE}]
    text = words(page("e", event("e", sources=uses)))
    assert "2 accounts used here; in the end they go back to 1 origin" in text
    assert "Town of Upper Miravel A origin English, 5 March 2031 Lakeside Post C rewrites" in text


def test_an_unnamed_origin_stands_in_the_tree_under_the_words_of_the_source() -> None:
    text = words(page("e", event("e", sources=[{"source": POST, "credibility": "3"}])))
    assert "go back to 2 origins" in text
    assert "a town clerk of Lower Miravel origin without a record" in text


def test_a_relation_is_told_from_both_ends() -> None:
    later = event("later", date="2031-04-01", continues=[TALKS])
    assert "Continued by 1 April 2031 Event later" in words(page(TALKS, later))
    assert "Continues 4 March 2031 E-001 Upper and Lower Miravel talk" in words(page("later", later))


def test_sides_that_only_dealt_through_a_mediator_are_not_said_to_have_met() -> None:
    sides = [{"actor": id_} for id_ in ("upper-miravel", "lower-miravel", "lake-board")]
    sessions = [{"id": "morning", "sides": ["upper-miravel", "lake-board"], "format": "in-person"}]
    fields: dict[str, Any] = {"type": "meeting", "format": "indirect", "sides": sides, "sessions": sessions}
    text = words(page("e", event("e", **fields), actor("lake-board", "Lake Board")))
    met = text[text.index("Who met whom") :]
    assert "Upper Miravel and Lake Board in person" in met
    assert "Not known to have met here: Upper Miravel and Lower Miravel ; Lower Miravel and Lake Board" in met


def test_a_term_shows_its_deadline_and_a_dash_where_nothing_is_recorded() -> None:
    terms = [
        {"id": "out", "topic": "crossing", "bound": ["lower-miravel"], "text": "All ferries leave."},
        {
            "id": "toll",
            "topic": "crossing",
            "text": "The toll falls.",
            "within": "3 months",
            "counted_from": "2031-03-04",
        },
    ]
    kept = [{"term": "toll", "as_of": "2031-06-04", "state": "not-met", "text": "It stands as it was."}]
    text = words(page("e", event("e", type="agreement", terms=terms, compliance=kept)))
    assert "All ferries leave. Kept: – nothing recorded" in text
    assert "runs out: 4 June 2031 4 June 2031 not met : It stands as it was." in text


def test_an_unknown_quantity_supplier_or_recipient_is_printed_as_unknown() -> None:
    rows = [{"id": "boats", "what": "Patrol boats", "quantity": "unknown", "stage": "alleged", "sources": [POST]}]
    text = words(page("e", event("e", type="transfer", status="reported", sources=SOURCES, transfers=rows)))
    assert "Patrol boats 1 unknown unknown to unknown alleged" in text


def test_corrections_of_the_record_are_shown_on_its_page() -> None:
    rows = [{"date": "2031-06-01", "what": "the day", "was": "3 March", "now": "4 March", "why": "Misread."}]
    assert "1 June 2031 · Correction : the day Was “3 March”; now “4 March”. Misread." in words(
        page("e", event("e", corrections=rows))
    )


def test_every_source_is_numbered_graded_and_says_what_it_carries() -> None:
    made = page(TALKS)
    foot = words(made[made.index('<table class="sources">') :])
    assert "1 A 1 Ferry talks resume Town of Upper Miravel English, 5 March 2031; read whole Day and format" in foot
    assert set(re.findall(r'href="#(source-\d+)"', made)) == set(re.findall(r'id="(source-\d+)"', made))


def test_private_notes_and_style_attributes_are_not_on_the_page() -> None:
    made = page(TALKS)
    assert "CANARY" not in made
    assert " style=" not in made
    assert not re.search(r"<script(?! type=\"application/ld\+json\"| defer src=)", made)
