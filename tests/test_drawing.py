"""Dates drawn as uncertain as they are, and marks that differ in shape."""

from __future__ import annotations

import re
import runpy
from itertools import combinations, pairwise
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.dates import Day, Edtf, parse, parse_end, span
from communique.views.drawing import SIZES, DrawnEvent, Lane, density, draw
from communique.views.drawing.axis import day_of, make_axis, ordinal
from communique.views.drawing.lettering import clipped, width
from communique.views.drawing.marks import type_mark
from communique.views.drawing.pen import Pen
from communique.views.drawing.rows import Placed, place
from communique.views.words import FORMAT_FILLS, STATUS_LINES, TYPE_SHAPES, TypeMark
from tests.dossiers import ROOT

WIDE = SIZES[0]
MEETING = TypeMark("circle", "solid", "plain", "meeting, in person")
YEAR = tuple(parse(f"2031-{month:02}-01") for month in range(1, 13))
"""A day in every month, so that nothing is cut out of the axis."""


def drawn(when: Edtf, number: str = "1", label: str = "Talks", mark: TypeMark = MEETING) -> DrawnEvent:
    return DrawnEvent(f"#{number}", number, label, f"{when.words()}: {label}", when, mark)


def svg(*dates: Edtf, until: Day | None = None, paper: bool = False) -> str:
    lane = Lane("Ferry talks", "two towns", tuple(drawn(when, str(at)) for at, when in enumerate(dates, 1)))
    return str(draw([lane], WIDE, "Invented", until=until, paper=paper))


def strokes(when: Edtf) -> set[str]:
    """The classes of what is drawn for one date, its mark and words aside."""
    picture = re.search(r'<a href="#1".*?</a>', svg(when, *YEAR))
    assert picture
    return set(re.findall(r'class="([a-z -]+)"', picture[0])) - {"m", "no", "lb"}


@pytest.mark.parametrize(
    ("date", "end", "wanted"),
    [
        ("2031-03-04", None, set()),
        ("2031-03-04", "2031-03-09", {"bar"}),
        ("2031-03", None, {"brk", "dots"}),
        ("[2031-03-04..2031-03-09]", None, {"brk", "dots"}),
        ("[2031-03-04, 2031-03-09]".replace(" ", ""), None, {"brk", "h"}),
        ("2031-03~", None, {"fade"}),
        ("2031-03-04~", None, {"fade"}),
        ("2031-03-04?", None, {"dash"}),
        ("[..2031-03-04]", None, {"dash"}),
        ("[2031-03-04..]", None, {"dash"}),
        ("2031-03-04", "unknown", {"dash"}),
        ("2031-03-04", "..", {"dash", "brk"}),
        ("2031-03-04", "[2031-03-09..2031-03-12]", {"bar", "brk"}),
        ("2031-03-04", "2031-03-20~", {"bar", "fade"}),
    ],
)
def test_a_date_is_drawn_as_sure_as_it_is(date: str, end: str | None, wanted: set[str]) -> None:
    assert strokes(span(parse(date), parse_end(end)) if end else parse(date)) == wanted


def test_the_mark_of_an_uncertain_date_stands_before_its_strokes_and_on_no_day() -> None:
    picture = svg(parse("2031-03"), *YEAR)
    mark = float(re.search(r'<title>March 2031.*?<circle[^>]* cx="([\d.]+)"', picture)[1])  # type: ignore[index]
    bracket = float(re.search(r'<title>March 2031.*?class="brk" d="M([\d.]+)', picture)[1])  # type: ignore[index]
    assert mark < bracket - 3


def test_a_day_stands_between_the_lines_of_its_month() -> None:
    axis = make_axis([(ordinal(Day(2031, 1, 1)), ordinal(Day(2031, 12, 31)))], 100, 1100)
    march, april = (axis.x(ordinal(Day(2031, month, 1))) for month in (3, 4))
    assert march < axis.middle(ordinal(Day(2031, 3, 31))) < april
    assert [tick.day.month for tick in axis.ticks(40)] == [*range(1, 13), 1]


def test_a_long_empty_stretch_is_cut_and_the_cut_is_drawn() -> None:
    short = svg(parse("2031-03-04"), parse("2031-04-04"))
    long = svg(parse("2029-03-04"), parse("2031-04-04"))
    assert 'class="yr"' not in short
    assert long.count('class="yr"') == 1
    assert ">Jan 2031<" not in long


@given(st.integers(-800_000, 4_000_000))
def test_days_and_their_numbers_go_both_ways_in_any_year(number: int) -> None:
    assert ordinal(day_of(number)) == number
    assert day_of(number + 1) > day_of(number)


