"""Nothing beyond a build's level and instant is in any output, in whatever way that is packed."""

from __future__ import annotations

import base64
import gzip
import io
import json
import sqlite3
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from weasyprint import HTML, Attachment

from communique.cli import main
from communique.fields import FieldClass, Model
from communique.kinds import KINDS
from communique.markings import MARKINGS
from communique.shapes import shape
from tests.dossiers import SITES
from tools.canaries.__main__ import SETTINGS, Setting, leaks, planted_in
from tools.canaries.decoding import texts
from tools.canaries.planting import PRIVATE, WHYS, Secret
from tools.canaries.searching import Search, search

BEFORE, AFTER, GREEN = SETTINGS


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[Secret]]:
    folder = tmp_path_factory.mktemp("planted")
    return folder, planted_in(SITES / "small", folder / "dossier", SITES / "planted")


def searched(planted: tuple[Path, list[Secret]], setting: Setting) -> tuple[Path, Search]:
    folder, secrets = planted
    out = folder / f"{setting.level[4:]}-{setting.instant[17:19]}"
    asked = ["build", "--quiet", "--at", setting.instant, "--level", setting.level, "--output", str(out)]
    assert main(["-C", str(folder / "dossier"), *asked]) == 0
    return out, search(out, secrets)


@pytest.fixture(scope="module")
def green(planted: tuple[Path, list[Secret]]) -> tuple[Path, Search]:
    return searched(planted, GREEN)


def leaked(planted: tuple[Path, list[Secret]], setting: Setting, found: Search) -> list[Secret]:
    return [secret for secret in leaks(planted[1], setting) if secret in found.found]


def test_one_second_before_an_embargo_ends_nothing_withheld_is_in_any_output(
    planted: tuple[Path, list[Secret]],
) -> None:
    out, found = searched(planted, BEFORE)
    assert leaked(planted, BEFORE, found) == []
    assert found.found == {}
    assert list(out.rglob("*.pdf")), "papers were searched too"


def test_one_second_after_it_what_was_embargoed_is_there_and_nothing_else(
    planted: tuple[Path, list[Secret]],
) -> None:
    _, found = searched(planted, AFTER)
    assert leaked(planted, AFTER, found) == []
    due = {each for each in planted[1] if each.why == "embargo" and each.place.endswith((".title", "text", ".number"))}
    assert due - found.found.keys() == set(), "else that they were not found before would prove nothing"


def test_what_shows_something_marked_says_so(planted: tuple[Path, list[Secret]], green: tuple[Path, Search]) -> None:
    """Pages and papers have a banner at least as high as what is on them; tables and feeds name the marking."""
    out, found = green
    assert leaked(planted, GREEN, found) == []
    shown = {name for names in found.found.values() for name in names if (out / name).is_file()}
    # The pieces of the search index have no room for a marking; the names beside them, and the page, have it.
    # A share picture has it drawn, in dots that no search for words reads (press/pictures.py).
    shown = {name for name in shown if not name.startswith("search/pagefind/") and not name.endswith(".png")}
    assert len(shown) > 40
    for name in sorted(shown):
        texts_of = "\n".join(texts((out / name).read_bytes(), 2))
        assert "TLP:GREEN" in texts_of, name


def test_a_paper_is_marked_no_lower_than_what_it_shows(green: tuple[Path, Search]) -> None:
    out, found = green
    papers = {path.relative_to(out).as_posix() for path in out.rglob("*.pdf")}
    low = {name for name in papers if name.endswith("tlp-clear.pdf")}
    assert low
    assert papers - low
    held = {name for secret, names in found.found.items() if secret.why == "green" for name in names}
    assert papers & held == papers - low


def models(model: type[Model]) -> set[type[Model]]:
    return {model}.union(*(models(each.row) for each in shape(model) if each.row is not None))


def test_every_private_field_of_every_kind_has_a_canary(planted: tuple[Path, list[Secret]]) -> None:
    declared = {
        (kind.name, each.key)
        for kind in KINDS.values()
        for model in models(kind.model)
        for each in shape(model)
        if each.field_class is FieldClass.PRIVATE
    }
    assert declared
    private = [each.place.rpartition(".")[2] for each in planted[1] if each.why == PRIVATE]
    assert {key for _, key in declared} <= set(private)
    assert len(private) >= len(WHYS) * len(declared)


def test_every_kind_has_a_withheld_twin_for_every_reason(planted: tuple[Path, list[Secret]]) -> None:
    folder = planted[0] / "dossier"
    for kind in KINDS.values():
        marks = "".join(path.read_text(encoding="utf-8") for path in (folder / kind.folder).glob("kanari*"))
        for keys in WHYS.values():
            for key, value in keys.items():
                assert f"{key}: '{value}'" in marks or f"{key}: {value}" in marks, (kind.name, key)


def test_markings_above_the_level_are_among_the_reasons() -> None:
    assert {keys["marking"] for keys in WHYS.values() if "marking" in keys} <= set(MARKINGS[1:])


WORD = "kanari4711x"


def sqlite_file(word: str) -> bytes:
    database = sqlite3.connect(":memory:")
    database.execute("create table t (a)")
    database.execute("insert into t values (?)", (word,))
    return database.serialize()


def zip_file(word: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("a.txt", gzip.compress(word.encode()))
    return out.getvalue()


def paper(word: str, *, attached: bool) -> bytes:
    if not attached:
        return HTML(string=f"<title>{word}</title><p>x").write_pdf() or b""
    inside = [Attachment(string=f"see {word}", name="a.json")]
    return HTML(string="<p>x").write_pdf(attachments=inside) or b""


@pytest.mark.parametrize(
    "pack",
    [
        lambda word: word.upper().encode(),
        lambda word: "".join(f"&#{ord(letter)};" for letter in word).encode(),
        lambda word: f"<p>{word[:5]}<wbr>{word[5:7]}<b>{word[7:]}</b>".encode(),
        lambda word: f"{word[:5]}\u00ad{word[5:]}".encode(),
        lambda word: "".join(f"%{ord(letter):02X}" for letter in word).encode(),
        lambda word: json.dumps({"a": word}).replace("k", "\\u006b").encode(),
        lambda word: f"DESCRIPTION:{word[:4]}\r\n {word[4:]}".encode(),
        lambda word: b"data:x;base64," + base64.b64encode(f"longer than the word {word}".encode()),
        lambda word: base64.urlsafe_b64encode(f"\u00fe\u00ff?>{word} and more".encode()),
        lambda word: gzip.compress(b"pagefind_dcd" + json.dumps({"content": word}).encode()),
        lambda word: b"\0\1" + word.encode("utf-16-le"),
        zip_file,
        sqlite_file,
        lambda word: paper(word, attached=False),
        lambda word: paper(word, attached=True),
    ],
)  # fmt: skip
def test_a_word_is_found_however_it_is_packed(pack: Callable[[str], bytes]) -> None:
    assert any(WORD in text.lower() for text in texts(pack(WORD)))
