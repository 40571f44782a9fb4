"""Claims: assertions and answers facing each other, who did not answer, numbers on one scale, how a claim stands."""

from __future__ import annotations

import re
from typing import Any

import pytest

from communique.kinds import Record
from communique.views import claim, claims
from communique.views.bars import comparable, measured, scale
from tests.pages import actor, corpus, event, html, record, words

TALKS = "ferry-talks-2031-03-04"
RELEASE, POST = "miravel-release-2031-03-05", "lakeside-post-2031-03-06"
SOURCES = [{"source": RELEASE, "credibility": "1"}, {"source": POST, "credibility": "3"}]


def said(id_: str, by: str, source: str = RELEASE, **fields: Any) -> dict[str, Any]:
    given = {"id": id_, "by": [by] if by else [], "act": "assertion", "topic": "crossing", "text": f"What {id_} says."}
    return {**given, "sources": [source], **fields}


def asked(*assertions: str, **fields: Any) -> Record:
    return record("claim", "ships", question="How many ships?", topic="crossing", assertions=assertions, **fields)


def page(*records: Record, id_: str = "sunk-ferries") -> str:
    return html(corpus(*records), claim.pages, f"claims/{id_}/index.html")


def row(made: str, day: str) -> str:
    """The row of a day, as read: day, then what was asserted, then what was answered."""
    rows = re.findall(r'<li><div class="when">.*?</div></li>', made, re.DOTALL)
    return next(text for each in rows if (text := words(each)).startswith(day))


def test_each_day_has_what_was_asserted_and_what_was_answered() -> None:
    made = page()
    assert row(made, "4 March").startswith("4 March Asserted: Upper Miravel Lower Miravel has sunk two of its ferries.")
    denial = row(made, "6 March")
    assert "Answered: Lower Miravel , a town clerk, to the Lakeside Post : denies No ferry was sunk. 2" in denial
    assert "Lakeside Post C 3 · E-001" in denial


def test_a_year_that_all_days_share_is_said_once_over_the_column() -> None:
    assert '<span class="label when">2031</span>' in page()


def test_what_nobody_answered_has_a_row_that_says_so() -> None:
    later = event("later", date="2031-04-01", sources=SOURCES, statements=[said("ships", "upper-miravel")])
    made = page(later, asked("later#ships"), id_="ships")
    assert "Nothing recorded, then or later." in row(made, "1 April")
    listed = words(html(corpus(later, asked("later#ships")), claims.pages, "claims/index.html"))
    assert "no answer found ; single origin" in listed


def test_who_was_asked_and_did_not_answer_stands_in_the_row_of_the_last_day() -> None:
    silent = [{"actor": "lake-board", "until": "2031-03-09", "sources": [POST], "note": "The Post asked."}]
    ships = asked(f"{TALKS}#boats", no_answer=silent, sources=[{"source": POST, "credibility": "2"}])
    made = page(ships, actor("lake-board", "Lake Board"), id_="ships")
    assert "Lake Board : no answer found by that day. 2 The Post asked." in row(made, "9 March")


@pytest.mark.parametrize(
    ("how", "by", "stands"),
    [
        ("denies", "lower-miravel", "disputed"),
        ("denies-part", "lower-miravel", "disputed"),
        ("denies", "", "denied by nobody named"),
        ("deflects", "lower-miravel", "answered, not denied"),
        (None, "", "no answer found"),
    ],
)
def test_how_a_claim_stands_follows_from_its_answers(how: str | None, by: str, stands: str) -> None:
    reply = said("reply", by, POST, unnamed=None if by else "a boatman")
    talks = event("e", sources=SOURCES, statements=[said("ships", "upper-miravel"), reply])
    answers = [{"statement": "e#reply", "how": how}] if how else []
    text = words(page(talks, asked("e#ships", answers=answers), id_="ships"))
    assert f"How it stands {stands}" in text


def test_two_accounts_of_one_origin_are_one_origin() -> None:
    sources = [SOURCES[0], {**SOURCES[1], "via": RELEASE}]
    row_of_two = said("ships", "upper-miravel", sources=[RELEASE, POST])
    talks = event("e", sources=sources, statements=[row_of_two])
    assert "Origins single origin Upper Miravel" in words(page(talks, asked("e#ships"), id_="ships"))


def test_numbers_stand_on_one_scale_and_an_open_one_is_drawn_open() -> None:
    wordings = ["at least 14", "14 to 20 of them", "several"]
    variants = [{"label": "number", "value": value, "statement": f"{TALKS}#boats"} for value in wordings]
    made = page(asked(f"{TALKS}#boats", variants=variants), id_="ships")
    assert "Number, as each has it" in words(made)
    bars = re.findall(r'<td class="scale">.*?</td>', made, re.DOTALL)
    assert "stroke-dasharray" in bars[0]
    assert 'stroke-dasharray="1.5 4"' in bars[2]
    assert "<title>no number given</title>" in bars[2]


def test_years_and_words_are_not_drawn_on_a_scale() -> None:
    assert not comparable(["2013", "2015"])
    assert not comparable(["a timetable", "at least 14"])
    assert comparable(["at least 14 MiG-29s", "15"])


@pytest.mark.parametrize(
    ("wording", "bounds"),
    [("at least 14 MiG-29s", (14, None)), ("800-1,200", (800, 1200)), ("2 July", (2, 2)), ("two frigates", None)],
)
def test_only_a_number_at_the_head_of_a_wording_counts(wording: str, bounds: object) -> None:
    found = measured(wording)
    assert (None if found is None else (found.low, found.high)) == bounds


def test_a_scale_starts_at_nought_and_goes_beyond_the_highest_bound() -> None:
    drawn, bars = scale(["at least 14", "15"])
    assert drawn.ticks[0] == (4.0, "0")
    assert all(bar.low and bar.low < drawn.ticks[-1][0] for bar in bars)


def test_the_list_names_every_claim_with_how_it_stands() -> None:
    text = words(html(corpus(), claims.pages, "claims/index.html"))
    assert "Did Lower Miravel sink two ferries of Upper Miravel? 4 March 2031 1 1 disputed ; single origin" in text
