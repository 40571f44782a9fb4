"""The record of what readers hold: locks read back, and every change to what was published found at its line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.checking import check_dossier
from communique.cli import main
from communique.editions import lock_text, read_lock, read_pins
from communique.errors import FindingsError
from tests.dossiers import small
from tests.pins import BYTES, digest, pinned

if TYPE_CHECKING:
    from pathlib import Path

    from communique.editions import Pin


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return small(tmp_path / "dossier")


def findings(folder: Path) -> list[str]:
    return [str(each) for each in check_dossier(folder).findings]


def edit(path: Path, before: str, after: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after, 1), encoding="utf-8")


def test_a_lock_is_read_back_as_it_was_written(folder: Path) -> None:
    pin = pinned(folder)
    assert findings(folder) == []
    assert read_pins(folder) == {"ferry-note": pin}
    assert pin.published_name == "miravel-ferry-note-1-2031-03-07-tlp-clear.pdf"
    assert pin.kept["ferry-note.a4.pdf"] == digest(BYTES["a4"])


@given(st.text(st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp", "Cn", "Co")), min_size=1).filter(str.strip))
def test_any_title_survives_its_lock(title: str) -> None:
    pin = example(title)
    assert read_lock(lock_text(pin), "x.lock") == (pin, [])


def example(title: str) -> Pin:
    from communique.editions import Pin

    row = {"form": "a4", "sha256": "0" * 64, "bytes": "1", "name": "a.pdf"}
    return Pin.model_validate(
        {
            "edition": "x", "number": "1", "title": title, "type": "note", "dossier": "d", "date": "2031-03~",
            "marking": "TLP:AMBER+STRICT", "language": "en", "instant": "2031-03-08T06:00:00+02:00",
            "commit": "0" * 40, "content": "0" * 64, "source": "0" * 64, "environment": {"pango": "1: 2 #3"},
            "files": [row],
        }
    )  # fmt: skip


def test_a_lock_changed_by_hand_is_found_at_its_seal(folder: Path) -> None:
    pinned(folder)
    lock = folder / "briefings" / "ferry-note.lock"
    edit(lock, "2031-03-08T06:00:00", "2031-03-09T06:00:00")
    last = lock.read_text(encoding="utf-8").count("\n")
    (told,) = findings(folder)
    assert told.startswith(f"briefings/ferry-note.lock:{last}:7: bad-lock: the lines above are not those that were")


@pytest.mark.parametrize("cut", [0, 10, 300, -1, -40, -70])
def test_a_lock_cut_short_is_an_error(cut: int, folder: Path) -> None:
    pinned(folder)
    lock = folder / "briefings" / "ferry-note.lock"
    lock.write_bytes(lock.read_bytes()[:cut])
    (told, *_) = findings(folder)
    assert told.startswith("briefings/ferry-note.lock:")
    assert ": bad-lock: " in told or ": yaml-" in told


def test_other_bytes_under_a_pin_are_found_at_the_line_of_their_digest(folder: Path) -> None:
    pin = pinned(folder)
    (folder / "briefings" / pin.kept_name("a4")).write_bytes(b"%PDF-1.7 forged\n")
    (folder / "briefings" / pin.kept_name("mail-text")).unlink()
    lines = (folder / "briefings" / "ferry-note.lock").read_text(encoding="utf-8").splitlines()
    first, second = findings(folder)
    assert "'ferry-note.a4.pdf' has other bytes than were published" in first
    assert digest(BYTES["a4"]) in lines[int(first.split(":")[1]) - 1]
    assert "'ferry-note.mail.txt' cannot be read: No such file or directory" in second
    assert digest(BYTES["mail-text"]) in lines[int(second.split(":")[1]) - 1]
    with pytest.raises(FindingsError):
        read_pins(folder)


def test_a_file_that_no_lock_names_is_not_published_in_silence(folder: Path) -> None:
    (folder / "briefings" / "ferry-note.a4.pdf").write_bytes(b"%PDF")
    (told,) = findings(folder)
    assert told.startswith("briefings/ferry-note.a4.pdf:1:1: stray-file: no lock file names this file")


@pytest.mark.parametrize(
    ("before", "after", "what"),
    [
        ("title: The ferry, in one page", "title: The ferry", "2:8: changed-edition: 'title' was changed"),
        ("The towns talked about", "The towns spoke about", "changed-edition: its text or one of its fields"),
        ("confidence: low", "confidence: high", "changed-edition: its text or one of its fields was changed"),
    ],
)
def test_what_a_published_edition_says_does_not_change(before: str, after: str, what: str, folder: Path) -> None:
    pinned(folder)
    edit(folder / "briefings" / "ferry-note.md", before, after)
    (told,) = findings(folder)
    assert what in told
    assert "a new edition that supersedes this one" in told


def test_corrections_a_list_and_a_higher_marking_may_be_added(folder: Path) -> None:
    pinned(folder)
    row = "corrections:\n- date: 2031-03-09\n  what: the toll\n  was: one\n  now: two\n  why: A slip.\n"
    edit(folder / "briefings" / "ferry-note.md", "type: note\n", f"type: note\nmarking: TLP:GREEN\nsend_to: x\n{row}")
    assert findings(folder) == []


def test_a_marking_lower_than_the_paper_that_readers_hold_is_an_error(folder: Path) -> None:
    edit(folder / "briefings" / "ferry-note.md", "type: note\n", "type: note\nmarking: TLP:AMBER\n")
    pinned(folder)
    assert findings(folder) == []
    edit(folder / "briefings" / "ferry-note.md", "TLP:AMBER", "TLP:CLEAR")
    (told,) = findings(folder)
    assert "marked TLP:CLEAR, and the PDF that was published says TLP:AMBER; mark it TLP:AMBER" in told


def test_the_source_of_a_published_edition_stays_in_its_place(folder: Path) -> None:
    pinned(folder)
    source = folder / "briefings" / "ferry-note.md"
    source.write_text("---\nremoved: It was dull.\n---\n", encoding="utf-8")
    assert any("no tombstone can take its place" in told for told in findings(folder))
    source.unlink()
    assert any("was published and its source is gone" in told for told in findings(folder))


def test_nothing_is_built_over_a_broken_lock(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pinned(folder)
    (folder / "briefings" / "ferry-note.lock").write_text("edition: x\n", encoding="utf-8")
    assert main(["-C", str(folder), "build", "--quiet"]) == 1
    assert "bad-lock" in capsys.readouterr().err
    assert not (folder / "output").exists()


def test_editions_of_one_line_follow_each_other(folder: Path) -> None:
    text = (folder / "briefings" / "ferry-note.md").read_text(encoding="utf-8")
    for id_, day in (("ferry-second", "2031-03-09"), ("ferry-third", "2031-03-05")):
        new = text.replace("edition: 1\n", "edition: 2\nsupersedes: ferry-note\n").replace(
            "date: 2031-03-07", f"date: {day}"
        )
        (folder / "briefings" / f"{id_}.md").write_text(new, encoding="utf-8")
    told = [each for each in findings(folder) if "bad-succession" in each]
    assert any("ferry-third.md:5:13" in each and "'ferry-second' supersedes 'ferry-note' too" in each for each in told)
    assert any("it is of 5 March 2031 and supersedes an edition of 7 March 2031" in each for each in told)
    assert len(told) == 2
