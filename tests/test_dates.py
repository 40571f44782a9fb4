"""Dates keep what was written, know their bounds, and say in words no more than EDTF does."""

from __future__ import annotations

import copy
import pickle
import re
from datetime import date, timedelta

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from communique import dates, durations
from communique.dates import (
    OPEN,
    UNKNOWN,
    Bound,
    DateError,
    Day,
    Edtf,
    Precision,
    Shape,
    parse,
    parse_end,
    span,
)
from communique.dates.days import month_length
from tests.fixtures import examples, rows

READ = rows("dates/spec.txt") + rows("dates/field.txt")
REFUSED = rows("dates/refused.txt")
EDGES = {"open": OPEN, "not known": UNKNOWN}


def day(text: str) -> Day:
    found = re.fullmatch(r"Y?(-?\d+)-(\d\d)-(\d\d)", text)
    assert found, text
    return Day(*map(int, found.groups()))


def bound(text: str) -> Bound:
    return EDGES[text] if text in EDGES else day(text)


def attempt(text: str) -> Edtf | DateError:
    try:
        return parse(text)
    except DateError as error:
        return error


def refusal(text: str) -> DateError:
    with pytest.raises(DateError) as caught:
        parse(text)
    return caught.value


# Texts that are dates

digits = st.integers(0, 9).map(str)
calendar_days = st.dates(date(1, 1, 1), date(9999, 12, 31))
marks = st.sampled_from(["", "", "?", "~", "%"])


@st.composite
def masked(draw: st.DrawFn) -> tuple[str, date]:
    """A day of the calendar, and its text with some digits hidden behind X."""
    hidden = draw(calendar_days)
    kept = draw(st.lists(st.booleans(), min_size=10, max_size=10))
    signs = zip(hidden.isoformat(), kept, strict=True)
    return "".join(sign if keep or sign == "-" else "X" for sign, keep in signs), hidden


@st.composite
def single(draw: st.DrawFn) -> str:
    """One date of any precision, with marks anywhere."""
    parts = draw(masked())[0].split("-")
    chosen = parts[: draw(st.integers(1, 3))]
    if len(chosen) == 2 and draw(st.booleans()):
        chosen[1] = str(draw(st.integers(21, 41)))
    text = "-".join(f"{draw(marks)}{part}{draw(marks)}" for part in chosen)
    special = st.sampled_from(["Y170000002", "Y-17E7", "1950S2", "-1985", "-20XX-02", "0000"])
    return draw(st.one_of(st.just(text), special))


@st.composite
def any_date(draw: st.DrawFn) -> Edtf:
    """A date, an interval or a set that the grammar takes."""
    one, two, three = draw(single()), draw(single()), draw(single())
    forms = [one, f"{one}/{two}", f"{one}/..", f"../{one}", f"{one}/", f"/{one}"]
    for left, right in ("[]", "{}"):
        forms += [f"{left}{one},{two}{right}", f"{left}{one}..{two}{right}", f"{left}{one},{two}..{right}"]
        forms += [f"{left}..{one}{right}", f"{left}..{one},{two},{three}{right}"]
    try:
        return parse(draw(st.sampled_from(forms)))
    except DateError:  # reversed, or not equally precise
        return parse(one)


@pytest.mark.parametrize(("text", "bounds", "words"), READ)
def test_a_date_has_the_bounds_and_the_wording_of_the_fixture(text: str, bounds: str, words: str) -> None:
    found = parse(text)
    first, _, last = bounds.partition(" to ")
    assert (found.earliest, found.latest) == (bound(first), bound(last or first))
    assert found.words() == words


@pytest.mark.parametrize(("text", "words"), examples("dates.md"))
def test_the_guide_for_editors_is_right(text: str, words: str) -> None:
    try:
        assert parse(text).words() == words
    except DateError:
        assert durations.parse(text).words == words


@given(any_date())
def test_a_date_keeps_the_text_it_was_written_in(found: Edtf) -> None:
    assert str(found) == found.text
    assert parse(found.text) == found


@given(any_date())
def test_bounds_are_in_order(found: Edtf) -> None:
    for low, high in (
        (found.earliest, found.latest),
        found.starts,
        found.ends,
        *found.members,
        *found.possible,
    ):
        if isinstance(low, Day) and isinstance(high, Day):
            assert low <= high


@given(any_date())
def test_words_are_never_empty_and_never_a_code(found: Edtf) -> None:
    for words in (found.words(), found.words(in_year=2020)):
        assert words.strip() == words != ""
        assert "  " not in words
        assert not re.search(r"[?~%\[\]{}/]|\.\.", words)


