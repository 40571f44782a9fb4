"""Two persons: a public build holds of each record what a second person approved, and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from communique.cli import main
from communique.settings import read_settings
from tests.editors import desk

if TYPE_CHECKING:
    from pathlib import Path

    from tests.editors import Desk

EVENT = "content/events/ferry-talks-2031-03-04.yaml"
PLACE = "content/places/boathouse.yaml"
PAGE = "events/ferry-talks-2031-03-04/index.html"


@pytest.fixture
def made(tmp_path: Path) -> Desk:
    found = desk(tmp_path)
    # The PDF is not the point here.
    found.write("pelicanconf.py", '    "communique.pelican.briefings",\n', "")
    found.write("pelicanconf.py", "PDF_TIMEOUT", 'REVIEW = "two-person"\nPDF_TIMEOUT')
    found.commit("Two persons")
    return found


def everything(made: Desk) -> list[str]:
    tracked = made.git("ls-files", "content", "briefings").splitlines()
    return [path for path in tracked if path.endswith((".yaml", ".md"))]


def built(made: Desk, *options: str) -> None:
    assert main(["-C", str(made.root), "build", *options]) == 0


def page(made: Desk, path: str = PAGE, output: str = "output") -> str:
    return (made.root / output / path).read_text(encoding="utf-8")


def test_what_nobody_approved_is_withheld_and_listed(made: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    made.approves(*(path for path in everything(made) if path != PLACE), by=made.ben)
    built(made)
    assert "withheld 1\n  withheld: boathouse: not approved by a second person\n" in capsys.readouterr().out
    assert not (made.root / "output/places/boathouse").exists()
    assert "Part of this page is withheld." in page(made)


def test_a_record_changed_since_is_published_as_it_was_approved(made: Desk) -> None:
    made.approves(*everything(made), by=made.ben)
    made.write(EVENT, "title: Upper and Lower Miravel talk about the ferry", "title: Everybody agrees")
    made.commit("A title that Ben has not seen")
    made.write(EVENT, "Everybody agrees", "Nobody saw this")
    built(made)
    assert "Upper and Lower Miravel talk about the ferry" in page(made)
    for path in (made.root / "output").rglob("*.*"):
        text = path.read_bytes()
        assert b"Everybody agrees" not in text, path
        assert b"Nobody saw this" not in text, path
    made.write(EVENT, "Nobody saw this", "Everybody agrees")
    made.approves(EVENT, by=made.ben)
    built(made)
    assert "Everybody agrees" in page(made)


def test_pages_say_when_a_second_person_approved_and_how(made: Desk) -> None:
    made.approves(*everything(made), by=made.ben)
    built(made)
    assert "reviewed by a second person on" in page(made)
    assert "by signature" in page(made)


def test_a_preview_shows_what_waits_and_says_so_and_stands_beside_the_site(made: Desk) -> None:
    made.write(EVENT, "title: Upper and Lower Miravel talk about the ferry", "draft: yes\ntitle: Not for readers")
    built(made, "--preview")
    assert not (made.root / "output").exists()
    found = page(made, output="output.preview")
    assert "Not for readers" in found
    assert "<b>Preview.</b>" in found


def test_where_reviews_cannot_be_told_nothing_is_built(
    made: Desk, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    made.approves(*everything(made), by=made.ben)
    made.git("clone", "-q", "--depth", "1", f"file://{made.root}", str(tmp_path / "shallow"))
    assert main(["-C", str(tmp_path / "shallow"), "build"]) == 1
    assert "git fetch --unshallow" in capsys.readouterr().err
    assert not (tmp_path / "shallow" / "output").exists()


def single(made: Desk) -> None:
    made.write("pelicanconf.py", "two-person", "single")
    made.commit("One person")


def test_a_dossier_of_one_person_says_so(made: Desk) -> None:
    single(made)
    built(made)
    assert "not reviewed by a second person" in page(made)
    made.write("pelicanconf.py", '"single"', '"off"')
    built(made)
    assert "second person" not in page(made)


def test_without_git_the_history_is_unknown(made: Desk, tmp_path: Path) -> None:
    single(made)
    (made.root / ".git").rename(tmp_path / "elsewhere")
    built(made)
    assert "History unknown." in page(made)


def test_a_record_tells_what_changed_since_it_was_first_published(made: Desk) -> None:
    single(made)
    made.write(EVENT, "date: 2031-03-04", "date: 2031-03")
    correction = "- date: 2031-03-09\n  what: date\n  was: 4 March\n  now: in March\n  why: Nobody wrote it down.\n"
    made.write(EVENT, "title: Upper", f"corrections:\n{correction}title: Upper")
    made.commit("Only the month is sure")
    built(made)
    found = page(made)
    assert "First published" in found
    assert "date widened: 4 March 2031 → March 2031" in found


def test_changes_have_a_page_and_a_feed(made: Desk) -> None:
    single(made)
    made.write(PLACE, "type: city", "type: city\nnote: A shed.")
    made.commit("Say what it is")
    built(made)
    assert "note given: A shed." in page(made, "changes/index.html")
    assert "note given: A shed." in page(made, "feeds/changes.atom.xml")
    assert ">place, published<" in page(made, "changes/index.html")


def test_the_past_gives_away_nothing_that_is_withheld_today(made: Desk) -> None:
    """A statement that was public once and is restricted now, and a place that is: neither is told of as a change."""
    single(made)
    made.write("content/places/boathouse.yaml", "type: city", "type: city\ndraft: yes")
    made.write(EVENT, "place: boathouse\n", "")
    made.write(EVENT, "- id: boats\n", "- id: boats\n  marking: TLP:RED\n")
    made.commit("Take both back")
    made.write("content/notes/who-crosses.md", "---\n", "---\ndraft: yes\n")
    made.write("content/claims/sunk-ferries.yaml", "question:", "draft: yes\nquestion:")
    made.commit("What rests on it")
    built(made)
    found = page(made).lower()
    assert "boathouse" not in found
    assert "boat" not in found.partition('class="past"')[2]


def test_the_setting_names_one_of_three_ways(made: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    assert read_settings(made.root).review == "two-person"
    made.write("pelicanconf.py", "two-person", "four-eyes")
    assert main(["-C", str(made.root), "build"]) == 2
    assert "REVIEW is 'four-eyes'; it must be one of two-person, single, off" in capsys.readouterr().err
