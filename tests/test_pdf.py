"""The engine that sets PDFs: what is in them, what stops them, and that the same goes in as comes out."""

from __future__ import annotations

import io
import json
import os
import pickle
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
import zlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import page
import pypdf
import pytest

from communique.cli import main
from communique.pdf import BASE, Attachment, Manuscript, PaperError, Pool, render_environment
from communique.plan import Imprint
from communique.press.assets import print_files
from tests.dossiers import ROOT
from tests.editions import EDITION, NAME, dossier

FILES = {path: source.read_bytes() for path, source in print_files(ROOT, ["css/tokens.css"]).items()}
IMPRINT = Imprint(
    "A paper",
    "en",
    datetime(2031, 3, 7, tzinfo=UTC),
    ("Example Desk",),
    "",
    (),
    "",
    "",
    "",
    (("State", "x", "A state"),),
)
SHEET = '<link rel="stylesheet" href="css/tokens.css"><style>html {font-family: "Source Serif 4"}</style>'


def paper(body: str, files: dict[str, bytes] = FILES) -> Manuscript:
    html = f'<html lang="en"><head><title>A paper</title>{SHEET}</head><body>{body}</body></html>'
    given = Attachment("records.json", b"{}", "Nothing", "application/json")
    return Manuscript(html, IMPRINT, files, (given,))


@pytest.fixture(scope="module")
def pool() -> Iterator[Pool]:
    with Pool(1, 60, 2048) as started:
        yield started


# What is in a PDF


@pytest.mark.parametrize("profile", [page.ValidationProfile.PDF_UA_1, page.ValidationProfile.PDF_A_3A])
def test_an_edition_passes_what_can_be_checked_of_pdf_ua_and_pdf_a(pdf: Path, profile: Any) -> None:
    """page-validation sees most rules a machine can judge; docs/pdf.md says what it cannot see."""
    report = page.validate_pdf(str(pdf), profile=profile)
    assert not list(report.failures), report


@pytest.mark.skipif(shutil.which("verapdf") is None, reason="veraPDF is not on PATH; it is no part of the set-up")
@pytest.mark.parametrize("flavour", ["3a", "ua1"])
def test_an_edition_passes_verapdf_where_there_is_one(pdf: Path, flavour: str) -> None:
    done = subprocess.run(
        ["verapdf", "--format", "text", "--flavour", flavour, str(pdf)], capture_output=True, text=True, check=False
    )
    assert done.stdout.startswith("PASS"), done.stdout + done.stderr


def test_every_heading_cell_of_a_table_says_what_it_heads(pdf: Path) -> None:
    objects = [each.get_object() for each in _structure(pypdf.PdfReader(pdf))]
    cells = [each for each in objects if each.get("/S") == "/TH"]
    assert {str(each["/A"]["/Scope"]) for each in cells} == {"/Column", "/Row"}
    for each in objects:
        if each.get("/S") == "/Figure":
            assert str(each["/Alt"]).strip()


def _structure(reader: pypdf.PdfReader) -> Iterator[Any]:
    waiting = [reader.root_object["/StructTreeRoot"]]
    while waiting:
        each: Any = waiting.pop().get_object()
        if isinstance(each, dict):
            yield each
            kids = each.get("/K", [])
            waiting += kids if isinstance(kids, list) else [kids]


def test_no_stream_ends_in_what_a_reader_takes_for_a_line_end(pool: Pool) -> None:
    """zlib's last byte is a checksum: once in 128 streams it is a carriage return or a line feed."""
    content = next(text for n in range(999) if zlib.adler32(text := b"y" * n) & 0xFF in b"\r\n")
    given = Attachment("n.txt", content, "Letters", "text/plain")
    made = pool.set(replace(paper("<p>x</p>"), attachments=(given,)))
    assert not re.search(rb"[\r\n]\nendstream", made)
    assert pypdf.PdfReader(io.BytesIO(made)).attachments["n.txt"][0] == content