@given(masked())
@example(("201X-02-29", date(2012, 2, 29)))
@example(("XXXX-XX-31", date(2020, 12, 31)))
def test_every_day_that_a_pattern_matches_lies_in_its_bounds(case: tuple[str, date]) -> None:
    text, hidden = case
    found = parse(text)
    assert isinstance(found.earliest, Day)
    assert isinstance(found.latest, Day)
    assert found.earliest <= Day(hidden.year, hidden.month, hidden.day) <= found.latest
    for edge in (found.earliest, found.latest):
        assert re.fullmatch(text.replace("X", "[0-9]"), str(edge))
        assert 1 <= edge.day <= month_length(edge.year, edge.month)


@given(calendar_days)
def test_a_day_means_itself(known: date) -> None:
    found = parse(known.isoformat())
    only = Day(known.year, known.month, known.day)
    assert (found.earliest, found.latest, found.shape) == (only, only, Shape.DAY)
    assert found.html_datetime == str(only) == known.isoformat()


# Texts that are not


@pytest.mark.parametrize(("text", "column", "message", "hint"), REFUSED)
def test_a_mistake_is_explained_at_its_column(text: str, column: str, message: str, hint: str) -> None:
    error = refusal(text)
    assert (error.offset, error.message, error.hint) == (int(column), message, hint)
    assert str(error) == f"{message}; {hint}"


@pytest.mark.parametrize("hint", sorted({row[3] for row in REFUSED}))
def test_what_a_hint_says_to_write_can_be_read(hint: str) -> None:
    if "in the set" not in hint:
        for suggested in re.findall(r"[\[{]?(?:\.\.|\b[0-9]{4})[0-9X.,/~?%-]*[\]}]?(?<!,)", hint):
            parse(suggested)


odd_texts = st.one_of(
    st.text(max_size=30),
    st.text("0123456789-X?~%/.[]{},TYESZ:+ xu", max_size=25),
    st.text("0123456789- .,/toandrfmJulyMach", max_size=25),
    single().flatmap(lambda text: st.sampled_from([f" {text}", f"{text}?~", f"[{text}", f"{text}..", f"c. {text}"])),
)


@given(odd_texts)
@example("2020-07-01\n")
@example("\u0660\u0661/\u00b2")
@example("[" * 150)
@example("9" * 5000)
@example("Y1E99")
@example("Y9E999999999")
@example("0000-W01")
@example("99999999")
def test_any_text_is_read_or_refused_and_nothing_else_happens(text: str) -> None:
    outcome = attempt(text)
    if isinstance(outcome, DateError):
        assert outcome.message
        assert outcome.hint
        assert 0 <= outcome.offset <= len(text)
    else:
        assert outcome.text == text


@given(odd_texts)
def test_a_single_suggestion_can_always_be_read(text: str) -> None:
    outcome = attempt(text)
    if isinstance(outcome, DateError) and outcome.message.endswith("is not a date"):
        suggested = re.fullmatch(r"write (\S+)", outcome.hint)
        assert suggested is None or isinstance(attempt(suggested[1]), Edtf)


# What a date answers


@pytest.mark.parametrize(
    ("text", "shape", "precision"),
    [
        ("2020-07-01", Shape.DAY, Precision.DAY),
        ("2020-07-01T11:15Z", Shape.DAY, Precision.TIME),
        ("2020-07", Shape.PERIOD, Precision.MONTH),
        ("2020-07-2X", Shape.PERIOD, Precision.MONTH),
        ("2020-XX", Shape.PERIOD, Precision.YEAR),
        ("2020-22", Shape.PERIOD, Precision.SEASON),
        ("2020-34", Shape.PERIOD, Precision.QUARTER),
        ("2020-38", Shape.PERIOD, Precision.FOUR_MONTHS),
        ("2020-40", Shape.PERIOD, Precision.HALF_YEAR),
        ("202X", Shape.PERIOD, Precision.DECADE),
        ("20XX-12-25", Shape.PERIOD, Precision.CENTURY),
        ("1950S2", Shape.PERIOD, Precision.CENTURY),
        ("1XXX", Shape.PERIOD, Precision.MILLENNIUM),
        ("XXXX", Shape.PERIOD, Precision.ERA),
        ("Y-17E7", Shape.PERIOD, Precision.YEAR),
        ("2020-06-29/2020-07", Shape.INTERVAL, Precision.MONTH),
        ("../2020-07-01", Shape.OPEN_START, Precision.DAY),
        ("2020-07-01/..", Shape.OPEN_END, Precision.DAY),
        ("/2020-07-01", Shape.UNKNOWN_START, Precision.DAY),
        ("2020-07-01/", Shape.UNKNOWN_END, Precision.DAY),
        ("[2020-06-29..2020-07-02]", Shape.ONE_OF, Precision.DAY),
        ("{2020-06,2020-07-02}", Shape.ALL_OF, Precision.MONTH),
    ],
)
def test_shape_and_precision_say_how_to_draw_it(text: str, shape: Shape, precision: Precision) -> None:
    assert (parse(text).shape, parse(text).precision) == (shape, precision)


