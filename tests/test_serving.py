"""``communique serve`` as its user has it: the command in a process of its own, files saved, pages asked for."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from communique.serving.watching import Watch
from tests.dossiers import ROOT, small

# Each test starts the command, which takes long on a busy machine.
pytestmark = pytest.mark.timeout(400)


@contextmanager
def serving(folder: Path, *options: str, **environment: str) -> Iterator[str]:
    """The command over ``folder``; its address without the final slash."""
    command = [sys.executable, "-m", "communique.cli", "-C", str(folder), "serve", "--port", "0", *options]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env={**os.environ, **environment})
    assert process.stdout is not None
    try:
        for line in process.stdout:
            if found := re.search(r"serving (http://127\.0\.0\.1:\d+)/", line):
                yield found[1]
                break
        else:
            pytest.fail("it ended without serving")
    finally:
        process.terminate()
        process.stdout.close()
        assert process.wait(timeout=20) == 0


def page(address: str, **headers: str) -> str:
    with urllib.request.urlopen(urllib.request.Request(address, headers=headers), timeout=120) as answer:
        return str(answer.read().decode())


def page_with(address: str, words: str) -> str:
    """The page, as soon as it has ``words``."""
    until = time.monotonic() + 120
    while words not in (found := page(address)):
        assert time.monotonic() < until, f"{address} never had {words!r}:\n{found[:2000]}"
        time.sleep(0.1)
    return found


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def an_event(folder: Path) -> tuple[Path, str]:
    path = sorted((folder / "content/events").glob("*.yaml"))[0]
    return path, next(line for line in path.read_text().splitlines() if line.startswith("title: "))


def test_a_saved_record_shows_and_a_broken_one_leaves_the_last_good_page_under_what_is_wrong(tmp_path: Path) -> None:
    folder = small(tmp_path)
    path, title = an_event(folder)
    with serving(folder) as address:
        at = f"{address}/events/{path.stem}/"
        assert "A title of today" not in page(at)
        change(path, title, "title: A title of today")
        page_with(at, "A title of today")
        change(path, "title: A title of today", "titel: A title of tomorrow")
        wrong = page_with(at, "preview-wrong")
        assert "A title of today" in wrong
        assert f"content/events/{path.name}:" in wrong
        change(path, "titel: A title of tomorrow", "title: A title of tomorrow")
        assert "preview-wrong" not in page_with(at, "A title of tomorrow")
        # A page that nobody had looked at before, a file, and what is not there.
        assert "A title of tomorrow" in page(f"{address}/feeds/all.atom.xml")
        assert "sitemap.xml" in page(f"{address}/robots.txt")
        with pytest.raises(urllib.error.HTTPError, match="404"):
            page(f"{address}/nowhere/")
        with pytest.raises(urllib.error.HTTPError, match="403"):
            page(f"{address}/", Host="rebound.example.org")
    assert not (folder / "output").exists()


def test_pages_but_for_the_script_are_those_that_a_build_writes(miravel: Path) -> None:
    script = re.compile(r'<script src="/-/reload\.js" data-seen="\d+"></script>')
    with serving(miravel, "--public") as address:
        records = ("events/ferry-talks-2031-03-04", "actors/ada-verrin", "sources/lakeside-post-2031-03-06", "about")
        lists = ("index.html", "search/index.html", "timeline/index.html", "sitemap.xml", "places/index.html")
        for path in (*(f"{record}/index.html" for record in records), *lists):
            built = (miravel / "output" / path).read_text(encoding="utf-8")
            assert script.sub("", page(f"{address}/{path}")) == built


def test_a_dossier_that_is_broken_from_the_start_is_served_as_soon_as_it_is_mended(tmp_path: Path) -> None:
    folder = small(tmp_path)
    path, title = an_event(folder)
    change(path, title, "titel: Not yet")
    with serving(folder) as address:
        assert f"content/events/{path.name}:" in page(f"{address}/")
        change(path, "titel: Not yet", "title: At last")
        assert "At last" in page_with(f"{address}/events/{path.stem}/", "At last")


def test_templates_and_the_program_itself_are_taken_in_as_they_are_saved(tmp_path: Path) -> None:
    (tmp_path / "program").mkdir()
    subprocess.run(["cp", "-R", str(ROOT / "plugins"), str(ROOT / "templates"), str(tmp_path / "program")], check=True)
    for name in ("schema", "node_modules"):
        (tmp_path / "program" / name).symlink_to(ROOT / name)
    folder = small(tmp_path / "dossier")
    code = tmp_path / "program/plugins/communique/press/theme.py"
    template = tmp_path / "program/templates/pages/home.html"
    with serving(folder, PYTHONPATH=str(tmp_path / "program/plugins")) as address:
        good = page(f"{address}/")
        inside, end, after = template.read_text().rpartition("{% endblock %}")
        template.write_text(f"{inside}<!-- of the template -->{{{{ nothing_known }}}}{end}{after}")
        wrong = page_with(f"{address}/", "preview-wrong")
        assert "templates/pages/home.html" in wrong
        assert re.search(r"<h1[^>]*>", good)
        assert re.search(r"<h1[^>]*>", wrong), "the last good page stands beneath"
        change(template, "{{ nothing_known }}", "")
        page_with(f"{address}/", "<!-- of the template -->")
        change(code, "return made.get_template", "retrun made.get_template")
        assert "SyntaxError" in page_with(f"{address}/", "preview-wrong")
        assert "<!-- of the template -->" in page(f"{address}/")
        change(code, "retrun made.get_template(template).render(view=view)", "return 'of the program'")
        page_with(f"{address}/", "of the program")


@pytest.mark.browser
def test_an_open_page_reloads_itself_under_its_own_policy(tmp_path: Path, browser: Browser) -> None:
    folder = small(tmp_path)
    path, title = an_event(folder)
    with serving(folder) as address, browser.new_page() as tab:
        tab.set_default_timeout(120_000)
        refused: list[str] = []
        tab.on("console", lambda message: refused.append(message.text) if message.type == "error" else None)
        tab.goto(f"{address}/events/{path.stem}/")
        change(path, title, "title: Seen without a click")
        tab.get_by_role("heading", name="Seen without a click").wait_for()
        change(path, "title: Seen without a click", "titel: Wrong")
        alert = tab.get_by_role("alert")
        alert.wait_for()
        assert "Seen without a click" in tab.content()
        assert alert.evaluate("it => getComputedStyle(it).position") == "sticky"
        change(path, "titel: Wrong", "title: Mended")
        tab.get_by_role("heading", name="Mended").wait_for()
        assert refused == []


def test_what_is_saved_before_anybody_listens_is_taken_in_all_the_same(tmp_path: Path) -> None:
    folder = small(tmp_path)
    path, title = an_event(folder)
    watch = Watch(folder, None)
    change(path, title, "title: Saved early")
    stop, told = threading.Event(), threading.Event()
    seen: list[frozenset[Path]] = []

    def changed(paths: frozenset[Path]) -> None:
        seen.append(paths)
        told.set()

    watching = threading.Thread(target=watch.run, args=(stop, changed))
    watching.start()
    try:
        assert told.wait(60)
    finally:
        stop.set()
        watching.join()
    assert seen[0] == {path}


def test_a_draft_is_in_the_preview_and_only_there(tmp_path: Path) -> None:
    folder = small(tmp_path)
    path, title = an_event(folder)
    change(path, title, f"draft: true\n{title}")
    for options, shown in ((), True), (("--public",), False):
        with serving(folder, *options) as address:
            assert (f"/events/{path.stem}/" in page(f"{address}/sitemap.xml")) is shown
