"""Archived copies: taken in from a file, kept by their hash, checked, levelled with another store."""

from __future__ import annotations

import re
import shutil
import subprocess
import zlib
from pathlib import Path

import pytest

from communique.checking import check_dossier
from communique.cli import main
from communique.errors import SnapshotError
from communique.kinds import Source
from communique.load import load
from communique.quotations import NORMALISER
from communique.snapshots.extract import extract
from communique.snapshots.fenced import extract_fenced
from communique.snapshots.store import Store, digest
from tests.dossiers import small
from tests.fixtures import FOLDER

PAPERS = FOLDER / "quotations"
URL = "https://miravel-gazette.example.org/2024/03/05/ferry-talks"
RELEASE = "https://upper-miravel.example.org/ferry-talks"
PAGE = """<!doctype html><html lang="en"><head><title>{title}</title></head>
<body><nav>Menu</nav><article><h1>{title}</h1>
<p>The harbour master said that {words} and that nobody had been asked to raise them before the summer came.</p>
<p>A second paragraph says a number of further things about the river, so that the page has a text of some length.</p>
</article></body></html>"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    made = small(tmp_path / "dossier")
    conf = made / "pelicanconf.py"
    conf.write_text(conf.read_text(encoding="utf-8") + 'SNAPSHOT_STORE = "../store"\n', encoding="utf-8")
    return made


def page(folder: Path, words: str, title: str = "Ferries: #2 & more", name: str = "page.html") -> Path:
    path = folder / name
    path.write_text(PAGE.format(title=title, words=words), encoding="utf-8")
    return path


def ingest(root: Path, file: Path, url: str = URL, *options: str) -> int:
    return main(["-C", str(root), "ingest", str(file), "--url", url, "--captured", "2024-03-06", *options])


def source(root: Path, id_: str) -> Source:
    record = load(root).loaded[id_].record
    assert isinstance(record, Source)
    return record


def test_a_saved_page_becomes_a_draft_source_with_what_the_page_says_of_itself(root: Path, tmp_path: Path) -> None:
    file = page(tmp_path, "two ferries lie on the bottom")
    assert ingest(root, file) == 0
    made = source(root, "miravel-gazette-example-2024-03-05")
    assert made.title == "Ferries: #2 & more"
    assert (made.language, str(made.published), made.published_basis) == ("en", "2024-03-05", "address")
    assert (made.reliability, made.draft) == ("F", True)
    assert [row.sha256 for row in made.snapshots] == [digest(file.read_bytes())]
    assert {each.code for each in check_dossier(root).findings} == {"unused-source", "quotation-unchecked"}


def test_what_a_page_does_not_say_is_left_out_or_undetermined(root: Path, tmp_path: Path) -> None:
    file = tmp_path / "saved.txt"
    file.write_text("A title\n\nSome words without a date.\n", encoding="utf-8")
    assert ingest(root, file, "https://gazette.example.org/a") == 0
    made = source(root, "gazette-example-seen-2024-03-06")
    assert (made.language, made.published, str(made.seen)) == ("und", None, "2024-03-06")


def test_a_page_that_is_a_source_already_becomes_one_capture_more(root: Path, tmp_path: Path) -> None:
    path = root / "content" / "sources" / "miravel-release-2031-03-05.yaml"
    before = path.read_text(encoding="utf-8")
    assert ingest(root, page(tmp_path, "two ferries lie on the bottom"), RELEASE + "/") == 0
    assert ingest(root, page(tmp_path, "one ferry lies on the bottom", name="later.html"), RELEASE) == 0
    assert path.read_text(encoding="utf-8").startswith(before)
    assert len(source(root, "miravel-release-2031-03-05").snapshots) == 2


def test_the_same_bytes_twice_change_nothing(root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = page(tmp_path, "two ferries lie on the bottom")
    ingest(root, file, RELEASE)
    path = root / "content" / "sources" / "miravel-release-2031-03-05.yaml"
    before = path.read_text(encoding="utf-8")
    assert ingest(root, file, RELEASE) == 0
    assert path.read_text(encoding="utf-8") == before
    assert "has this very capture already" in capsys.readouterr().out


def test_a_row_goes_above_the_keys_that_end_a_record(root: Path, tmp_path: Path) -> None:
    path = root / "content" / "sources" / "miravel-release-2031-03-05.yaml"
    path.write_text(path.read_text(encoding="utf-8") + "private_note: ask the clerk\n", encoding="utf-8")
    ingest(root, page(tmp_path, "two ferries lie on the bottom"), RELEASE, "--ignore", "1, 3-4")
    text = path.read_text(encoding="utf-8")
    assert text.endswith("  ignore: [1, 3-4]\nprivate_note: ask the clerk\n")
    assert text.index("snapshots:") < text.index("private_note")


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "neither a page, a PDF nor a text"),
        (b"PK\x03\x04\0\0\0", "neither a page, a PDF nor a text"),
        (b"", "empty"),
        (b"%PDF-1.7 broken", "cannot be read"),
        (b"\xff\xd8\xff\xe0 caf\xe9", "not text in UTF-8"),
        (b"<html><body><script>x()</script></body></html>", "no text can be taken out"),
    ],
)
def test_junk_is_refused_and_nothing_is_kept(
    content: bytes, why: str, root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "junk"
    file.write_bytes(content)
    before = {path: path.read_bytes() for path in root.rglob("*.yaml")}
    assert ingest(root, file) == 1
    assert why in capsys.readouterr().err
    assert {path: path.read_bytes() for path in root.rglob("*.yaml")} == before
    assert not (tmp_path / "store").exists()


def test_an_id_of_another_page_is_refused(root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert ingest(root, page(tmp_path, "x"), URL, "--id", "miravel-release-2031-03-05") == 1
    assert "give that address, or another --id" in capsys.readouterr().err


def test_without_a_store_the_command_says_how_to_get_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert ingest(small(tmp_path / "d"), page(tmp_path, "x")) == 2
    assert "COMMUNIQUE_STORE" in capsys.readouterr().err


def test_a_store_inside_the_output_is_refused(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    conf = root / "pelicanconf.py"
    conf.write_text(conf.read_text(encoding="utf-8") + 'SNAPSHOT_STORE = "output/store"\n', encoding="utf-8")
    assert main(["-C", str(root), "check"]) == 2
    assert "must stand outside the output" in capsys.readouterr().err


def test_a_store_that_git_would_take_up_is_warned_of(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    subprocess.run(["git", "init", "-q", str(root)], check=True)
    conf = root / "pelicanconf.py"
    conf.write_text(conf.read_text(encoding="utf-8") + 'SNAPSHOT_STORE = "store"\n', encoding="utf-8")
    assert main(["-C", str(root), "store", "check"]) == 1
    assert "git tree that does not ignore it" in capsys.readouterr().out
    (root / ".gitignore").write_text("/store/\n", encoding="utf-8")
    assert main(["-C", str(root), "store", "check"]) == 0


def test_store_check_finds_what_is_missing_and_what_is_not_its_own(
    root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = page(tmp_path, "two ferries lie on the bottom")
    ingest(root, file, RELEASE)
    assert main(["-C", str(root), "store", "check"]) == 0
    kept = Store(tmp_path / "store").path(digest(file.read_bytes()))
    kept.write_bytes(b"other")
    assert main(["-C", str(root), "store", "check"]) == 1
    assert "other bytes than its name says" in capsys.readouterr().out
    kept.unlink()
    assert main(["-C", str(root), "store", "check"]) == 1
    assert "15:11: snapshot-missing" in capsys.readouterr().out


def test_two_stores_are_levelled_both_ways(root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    here, there = Store(tmp_path / "store"), Store(tmp_path / "elsewhere")
    first, _ = here.put(b"words that are only here")
    second, _ = there.put(b"words that are only there")
    assert main(["-C", str(root), "store", "sync", str(tmp_path / "elsewhere")]) == 0
    assert "1 snapshots sent, 1 brought" in capsys.readouterr().out
    assert here.has(second)
    assert there.has(first)


def test_a_derived_text_that_was_touched_is_made_anew(tmp_path: Path) -> None:
    store = Store(tmp_path)
    name, extracted = store.put((PAPERS / "minutes-en.txt").read_bytes())
    store.path(name).with_name(f"{name}.txt").write_text("words put in by hand", encoding="utf-8")
    assert store.text(name) == (extracted.text, "")


def test_bytes_that_are_not_those_of_their_name_give_no_text(tmp_path: Path) -> None:
    store = Store(tmp_path)
    name, _ = store.put(b"words of a page")
    store.path(name).with_name(f"{name}.json").unlink()
    store.path(name).write_bytes(b"other words")
    assert store.text(name) is None


# The lock file


def quoted(root: Path, tmp_path: Path, words: str) -> str:
    """Archive a release with ``words`` in it and judge; the lock file."""
    ingest(root, page(tmp_path, words, name=f"{len(words)}.html"), RELEASE)
    main(["-C", str(root), "quotes"])
    return (root / "content" / "verdicts.lock").read_text(encoding="utf-8")


def test_a_machine_without_the_store_has_the_verdict_from_the_lock_file(root: Path, tmp_path: Path) -> None:
    lock = quoted(root, tmp_path, "two ferries lie on the bottom")
    assert lock.count("\n") == 1
    assert '"verdict": "found"' in lock
    shutil.rmtree(tmp_path / "store")
    (judged,) = load(root).judged.values()
    assert (judged.verdict.word, judged.live, bool(judged.on)) == ("found", False, True)


def test_looking_again_leaves_the_lock_file_as_it_was(root: Path, tmp_path: Path) -> None:
    lock = quoted(root, tmp_path, "two ferries lie on the bottom")
    assert main(["-C", str(root), "quotes", "--check"]) == 0
    old = lock.replace(lock[lock.index('"date"') :][9:19], "2024-03-07")
    (root / "content" / "verdicts.lock").write_text(old, encoding="utf-8")
    assert main(["-C", str(root), "quotes"]) == 0
    assert (root / "content" / "verdicts.lock").read_text(encoding="utf-8") == old


def test_a_range_of_lines_that_runs_backwards_is_refused_and_nothing_is_kept(
    root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = {path: path.read_bytes() for path in root.rglob("*.yaml")}
    saved = page(tmp_path, "two ferries lie on the bottom")
    assert main(["-C", str(root), "ingest", str(saved), "--url", RELEASE, "--ignore", "9-3"]) == 1
    assert "'9-3' ends before it begins and leaves nothing out; write 3-9" in capsys.readouterr().err
    assert {path: path.read_bytes() for path in root.rglob("*.yaml")} == before


def test_what_cannot_be_written_is_told_and_nothing_is_kept(
    root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = {path: path.read_bytes() for path in root.rglob("*.yaml")}
    assert ingest(root, page(tmp_path, "two ferries"), "https://elsewhere.example/new", "--publisher", "Bell \x07") == 1
    assert re.search(r"content/sources/\S+\.yaml: it cannot be written", capsys.readouterr().err)
    assert {path: path.read_bytes() for path in root.rglob("*.yaml")} == before


def test_a_look_that_writes_nothing_does_not_say_that_it_wrote(
    root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ingest(root, page(tmp_path, "two ferries lie on the bottom"), RELEASE)
    capsys.readouterr()
    assert main(["-C", str(root), "quotes", "--check"]) == 1
    assert "1 quotation: 1 found" in (told := capsys.readouterr().out)
    assert told.endswith("content/verdicts.lock would change\n")
    assert not (root / "content" / "verdicts.lock").exists()


def test_a_page_that_changed_after_we_quoted_it_leaves_the_quotation_found(root: Path, tmp_path: Path) -> None:
    quoted(root, tmp_path, "two ferries lie on the bottom")
    assert '"verdict": "found"' in quoted(root, tmp_path, "no ferry at all lies on the bottom")


def test_an_altered_quotation_stops_the_build_and_is_written_to_the_lock_file(root: Path, tmp_path: Path) -> None:
    assert '"verdict": "altered"' in quoted(root, tmp_path, "three ferries lie on the bottom")
    (finding,) = check_dossier(root).findings
    assert finding.code == "quotation-altered"
    assert "“three ferries lie on the bottom”" in finding.what


def test_a_changed_quotation_has_no_verdict_until_somebody_looks(root: Path, tmp_path: Path) -> None:
    quoted(root, tmp_path, "two ferries lie on the bottom")
    shutil.rmtree(tmp_path / "store")
    path = root / "content" / "events" / "ferry-talks-2031-03-04.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("two ferries lie", "four ferries lie"), encoding="utf-8")
    (judged,) = load(root).judged.values()
    assert judged.verdict.word == "cannot-check"


def test_rules_of_another_version_give_no_verdict(root: Path, tmp_path: Path) -> None:
    lock = quoted(root, tmp_path, "two ferries lie on the bottom")
    shutil.rmtree(tmp_path / "store")
    old = lock.replace(f'"normaliser": "{NORMALISER}"', '"normaliser": "0"')
    (root / "content" / "verdicts.lock").write_text(old, encoding="utf-8")
    (judged,) = load(root).judged.values()
    assert judged.verdict.word == "cannot-check"


def bomb(stream: bytes) -> bytes:
    """A PDF of a few kilobytes whose page unfolds to a great deal."""
    packed = zlib.compress(stream, 9)
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d/Filter/FlateDecode>>stream\n" % len(packed) + packed + b"\nendstream",
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    out, places = b"%PDF-1.4\n", []
    for number, each in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, each)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return out + b"xref\n0 6\n0000000000 65535 f \n%btrailer<</Size 6/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (
        table,
        len(out),
    )


def test_a_pdf_that_unfolds_without_end_is_given_up_and_nothing_is_kept() -> None:
    text = bomb(b"BT /F1 12 Tf " + b"(hello) Tj " * 300_000 + b"ET")
    assert len(text) < 40_000
    with pytest.raises(SnapshotError, match="unfolds without end"):
        extract_fenced(text, seconds=1)
    with pytest.raises(SnapshotError, match=r"unfolds without end|cannot be read"):
        extract_fenced(bomb(b" " * 120_000_000), seconds=5, memory=300 * 2**20)


def test_a_pdf_of_usual_size_goes_through_the_fence_as_it_is() -> None:
    content = (PAPERS / "paper-en.pdf").read_bytes()
    assert extract_fenced(content) == extract(content)


def test_a_text_of_no_readable_length_is_refused() -> None:
    with pytest.raises(SnapshotError, match="keep the part that matters"):
        extract(b"word after word\n" * 300_000)