def test_an_edition_is_set_on_a4_and_on_letter_from_one_source(tmp_path: Path) -> None:
    folder = dossier(tmp_path)
    (folder / "briefings" / "every-block.md").unlink()
    with (folder / "pelicanconf.py").open("a", encoding="utf-8") as conf:
        conf.write('PAPER = "both"\n')
    assert main(["-C", str(folder), "build", "--quiet"]) == 0
    sizes = {}
    for path in sorted(folder.glob("output/briefings/ferry-note/*.pdf")):
        box = pypdf.PdfReader(path).pages[0].mediabox
        sizes[path.name] = (round(box.width), round(box.height))
    name = "miravel-ferry-note-1-2031-03-07-tlp-clear"
    assert sizes == {f"{name}.pdf": (595, 842), f"{name}-letter.pdf": (612, 792)}
    page_ = (folder / "output/briefings/ferry-note/index.html").read_text(encoding="utf-8")
    assert f'href="../../briefings/ferry-note/{name}-letter.pdf"' in page_


def test_the_records_behind_an_edition_are_attached_as_its_data(pdf: Path) -> None:
    reader = pypdf.PdfReader(pdf)
    names = set(reader.attachments)
    assert names == {"records.json", "events.csv", "statements.csv", "sources.csv", "actors.csv"}
    whole = json.loads(reader.attachments["records.json"][0])
    assert whole["records"]["ferry-talks-2031-03-04"]["kind"] == "event"
    assert "lakeside-post-2031-03-06" in whole["records"]
    assert "private_note" not in str(whole)
    events = reader.attachments["events.csv"][0].decode()
    assert events.startswith("id,number,title")
    associated: Any = reader.root_object["/AF"]
    for each in associated:
        spec = each.get_object()
        assert spec["/AFRelationship"] == "/Data"
        assert spec["/EF"]["/F"]["/Params"]["/ModDate"] == "D:20310307000000Z"


def test_an_edition_carries_no_record_that_was_not_known_on_its_day(tmp_path: Path) -> None:
    early = EDITION.replace("as_of: 2031-03-07", "as_of: 2031-03-05").replace("[@lakeside-post-2031-03-06] ", "")
    folder = dossier(tmp_path, early.replace("source: lakeside-post-2031-03-06", "source: miravel-release-2031-03-05"))
    assert main(["-C", str(folder), "build", "--quiet"]) == 0
    reader = pypdf.PdfReader(folder / "output" / "briefings" / "every-block" / NAME)
    assert "lakeside-post" not in reader.attachments["records.json"][0].decode()


def test_the_metadata_name_edition_marking_digest_and_render_environment(pdf: Path) -> None:
    reader = pypdf.PdfReader(pdf)
    stream: Any = reader.root_object["/Metadata"]
    xmp = stream.get_object().get_data().decode()
    for name, value in (
        ("Briefing", "every-block"),
        ("Edition", "1"),
        ("Marking", "TLP:CLEAR"),
        ("AsOf", "2031-03-07"),
    ):
        assert f"<communique:{name}>{value}</communique:{name}>" in xmp
    assert re.search(r"<communique:Digest>[0-9a-f]{64}<", xmp)
    found = re.search(r"<communique:RenderEnvironment>([^<]+)<", xmp)
    assert found is not None
    for name in ("WeasyPrint 70", "Pango 1.", "HarfBuzz ", "fontconfig 2.", "zlib 1.", "fonts "):
        assert name in found[1]
    assert "unknown" not in found[1]
    assert reader.metadata is not None
    assert reader.metadata.title == "Every block there is"
    assert reader.metadata.author == "Example Desk"
    assert reader.metadata.creation_date == datetime(2031, 3, 7, tzinfo=UTC)
    assert str(reader.root_object["/Lang"]) == "en"


def test_no_machine_shows_through(pdf: Path) -> None:
    whole = b"".join(
        each.get_data() if hasattr(each, "get_data") else str(each).encode()
        for number in range(1, len(pypdf.PdfReader(pdf).xref[0]))
        if (each := pypdf.PdfReader(pdf).get_object(number)) is not None
    )
    for word in (str(ROOT), os.environ.get("HOME", "/root"), "theme.invalid", "/tmp/"):
        assert word.encode() not in whole


# The same bytes


