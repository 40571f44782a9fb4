"""Every link leads somewhere, whichever plugins are on."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations
from pathlib import Path

import pytest

from communique.plan import Page
from communique.press.build import Build
from communique.press.families import FAMILIES
from communique.settings import read_settings
from tests.editions import dossier
from tests.pages import SITE_URL
from tests.whereto import dead, dead_in

# The form links to no page, and no page to it.
OTHERS = [family for family in FAMILIES if family not in ("site", "form")]
CHOICES = [("site", *chosen) for number in range(5) for chosen in combinations(OTHERS, number)]


@pytest.fixture(scope="module")
def naming(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A dossier in which notes, pages and editions name an edition."""
    folder = dossier(tmp_path_factory.mktemp("naming"))
    for path in ("content/notes/who-crosses.md", "content/pages/about.md"):
        text = (folder / path).read_text(encoding="utf-8")
        (folder / path).write_text(f"{text}\nSee [[every-block]] and [[ferry-note|our *first* note]].\n", "utf-8")
    return folder


def test_no_link_is_dead_whichever_plugins_are_on(naming: Path) -> None:
    settings = read_settings(naming)
    selection = Build(settings, (), lambda _: None).load()
    for families in CHOICES:
        plugins = tuple(f"communique.pelican.{family}" for family in families)
        build = Build(replace(settings, plugins=plugins), families, lambda _: None)
        build.selection = selection
        plan = build.plan()
        read = [each for each in plan if isinstance(each, Page) or each.path.endswith(".xml")]
        texts = {each.path: build.content(each).decode() for each in read}
        assert dead(texts, plan.paths, SITE_URL) == [], families
        note = texts["notes/who-crosses/index.html"]
        assert "our *first* note" in note
        assert ("Every block there is</a>" in note) == ("briefings" in families)


def test_no_link_of_the_built_tree_is_dead(miravel: Path) -> None:
    assert dead_in(miravel / "output", SITE_URL) == []


def test_a_dead_link_is_found() -> None:
    pages = {
        "index.html": f'<p id="a"><a href="b/index.html#c">b</a><a href="b/#d">b</a><a href="{SITE_URL}/e">e</a>',
        "b/index.html": '<p id="c"><a href="../index.html">up</a><a href="../a.png">no</a><i id="c"></i>',
    }
    assert dead(pages, pages, SITE_URL) == [
        "b/index.html: two elements have the id c",
        "index.html: b/#d has no place on its page",
        f"index.html: {SITE_URL}/e leads nowhere",
        "b/index.html: ../a.png leads nowhere",
    ]
