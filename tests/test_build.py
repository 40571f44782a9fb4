"""A build as a user runs it: a folder in, a published tree out, wholly old or wholly new."""

from __future__ import annotations

import errno
import os
import re
import signal
import subprocess
import sys
import time
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote

import pytest

from communique.checks.paths import RESERVED
from communique.cli import main
from communique.press import tree
from tests.dossiers import small

COMMUNIQUE = [sys.executable, "-m", "communique.cli"]


@pytest.fixture(scope="session")
def dossier(miravel: Path) -> Path:
    """The smallest dossier, built once."""
    return miravel


def quick(folder: Path) -> Path:
    """The smallest dossier without its PDF, which takes longer than all the rest."""
    small(folder)
    leave_out(folder, "briefings")
    return folder


def leave_out(folder: Path, plugin: str) -> None:
    conf = folder / "pelicanconf.py"
    text = conf.read_text(encoding="utf-8").replace(f'    "communique.pelican.{plugin}",\n', "")
    conf.write_text(text, encoding="utf-8")


def files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


class Links(HTMLParser):
    """What a page leads to, and what can be led to in it."""

    def __init__(self) -> None:
        super().__init__()
        self.targets: list[str] = []
        self.ids: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name == "id":
                self.ids.append(value or "")
            elif name in ("href", "src", "data") and tag != "base":
                self.targets.append(value or "")


