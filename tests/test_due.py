"""What readers were told is taken back in the open, or not at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from communique.checking import check_dossier
from communique.cli import main
from tests.editors import desk

if TYPE_CHECKING:
    from pathlib import Path

    from tests.editors import Desk

EVENT = "content/events/ferry-talks-2031-03-04.yaml"
CORRECTION = """corrections:
- date: 2031-04-02
  what: format
  was: in person
  now: partly by video
  why: The release says so.
"""


@pytest.fixture
def made(tmp_path: Path) -> Desk:
    return desk(tmp_path)


def due(made: Desk) -> list[str]:
    return [f"{each.code} {each.mark.line}: {each.what}" for each in check_dossier(made.root).findings]


def other_format(made: Desk) -> None:
    made.write(EVENT, "format: in-person", "format: hybrid")


def corrected(made: Desk, row: str = CORRECTION) -> None:
    path = made.root / EVENT
    path.write_text(path.read_text(encoding="utf-8") + row, encoding="utf-8")


def test_a_changed_fact_needs_a_correction_and_its_line_is_named(made: Desk) -> None:
    other_format(made)
    assert due(made) == [
        "missing-correction 7: readers had been told otherwise: "
        "format changed: in person → partly in person, partly by video"
    ]
    assert main(["-C", str(made.root), "check"]) == 1


def test_a_commit_does_not_make_it_good(made: Desk) -> None:
    other_format(made)
    made.commit("Change the format without a word")
    assert len(due(made)) == 1


def test_a_correction_makes_it_good_also_when_it_comes_later(made: Desk) -> None:
    other_format(made)
    made.commit("Change the format without a word")
    corrected(made)
    assert due(made) == []


def test_a_correction_of_something_else_does_not(made: Desk) -> None:
    other_format(made)
    made.commit("Change the format without a word")
    other = (
        CORRECTION.replace("format", "the place")
        .replace("in person", "town hall")
        .replace("partly by video", "boathouse")
    )
    corrected(made, other)
    assert len(due(made)) == 1


def test_a_clarification_is_enough_where_nothing_was_wrong(made: Desk) -> None:
    other_format(made)
    corrected(made)
    made.write(EVENT, "  what: format", "  type: clarification\n  what: format")
    assert due(made) == []


def test_what_is_only_added_takes_nothing_back(made: Desk) -> None:
    made.write(EVENT, "statements:\n", "statements:\n- id: weather\n  by: [upper-miravel]\n  act: position\n"
               "  topic: crossing\n  text: The lake was calm.\n  sources: [miravel-release-2031-03-05]\n")  # fmt: skip
    assert due(made) == []


def test_a_row_that_goes_is_taken_back(made: Desk) -> None:
    text = (made.root / EVENT).read_text(encoding="utf-8")
    start = text.index("readings:\n")
    end = text.index("\nsummary:", start) if "\nsummary:" in text[start:] else len(text)
    (made.root / EVENT).write_text(text[:start] + text[end:].lstrip("\n"), encoding="utf-8")
    assert any("reading withdrawn" in each for each in due(made))


def test_other_words_of_ours_are_no_correction(made: Desk) -> None:
    made.write(EVENT, "title: Upper and Lower Miravel talk", "title: Both Miravels talk")
    assert due(made) == []


def test_a_draft_was_never_told(made: Desk) -> None:
    made.write(EVENT, "title: ", "draft: yes\ntitle: ")
    made.git("commit", "-q", "-a", "--amend", "--no-edit")
    other_format(made)
    assert [each for each in due(made) if "correction" in each] == []


def test_a_branch_has_told_nobody(made: Desk) -> None:
    made.git("checkout", "-q", "-b", "work")
    other_format(made)
    corrected(made)
    made.commit("Change it, with a correction")
    made.write(EVENT, "format: hybrid", "format: virtual")
    made.write(EVENT, "now: partly by video", "now: by video")
    made.commit("Think again")
    assert due(made) == []


def test_what_no_second_person_approved_was_never_told(made: Desk) -> None:
    made.write("pelicanconf.py", "PDF_TIMEOUT", 'REVIEW = "two-person"\nPDF_TIMEOUT')
    made.commit("Two persons")
    other_format(made)
    made.commit("Nobody approved the one or the other")
    assert due(made) == []
    made.approves(EVENT, by=made.ben)
    made.write(EVENT, "format: hybrid", "format: virtual")
    assert len(due(made)) == 1


def test_before_the_first_day_nothing_was_told(made: Desk) -> None:
    other_format(made)
    made.write("pelicanconf.py", "PDF_TIMEOUT", 'PUBLIC_SINCE = "2999-01-01"\nPDF_TIMEOUT')
    assert due(made) == []
    made.write("pelicanconf.py", "2999-01-01", "2001-01-01")
    assert len(due(made)) == 1


def test_a_record_that_goes_leaves_a_tombstone(made: Desk) -> None:
    page = made.root / "content/pages/about.md"
    page.unlink()
    assert due(made) == ["missing-tombstone 1: 'about' was public and is gone"]
    page.write_text("---\nremoved: It said nothing.\n---\n", encoding="utf-8")
    assert due(made) == []


def test_a_shallow_clone_says_what_it_could_not_check(
    made: Desk, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other_format(made)
    made.commit("Change the format without a word")
    made.git("clone", "-q", "--depth", "1", f"file://{made.root}", str(tmp_path / "shallow"))
    assert main(["-C", str(tmp_path / "shallow"), "check"]) == 0
    assert "whether corrections are due was not checked" in capsys.readouterr().err


def test_a_setting_that_is_no_day_is_refused(made: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    made.write("pelicanconf.py", "PDF_TIMEOUT", 'PUBLIC_SINCE = "soon"\nPDF_TIMEOUT')
    assert main(["-C", str(made.root), "check"]) == 2
    assert "PUBLIC_SINCE is 'soon'" in capsys.readouterr().err
