"""An edition as a mail has it: plain text of its own, and HTML without drawings."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from communique.instant import build_instant
from communique.kinds import Briefing
from communique.press.build import load_selection
from communique.press.letters import Letter, in_words, letter
from communique.settings import read_settings
from communique.views.plaintext import WIDTH, fold
from communique.views.sheet import Site
from tests.dossiers import SITES, small
from tests.editions import EDITION


def letter_of(root: Path, id_: str) -> Letter:
    settings = read_settings(root)
    selection, _ = load_selection(settings, build_instant(settings))
    return letter(Site(selection.corpus, settings.site_url), selection.corpus.get(Briefing, id_), root)


@pytest.fixture(scope="module")
def ferry() -> Letter:
    return letter_of(SITES / "small", "ferry-note")


def test_the_text_is_an_edition_of_its_own_and_not_stripped_html(ferry: Letter) -> None:
    lines = ferry.text.splitlines()
    assert lines[0] == "TLP:CLEAR. May be passed on without limit."
    assert "THE FERRY, IN ONE PAGE" in lines
    assert "The towns talked about the toll on 4 March [1]; see (E-001)." in ferry.text
    assert "[1] A1 Ferry talks resume. Town of Upper Miravel." in ferry.text
    assert "https://miravel.example.org/sources/miravel-release-2031-03-05/" in ferry.text
    assert not re.search(r"<[a-z/]|&[a-z]+;|\bNone\b", ferry.text)


def test_a_claim_stands_with_its_denial_in_the_text_too(ferry: Letter) -> None:
    asserted, answered = ferry.text.index("Lower Miravel has sunk two"), ferry.text.index("No ferry was sunk. [2]")
    assert asserted < answered


def test_lines_of_text_are_folded_and_addresses_are_not_broken(ferry: Letter) -> None:
    long = [line for line in ferry.text.splitlines() if len(line) > WIDTH]
    assert all("https://" in line for line in long)
    told = "- " + "word " * 30 + "https://example.org/" + "x" * 90
    assert fold(told).splitlines()[1].startswith("  word")
    assert "https://example.org/" + "x" * 90 in fold(told)


def test_every_block_has_a_plain_form(tmp_path: Path) -> None:
    root = small(tmp_path)
    (root / "briefings" / "every-block.md").write_text(EDITION.format(lines=""), encoding="utf-8")
    told = letter_of(root, "every-block")
    assert not re.search(r"<[a-z/]|&[a-z]+;|\bNone\b", told.text)
    assert "Who sat" in told.text or "Upper Miravel" in told.text


def test_drawings_become_their_words_in_html(ferry: Letter) -> None:
    assert "<svg" not in ferry.html
    assert "<img" not in ferry.html
    assert "<link" not in ferry.html
    assert (
        in_words('<svg role="img"><title>a ruler</title><path d="M0 0"/></svg>x')
        == '<span class="drawn">[a ruler]</span> x'
    )
    assert in_words("<figcaption>a strip</figcaption><svg><title>a strip</title></svg>x").endswith("</figcaption>x")
    assert in_words('<svg aria-hidden="true"><title>twice</title></svg>x') == "x"


def test_links_of_a_mail_lead_to_the_site(ferry: Letter) -> None:
    targets = re.findall(r'href="([^"]*)"', ferry.html)
    assert targets
    assert all(each.startswith(("#", "https://miravel.example.org/")) for each in targets)
