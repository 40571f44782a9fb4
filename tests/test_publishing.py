"""Editions from their records to what readers hold, and back: published, served, verified, in real repositories."""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import NamedTuple

import page
import pypdf
import pytest

from communique.cli import main
from communique.editions import Pin, lock_text, read_pins
from communique.errors import PublishError
from communique.publishing import publish as publishing
from communique.publishing import verify as verifying
from communique.publishing.forms import Made
from communique.publishing.publish import Wish
from communique.publishing.rebuilt import Rebuilt
from communique.views.stamp import openssl_line
from tests.dossiers import small
from tests.editions import with_figure
from tests.keys import certificate, ec_key, p12, pem
from tests.pins import pinned
from tests.test_repository import committed

AT = "2031-03-08T06:00:00+00:00"
NAME = "miravel-ferry-note-1-2031-03-07-tlp-clear.pdf"
DESK = ec_key()
CERTIFICATE = certificate(DESK)
CORRECTION = """\
corrections:
- date: 2031-03-20
  what: the toll
  was: one groat
  now: two groats
  why: A slip.
"""


def repository(into: Path) -> Path:
    """The smallest dossier as a repository of its own, with everything committed."""
    folder = small(into)
    (folder / ".gitignore").write_text(".cache/\n/output\n.output*\n", encoding="utf-8")
    with_figure(folder, "ferry-note")
    subprocess.run(["git", "init", "-q", "-b", "main", str(folder)], check=True)
    committed(folder, "The records")
    return folder


def edit(path: Path, before: str, after: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after, 1), encoding="utf-8")


def status(folder: Path) -> list[str]:
    told = subprocess.run(
        ["git", "status", "--porcelain", "-uall"], cwd=folder, capture_output=True, text=True, check=True
    )
    return told.stdout.splitlines()


