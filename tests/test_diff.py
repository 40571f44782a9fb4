"""A reviewer reads what a change means, not which lines it touches."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from communique.cli import main
from tests.editors import desk

if TYPE_CHECKING:
    from pathlib import Path

    from tests.editors import Desk

EVENT = "content/events/ferry-talks-2031-03-04.yaml"
SOURCE = "content/sources/lakeside-post-2031-03-06.yaml"


@pytest.fixture
def made(tmp_path: Path) -> Desk:
    return desk(tmp_path)


def told(made: Desk, capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert main(["-C", str(made.root), "diff", *arguments]) == 0
    return capsys.readouterr().out


def test_nothing_changed_is_said(made: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    assert "no change from" in told(made, capsys)


def test_a_wider_date_is_told_in_words(made: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    made.write(EVENT, "date: 2031-03-04", "date: 2031-03")
    found = told(made, capsys)
    assert "event ferry-talks-2031-03-04:" in found
    assert "date widened: 4 March 2031 → March 2031 [readers were told otherwise" in found


def test_two_revisions_are_compared_whatever_the_work_tree_holds(
    made: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    made.git("tag", "before")
    grade = next(
        line for line in (made.root / SOURCE).read_text(encoding="utf-8").splitlines() if "reliability:" in line
    )
    made.write(SOURCE, grade, "reliability: E")
    made.commit("Trust it less")
    made.git("tag", "after")
    (made.root / EVENT).write_text("nonsense: [", encoding="utf-8")
    assert f"reliability graded anew: {grade[-1]} → E" in told(made, capsys, "before", "after")


def test_a_pull_request_gets_markdown_that_cannot_act(made: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    made.write(EVENT, "title: ", 'title: "@everyone <img src=x> [click](javascript:1)"\n# ')
    found = told(made, capsys, "--format", "markdown")
    assert "@everyone" not in found
    assert "<img" not in found.replace("\\<img", "")
    assert "[click](" not in found


def test_a_page_and_json_say_the_same(made: Desk, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    made.write(EVENT, "date: 2031-03-04", "date: 2031-03")
    (record,) = json.loads(told(made, capsys, "--format", "json"))["records"]
    (change,) = record["changes"]
    assert (change["how"], change["field"], change["correction_due"]) == ("widened", "date", True)
    told(made, capsys, "--format", "html", "--output", str(tmp_path / "diff.html"))
    assert change["words"] in (tmp_path / "diff.html").read_text(encoding="utf-8")


def test_a_branch_is_read_against_where_it_began(made: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    made.git("checkout", "-q", "-b", "work")
    made.write(EVENT, "date: 2031-03-04", "date: 2031-03")
    made.commit("Only the month is sure")
    made.git("checkout", "-q", "main")
    made.write("content/places/boathouse.yaml", "type: city", "type: base")
    made.commit("Meanwhile on main")
    made.git("checkout", "-q", "work")
    found = told(made, capsys)
    assert "date widened" in found
    assert "boathouse" not in found


def test_a_merged_record_is_told_as_merged(made: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    (made.root / "content/actors/verrin.yaml").write_text("merged_into: ada-verrin\n", encoding="utf-8")
    made.git("tag", "before")
    text = (made.root / "content/places/boathouse.yaml").read_text(encoding="utf-8").replace("oathouse", "ig boathouse")
    (made.root / "content/places/old-boathouse.yaml").write_text(text, encoding="utf-8")
    made.commit("Two")
    made.git("tag", "two")
    (made.root / "content/places/old-boathouse.yaml").write_text("merged_into: boathouse\n", encoding="utf-8")
    assert "place merged into" in told(made, capsys, "two")


def test_a_file_that_cannot_be_read_is_named_and_not_told_as_withdrawn(
    made: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    made.write(EVENT, "date: 2031-03-04", "date: 2031-02-30")
    made.write("content/places/boathouse.yaml", "type: city", "type: base")
    made.commit("A day there is not")
    found = told(made, capsys, "HEAD~1", "HEAD")
    assert f"not compared, since it cannot be read: {EVENT}" in found
    assert "withdrawn" not in found
    assert "type changed" in found
    assert "no change from HEAD to HEAD in what could be read\n" in told(made, capsys, "HEAD", "HEAD")


def test_a_revision_that_is_none_is_said_plainly(made: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["-C", str(made.root), "diff", "nowhere"]) == 1
    assert "git knows no revision 'nowhere'" in capsys.readouterr().err
