"""Topics: the positions matrix, assertions beside their answers, deadlines with or without a beginning."""

from __future__ import annotations

import re
from typing import Any

import pytest

from communique.dates import Day
from communique.kinds import Record
from communique.views import topic
from communique.views.deadlines import undertakings
from communique.views.positions import Matrix, positions
from communique.views.sheet import Sheet, Site
from tests.pages import actor, corpus, event, html, words

PAGE = "topics/crossing/index.html"
RELEASE = [{"source": "miravel-release-2031-03-05", "credibility": "1"}]


def said(id_: str, by: list[str], act: str = "position", text: str = "", **fields: Any) -> dict[str, Any]:
    return {
        "id": id_,
        "by": by,
        "act": act,
        "topic": "crossing",
        "text": text or f"What {id_} says.",
        "sources": ["miravel-release-2031-03-05"],
        **fields,
    }


def talks(id_: str, date: str, *statements: dict[str, Any], **fields: Any) -> Record:
    return event(id_, date=date, sources=RELEASE, statements=list(statements), **fields)


def page(*records: Record) -> str:
    return html(corpus(*records), topic.pages, PAGE)


def matrix(*records: Record, parties: tuple[str, ...] = ()) -> Matrix:
    found = positions(Sheet(Site(corpus(*records)), PAGE), ("crossing",), parties)
    assert found is not None
    return found


def row(found: Matrix, name: str) -> list[tuple[str, bool]]:
    """The acts of a party in order, and which of them are marked as changed."""
    cells = next(each.cells for each in found.rows if each.name == name)
    return [(each.act, each.moved) for cell in cells for each in cell.positions]


def test_each_cell_says_act_text_and_grade_and_leads_to_its_statement() -> None:
    made = page()
    cell = re.search(r'<span class="pos">.*?</td>', made, re.DOTALL)
    assert cell
    assert 'href="../../events/ferry-talks-2031-03-04/index.html#toll"' in cell[0]
    assert "4 March E-001 Demand. The toll must fall by half." in words(cell[0])
    assert "Ada Verrin" in words(cell[0])
    assert 'href="#source-1"' in cell[0]
    assert "source A: completely reliable" in cell[0]


def test_an_assertion_never_stands_without_the_denial_that_answers_it() -> None:
    text = words(page())
    assert text.count("Lower Miravel has sunk two of its ferries.") == 1
    asserted = text.index("Lower Miravel has sunk two of its ferries.")
    denied = text.index("No ferry was sunk.")
    assert asserted < denied
    assert "Assertion." not in text[: text.index("What is asserted, and what was answered")]


def test_an_assertion_that_no_claim_holds_is_listed_as_that() -> None:
    text = words(page(talks("rumour", "2031-03-10", said("fog", ["lower-miravel"], "assertion", "There was fog."))))
    assert "in no claim so far" in text
    assert "There was fog." in text[text.index("in no claim so far") :]


def test_an_empty_cell_is_a_dash_and_is_told_to_those_who_do_not_see_it() -> None:
    made = page(talks("reply", "2031-04-02", said("no-toll", ["lower-miravel"], "refusal", "The toll stays.")))
    assert made.count('<td class="nil">') == 2
    assert "nothing recorded" in made
    assert "Nothing recorded: 2 April." in words(made)


def test_a_change_is_marked_against_the_last_day_the_party_spoke_and_not_within_a_day() -> None:
    found = matrix(
        talks("a", "2031-04-01", said("one", ["lower-miravel"], "refusal"), said("two", ["lower-miravel"], "plan")),
        talks("b", "2031-04-05", said("three", ["lower-miravel"], "offer"), said("four", ["lower-miravel"], "plan")),
    )
    assert row(found, "Lower Miravel") == [("Refusal", False), ("Plan", False), ("Offer", True), ("Plan", False)]


def test_a_characterisation_is_no_change() -> None:
    found = matrix(
        talks("a", "2031-04-01", said("one", ["lower-miravel"], "plan")),
        talks("b", "2031-04-05", said("two", ["lower-miravel"], "characterisation")),
        talks("c", "2031-04-09", said("three", ["lower-miravel"], "plan")),
    )
    assert not any(moved for _, moved in row(found, "Lower Miravel"))


def test_a_joint_statement_stands_in_the_row_of_each_party() -> None:
    made = matrix(talks("joint", "2031-04-01", said("both", ["upper-miravel", "lower-miravel"], "plan")))
    assert row(made, "Lower Miravel") == [("Plan", False)]
    assert ("Plan", True) in row(made, "Upper Miravel")


def test_a_body_speaks_in_the_row_of_what_it_belongs_to_and_is_named() -> None:
    harbour = actor("harbour", "Harbour Board", part_of=["upper-miravel"])
    made = matrix(harbour, talks("note", "2031-04-01", said("board", ["harbour"], "demand")))
    assert [each.name for each in made.rows] == ["Upper Miravel"]
    assert made.rows[0].cells[-1].positions[0].who == "Harbour Board"