def test_an_interval_tells_when_it_may_begin_and_when_it_may_end() -> None:
    found = parse("2020-06/2020-08-1X")
    assert found.starts == (day("2020-06-01"), day("2020-06-30"))
    assert found.ends == (day("2020-08-10"), day("2020-08-19"))


def test_all_of_a_set_begins_with_its_first_member_and_ends_with_its_last() -> None:
    found = parse("{2020-01,2020-03..2020-05}")
    assert found.starts == (day("2020-01-01"), day("2020-01-31"))
    assert found.ends == (day("2020-05-01"), day("2020-05-31"))
    assert found.members == (found.starts, (day("2020-03-01"), day("2020-05-31")))
    assert parse("{..2020-01,2020-03}").starts == (OPEN, OPEN)


def test_one_of_a_set_may_begin_with_any_member() -> None:
    found = parse("[2020-01-05,2020-03-01..2020-03-04]")
    assert found.starts == found.ends == (day("2020-01-05"), day("2020-03-04"))


@pytest.mark.parametrize(
    ("text", "approximate", "uncertain"),
    [
        ("2020", False, False),
        ("2020~", True, False),
        ("2020?", False, True),
        ("2020%", True, True),
        ("2020-07-~01", True, False),
        ("2020/2021?", False, True),
        ("[2020~,2021]", True, False),
    ],
)
def test_any_marked_part_marks_the_date(text: str, approximate: bool, uncertain: bool) -> None:
    assert (parse(text).is_approximate, parse(text).is_uncertain) == (approximate, uncertain)


def test_time_and_zone_are_kept_as_written() -> None:
    found = parse("2020-10-23T11:15:00+02")
    assert (found.time, found.zone) == ("11:15:00", "+02")
    assert (parse("2020-10-23T11:15").time, parse("2020-10-23T11:15").zone) == ("11:15", None)
    assert (parse("2020-10-23").time, parse("2020/2021").zone) == (None, None)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2020-07-01", "2020-07-01"),
        ("2020-07", "2020-07"),
        ("0985", "0985"),
        ("Y12020", "12020"),
        ("2020-10-23T11:15", "2020-10-23T11:15"),
        ("2020-10-23T11:15:00Z", "2020-10-23T11:15:00Z"),
        ("2020-10-23T11:15:00-04", "2020-10-23T11:15:00-04:00"),
        *((text, None) for text in ("2020-07~", "2020-07-XX", "2020-XX", "2020-22", "202X", "-0043", "0000", "1950S2")),
        *((text, None) for text in ("2020/2021", "[2020-07-01]", "2020-06-3X")),
    ],
)
def test_only_what_is_stated_outright_goes_into_a_time_element(text: str, value: str | None) -> None:
    assert parse(text).html_datetime == value


def test_no_accidental_way_leads_from_a_date_to_a_day_or_a_midpoint() -> None:
    public = {name for name in dir(Edtf) if not name.startswith("_")}
    assert not public & {"date", "day", "middle", "midpoint", "mean", "value", "lower", "upper"}
    with pytest.raises(TypeError):
        sorted([parse("2020"), parse("2019")])  # type: ignore[type-var]


def test_dates_are_equal_by_text_frozen_hashable_and_travel_between_processes() -> None:
    found = parse("[2020-06-29..2020-07-02]")
    assert pickle.loads(pickle.dumps(found)) == copy.deepcopy(found) == found
    assert len({found, parse(found.text), parse("2020")}) == 2
    with pytest.raises(AttributeError):
        found.text = "2020"  # type: ignore[misc]
    error = refusal("late May")
    assert str(pickle.loads(pickle.dumps(error))) == str(error)


# Order


def test_a_list_is_ordered_by_first_day_then_last_day_then_text() -> None:
    ordered = [
        "2019-12-31",
        "2020-01-14",
        "[..2020-01-14]",
        "2020-07-01",
        "2020-07-01~",
        "2020-07-01/2020-07-02",
        "2020-07",
        "2020-07-01/",
        "2020-07-01/..",
        "2020-07-02",
    ]
    turned = map(parse, reversed(ordered))
    assert [found.text for found in sorted(turned, key=lambda found: found.sort_key)] == ordered


