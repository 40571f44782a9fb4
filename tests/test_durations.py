"""Numbers keep the bound a source gave them, and time runs out by the calendar."""

from __future__ import annotations

import pickle
import re
from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from communique import dates
from communique.dates import Day
from communique.durations import Limit, Measure, MeasureError, deadline, parse, parse_duration
from tests.fixtures import rows

REFUSED = rows("dates/durations-refused.txt")

numbers = st.decimals(0, 100_000, places=2).map(lambda number: f"{number.normalize():f}")
limits = st.sampled_from(["", "at least ", "at most ", "more than ", "about ", "up to "])
units = st.sampled_from(["", " day", " days", " weeks", " months", " years", " hours"])
measures = st.builds("{}{}{}".format, limits, numbers, units)


def attempt(text: str) -> Measure | MeasureError:
    try:
        return parse(text)
    except MeasureError as error:
        return error


@pytest.mark.parametrize(("text", "low", "high", "words"), rows("dates/durations.txt"))
def test_a_measure_has_the_bounds_and_the_wording_of_the_fixture(text: str, low: str, high: str, words: str) -> None:
    found = parse(text)
    expected = [None if bound == "-" else Decimal(bound) for bound in (low, high)]
    assert [found.low, found.high] == expected
    assert found.words == words


@pytest.mark.parametrize(("text", "column", "message", "hint"), REFUSED)
def test_a_mistake_is_explained_at_its_column(text: str, column: str, message: str, hint: str) -> None:
    with pytest.raises(MeasureError) as caught:
        parse(text)
    error = caught.value
    assert (error.offset, error.message, error.hint) == (int(column), message, hint)


@pytest.mark.parametrize(("start", "within", "first", "last"), rows("dates/deadlines.txt"))
def test_time_runs_out_by_the_calendar(start: str, within: str, first: str, last: str) -> None:
    assert [str(bound) for bound in deadline(dates.parse(start), parse(within))] == [first, last]


@given(measures)
def test_a_measure_keeps_the_text_it_was_written_in(text: str) -> None:
    found = parse(text)
    assert str(found) == found.text == text
    assert found.words
    assert pickle.loads(pickle.dumps(found)) == found


@given(measures, st.dates())
def test_a_deadline_is_never_before_its_start(text: str, start: object) -> None:
    found = dates.parse(str(start))
    first, last = deadline(found, parse(text))
    for bound in (first, last):
        if isinstance(bound, Day):
            assert isinstance(found.earliest, Day)
            assert bound >= found.earliest
    if isinstance(first, Day) and isinstance(last, Day):
        assert first <= last


@given(
    st.one_of(
        st.text(max_size=30),
        st.text("0123456789-., +~<>atlesmordyxbu", max_size=25),
        measures.map(lambda text: f"{text} or so"),
    )
)
@example("1" * 5000)
@example("\u0661\u0662")
@example("14\n")
@example("1/0")
@example("999999999999-1000000000000 years")
def test_any_text_is_read_or_refused_and_nothing_else_happens(text: str) -> None:
    outcome = attempt(text)
    if isinstance(outcome, MeasureError):
        assert outcome.message
        assert 0 <= outcome.offset <= len(text)
        suggested = re.fullmatch(r"write ([^,;]+)", outcome.hint)
        assert suggested is None or isinstance(attempt(suggested[1]), Measure)
    else:
        assert outcome.text == text


def test_about_is_kept_apart_from_the_number() -> None:
    assert parse("about 8").is_approximate
    assert not parse("8").is_approximate
    assert parse("about 8").limit is Limit.ABOUT


def test_a_duration_names_its_unit_or_is_unknown() -> None:
    assert parse_duration("45-90 days").unit == "days"
    assert parse_duration("unknown").unit == ""
    with pytest.raises(MeasureError) as caught:
        parse_duration("45")
    assert caught.value.hint == "write 45 days, or hours, weeks, months, years"
