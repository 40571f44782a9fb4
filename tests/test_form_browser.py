"""The form as an editor uses it: Decap in a real browser, decap-server and git behind it, nothing beyond this machine.

Run by ``make test-form``, which installs Decap first.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from communique.formatting import formatted
from communique.tree import read_tree
from tests.dossiers import ROOT
from tests.editors import Desk, desk
from tests.form import opened, opens, picks, publishes, row, saves, served, sets

EVENT = "content/events/ferry-talks-2031-03-04.yaml"
BRANCH = "cms/events/ferry-talks-2031-03-04"
DELEGATE = """\
- actor: lower-miravel
  named: "Nobody named: the clerk"
  sources: [lakeside-post-2031-03-06]
"""
ROUNDTRIP = (ROOT / "tests" / "form_roundtrip.js").read_text(encoding="utf-8")

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]


@pytest.fixture
def written(tmp_path: Path) -> Desk:
    """The smallest dossier in canonical form, committed by Ada, who works in it."""
    made = desk(tmp_path)
    shutil.copy(ROOT / ".gitignore", made.root)
    subprocess.run([sys.executable, "-m", "communique.cli", "-C", str(made.root), "format"], check=True)
    made.git("config", "user.name", made.ada.name)
    made.git("config", "user.email", made.ada.email)
    made.commit("In canonical form")
    return made


def checked(root: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "communique.cli", "-C", str(root), "check"]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_an_editor_edits_an_event_adds_a_delegate_and_publishes_it(written: Desk, browser: Browser) -> None:
    before = (written.root / EVENT).read_text(encoding="utf-8")
    with served(written.root) as url, opened(browser, url) as page:
        page.on("dialog", lambda dialog: dialog.accept())
        opens(page, url, "/collections/events/entries/ferry-talks-2031-03-04")
        page.get_by_label("Title").fill("Upper and Lower Miravel talk about the ferry again")
        page.get_by_role("button", name="Add presence").click()
        picks(page, row(page, "actor", 3), "Lower", "Lower Miravel")
        page.locator(row(page, "named", 1)).fill("Nobody named: the clerk")
        picks(page, row(page, "sources", 1), "Lakeside", "Lakeside Post")
        saves(page)
        assert (written.root / EVENT).read_text(encoding="utf-8") == before
        assert DELEGATE in written.git("show", f"{BRANCH}:{EVENT}")

        sets(page, "Ready")
        expect(page.get_by_role("button", name="Status: Ready")).to_be_visible()
        publishes(page)
        expect(page.get_by_role("button", name="Published", exact=True)).to_be_visible()

    now = (written.root / EVENT).read_text(encoding="utf-8")
    assert "title: Upper and Lower Miravel talk about the ferry again\n" in now
    assert DELEGATE in now
    # All the rest is byte for byte what it was.
    assert now.replace(DELEGATE, "").replace(" ferry again\n", " ferry\n", 1) == before
    assert written.git("status", "--porcelain") == ""
    assert written.git("branch", "--list", "cms/*") == ""
    assert written.git("log", "-1", "--format=%an <%ae>", "--", EVENT) == "Ada Invented <ada@example.org>"
    assert checked(written.root).returncode == 0


def test_what_the_check_refuses_is_neither_set_ready_nor_published(written: Desk, browser: Browser) -> None:
    before = written.git("rev-parse", "main")
    with served(written.root) as url, opened(browser, url) as page:
        opens(page, url, "/collections/events/entries/ferry-talks-2031-03-04")
        page.get_by_label("Date", exact=False).first.fill("2031-13-04")
        saves(page)
        sets(page, "Ready")
        expect(page.get_by_text(f"{EVENT}:6:7: bad-date").first).to_be_visible()
    assert written.git("rev-parse", "main") == before
    assert "date: 2031-13-04" in written.git("show", f"{BRANCH}:{EVENT}")


def test_files_that_are_changed_and_not_committed_stop_a_publication_and_stay(written: Desk, browser: Browser) -> None:
    with served(written.root) as url, opened(browser, url) as page:
        page.on("dialog", lambda dialog: dialog.accept())
        opens(page, url, "/collections/topics/entries/crossing")
        page.get_by_label("Title").fill("Crossings and tolls")
        saves(page)
        sets(page, "Ready")
        expect(page.get_by_role("button", name="Status: Ready")).to_be_visible()
        written.write(EVENT, "type: meeting", "type: decision")
        publishes(page)
        expect(page.get_by_text("commit them first").first).to_be_visible()
    assert "type: decision" in (written.root / EVENT).read_text(encoding="utf-8")
    assert "cms/topics/crossing" in written.git("branch", "--list", "cms/*")


def test_a_new_record_gets_its_name_from_what_it_is_known_by(written: Desk, browser: Browser) -> None:
    with served(written.root) as url, opened(browser, url) as page:
        opens(page, url, "/collections/topics/new")
        page.get_by_label("Title").fill("Lights on the Ferry")
        saves(page)
    branch = "cms/topics/lights-on-the-ferry"
    text = written.git("show", f"{branch}:content/topics/lights-on-the-ferry.yaml")
    assert text == "# yaml-language-server: $schema=../../schema/topic.json\ntitle: Lights on the Ferry"


def test_every_record_of_the_dossier_comes_back_from_the_form_as_it_was(written: Desk, browser: Browser) -> None:
    """With the very libraries that the form reads and writes with; ``communique format`` before and after."""
    files = [replace(file, text=str(formatted(file, drop_comments=True))) for file in read_tree(ROOT)[0]]
    assert len(files) > 500
    with served(written.root) as url, opened(browser, url) as page:
        saved = page.evaluate(ROUNDTRIP[ROUNDTRIP.index("(files)") :], [[file.path, file.text] for file in files])
    for file, text in zip(files, saved, strict=True):
        assert formatted(replace(file, text=text)) == file.text, file.path