# Comparison


@pytest.mark.parametrize(
    ("one", "other", "before"),
    [
        ("2020-07-01", "2020-07-02", True),
        ("2020-07-01", "2020-07-01", False),
        ("2020-06", "2020-07", True),
        ("2020-06-30", "2020-06", False),
        ("2019-24", "2020-03-01", True),
        ("[2020-06-29..2020-07-02]", "2020-07-03", True),
        ("[..2020-01-14]", "2020-02", True),
        ("2020-01/..", "2021", False),
        ("2020-01/", "2021", False),
        ("2019", "[..2020-01-14]", False),
        ("2019~", "2020-07", False),
        ("2019", "2020-07?", False),
        ("2020-06-~11", "2020-07", True),
        ("2020-~06-11", "2020-07", False),
        ("2020-~06-11", "2021", True),
    ],
)
def test_before_is_said_only_when_it_is_certain(one: str, other: str, before: bool) -> None:
    assert parse(one).certainly_before(parse(other)) is before


@pytest.mark.parametrize(
    ("text", "possibly", "certainly"),
    [
        ("2020-07-01", True, True),
        ("2020-07", True, True),
        ("2020-06-30", False, False),
        ("2020", True, False),
        ("2020-06-29/2020-07-02", True, False),
        ("2020-06-29/2020-08-02", True, False),
        ("2020-06-01/..", True, False),
        ("2020-08-01/..", False, False),
        ("/2020-06-30", False, False),
        ("[2020-06-29..2020-07-02]", True, False),
        ("[2020-06-29,2020-08-05]", False, False),
        ("{2020-06-29,2020-07-05}", True, False),
        ("2020-06-30~", True, False),
        ("2020-06-29~", False, False),
        ("2020-06?", True, False),
        ("2020-05?", False, False),
        ("2020-07~", True, False),
        ("2020-07-~31", True, True),
        ("2019~", True, False),
        ("2018~", False, False),
        ("2020-21~", True, False),
        ("[2020-06-30~,2020-09]", True, False),
    ],
)
def test_in_july_2020_possibly_or_certainly(text: str, possibly: bool, certainly: bool) -> None:
    july = day("2020-07-01"), day("2020-07-31")
    assert parse(text).possibly_within(*july) is possibly
    assert parse(text).certainly_within(*july) is certainly


def test_a_range_may_be_open_on_either_side() -> None:
    assert parse("[..2020-01-14]").certainly_within(OPEN, day("2020-01-14"))
    assert parse("2020-01-14/..").certainly_within(day("2020-01-14"), OPEN)
    assert not parse("2020-01-14").possibly_within(day("2020-01-15"), OPEN)


@given(any_date(), any_date(), calendar_days, calendar_days)
def test_comparisons_agree_with_each_other(one: Edtf, other: Edtf, some: date, more: date) -> None:
    assert not (one.certainly_before(other) and other.certainly_before(one))
    first, last = sorted((Day(some.year, some.month, some.day), Day(more.year, more.month, more.day)))
    if one.certainly_within(first, last):
        assert one.possibly_within(first, last)
    if not (one.is_approximate or one.is_uncertain):
        assert one.certain == (one.earliest, one.latest)
        assert one.possible == one.members


# Wording


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("2020-07-01", "1 July"),
        ("2020-07", "July"),
        ("2020-07~", "about July"),
        ("2020-01-13/2020-01-14", "13–14 January"),
        ("2020-06-29/2020-07-02", "29 June to 2 July"),
        ("[2020-06-29..2020-07-02]", "one of 29 June to 2 July"),
        ("[..2020-01-14]", "on or before 14 January"),
        ("2020-03-03/..", "from 3 March, end open"),
        ("2020-22", "summer"),
        ("2020-34", "the second quarter"),
        ("2020-05-2X", "some day from 20 to 29 May"),
        ("2020", "2020"),
        ("2020-XX", "some month of 2020"),
        ("2020-24", "winter 2020–21"),
        ("2019-12-30/2020-01-02", "30 December 2019 to 2 January 2020"),
        ("2019-07-01", "1 July 2019"),
        ("202X-07", "July in the 2020s"),
    ],
)
def test_the_year_of_the_heading_is_not_repeated(text: str, words: str) -> None:
    assert parse(text).words(in_year=2020) == words


