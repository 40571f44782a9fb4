"""`communique number`: numbers are given once, in the order of days, and nothing else of a file is touched."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from communique.checking import check_dossier
from communique.cli import main
from tests.dossiers import committed, small

SCHEMA = "# yaml-language-server: $schema=../../schema/event.json\n"
EVENT = (
    "title: Event {}\ntype: announcement\ndate: {}\nsources:\n- source: miravel-release-2031-03-05\n  credibility: 2\n"
)


def events(root: Path) -> Path:
    return root / "content" / "events"


def add(root: Path, id_: str, date: str, more: str = "", before: str = SCHEMA) -> Path:
    path = events(root) / f"{id_}.yaml"
    path.write_bytes((before + EVENT.format(id_, date) + more).encode())
    return path


def number(root: Path) -> int:
    return main(["-C", str(root), "number"])


def given(root: Path) -> dict[str, str]:
    found: dict[str, str] = {}
    for path in events(root).glob("*.yaml"):
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.startswith("number: "):
                found[path.stem] = line.removeprefix("number: ")
    return found


def contents(root: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in events(root).iterdir()}


def test_events_are_numbered_in_the_order_of_their_days(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = small(tmp_path)
    add(root, "a-late", "2031-05-01")
    add(root, "b-early", "2031-04-01")
    add(root, "c-vague", "2031-04~")
    assert number(root) == 0
    printed = capsys.readouterr()
    assert printed.out.splitlines() == ["E-002 b-early", "E-003 c-vague", "E-004 a-late"]
    assert "3 numbers given" in printed.err
    assert given(root) == {"ferry-talks-2031-03-04": "E-001", "b-early": "E-002", "c-vague": "E-003", "a-late": "E-004"}
    assert check_dossier(root).findings == ()


def test_a_number_once_given_stays_though_an_earlier_event_comes(tmp_path: Path) -> None:
    root = small(tmp_path)
    add(root, "prelude", "2030-01-01")
    assert number(root) == 0
    assert given(root) == {"ferry-talks-2031-03-04": "E-001", "prelude": "E-002"}


def test_a_gap_is_not_filled(tmp_path: Path) -> None:
    root = small(tmp_path)
    add(root, "seventh", "2031-04-01", "number: E-007\n")
    add(root, "next", "2031-03-20")
    assert number(root) == 0
    assert given(root)["next"] == "E-008"


def test_the_number_of_an_event_that_went_is_not_given_again(tmp_path: Path) -> None:
    """A printed briefing may still cite it."""
    root = small(tmp_path)
    gone = add(root, "gone", "2031-04-01")
    assert number(root) == 0
    assert given(root)["gone"] == "E-002"
    gone.write_text("removed: It never took place.\nnumber: E-002\n", encoding="utf-8")
    add(root, "fresh", "2031-04-03")
    assert number(root) == 0
    assert given(root)["fresh"] != "E-002"


def test_numbers_go_on_past_999(tmp_path: Path) -> None:
    root = small(tmp_path)
    add(root, "full", "2031-04-01", "number: E-999\n")
    add(root, "more", "2031-04-02")
    add(root, "still-more", "2031-04-03")
    assert number(root) == 0
    assert (given(root)["more"], given(root)["still-more"]) == ("E-1000", "E-1001")
    add(root, "and-more", "2031-04-04")
    assert number(root) == 0
    assert given(root)["and-more"] == "E-1002"


def test_a_draft_is_passed_over_until_it_is_none(tmp_path: Path) -> None:
    root = small(tmp_path)
    draft = add(root, "draft", "2031-04-01", "draft: yes\n")
    add(root, "ready", "2031-04-02")
    assert number(root) == 0
    assert given(root) == {"ferry-talks-2031-03-04": "E-001", "ready": "E-002"}
    draft.write_text(draft.read_text(encoding="utf-8").replace("draft: yes\n", ""), encoding="utf-8")
    assert number(root) == 0
    assert given(root)["draft"] == "E-003"


def test_a_draft_keeps_the_number_it_has(tmp_path: Path) -> None:
    root = small(tmp_path)
    add(root, "draft", "2031-04-01", "draft: yes\nnumber: E-002\n")
    add(root, "ready", "2031-04-02")
    assert number(root) == 0
    assert given(root)["ready"] == "E-003"


def test_the_number_stands_below_the_schema_line_and_all_else_as_it_was(tmp_path: Path) -> None:
    root = small(tmp_path)
    more = "summary: |\n  It was  so [@miravel-release-2031-03-05].\n\n  # no comment\n# a comment\n\n"
    path = add(root, "fresh", "2031-04-01", more)
    others = {name: content for name, content in contents(root).items() if name != path.name}
    before = path.read_text(encoding="utf-8")
    assert number(root) == 0
    assert path.read_text(encoding="utf-8") == SCHEMA + "number: E-002\n" + before.removeprefix(SCHEMA)
    assert {name: content for name, content in contents(root).items() if name != path.name} == others


def test_a_file_without_a_schema_line_is_numbered_at_its_top(tmp_path: Path) -> None:
    root = small(tmp_path)
    path = add(root, "fresh", "2031-04-01", before="")
    assert number(root) == 0
    assert path.read_text(encoding="utf-8").startswith("number: E-002\ntitle: Event fresh\n")


def test_a_file_that_starts_with_three_hyphens_stays_one_document(tmp_path: Path) -> None:
    root = small(tmp_path)
    add(root, "fresh", "2031-04-01", before="---\n")
    assert number(root) == 0
    assert "fresh" in given(root)
    assert [each.code for each in check_dossier(root).findings if each.code.startswith("yaml")] == []


def test_line_ends_of_windows_stay_as_they_are(tmp_path: Path) -> None:
    root = small(tmp_path)
    path = add(root, "fresh", "2031-04-01")
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    before = path.read_bytes().splitlines(keepends=True)
    assert number(root) == 0
    after = path.read_bytes().splitlines(keepends=True)
    assert [after[0], *after[2:]] == before
    assert after[1].rstrip() == b"number: E-002"


def test_a_byte_order_mark_does_not_break_the_file(tmp_path: Path) -> None:
    root = small(tmp_path)
    path = add(root, "fresh", "2031-04-01")
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert check_dossier(root).findings == ()
    assert number(root) == 0
    assert check_dossier(root).findings == ()
    assert given(root)["fresh"] == "E-002"


def test_a_second_run_gives_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = small(tmp_path)
    add(root, "fresh", "2031-04-01")
    assert number(root) == 0
    before = contents(root)
    capsys.readouterr()
    assert number(root) == 0
    printed = capsys.readouterr()
    assert (printed.out, printed.err) == ("", "every event has its number\n")
    assert contents(root) == before


def test_a_corpus_with_errors_is_refused_untouched(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = small(tmp_path)
    add(root, "fresh", "2031-04-01")
    add(root, "broken", "2031-04-02", "tracks: [no-such-track]\n")
    before = contents(root)
    assert number(root) == 1
    assert "unknown-track" in capsys.readouterr().err
    assert contents(root) == before


def git(root: Path, *words: str) -> None:
    who = ("-c", "user.name=Ada Invented", "-c", "user.email=ada@example.org")
    subprocess.run(["git", *who, *words], cwd=root, check=True, capture_output=True)


def test_two_branches_cannot_take_the_same_number(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = small(tmp_path)
    committed(root)
    for branch, day in (("one", "2031-04-02"), ("two", "2031-04-01")):
        git(root, "checkout", "-q", "-b", branch, "main")
        add(root, f"of-{branch}", day)
        assert number(root) == 1
        assert f"this is {branch}, and another branch could give the same ones" in capsys.readouterr().err
        git(root, "add", "-A")
        git(root, "commit", "-qm", f"An event of {branch}")
    git(root, "checkout", "-q", "main")
    for branch in ("one", "two"):
        git(root, "merge", "-q", "--no-edit", branch)
        assert number(root) == 0
        git(root, "commit", "-qam", "Numbers")
    assert given(root) == {"ferry-talks-2031-03-04": "E-001", "of-one": "E-002", "of-two": "E-003"}
    assert check_dossier(root).findings == ()


def test_a_number_that_the_main_line_has_elsewhere_is_taken(tmp_path: Path) -> None:
    ours, theirs = small(tmp_path / "ours"), tmp_path / "theirs"
    committed(ours)
    git(tmp_path, "clone", "-q", "ours", "theirs")
    add(ours, "of-ours", "2031-04-01")
    assert number(ours) == 0
    git(ours, "add", "-A")
    git(ours, "commit", "-qm", "An event with its number")
    add(theirs, "of-theirs", "2031-04-02")
    git(theirs, "fetch", "-q")
    assert number(theirs) == 0
    assert given(theirs)["of-theirs"] == "E-003"
    # As CI checks a commit of the main branch out.
    git(theirs, "stash", "-qu")
    git(theirs, "checkout", "-q", "origin/main")
    assert number(theirs) == 0