def test_wanted_parties_have_rows_in_the_order_wanted() -> None:
    reply = talks("reply", "2031-04-02", said("no-toll", ["lower-miravel"], "refusal"))
    wanted = ("lower-miravel", "upper-miravel")
    assert [each.name for each in matrix(reply, parties=wanted).rows] == ["Lower Miravel", "Upper Miravel"]
    assert [each.name for each in matrix(reply, parties=wanted[:1]).rows] == ["Lower Miravel"]


def test_many_parties_that_spoke_once_share_the_last_row_and_none_is_lost() -> None:
    towns = [actor(f"town-{at}", f"Town {at}") for at in range(12)]
    letters = [talks(f"letter-{at}", "2031-05-01", said("it", [f"town-{at}"])) for at in range(12)]
    made = matrix(*towns, *letters)
    assert made.rows[-1].name == "Others"
    assert {each.party for each in made.rows[-1].cells[-1].positions} >= {f"Town {at}" for at in range(12)}


@pytest.mark.parametrize(
    ("dates", "columns"),
    [
        (["2031-03-10", "2031-04-02"], ["4 March", "10 March", "2 April"]),
        (["2031-04-10", "2031-05-02"], ["March", "April", "May"]),
        (["2031"], ["Month not known", "4 March"]),
        ([f"2031-{month:02}-02" for month in range(4, 13)], None),
    ],
)
def test_columns_are_days_where_there_are_few_else_months_and_never_more_than_seven(
    dates: list[str], columns: list[str] | None
) -> None:
    found = matrix(*(talks(f"t{at}", date, said("it", ["lower-miravel"])) for at, date in enumerate(dates)))
    titles = [period.title for period in found.periods]
    assert len(titles) <= 7
    assert sum(len(cell.positions) for each in found.rows for cell in each.cells) == len(dates) + 1
    if columns is not None:
        assert titles == columns


def test_a_deadline_shows_the_day_it_runs_out_and_how_far_off_that_is() -> None:
    text = words(page())
    assert "45–60 days from 4 March 2031" in text
    assert "18 April to 3 May 2031 33 days after the dossier ends" in text


def test_a_deadline_without_a_known_beginning_says_so() -> None:
    late = said("open", ["lower-miravel"], "demand", within="3 months", counted_from="unknown")
    text = words(page(talks("letter", "2031-03-10", late)))
    assert "3 months from unknown unknown its start is not known, so it has no last day" in text


def test_a_term_without_a_row_on_how_it_was_kept_prints_nothing_recorded() -> None:
    term = {"id": "boats", "topic": "crossing", "bound": ["lower-miravel"], "text": "Two boats cross each day."}
    text = words(page(event("pact", type="agreement", terms=[term])))
    assert "Two boats cross each day." in text
    assert "binds Lower Miravel" in text
    assert "– nothing recorded" in text


def test_the_list_of_topics_counts_statements_claims_and_terms() -> None:
    text = words(html(corpus(), topic.pages, "topics/index.html"))
    assert "The crossing 3 statements · 1 claim" in text


def test_two_parties_that_said_enough_are_drawn_act_by_act_each_mark_leading_to_its_statement() -> None:
    acts = ("demand", "refusal", "offer")
    rows = [
        talks(
            f"{by}-{act}",
            f"2031-0{4 + at}-0{1 + at}",
            said(act, [by], act, f"What {by} said."),
        )
        for at, act in enumerate(acts)
        for by in ("upper-miravel", "lower-miravel")
    ]
    made = page(*rows)
    figure = made[made.index("How Upper Miravel and Lower Miravel moved") :]
    figure = figure[: figure.index("</figure>")]
    assert 'href="../../events/lower-miravel-refusal/index.html#refusal"' in figure
    for act in ("Offer", "Demand", "Refusal"):
        assert f">{act}</text>" in figure
    assert ">Plan</text>" not in figure


def test_a_topic_on_which_one_party_spoke_has_no_figure() -> None:
    assert " moved</h2>" not in page()


def test_a_time_is_told_from_the_last_day_covered_the_day_known_or_the_build_whichever_is_first() -> None:
    def told(as_of: Day | None = None, built: Day | None = None) -> str:
        site = Site(corpus(), as_of=as_of, built=built)
        [found] = [each for each in undertakings(Sheet(site, PAGE), site.corpus.events) if each.clock]
        assert found.clock
        return found.clock.stand

    assert told() == "33 days after the dossier ends"
    assert told(built=Day(2040, 1, 1)) == "33 days after the dossier ends"
    assert told(as_of=Day(2031, 3, 10)) == "54 days after the day these pages are as known on"
    assert told(built=Day(2031, 3, 1)) == "63 days after this build"