def test_marks_differ_in_shape_by_type_format_and_status() -> None:
    fills = {"solid", *FORMAT_FILLS.values()}
    lines = {"plain", *STATUS_LINES.values()}
    looks = [TypeMark("circle", fill, "plain", "") for fill in sorted(fills)]
    looks += [TypeMark(shape, "solid", "plain", "") for shape in TYPE_SHAPES.values() if shape != "circle"]
    looks += [TypeMark(shape, "solid", line, "") for shape in TYPE_SHAPES.values() for line in lines - {"plain"}]
    shapes = [type_mark(Pen(paper=True), 10, 10, 4, look) for look in looks]
    assert all(one != other for one, other in combinations(shapes, 2))


def test_a_drawing_is_named_and_its_marks_are_out_of_the_tab_order() -> None:
    root = ET.fromstring(svg(parse("2031-03-04")))
    namespace = "{http://www.w3.org/2000/svg}"
    assert root[0].tag == f"{namespace}title"
    assert root[0].text == "Invented"
    links = list(root.iter(f"{namespace}a"))
    assert [link.get("href") for link in links] == ["#1"]
    assert all(link.get("tabindex") == "-1" for link in links)
    assert "style=" not in svg(parse("2031-03-04"))


def test_on_paper_the_look_stands_in_every_shape_and_nothing_is_a_link() -> None:
    picture = svg(parse("2031-03-04"), parse("2031-03~"), parse("2031-04"), until=Day(2031, 5, 1), paper=True)
    ET.fromstring(picture)
    assert "class=" not in picture
    assert "style=" not in picture
    assert "<a " not in picture
    shapes = re.findall(r"<(?:path|rect|circle|text) [^>]*>", picture)
    assert all("fill=" in shape for shape in shapes)


def test_the_last_day_covered_is_drawn_and_words_do_not_cross_it() -> None:
    picture = svg(parse("2031-11-28"), *YEAR[:11], until=Day(2031, 11, 30))
    assert "covered up to 30 Nov 2031" in picture
    assert picture.count('text-anchor="end">Talks<') == 1


def test_words_are_cut_between_words_and_never_wider_than_their_room() -> None:
    assert clipped("Towns talk ferries", 11.5, 1000) == "Towns talk ferries"
    cut = clipped("Towns talk ferries again", 11.5, width("Towns talk ferries", 11.5))
    assert cut == "Towns talk…"
    assert clipped("Unterlieferungsverhandlungen", 11.5, 20) == ""


def test_letter_widths_are_those_of_the_fonts() -> None:
    if not (ROOT / "node_modules/@fontsource/source-sans-3").is_dir():
        pytest.skip("the fonts are not installed")
    written = ROOT / "plugins/communique/views/drawing/advances.py"
    assert runpy.run_path(str(ROOT / "tools/advances.py"))["table"]() == written.read_text(encoding="utf-8")


@given(st.lists(st.tuples(st.integers(0, 360), st.integers(0, 40)), min_size=1, max_size=40))
def test_no_two_events_of_a_row_run_into_each_other(days: list[tuple[int, int]]) -> None:
    first = ordinal(Day(2031, 1, 1))
    dates = [span(parse(str(day_of(first + at))), parse(str(day_of(first + at + long)))) for at, long in days]
    axis = make_axis([(first, first + 400)], WIDE.names, WIDE.width)
    events = [drawn(when, str(at), "Words beside it") for at, when in enumerate(dates)]
    placed, rows = place(events, axis, WIDE, WIDE.width)
    assert len(placed) == len(days)
    for row in range(rows):
        extents = sorted(_extent(each) for each in placed if each.row == row)
        assert all(one[1] <= other[0] for one, other in pairwise(extents))


def _extent(placed: Placed) -> tuple[float, float]:
    room = width(placed.number, 10.5, 600) + (4 + width(placed.label, 11.5) if placed.label else 0)
    words = (placed.words_x - room, placed.words_x) if placed.words_left else (placed.words_x, placed.words_x + room)
    strokes = [edge for piece in placed.drawn.pieces for edge in (piece.left, piece.right)]
    return min([placed.mark, *strokes, *words]), max([placed.mark, *strokes, *words])


def test_too_many_events_are_counted_and_those_of_no_one_period_are_told() -> None:
    events = [drawn(parse("2031-03-04")) for _ in range(7)] + [drawn(parse("2031")), drawn(parse("2031-11-30"))]
    picture = str(density([Lane("Ferry talks", "", tuple(events))], WIDE, "Invented"))
    assert "Invented; the tallest bar is 7; 1 not dated closely enough for a bar" in picture
    assert picture.count('class="bar"') == 2
