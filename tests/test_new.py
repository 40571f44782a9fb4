"""Briefings to start from: each type with its sections, and an edition that corrects another."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from communique.blocks import EXPECTED
from communique.checking import check_dossier
from communique.cli import main
from communique.diagnostics import blocking
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


def test_an_edition_that_corrects_another_starts_from_its_text(tmp_path: Path) -> None:
    folder = small(tmp_path)
    pinned(folder)
    options = ["--supersedes", "ferry-note", "--date", "2031-03-09"]
    assert main(["-C", str(folder), "new", "briefing", "ferry-note-2", *options]) == 0
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
        (["spring", "--type", "letter"], "--type is one of note, forecast, bulletin, chronology"),
        (["spring", "--date", "2031-03"], "--date 2031-03 is no single day"),
        (["spring", "--supersedes", "ferry-not"], "there is no briefing 'ferry-not'; did you mean 'ferry-note'?"),
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
