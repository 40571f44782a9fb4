"""The pages of the smallest dossier, as files a reviewer reads: `make golden` writes them anew."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from communique.cli import main
from tests.dossiers import small

GOLDEN = Path(__file__).parent / "golden"
PAGES = (
    "index.html",
    "timeline/index.html",
    "events/ferry-talks-2031-03-04/index.html",
    "claims/sunk-ferries/index.html",
    "sources/lakeside-post-2031-03-06/index.html",
    "actors/ada-verrin/index.html",
    "topics/crossing/index.html",
    "briefings/ferry-note/index.html",
    "feeds/all.atom.xml",
    "data/corpus.json",
)

LAND = re.compile(r'(<path class="(?:land|coast|border|disputed)") d="[^"]*"')
"""Coasts and borders are other people's data, and stay out of git."""


@pytest.fixture(scope="module")
def output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = small(tmp_path_factory.mktemp("golden"))
    assert main(["-C", str(folder), "build", "--quiet", "--at", "2031-06-01T00:00:00Z"]) == 0
    return folder / "output"


@pytest.mark.golden
@pytest.mark.parametrize("page", PAGES)
def test_the_page_is_what_was_reviewed(page: str, output: Path) -> None:
    made = LAND.sub(r"\1", (output / page).read_text(encoding="utf-8"))
    kept = GOLDEN / page
    if os.environ.get("GOLDEN") == "write":
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.write_text(made, encoding="utf-8")
    assert made == kept.read_text(encoding="utf-8"), "read the diff; if it is meant, run 'make golden' and commit"