def test_bounds_have_a_wording_of_their_own() -> None:
    first, last = day("2020-12-07"), day("2021-01-21")
    assert dates.bounds_words((first, last)) == "7 December 2020 to 21 January 2021"
    assert dates.bounds_words((last, last)) == "21 January 2021"
    assert dates.bounds_words((first, UNKNOWN)) == "7 December 2020 or later"
    assert dates.bounds_words((OPEN, last)) == "21 January 2021 or earlier"
    assert dates.bounds_words((UNKNOWN, UNKNOWN)) == "not known"
    assert dates.bounds_words((Day(-43, 3, 15), Day(12020, 1, 1))) == "15 March 44 BC to 1 January 12,020"


# A date and an end


@pytest.mark.parametrize(
    ("start", "end", "words", "shape"),
    [
        ("2020-01-13", "2020-01-14", "13–14 January 2020", Shape.INTERVAL),
        ("2020-01-13", "unknown", "from 13 January 2020, end not known", Shape.UNKNOWN_END),
        ("2020-03-03", "..", "from 3 March 2020, end open", Shape.OPEN_END),
        ("2020-06-29", "2020-07-02~", "from 29 June 2020 to about 2 July 2020", Shape.INTERVAL),
        (
            "[2020-06-29..2020-07-02]",
            "2020-07-05",
            "from one of 29 June to 2 July 2020, until 5 July 2020",
            Shape.INTERVAL,
        ),
        ("2020-07-01T11:15", "2020-07-03", "from 1 July 2020, 11:15, until 3 July 2020", Shape.INTERVAL),
        ("2020-07-01", "[..2020-07-03]", "from 1 July 2020 to on or before 3 July 2020", Shape.INTERVAL),
    ],
)
def test_a_date_and_its_end_are_one_span(start: str, end: str, words: str, shape: Shape) -> None:
    found = span(parse(start), parse_end(end))
    assert found.words() == words
    assert found.shape is shape
    assert found.earliest == parse(start).earliest


def test_a_date_without_an_end_is_itself() -> None:
    assert span(parse("2020-07"), None) is parse("2020-07")
    assert span(parse("2020-01-13"), parse("2020-01-14")) == parse("2020-01-13/2020-01-14")
    assert span(parse("2020-01-13"), UNKNOWN) == parse("2020-01-13/")


@pytest.mark.parametrize(
    ("start", "end"),
    [
        ("2020-07-03", "2020-07-01"),
        ("2020-07-01/2020-07-02", "2020-07-03"),
        ("2020-07-01", "2020-07-02/.."),
        ("{2020-07-01,2020-07-02}", "2020-07-03"),
    ],
)
def test_a_pair_that_makes_no_sense_is_refused(start: str, end: str) -> None:
    with pytest.raises(DateError):
        span(parse(start), parse_end(end))


def test_an_end_is_reversed_only_when_all_of_it_comes_first() -> None:
    assert dates.reversed_pair(parse("2020-07-03"), parse("2020-07-01"))
    assert not dates.reversed_pair(parse("2020-07-03"), parse("2020-07"))
    assert not dates.reversed_pair(parse("2020-07-03"), OPEN)
    assert not dates.reversed_pair(parse("[..2020-07-03]"), parse("2020-07-01"))


def test_an_end_may_be_open_or_unknown() -> None:
    assert [parse_end(text).text for text in ("..", "unknown", "2020-07")] == ["..", "unknown", "2020-07"]
    assert (parse_end(".."), parse_end("unknown")) == (OPEN, UNKNOWN)


# The calendar


@given(calendar_days, st.integers(-3_000_000, 3_000_000))
def test_days_are_counted_as_the_calendar_counts(start: date, days: int) -> None:
    try:
        expected = start + timedelta(days)
    except OverflowError:
        assume(False)
    counted = dates.add_days(Day(start.year, start.month, start.day), days)
    assert counted == Day(expected.year, expected.month, expected.day)


@given(st.integers(-(10**12), 10**12), st.integers(-(10**9), 10**9))
def test_days_are_counted_in_any_year(year: int, days: int) -> None:
    start = Day(year, 3, 1)
    assert dates.add_days(dates.add_days(start, days), -days) == start


@given(calendar_days, st.integers(-5000, 5000))
def test_months_keep_the_day_or_take_the_last(start: date, months: int) -> None:
    moved = dates.add_months(Day(start.year, start.month, start.day), months)
    assert (moved.year - start.year) * 12 + moved.month - start.month == months
    assert moved.day == min(start.day, month_length(moved.year, moved.month))


def test_the_package_names_all_that_is_public() -> None:
    modules = {
        "days",
        "edtf",
        "errors",
        "abroad",
        "grammar",
        "hints",
        "advice",
        "impossible",
        "loose",
        "pattern",
        "periods",
    }
    names = {name for name in vars(dates) if not name.startswith("_")} - modules
    assert set(dates.__all__) == names - {"phrases", "tree", "wording"}