class Published(NamedTuple):
    folder: Path
    pin: Pin
    commit: str
    told: str
    files: list[str]

    @property
    def pdf(self) -> Path:
        return self.folder / "briefings" / "ferry-note.a4.pdf"


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> Published:
    """A dossier whose edition 1 was published, signed, and committed."""
    folder = repository(tmp_path_factory.mktemp("published") / "dossier")
    commit = subprocess.run(["git", "rev-parse", "HEAD"], cwd=folder, capture_output=True, text=True, check=True)
    key = p12(folder.parent / "desk.p12", DESK, CERTIFICATE, "sesame")
    done = subprocess.run(
        [sys.executable, "-m", "communique.cli", "-C", str(folder), "publish", "ferry-note", "--at", AT,
         "--embed-signature"],
        env={**os.environ, "COMMUNIQUE_SIGNING_KEY": str(key), "COMMUNIQUE_SIGNING_PASSWORD": "sesame"},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    files = status(folder)
    committed(folder, "Publish")
    return Published(folder, read_pins(folder)["ferry-note"], commit.stdout.strip(), done.stdout + done.stderr, files)


@pytest.fixture
def copy(published: Published, tmp_path: Path) -> Path:
    """That dossier in another folder, with its history, to be changed."""
    shutil.copytree(published.folder, tmp_path / "dossier")
    return tmp_path / "dossier"


@pytest.fixture
def dossier(tmp_path: Path) -> Path:
    """A dossier with nothing published, that stands in git."""
    return repository(tmp_path / "dossier")


def pin_it(folder: Path, id_: str = "ferry-note", **wish: bool) -> str:
    """Why the edition cannot be published; fails where it can."""
    with pytest.raises(PublishError) as refused:
        publishing.publish(folder, Wish(id_, AT, **wish), lambda line: None)
    return str(refused.value)


# Publishing


def test_publishing_writes_what_readers_hold_and_nothing_else(published: Published) -> None:
    kept = ("a4.pdf", "a4.pdf.p7s", "a4-signed.pdf", "lock", "mail.html", "mail.txt", "page.html")
    rows = [name for name in published.files if ".letter.pdf" not in name and "a4-signed.pdf.p7s" not in name]
    assert sorted(rows) == sorted(f"?? briefings/ferry-note.{name}" for name in kept)
    assert published.pin.commit == published.commit
    assert published.pin.instant == dt.datetime.fromisoformat(AT)
    assert published.pin.published_name == NAME
    assert "git add briefings/ferry-note.*" in published.told
    assert "sesame" not in published.told


def test_the_paper_says_what_it_is_pinned_to(published: Published) -> None:
    words = "".join(each.extract_text() for each in pypdf.PdfReader(published.pdf).pages)
    squeezed = re.sub(r"\s+", "", words)
    assert published.commit in squeezed
    assert published.pin.content in squeezed
    assert "Published8March2031,06:00UTC" in squeezed
    assert "SignedbyInventedDesk,SHA-256" in squeezed
    assert "opensslcms-verify" in squeezed
    assert "DRAFT" not in words.upper()


def test_the_digest_of_the_records_can_be_worked_out_with_everyday_tools(published: Published) -> None:
    line = (
        f"git ls-tree -r --name-only {published.commit} content briefings "
        r"| grep -vE '\.(lock|pdf|p7s|page\.html|mail\.html|mail\.txt)$' | xargs sha256sum | sha256sum"
    )
    done = subprocess.run(line, shell=True, cwd=published.folder, capture_output=True, text=True, check=True)
    assert done.stdout.split()[0] == published.pin.content


def test_the_signature_inside_keeps_the_tags_valid(published: Published) -> None:
    signed = published.folder / "briefings" / "ferry-note.a4-signed.pdf"
    assert signed.read_bytes().startswith(published.pdf.read_bytes())
    assert not list(page.validate_pdf(str(signed), profile=page.ValidationProfile.PDF_UA_1).failures)


def test_what_was_published_is_not_published_again(copy: Path) -> None:
    told = pin_it(copy)
    assert "it was published on 2031-03-08, and what readers hold does not change" in told
    assert "write an edition 2 with 'supersedes: ferry-note'" in told


def test_an_edition_that_may_not_be_published_says_all_that_stands_in_its_way(dossier: Path) -> None:
    source = dossier / "briefings" / "ferry-note.md"
    edit(source, "type: note\n", "type: note\ndraft: yes\nembargo: 2031-04-01T00:00:00Z\n")
    (dossier / "content" / "pages" / "new.md").write_text("---\ntitle: New\n---\nNew.\n", encoding="utf-8")
    told = pin_it(dossier)
    assert "it is a draft: take 'draft: yes' out" in told
    assert "its embargo runs until 2031-04-01T00:00:00+00:00: wait, or say --despite-embargo" in told
    assert "git does not have these as they stand: briefings/ferry-note.md, content/pages/new.md; commit" in told
    assert "embargo" not in pin_it(dossier, despite_embargo=True)
    assert "there is no briefing 'ferry-not'; did you mean 'ferry-note'?" in pin_it(dossier, "ferry-not")
    assert not list((dossier / "briefings").glob("*.*.*"))


def test_warnings_about_an_edition_are_mended_or_accepted_before_it_is_published(
    dossier: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = dossier / "briefings" / "ferry-note.md"
    edit(source, "type: note\n", "type: bulletin\n")
    committed(dossier)
    assert re.search(r"briefings/ferry-note.md:3:7: missing-section: .*; or accept it with the reason", pin_it(dossier))
    edit(source, "type: bulletin\n", "type: bulletin\naccept:\n- code: missing-section\n  reason: It is short.\n")
    committed(dossier)
    monkeypatch.setattr(publishing, "rebuild", made)
    assert publishing.publish(dossier, Wish("ferry-note", AT), lambda line: None).type == "bulletin"


def test_records_with_errors_are_not_published(dossier: Path, capsys: pytest.CaptureFixture[str]) -> None:
    edit(dossier / "content" / "actors" / "ada-verrin.yaml", "type: person", "type: persona")
    committed(dossier)
    assert main(["-C", str(dossier), "publish", "ferry-note"]) == 1
    assert "content/actors/ada-verrin.yaml:2:7: bad-choice" in capsys.readouterr().err


def test_without_git_there_is_no_pin(tmp_path: Path) -> None:
    assert "stands in no git repository, and a pin is a commit" in pin_it(small(tmp_path / "d"))


@pytest.mark.parametrize(
    ("number", "supersedes", "told"),
    [
        (2, "ferry-note", "'ferry-note', which it supersedes, was never published"),
        (1, "pinned", "it is edition 1 and supersedes edition 1: number it 2"),
    ],
)
def test_an_edition_supersedes_one_that_was_published(number: int, supersedes: str, told: str, dossier: Path) -> None:
    if supersedes == "pinned":
        pinned(dossier)
    text = (dossier / "briefings" / "ferry-note.md").read_text(encoding="utf-8")
    text = text.replace("edition: 1\n", f"edition: {number}\nsupersedes: ferry-note\n")
    (dossier / "briefings" / "second.md").write_text(text, encoding="utf-8")
    committed(dossier)
    assert told in pin_it(dossier, "second")


def made(*_: object) -> Rebuilt:
    """What a rebuild gives, for tests of what becomes of it."""
    return Rebuilt(
        {"a4": Made("a4", NAME, b"%PDF-1.7 invented"), "page": Made("page", None, b"<article></article>")},
        {"WeasyPrint": "0"},
    )


def test_a_pdf_over_two_megabytes_is_not_published(dossier: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    heavy = Rebuilt({"a4": Made("a4", NAME, b"%PDF" * 600_000)}, {})
    monkeypatch.setattr(publishing, "rebuild", lambda *_: heavy)
    assert f"{NAME}: the PDF on A4 has 2,400,000 bytes, and may have 2,097,152." in pin_it(dossier)
    assert status(dossier) == []


def test_two_publishers_at_once_are_kept_apart(dossier: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def slow(*_: object) -> Rebuilt:
        assert "another 'communique publish' is under way here" in pin_it(dossier)
        return made()

    monkeypatch.setattr(publishing, "rebuild", slow)
    publishing.publish(dossier, Wish("ferry-note", AT), lambda line: None)
    assert read_pins(dossier)


@pytest.mark.parametrize("at", range(4))
def test_a_disk_that_refuses_leaves_nothing(at: int, dossier: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    moved: list[Path] = []
    rename = Path.rename

    def failing(self: Path, target: Path) -> Path:
        if self.name.startswith("ferry-note"):
            moved.append(target)
            if len(moved) > at:
                raise OSError(28, "No space left on device")
        return rename(self, target)

    monkeypatch.setattr(publishing, "rebuild", made)
    monkeypatch.setattr(Path, "rename", failing)
    if at < 3:
        assert "No space left on device; nothing was published" in pin_it(dossier)
        assert status(dossier) == []
    else:
        publishing.publish(dossier, Wish("ferry-note", AT), lambda line: None)
        assert len(status(dossier)) == 3


def test_a_publisher_that_is_killed_leaves_nothing_and_stands_in_nobodys_way(
    dossier: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    command = [sys.executable, "-m", "communique.cli", "-C", str(dossier), "publish", "ferry-note"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as running:
        assert running.stderr is not None
        assert "making it at commit" in running.stderr.readline()
        running.kill()
    assert status(dossier) == []
    # Killed between two files: what is left is named by no lock, and the next run takes it away.
    (dossier / "briefings" / "ferry-note.letter.pdf").write_bytes(b"half")
    monkeypatch.setattr(publishing, "rebuild", made)
    publishing.publish(dossier, Wish("ferry-note", AT), lambda line: None)
    assert not (dossier / "briefings" / "ferry-note.letter.pdf").exists()


def test_a_trial_run_keeps_nothing(dossier: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(publishing, "rebuild", made)
    pin = publishing.publish(dossier, Wish("ferry-note", AT, write=False), lambda line: None)
    assert pin.published_name == NAME
    assert status(dossier) == []


# The site


class Site(NamedTuple):
    output: Path

    def read(self, path: str) -> str:
        return re.sub(r"\s+", " ", (self.output / path).read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def later(published: Published, tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The site after a second edition was published, a record corrected and a third edition drafted."""
    folder = tmp_path_factory.mktemp("later") / "dossier"
    shutil.copytree(published.folder, folder)
    source = (folder / "briefings" / "ferry-note.md").read_text(encoding="utf-8")
    second = source.replace("edition: 1\n", "edition: 2\nsupersedes: ferry-note\n").replace("2031-03-07", "2031-03-09")
    (folder / "briefings" / "ferry-note-2.md").write_text(second, encoding="utf-8")
    committed(folder)
    pinned(folder, "ferry-note-2", instant="2031-03-10T06:00:00+00:00")
    note = second.replace("title: The ferry, in one page", "title: The ferry in spring").replace(
        "edition: 2", "edition: 3"
    )
    (folder / "briefings" / "ferry-spring.md").write_text(
        note.replace("supersedes: ferry-note", "updates: ferry-note-2"), encoding="utf-8"
    )
    edit(folder / "briefings" / "ferry-note.md", "type: note\n", f"type: note\n{CORRECTION}")
    edit(folder / "content" / "events" / "ferry-talks-2031-03-04.yaml", "title: ", "title: Renamed, ")
    assert main(["-C", str(folder), "build", "--quiet", "--at", "2031-04-01T00:00:00Z"]) == 0
    return Site(folder / "output")


def test_every_build_serves_exactly_the_bytes_that_were_published(published: Published, later: Site) -> None:
    for row in published.pin.files:
        if row.name is not None:
            served = (later.output / "briefings" / "ferry-note" / row.name).read_bytes()
            assert hashlib.sha256(served).hexdigest() == row.sha256
    html = later.read("briefings/ferry-note/index.html")
    assert "Renamed, " not in html.partition("<article")[2].partition("</article>")[0]
    assert published.commit in html
    assert published.pin.paper.sha256 in html


def test_a_figure_is_kept_with_the_edition_that_shows_it(
    published: Published, later: Site, copy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    drawn = (published.folder / "briefings" / "figures" / "ferry.png").read_bytes()
    assert published.pin.figures[0].sha256 == hashlib.sha256(drawn).hexdigest()
    assert '<img src="../../briefings/ferry-note/figures/ferry.png"' in later.read("briefings/ferry-note/index.html")
    assert (later.output / "briefings" / "ferry-note" / "figures" / "ferry.png").read_bytes() == drawn
    kept = (published.folder / "briefings" / "ferry-note.mail.html").read_text(encoding="utf-8")
    assert "<img" not in kept
    assert 'figures/ferry.png">[Picture: A grey field]</a>' in kept
    (copy / "briefings" / "figures" / "ferry.png").write_bytes(drawn + b"!")
    assert main(["-C", str(copy), "check"]) == 1
    assert "changed-file: 'figures/ferry.png' has other bytes" in capsys.readouterr().out


def test_a_reader_checks_the_signature_from_what_the_site_serves(published: Published, later: Site) -> None:
    line = openssl_line(published.pin.instant, NAME).split()
    assert " ".join(line) in later.read("briefings/ferry-note/index.html")
    done = subprocess.run(line, cwd=later.output / "briefings" / "ferry-note", capture_output=True, check=False)
    assert done.returncode == 0, done.stderr


def test_the_banner_says_superseded_and_corrected_with_links(later: Site) -> None:
    html = later.read("briefings/ferry-note/index.html")
    banner = html.partition("<aside")[2].partition("</aside>")[0]
    assert "<b>Superseded.</b> Published 8 March 2031." in banner
    assert 'Superseded by <a href="../../briefings/ferry-note-2/index.html">The ferry, in one page, edition 2' in banner
    assert "Corrected on 20 March 2031: the toll." in banner
    assert 'href="../../corrections/index.html"' in banner
    second = later.read("briefings/ferry-note-2/index.html")
    assert "<b>Current edition.</b> Published 10 March 2031." in second
    assert "<article>Invented</article>" in second


def test_the_archive_lists_editions_with_where_they_stand(later: Site) -> None:
    archive = later.read("briefings/index.html")
    assert re.search(r'<li class="superseded">.*?ferry-note/index.html', archive)
    assert re.search(r'<li class="current">.*?ferry-note-2/index.html', archive)
    assert re.search(r'<li class="draft">.*?ferry-spring/index.html', archive)
    assert f'href="../briefings/ferry-note/{NAME}.p7s"' in archive


def test_a_draft_is_no_reason_to_call_an_edition_carried_on(later: Site) -> None:
    assert "Carried on" not in later.read("briefings/ferry-note-2/index.html")
    assert "<b>Draft.</b> Not published" in later.read("briefings/ferry-spring/index.html")


def test_a_published_edition_that_is_withheld_now_is_not_served(copy: Path) -> None:
    edit(copy / "briefings" / "ferry-note.md", "type: note\n", "type: note\nmarking: TLP:RED\n")
    assert main(["-C", str(copy), "build", "--quiet"]) == 0
    assert not (copy / "output" / "briefings" / "ferry-note").exists()


# Verifying


def ask(folder: Path, file: Path, *options: str, capsys: pytest.CaptureFixture[str]) -> tuple[int, str]:
    status = main(["-C", str(folder), "verify", str(file), *options])
    return status, capsys.readouterr().out


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    return pem(tmp_path / "desk.pem", None, CERTIFICATE)


FAKE = """\
import os, sys, time, datetime
SHIFT = 20 * 31557600
_time, _gm, _local, _ns, real = time.time, time.gmtime, time.localtime, time.time_ns, datetime.datetime
time.time = lambda: _time() + SHIFT
time.time_ns = lambda: _ns() + SHIFT * 10**9
time.gmtime = lambda at=None: _gm(time.time() if at is None else at)
time.localtime = lambda at=None: _local(time.time() if at is None else at)
class _Meta(type):
    def __instancecheck__(cls, value):
        return isinstance(value, real)
class Later(real, metaclass=_Meta):
    def __repr__(self):
        return repr(real.combine(self.date(), self.timetz()))
    @classmethod
    def now(cls, tz=None):
        return real.fromtimestamp(time.time(), tz)
    @classmethod
    def utcnow(cls):
        return real.fromtimestamp(time.time(), datetime.UTC).replace(tzinfo=None)
datetime.datetime = Later
sys.executable = {python!r}
with open({seen!r}, "a") as seen:
    seen.write(f"{{time.gmtime().tm_year}} {{' '.join(sys.argv)}}\\n")
"""


def test_a_rebuild_in_another_folder_zone_locale_seed_and_year_has_the_same_bytes(
    published: Published, tmp_path: Path
) -> None:
    """A clone elsewhere, where every Python that the rebuild starts believes it is twenty years later."""
    clone = tmp_path / "häuser und gärten" / "clone"
    subprocess.run(["git", "clone", "-q", str(published.folder), str(clone)], check=True)
    fake = tmp_path / "fake"
    fake.mkdir()
    python, seen = fake / "python", fake / "seen.txt"
    (fake / "sitecustomize.py").write_text(FAKE.format(python=str(python), seen=str(seen)), encoding="utf-8")
    python.write_text(f'#!/bin/sh\nPYTHONPATH="{fake}:$PYTHONPATH" exec "{sys.executable}" "$@"\n')
    python.chmod(0o755)
    environment = {**os.environ, "TZ": "Pacific/Kiritimati", "LANG": "tr_TR.UTF-8", "LC_ALL": "tr_TR.UTF-8"}
    environment["PYTHONHASHSEED"] = "77"
    done = subprocess.run(
        [str(python), "-m", "communique.cli", "-C", str(clone), "verify", str(published.pdf)],
        env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Rebuilt from that commit: the PDF on A4 has the same bytes." in done.stdout
    assert "Rebuilt from that commit: the mail as plain text has the same bytes." in done.stdout
    assert done.stdout.endswith("VERIFIED\n")
    years = [line.split()[0] for line in seen.read_text(encoding="utf-8").splitlines() if " brief" in line]
    assert years
    assert all(int(year) >= time.gmtime().tm_year + 19 for year in years)
    left = subprocess.run(["git", "worktree", "list"], cwd=clone, capture_output=True, text=True, check=True)
    assert left.stdout.count("\n") == 1


def test_a_renamed_copy_is_known_with_its_pin_and_its_signature(
    published: Published, desk: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    renamed = Path(shutil.copy(published.pdf, tmp_path / "from a colleague.pdf"))
    code, told = ask(published.folder, renamed, "--no-rebuild", "--certificate", str(desk), capsys=capsys)
    assert code == 0
    assert "This is 'The ferry, in one page', edition 1, of 7 March 2031: the PDF on A4." in told
    assert f"It was published as {NAME}." in told
    assert f"Its pin is briefings/ferry-note.lock: commit {published.commit}" in told
    assert "Signature: trusted: signed by Invented Desk, SHA-256" in told


def test_the_copy_with_the_signature_inside_is_known_too(
    published: Published, desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    signed = published.folder / "briefings" / "ferry-note.a4-signed.pdf"
    code, told = ask(published.folder, signed, "--no-rebuild", "--certificate", str(desk), capsys=capsys)
    assert code == 0
    assert "Signature inside: trusted: signed by Invented Desk" in told


def test_a_signature_by_somebody_else_is_not_good_enough(
    published: Published, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = pem(tmp_path / "other.pem", None, certificate(ec_key(), "Stranger"))
    code, told = ask(published.folder, published.pdf, "--no-rebuild", "--certificate", str(other), capsys=capsys)
    assert code == 1
    assert "Signature: stranger: signed by Invented Desk" in told
    assert told.endswith("NOT VERIFIED\n")


def test_an_altered_copy_is_told_by_what_it_says_of_itself(
    published: Published, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(published.pdf.read_bytes()))
    writer.add_attachment("more.txt", b"not ours")
    altered = tmp_path / "altered.pdf"
    writer.write(altered)
    code, told = ask(published.folder, altered, capsys=capsys)
    assert code == 1
    assert "This is an altered copy of 'The ferry, in one page', edition 1, of 7 March 2031" in told
    assert "attachments: more.txt is different." in told
    assert "text: the same." in told


def test_bytes_put_behind_the_published_ones_are_told(
    published: Published, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    longer = tmp_path / "longer.pdf"
    longer.write_bytes(published.pdf.read_bytes() + b"% a remark\n")
    code, told = ask(published.folder, longer, capsys=capsys)
    assert code == 1
    assert "and 11 more that were never published." in told
    assert f"a remark or a signature in: 'head -c {published.pin.paper.bytes}' takes it off." in told


def test_a_file_that_is_none_of_ours_is_told_so(
    published: Published, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for content in (b"", b"%PDF-1.7\n", b"no pdf"):
        other = tmp_path / "other.pdf"
        other.write_bytes(content)
        code, told = ask(published.folder, other, capsys=capsys)
        assert (code, "No lock has these bytes, and the file says it is no edition of ours." in told) == (1, True)


def test_another_render_environment_is_compared_part_by_part(
    copy: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    pdf = copy / "briefings" / "ferry-note.a4.pdf"
    again = io.BytesIO()
    pypdf.PdfWriter(clone_from=io.BytesIO(pdf.read_bytes())).write(again)
    pin = read_pins(copy)["ferry-note"]
    there = {**pin.environment, "Pango": "9.99"}
    other = Rebuilt({"a4": Made("a4", NAME, again.getvalue())}, there)
    monkeypatch.setattr(verifying, "rebuild", lambda *_: other)
    code, told = ask(copy, pdf, capsys=capsys)
    assert code == 0
    assert f"the bytes of the PDF on A4 cannot be compared: Pango {pin.environment['Pango']} there, 9.99 here." in told
    for part in ("text", "tags", "outline", "attachments", "metadata"):
        assert f"  {part}: the same." in told
    monkeypatch.setattr(verifying, "rebuild", lambda *_: Rebuilt(other.forms, pin.environment))
    code, told = ask(copy, pdf, capsys=capsys)
    assert code == 1
    assert "has other bytes, in the same render environment." in told


def test_a_shallow_clone_says_that_it_cannot_rebuild(
    published: Published, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    clone = tmp_path / "shallow"
    subprocess.run(["git", "clone", "-q", "--depth", "1", f"file://{published.folder}", str(clone)], check=True)
    code, told = ask(clone, published.pdf, capsys=capsys)
    assert code == 4
    assert f"It was not rebuilt: commit {published.commit[:12]} is not in this repository; this clone is" in told
    assert "'git fetch --unshallow' brings the rest" in told
    assert told.endswith("AS PUBLISHED, NOT REBUILT\n")


def test_a_pin_whose_commit_was_lost_says_so(copy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pin = read_pins(copy)["ferry-note"]
    lost = pin.model_copy(update={"commit": "0" * 40})
    (copy / "briefings" / "ferry-note.lock").write_text(lock_text(lost), encoding="utf-8")
    code, told = ask(copy, copy / "briefings" / "ferry-note.a4.pdf", capsys=capsys)
    assert code == 4
    assert "a squash or a rebase may have lost it" in told


def test_a_draft_is_set_on_paper_without_a_site(dossier: Path, capsys: pytest.CaptureFixture[str]) -> None:
    into = dossier.parent / "drafts"
    assert main(["-C", str(dossier), "brief", "ferry-note", "--into", str(into)]) == 0
    assert str(into / NAME) in capsys.readouterr().out
    assert "Draft, not published" in pypdf.PdfReader(into / NAME).pages[0].extract_text()
    code, told = ask(dossier, into / NAME, capsys=capsys)
    assert code == 1
    assert "'ferry-note', which was never published here" in told