def test_pelican_alone_writes_the_same_tree(dossier: Path) -> None:
    command = [sys.executable, "-m", "pelican", "-s", "pelicanconf.py", "-o", "other", "--fatal", "errors"]
    done = subprocess.run(command, cwd=dossier, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert files(dossier / "other") == files(dossier / "output")


def test_every_link_works_from_a_file(dossier: Path) -> None:
    """Links lead to files that are there (not to folders, which a browser would list) and to ids that are there."""
    output = dossier / "output"
    pages = {path: Links() for path in output.rglob("*.html")}
    for path, links in pages.items():
        links.feed(path.read_text(encoding="utf-8"))
        assert len(links.ids) == len(set(links.ids)), f"{path}: an id twice"
    for path, links in pages.items():
        for target in links.targets:
            if re.match(r"[a-z]+:", target):
                continue
            name, _, fragment = target.partition("#")
            # 404.html stands for any address, so its links begin at the root of the server.
            led = (output / unquote(name[1:]) if name[:1] == "/" else path.parent / unquote(name)).resolve()
            led = led if name else path
            assert led.is_file(), f"{path.relative_to(output)} leads to {target}"
            if fragment and led.suffix == ".html":
                assert fragment in pages[led].ids, f"{path.relative_to(output)} leads to {target}"


def test_no_page_asks_anything_of_anybody_else(dossier: Path) -> None:
    for path in (dossier / "output").rglob("*.html"):
        # 404.html stands for any address, so it names the site's own files in full.
        text = path.read_text(encoding="utf-8").replace("https://miravel.example.org/", "/")
        fetched = re.findall(r"<(?:script|img|iframe|source|object)[^>]+(?:src|data)=\"(?:https?:)?//", text)
        fetched += re.findall(r"<link[^>]+rel=\"(?:stylesheet|icon|preload)\"[^>]+href=\"https?:", text)
        assert not fetched, path
        assert not re.search(r"\sstyle=", text), path
        # A block of JSON-LD is data: no browser runs it, and no policy counts it as a script.
        assert not re.search(r"<style|<script(?! type=\"application/ld\+json\")(?![^>]+src=)|\son[a-z]+=", text), path


def test_private_fields_reach_no_output(dossier: Path) -> None:
    for path, content in files(dossier / "output").items():
        assert b"CANARY" not in content, path


def test_a_second_build_gives_the_same_bytes(dossier: Path, tmp_path: Path) -> None:
    assert main(["-C", str(dossier), "build", "--quiet", "--output", str(tmp_path / "again")]) == 0
    assert files(tmp_path / "again") == files(dossier / "output")


def test_names_at_the_top_of_the_site_are_reserved(dossier: Path) -> None:
    top = {path.name for path in (dossier / "output").iterdir() if path.is_dir()}
    assert top - {"about"} <= RESERVED


def test_a_corpus_with_errors_builds_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = quick(tmp_path)
    assert main(["-C", str(folder), "build", "--quiet"]) == 0
    before = files(folder / "output")
    (folder / "content" / "topics" / "crossing.yaml").unlink()
    assert main(["-C", str(folder), "build", "--quiet"]) == 1
    assert "unknown-topic" in capsys.readouterr().err
    assert files(folder / "output") == before


def test_a_deleted_record_takes_its_page_along(tmp_path: Path) -> None:
    folder = quick(tmp_path)
    assert main(["-C", str(folder), "build", "--quiet"]) == 0
    assert (folder / "output" / "notes" / "who-crosses" / "index.html").is_file()
    (folder / "content" / "notes" / "who-crosses.md").unlink()
    assert main(["-C", str(folder), "build", "--quiet"]) == 0
    assert not (folder / "output" / "notes" / "who-crosses").exists()


def test_a_tombstone_leads_on(tmp_path: Path) -> None:
    folder = quick(tmp_path)
    grave = folder / "content" / "actors" / "old-harbour.yaml"
    grave.write_text("merged_into: upper-miravel\n", encoding="utf-8")
    assert main(["-C", str(folder), "build", "--quiet"]) == 0
    page = (folder / "output" / "actors" / "old-harbour" / "index.html").read_text(encoding="utf-8")
    assert 'url=../../actors/upper-miravel/index.html"' in page


@pytest.mark.parametrize("line", ["draft: yes", "embargo: 2999-01-01T00:00:00Z", "marking: TLP:AMBER"])
def test_a_withheld_record_is_listed_and_nowhere_else(
    line: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = quick(tmp_path)
    note = folder / "content" / "notes" / "who-crosses.md"
    note.write_text(note.read_text(encoding="utf-8").replace("---\n", f"---\n{line}\n", 1), encoding="utf-8")
    assert main(["-C", str(folder), "build"]) == 0
    assert "withheld 1\n  withheld: who-crosses: " in capsys.readouterr().out
    for path, content in files(folder / "output").items():
        assert b"who-crosses" not in content, path
        assert "who-crosses" not in path


def test_a_broken_template_names_its_line_and_publishes_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = quick(tmp_path)
    assert main(["-C", str(folder), "build", "--quiet"]) == 0
    before = files(folder / "output")
    (folder / "templates" / "pages").mkdir(parents=True)
    (folder / "templates" / "pages" / "writing.html").write_text("first\n{{ view.no_such_thing }}\n", encoding="utf-8")
    assert main(["-C", str(folder), "build", "--quiet"]) == 3
    assert "templates/pages/writing.html:2: " in capsys.readouterr().err
    assert files(folder / "output") == before


def test_a_build_killed_at_any_moment_leaves_the_old_tree(dossier: Path, tmp_path: Path) -> None:
    """Real kills at several moments of a real build; the next build clears up what was left."""
    folder = quick(tmp_path)
    assert main(["-C", str(folder), "build", "--quiet"]) == 0
    before = files(folder / "output")
    (folder / "content" / "notes" / "who-crosses.md").unlink()
    for moment in (0.2, 0.4, 0.6, 0.8):
        started = subprocess.Popen([*COMMUNIQUE, "-C", str(folder), "build", "--quiet"])
        time.sleep(moment)
        started.send_signal(signal.SIGKILL)
        finished = started.wait() == 0
        after = files(folder / "output")
        assert after == before or not (folder / "output" / "notes" / "who-crosses").exists()
        if finished:
            break
    assert main(["-C", str(folder), "build", "--quiet"]) == 0
    assert not list(folder.glob(".output.next-*"))


def test_a_full_disk_leaves_the_old_tree(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = quick(tmp_path)
    assert main(["-C", str(folder), "build", "--quiet"]) == 0
    before = files(folder / "output")

    def full(*_: object) -> int:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(Path, "write_bytes", full)
    assert main(["-C", str(folder), "build", "--quiet"]) == 3
    assert "No space left on device; what was published before stands as it was" in capsys.readouterr().err
    assert files(folder / "output") == before


def test_two_builds_at_once_are_kept_apart(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = quick(tmp_path)
    with tree.staging(folder / "output"):
        assert main(["-C", str(folder), "build", "--quiet"]) == 3
    assert "another build of output is under way" in capsys.readouterr().err


def test_a_file_nobody_planned_is_not_published(tmp_path: Path) -> None:
    published = tmp_path / "output"
    with tree.staging(published) as staged:
        (staged.folder / "stray.html").write_text("x", encoding="utf-8")
        with pytest.raises(Exception, match=r"written and not planned: stray\.html"):
            staged.publish(frozenset())
    assert not published.exists()


def test_folders_are_exchanged_in_one_step_where_the_system_can(tmp_path: Path) -> None:
    for name in ("old", "new"):
        (tmp_path / name).mkdir()
        (tmp_path / name / name).touch()
    tree.switch(tmp_path / "new", tmp_path / "old")
    assert [path.name for path in (tmp_path / "old").iterdir()] == ["new"]


def test_where_folders_cannot_be_exchanged_two_renames_do_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tree, "exchange", lambda one, other: False)
    for name in ("old", "new"):
        (tmp_path / name).mkdir()
        (tmp_path / name / name).touch()
    tree.switch(tmp_path / "new", tmp_path / "old")
    assert [path.name for path in (tmp_path / "old").iterdir()] == ["new"]


def test_a_tree_left_between_two_renames_is_put_back(tmp_path: Path) -> None:
    left = tmp_path / ".output.old"
    left.mkdir()
    (left / "index.html").write_text("old", encoding="utf-8")
    with tree.staging(tmp_path / "output"):
        assert (tmp_path / "output" / "index.html").read_text(encoding="utf-8") == "old"


def test_a_misspelt_plugin_is_an_error_and_not_a_missing_page(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = quick(tmp_path)
    conf = folder / "pelicanconf.py"
    conf.write_text(conf.read_text(encoding="utf-8").replace("pelican.feeds", "pelican.feds"), encoding="utf-8")
    assert main(["-C", str(folder), "build", "--quiet"]) != 0
    assert "feds" in capsys.readouterr().err


def test_a_plugin_left_out_leaves_no_link_behind(tmp_path: Path) -> None:
    folder = quick(tmp_path)
    leave_out(folder, "feeds")
    assert main(["-C", str(folder), "build", "--quiet"]) == 0
    assert not (folder / "output" / "feeds").exists()
    for path in (folder / "output").rglob("*.html"):
        assert "atom.xml" not in path.read_text(encoding="utf-8"), path


@pytest.mark.parametrize("output", ["content", ".", "briefings/x", ".git"])
def test_a_build_never_takes_the_place_of_the_dossier(
    output: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = quick(tmp_path / "dossier")
    before = files(folder)
    assert main(["-C", str(folder), "build", "--quiet", "--output", str(folder / output)]) == 3
    assert "holds the dossier itself" in capsys.readouterr().err
    assert files(folder).keys() >= before.keys()


def test_a_build_takes_no_folder_that_holds_other_things(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = quick(tmp_path / "dossier")
    (tmp_path / "papers").mkdir()
    (tmp_path / "papers" / "thesis.txt").write_text("years of work", encoding="utf-8")
    assert main(["-C", str(folder), "build", "--quiet", "--output", str(tmp_path / "papers")]) == 3
    assert "is not empty and no build made it" in capsys.readouterr().err
    assert files(tmp_path / "papers") == {"thesis.txt": b"years of work"}


def test_a_withheld_claim_leaves_no_assertion_without_its_dispute(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = quick(tmp_path)
    claim = folder / "content" / "claims" / "sunk-ferries.yaml"
    claim.write_text(claim.read_text(encoding="utf-8") + "draft: yes\n", encoding="utf-8")
    assert main(["-C", str(folder), "check"]) == 1
    found = capsys.readouterr().out
    assert "content/claims/sunk-ferries.yaml:4:14: bare-assertion: this assertion is published" in found
    assert re.search(r"briefings/ferry-note\.md:\d+:9: withheld-reference", found), "a block that names it"


def test_a_file_that_is_no_text_is_one_finding(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = quick(tmp_path)
    event = folder / "content" / "events" / "ferry-talks-2031-03-04.yaml"
    event.write_bytes(event.read_text(encoding="utf-8").encode("utf-16"))
    assert main(["-C", str(folder), "check"]) == 1
    assert len(capsys.readouterr().out.splitlines()) == 1