def test_the_same_manuscript_gives_the_same_bytes_after_others_and_in_another_child(pool: Pool) -> None:
    wanted = pool.set(paper("<h1>One</h1><p>text نص Текст</p>"))
    pool.set(paper("<h1>Two</h1><table><tr><th>a</th><td>b</td></tr></table>"))
    assert pool.set(paper("<h1>One</h1><p>text نص Текст</p>")) == wanted
    script = (
        "import sys, pickle; from communique.pdf import Pool\n"
        "with Pool(1, 60, 2048) as pool: sys.stdout.buffer.write(pool.set(pickle.load(sys.stdin.buffer)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        input=pickle.dumps(paper("<h1>One</h1><p>text نص Текст</p>")),
        capture_output=True,
        check=True,
        cwd="/",
        env={**os.environ, "TZ": "Pacific/Auckland", "LC_ALL": "C", "PYTHONHASHSEED": "7", "SOURCE_DATE_EPOCH": "9"},
    )
    assert done.stdout == wanted


def test_the_render_environment_is_a_value_that_names_every_program() -> None:
    found = render_environment(FILES)
    assert found == render_environment(dict(reversed(FILES.items())))
    assert "unknown" not in found.values()
    assert render_environment({**FILES, "fonts/x.otf": b"another"})["fonts"] != found["fonts"]


def test_an_unchanged_edition_is_not_set_again(tmp_path: Path) -> None:
    folder = dossier(tmp_path)
    (folder / "briefings" / "every-block.md").unlink()
    kept = folder / ".cache" / "pdf"

    def build() -> bytes:
        assert main(["-C", str(folder), "build", "--quiet"]) == 0
        return next(folder.glob("output/briefings/ferry-note/*.pdf")).read_bytes()

    made = build()
    (first,) = kept.iterdir()
    before = first.stat().st_mtime_ns
    assert build() == made
    assert first.stat().st_mtime_ns == before, "it was set again"
    first.write_bytes(first.read_bytes()[:-9] + b"corrupted")
    assert build() == made
    assert first.read_bytes().endswith(made[-9:])
    sheet = folder / "templates" / "static" / "css" / "tokens.css"
    sheet.parent.mkdir(parents=True)
    sheet.write_text((ROOT / "templates/static/css/tokens.css").read_text("utf-8") + "/* x */\n", encoding="utf-8")
    build()
    assert len(list(kept.iterdir())) == 2


# What stops it


