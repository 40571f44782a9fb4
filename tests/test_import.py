"""Other people's tables become drafts: what maps is mapped, and what does not is told."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from communique.checking import check_dossier
from communique.cli import main
from communique.load import load
from tests.dossiers import small

if TYPE_CHECKING:
    from pathlib import Path

TIMELINE = (
    "Year,Month,Day,Time,End Year,End Month,End Day,End Time,Display Date,Headline,Text,"
    "Media,Media Credit,Media Caption,Media Thumbnail,Type,Group,Background\r\n"
    ",,,,,,,,,The lake,,,,,,title,,\r\n"
    '2031,3,4,10:30,2031,3,6,,early March,"Talks, at last","<p>They met.</p><p>See <a href=""https://example.org/a"">'
    'this</a>.</p>",https://example.org/p.jpg,,,,,The ferry talks,\r\n'
    "2031,5,,,,,,,,Ferry é sunk,,,,,,,Elsewhere,\r\n"
    "2031,2,30,,,,,,,No such day,,,,,,,,\r\n"
    ",,,,,,,,,No year,,,,,,,,\r\n"
)


def imported(root: Path, name: str, content: str | bytes, *options: str) -> int:
    file = root.parent / name
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return main(["-C", str(root), "import", str(file), *options])


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return small(tmp_path / "dossier")


def test_a_timelinejs_spreadsheet_becomes_draft_events_and_a_report(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert imported(root, "t.csv", TIMELINE) == 1
    told = capsys.readouterr().out
    for line in (
        "content/events/talks-at-last-2031-03-04.yaml: written, as a draft",
        "t.csv:2: left out: the opening slide, no event",
        "t.csv:5: left out: '2031-02-30' is no date",
        "t.csv:6: left out: no year, so no date",
        "t.csv:3: talks-at-last-2031-03-04: Media: https://example.org/p.jpg",
        "t.csv:3: talks-at-last-2031-03-04: Time: 10:30; give 'time' and 'zone'",
        "t.csv:4: ferry-e-sunk-2031-05: Group 'Elsewhere': no track has this title",
    ):
        assert line in told
    text = (root / "content/events/talks-at-last-2031-03-04.yaml").read_text(encoding="utf-8")
    assert "title: Talks, at last\n" in text
    assert "date: 2031-03-04\nend: 2031-03-06\ndate_text: early March\n" in text
    assert "draft: yes\n" in text
    assert "They met.\n\n  See this (https://example.org/a).\n" in text


def test_what_was_imported_is_sound_and_withheld(root: Path) -> None:
    imported(root, "t.csv", TIMELINE)
    assert [each for each in check_dossier(root).findings if each.severity == "error"] == []
    corpus = load(root).corpus
    assert corpus is not None
    assert corpus.records["ferry-e-sunk-2031-05"].draft


def test_timelinejs_json_has_the_same_events(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    event = {
        "start_date": {"year": 2031, "month": "3", "day": 4},
        "end_date": {"year": "2031", "month": "3", "day": "6"},
        "text": {"headline": "Talks, at last", "text": "They met."},
        "group": "x",
    }
    title = {"text": {"headline": "The lake"}}
    assert imported(root, "t.json", json.dumps({"title": title, "events": [event]})) == 1
    assert "content/events/talks-at-last-2031-03-04.yaml: written" in capsys.readouterr().out


def test_a_table_of_any_kind_names_its_fields(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    table = (
        "id;type;names.en;names.ar;part_of;population\n"
        "lake-board;body;Lake Board;مجلس;upper-miravel; 7\n;body;Sluice Office;;upper-miravel; lower-miravel;\n"
    )
    assert imported(root, "actors.csv", "\ufeff" + table.rpartition("\n;")[0] + "\n", "--kind", "actor") == 0
    assert "actors.csv:2: lake-board: population: 7" in capsys.readouterr().out
    text = (root / "content/actors/lake-board.yaml").read_text(encoding="utf-8")
    assert "names:\n  en: Lake Board\n  ar: مجلس\n" in text
    assert "part_of: [upper-miravel]\n" in text


def test_a_row_that_makes_no_record_is_told_with_what_is_wrong(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert imported(root, "places.csv", "names.en,type\nPier,harbour\n", "--kind", "place") == 1
    assert "places.csv:2: left out: 'harbour' is not one of city" in capsys.readouterr().out
    assert not (root / "content/places/pier.yaml").exists()


def test_nothing_is_written_over(root: Path) -> None:
    before = (root / "content/topics/crossing.yaml").read_text(encoding="utf-8")
    assert imported(root, "topics.csv", "title\nCrossing\nCrossing\n", "--kind", "topic") == 0
    assert (root / "content/topics/crossing.yaml").read_text(encoding="utf-8") == before
    assert {"crossing-2.yaml", "crossing-3.yaml"} <= {path.name for path in (root / "content/topics").iterdir()}


def test_a_dry_run_writes_nothing(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = sorted(root.rglob("*"))
    assert imported(root, "topics.csv", "title\nFares\n", "--kind", "topic", "--dry-run") == 0
    assert "content/topics/fares.yaml: would be written" in capsys.readouterr().out
    assert sorted(root.rglob("*")) == before


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"title\nF\xe4hre\n", "not UTF-8"),
        (b"\n", "names no columns"),
        (b"title,title\na,b\n", "title is there twice"),
        (b"title\na,b\n", "line 2: 2 cells, and only 1 columns"),
        (b'title\n"a\n', "line 2: this is no CSV"),
        (b"{}", "it has no list 'events'"),
    ],
)
def test_what_is_no_table_is_said_plainly(
    root: Path, capsys: pytest.CaptureFixture[str], content: bytes, told: str
) -> None:
    assert imported(root, "x.csv", content) == 1
    assert told in capsys.readouterr().err
