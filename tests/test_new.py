"""Records to start from: of every kind a draft; briefings with their sections, and one that corrects another."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from communique.blocks import EXPECTED
from communique.checking import check_dossier
from communique.cli import main
from communique.diagnostics import blocking
from communique.formatting import format_dossier
from tests.dossiers import small
from tests.pins import pinned

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("sort", EXPECTED)
def test_a_new_briefing_has_the_sections_of_its_type(sort: str, tmp_path: Path) -> None:
    folder = small(tmp_path)
    command = ["-C", str(folder), "new", "briefing", "spring", "--type", sort, "--date", "2031-03-08"]
    assert main([*command, "--updates", "ferry-note"]) == 0
    text = (folder / "briefings" / "spring.md").read_text(encoding="utf-8")
    assert "draft: yes\n" in text
    assert [block for block in EXPECTED[sort] if f"```{block}\n" not in text] == []
    found = check_dossier(folder).findings
    assert not blocking(found), found
    assert "missing-section" not in {each.code for each in found}


@pytest.mark.parametrize("title", ["What now:", "null", "[a] b", "a #b", "two\nlines", "1.10"])
def test_a_new_briefing_is_in_form_whatever_its_title(title: str, tmp_path: Path) -> None:
    folder = small(tmp_path)
    assert main(["-C", str(folder), "new", "briefing", "spring", "--title", title]) == 0
    assert not blocking(check_dossier(folder).findings)
    assert format_dossier(folder, [folder / "briefings" / "spring.md"], write=False).changed == ()


def test_an_edition_that_corrects_another_starts_from_its_text(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = small(tmp_path)
    pinned(folder)
    options = ["--supersedes", "ferry-note", "--date", "2031-03-09"]
    note = folder / "briefings" / "ferry-note.md"
    note.write_text(note.read_text(encoding="utf-8").replace("---\n", "---\n# Ada asked for it\n", 1), encoding="utf-8")
    assert main(["-C", str(folder), "new", "briefing", "ferry-note-2", *options]) == 0
    assert "briefings/ferry-note.md: comments were not taken over, from line 2\n" in capsys.readouterr().err
    text = (folder / "briefings" / "ferry-note-2.md").read_text(encoding="utf-8")
    before = (folder / "briefings" / "ferry-note.md").read_text(encoding="utf-8")
    assert text.partition("---\n\n")[2] == before.partition("---\n\n")[2]
    for line in ("edition: 2", "supersedes: ferry-note", "date: 2031-03-09", "title: The ferry, in one page"):
        assert f"\n{line}\n" in text
    assert "First edition" not in text
    assert not blocking(check_dossier(folder).findings)


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["ferry-note"], "the id 'ferry-note' is already taken"),
        (["crossing"], "the id 'crossing' is already taken"),
        (["Spring!"], "'Spring!' is not an id"),
        (["spring\n"], "is not an id"),
        (["spring", "--type", "letter"], "--type is one of note, forecast, bulletin, chronology"),
        (["spring", "--date", "2031-03"], "--date 2031-03 is no single day"),
        (["spring", "--supersedes", "ferry-not"], "there is no briefing 'ferry-not'; did you mean 'ferry-note'?"),
        (["spring", "--title", "Bell \x07"], "spring: it cannot be written so that it reads back the same"),
        (["spring", "--track", "fery"], "there is no track 'fery'; did you mean 'ferry'?"),
        (["spring", "--topics", "crosing"], "there is no topic 'crosing'; did you mean 'crossing'?"),
    ],
)
def test_what_cannot_be_started_says_why(
    options: list[str], told: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = small(tmp_path)
    assert main(["-C", str(folder), "new", "briefing", *options]) == 2
    assert told in capsys.readouterr().err
    assert [each.name for each in (folder / "briefings").iterdir()] == ["ferry-note.md"]


OF_A_SOURCE = ["--type", "news", "--language", "en", "--copy", "whole"]
A_SOURCE = ["source", "--title", "Toll?", "--publisher", "Lakeside Post", *OF_A_SOURCE]
A_CLAIM = ["claim", "--question", "Is the toll too high?", "--topic", "crossing"]


def in_lake(folder: Path, *words: str) -> int:
    return main(["-C", str(folder), "new", *words])


@pytest.mark.parametrize(
    ("words", "path"),
    [
        (
            ["event", "--title", "The toll, again", "--type", "announcement", "--date", "2031-04-01"],
            "events/the-toll-again-2031-04-01.yaml",
        ),
        (["actor", "--type", "person", "--name", "Łucja Ødegård", "--name", "ar=لوسيا"], "actors/lucja-odegard.yaml"),
        (["place", "--type", "city", "--name", "Pier"], "places/pier.yaml"),
        ([*A_SOURCE, "--published", "2031-04-02"], "sources/lakeside-post-2031-04-02.yaml"),
        (["track", "--title", "Talks about tolls", "--type", "issue"], "tracks/talks-about-tolls.yaml"),
        (["topic", "--title", "Tolls", "--also", "fares", "--also", "fees"], "topics/tolls.yaml"),
        ([*A_CLAIM, "--assertions", "ferry-talks-2031-03-04#toll"], "claims/is-the-toll-too-high.yaml"),
        (["note", "--title", "On tolls"], "notes/on-tolls.md"),
        (["page", "--title", "Imprint", "--body", "Nobody."], "pages/imprint.md"),
    ],
    ids=lambda value: value[0] if isinstance(value, list) else None,
)
def test_a_new_record_is_a_draft_in_form_without_an_error(words: list[str], path: str, tmp_path: Path) -> None:
    folder = small(tmp_path)
    source = ["--source", "miravel-release-2031-03-05:2"] if words[0] == "event" else []
    assert in_lake(folder, *words, *source) == 0
    text = (folder / "content" / path).read_text(encoding="utf-8")
    assert "\ndraft: yes\n" in text
    found = check_dossier(folder).findings
    assert not blocking(found), found
    assert {each.code for each in found} <= {"unwritten", "unused-source"}
    assert format_dossier(folder, write=False).changed == ()


def test_an_event_rests_on_the_source_taken_in_today(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = small(tmp_path)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1932500000")
    day = ["--publisher", "Radio Lake", *OF_A_SOURCE]
    assert in_lake(folder, "source", "--title", "Morning news", *day) == 0
    event = ["event", "--title", "A toll", "--type", "decision", "--date", "2031-03"]
    assert in_lake(folder, *event) == 0
    text = (folder / "content/events/a-toll-2031-03.yaml").read_text(encoding="utf-8")
    assert "sources:\n- source: radio-lake-seen-2031-03-28\n  credibility: 6\n" in text
    assert in_lake(folder, "source", "radio-lake-2", "--title", "Evening news", *day) == 0
    capsys.readouterr()
    assert in_lake(folder, *event, "--place", "boathouse", "second-toll") == 0
    assert "radio-lake-2 and radio-lake-seen-2031-03-28: none was taken; name one" in capsys.readouterr().err
    assert "sources:" not in (folder / "content/events/second-toll.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["event", "--title", "x"], "a new event needs --type and --date."),
        (["topic", "ferry", "--title", "x"], "the id 'ferry' is already taken, by a record of kind track"),
        (["topic", "--title", "Crossing"], "the id 'crossing' is already taken"),
        (["topic", "A topic", "--title", "x"], "'A topic' is not an id"),
        (["topic", "fares\n", "--title", "x"], "is not an id"),
        (["topic", "--title", "المعبر"], "no id can be made of its words"),
        (["actor", "--type", "persn", "--name", "x"], "did you mean 'person'?"),
        (["note", "--title", "x", "--date", "2031-02-30"], "February 2031 has 28 days"),
        (["track", "--title", "x", "--type", "un", "--convenors", "uper-miravel"], "did you mean 'upper-miravel'?"),
        (
            ["event", "--title", "x", "--type", "decision", "--date", "2031", "--source", "lakeside"],
            "there is no source 'lakeside'",
        ),
    ],
)
def test_a_record_that_would_not_be_sound_is_not_written(
    words: list[str], told: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = small(tmp_path)
    before = {path for path in folder.rglob("*") if path.is_file()}
    assert in_lake(folder, *words) != 0
    assert told in capsys.readouterr().err
    assert {path for path in folder.rglob("*") if path.is_file()} == before


def test_a_terminal_is_asked_what_no_option_says(tmp_path: Path) -> None:
    folder = small(tmp_path)
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "communique.cli", "-C", str(folder), "new", "event", "--title", "The toll, again"]
    with subprocess.Popen(command, stdin=theirs, stderr=theirs, stdout=subprocess.PIPE, text=True) as process:
        os.close(theirs)
        # Twice what is wrong and what is right then; then place and the rest; no id of one's own.
        lines = ["meating", "meeting", "31 March", "2031-03-31", "", "in-person", "boat", "boathouse", "ferry"]
        for line in [*lines, "lakeside-post-2031-03-06", ""]:
            os.write(ours, f"{line}\n".encode())
        assert process.stdout is not None
        path = process.stdout.read().strip()
        assert process.wait(60) == 0
    os.close(ours)
    assert path == "content/events/the-toll-again-2031-03-31.yaml"
    text = (folder / path).read_text(encoding="utf-8")
    for line in ("type: meeting", "format: in-person", "place: boathouse", "tracks: [ferry]"):
        assert f"\n{line}\n" in text
    assert "- source: lakeside-post-2031-03-06\n" in text