def test_a_letter_that_no_font_has_is_told_at_its_line_in_the_edition_and_in_a_record(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = EDITION.replace("{lines}", "A letter 中 that no font has")
    folder = dossier(tmp_path, text)
    source = folder / "content" / "sources" / "lakeside-post-2031-03-06.yaml"
    source.write_text(source.read_text(encoding="utf-8").replace("Паром", "船 Паром"), encoding="utf-8")
    assert main(["-C", str(folder), "build", "--quiet"]) == 3
    told = capsys.readouterr().err
    found = re.search(
        r"briefings/every-block\.md:(\d+):29: no font has the letter '中' \(U\+4E2D\).*\(edition 1\)", told
    )
    assert found is not None
    assert "A letter 中" in text.splitlines()[int(found[1]) - 1]
    assert re.search(r"content/sources/lakeside-post-2031-03-06\.yaml:\d+:8: no font has the letter '船'", told)
    assert not (folder / "output").exists()


def test_an_address_that_a_style_sheet_asks_for_is_told_at_its_line_there(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = dossier(tmp_path)
    sheet = folder / "templates" / "static" / "css" / "print-letter.css"
    sheet.parent.mkdir(parents=True)
    sheet.write_text("@page { size: letter; }\nh1 { background: url(https://elsewhere.example/x.png); }\n", "utf-8")
    edition = folder / "briefings" / "every-block.md"
    edition.write_text(EDITION.replace("edition: 1", "edition: 1\npaper: letter"), encoding="utf-8")
    assert main(["-C", str(folder), "brief", "every-block", "--into", str(folder / "drafts")]) == 3
    place = "templates/static/css/print-letter.css:2:22"
    told = "'https://elsewhere.example/x.png' may not be fetched; briefings/every-block (edition 1, on Letter)"
    assert f"{place}: {told} cannot be set on paper." in capsys.readouterr().err
    assert not list(folder.glob("drafts/*"))


def test_a_font_that_is_not_installed_is_told_at_its_line_with_the_edition_that_lacks_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = dossier(tmp_path)
    sheet = folder / "templates" / "static" / "css" / "print-letter.css"
    sheet.parent.mkdir(parents=True)
    face = "@font-face { font-family: Invented; src: url(../fonts/invented.woff2); }\n"
    sheet.write_text(f"@page {{ size: letter; }}\n{face}", encoding="utf-8")
    edition = folder / "briefings" / "every-block.md"
    edition.write_text(EDITION.replace("edition: 1", "edition: 1\npaper: letter"), encoding="utf-8")
    assert main(["-C", str(folder), "brief", "every-block", "--into", str(folder / "drafts")]) == 3
    told = capsys.readouterr().err
    place = f"templates/static/css/print-letter.css:2:{face.index('invented') + 1}"
    assert f"{place}: the font 'invented.woff2' is not installed." in told
    assert "briefings/every-block.md: briefings/every-block (edition 1, on Letter) cannot be set on paper" in told
    assert not list(folder.glob("drafts/*"))


@pytest.mark.parametrize(
    "address", ["https://elsewhere.example/x.png", "file:///etc/passwd", "../../secret.png", "data:image/png;base64,AA"]
)
def test_a_pdf_fetches_nothing_but_what_it_was_given(address: str, pool: Pool) -> None:
    with pytest.raises(PaperError, match="may not be fetched"):
        pool.set(paper(f'<img src="{address}" alt="x">'))


def test_a_picture_that_cannot_be_read_is_an_error(pool: Pool) -> None:
    with pytest.raises(PaperError) as caught:
        pool.set(paper('<img src="figures/x.png" alt="x">', {**FILES, "figures/x.png": b"no picture"}))
    assert [(each.sort, each.subject) for each in caught.value.complaints] == [("image", "figures/x.png")]


def test_a_style_sheet_weasyprint_does_not_know_is_an_error(pool: Pool) -> None:
    with pytest.raises(PaperError, match="flux-capacity"):
        pool.set(paper("<style>p {flux-capacity: 1}</style><p>x</p>"))


def test_nothing_of_our_environment_reaches_the_child(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COMMUNIQUE_SECRET", "do-not-tell")
    with Pool(1, 60, 2048) as pool:
        before = _children()
        pool.set(paper("<p>x</p>"))
        (child,) = _children() - before
        seen = (
            Path(f"/proc/{child}/environ").read_bytes() if Path("/proc/self/environ").exists() else b"FONTCONFIG_FILE"
        )
    assert b"do-not-tell" not in seen
    assert b"FONTCONFIG_FILE" in seen


def _children() -> set[int]:
    """The children of this process that set PDFs."""
    # As Linux tells it; ps is not everywhere.
    tasks = Path(f"/proc/{os.getpid()}/task").glob("*/children")
    found = {int(child) for task in tasks for child in task.read_text().split()}
    return {child for child in found if b"communique.pdf.worker" in Path(f"/proc/{child}/cmdline").read_bytes()}


LONG = "<p>" + "word " * 400_000 + "</p>"


def test_an_edition_that_takes_too_long_is_killed_and_the_next_is_set() -> None:
    before = _children()
    with Pool(1, 4, 2048) as pool:
        started = time.monotonic()
        with pytest.raises(PaperError, match="PDF_TIMEOUT"):
            pool.set(paper(LONG))
        assert time.monotonic() - started < 20
        assert _children() == before
        assert pool.set(paper("<p>x</p>")).startswith(b"%PDF")
    assert _children() == before


def test_an_edition_that_wants_too_much_memory_is_an_error_and_the_next_is_set() -> None:
    with Pool(1, 60, 512) as pool:
        with pytest.raises(PaperError, match="PDF_MEMORY"):
            pool.set(paper("<p>" + "x" * 90_000_000 + "</p>"))
        assert pool.set(paper("<p>x</p>")).startswith(b"%PDF")


def test_a_child_that_is_killed_from_outside_hangs_nobody(pool: Pool) -> None:
    pool.set(paper("<p>x</p>"))
    (child,) = _children()
    threading.Timer(0.5, os.killpg, (child, signal.SIGKILL)).start()
    with pytest.raises(PaperError, match="SIGKILL"):
        pool.set(paper(LONG))
    assert pool.set(paper("<p>x</p>")).startswith(b"%PDF")


def test_what_was_given_is_found_below_an_address_nobody_owns() -> None:
    assert BASE.endswith(".invalid/")
