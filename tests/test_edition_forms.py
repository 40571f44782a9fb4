"""Editions that are not like the dossier: in another language, on other paper, with figures, with blocks twice."""

from __future__ import annotations

import re
import subprocess
from collections import Counter
from pathlib import Path
from typing import Any

import page
import pypdf
import pytest
from PIL import Image

from communique.cli import main
from communique.load import load
from tests.dossiers import ROOT, small
from tests.editions import with_figure

HEAD = """\
---
title: {title}
summary: {summary}
type: note
edition: 1
date: 2031-03-08
language: {language}
paper: {paper}
tracks: [ferry]
accept:
- code: missing-section
  reason: It is here for how it is set.
---

"""
ARABIC = """\
## ما حدث

تحدثت البلدتان عن رسم العبور [@miravel-release-2031-03-05]؛ انظر [[ferry-talks-2031-03-04]]. لا نعرف من يملكها.

| البلدة | ما تطلبه |
|---|---|
| ميرافيل العليا | أن يبقى العبور بلا رسم |
"""
RUSSIAN = """\
## Что произошло

Города *обсуждали* плату за переправу [@miravel-release-2031-03-05]; достопримечательности и высокопоставленные
представители, законодательство и здравоохранение, самостоятельность и ответственность не упоминались.
"""
BLOCKS = "".join(
    f"\n```{block}\n{options}\n```\n"
    for block, options in (
        ("at-a-glance", "track: ferry"),
        ("timeline", "track: ferry"),
        ("delegations", "events: ferry-talks-2031-03-04"),
        ("quotation", "statement: ferry-talks-2031-03-04#boats"),
        ("positions", "topics: crossing"),
        ("claims", "claims: sunk-ferries"),
        ("whos-who", ""),
        ("chain", "source: lakeside-post-2031-03-06"),
        ("calendar", ""),
        ("corrections", ""),
        ("sources", ""),
    )
)
SEE = "## Sources\n\nSee [[ferry-talks-2031-03-04]] and [[sunk-ferries|the ferries]].\n"
TWICE = f"{SEE}{BLOCKS}\n## Again\n{BLOCKS}"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """``output/briefings`` of a dossier with an Arabic and a Russian edition and one that has every block twice."""
    folder = small(tmp_path_factory.mktemp("forms") / "dossier")
    (folder / "node_modules").symlink_to(ROOT / "node_modules")
    for id_, language, paper, title, text in (
        ("arabic", "ar", "a4", "العبّارة في صفحة واحدة", ARABIC),
        ("russian", "ru", "letter", "Паром на одной странице", RUSSIAN),
        ("twice", "en", "both", "Everything twice", TWICE),
    ):
        head = HEAD.format(title=title, summary=title, language=language, paper=paper)
        (folder / "briefings" / f"{id_}.md").write_text(head + text, encoding="utf-8")
    with_figure(folder, "ferry-note")
    assert main(["-C", str(folder), "build", "--quiet"]) == 0
    return folder / "output" / "briefings"


def web(built: Path, id_: str) -> str:
    return (built / id_ / "index.html").read_text(encoding="utf-8")


def papers(built: Path, id_: str) -> list[Path]:
    return sorted((built / id_).glob("*.pdf"), key=lambda path: len(path.name))


def words(pdf: Path) -> str:
    """The words of a PDF in the order they are read, without what only steers their direction or joins them."""
    done = subprocess.run(["pdftotext", str(pdf), "-"], capture_output=True, text=True, check=True)
    return " ".join(re.sub("[\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069]", "", done.stdout).split())


def tagged(node: Any) -> list[Any]:
    """Every element of the structure tree below ``node``."""
    node = node.get_object() if hasattr(node, "get_object") else node
    if isinstance(node, list):
        return [each for child in node for each in tagged(child)]
    return [node, *tagged(node.get("/K", []))] if isinstance(node, dict) else []


def test_an_edition_says_which_language_it_is_in_and_which_words_are_ours(built: Path) -> None:
    html = web(built, "arabic")
    assert '<article class="brief" lang="ar" dir="rtl">' in html
    assert re.search(r'<section class="control" lang="en" dir="ltr">', html)
    assert str(pypdf.PdfReader(papers(built, "arabic")[0]).root_object["/Lang"]) == "ar"
    assert str(pypdf.PdfReader(papers(built, "russian")[0]).root_object["/Lang"]) == "ru"
    assert ' lang="en"' not in web(built, "twice").partition("<article")[2].partition("</article>")[0]


@pytest.mark.poppler
def test_arabic_comes_out_of_the_paper_letter_for_letter(built: Path) -> None:
    """Also where its font sets two letters as one cluster, or lengthens one with a stroke."""
    text = words(papers(built, "arabic")[0])
    for written in ("ما حدث", "ما تطلبه", "ميرافيل العليا", "لا نعرف من يملكها", "أن يبقى العبور بلا رسم"):
        assert written in text, written


@pytest.mark.poppler
def test_russian_is_hyphenated_as_russian(built: Path) -> None:
    done = subprocess.run(
        ["pdftotext", "-layout", str(papers(built, "russian")[0]), "-"], capture_output=True, text=True, check=True
    )
    assert re.search(r"[а-я]-\s*\n\s*[а-я]", done.stdout)


@pytest.mark.parametrize("profile", [page.ValidationProfile.PDF_UA_1, page.ValidationProfile.PDF_A_3A])
@pytest.mark.parametrize("id_", ["arabic", "russian", "twice", "ferry-note"])
def test_each_of_them_passes_what_can_be_checked(built: Path, id_: str, profile: Any) -> None:
    for pdf in papers(built, id_):
        report = page.validate_pdf(str(pdf), profile=profile)
        assert not list(report.failures), report


def test_an_edition_may_choose_its_paper(built: Path) -> None:
    sizes = {
        id_: [[round(float(each)) for each in pypdf.PdfReader(pdf).pages[0].mediabox[2:]] for pdf in papers(built, id_)]
        for id_ in ("arabic", "russian", "twice")
    }
    a4, letter = [595, 842], [612, 792]
    assert sizes == {"arabic": [a4], "russian": [letter], "twice": [a4, letter]}


def test_a_block_may_stand_twice_in_an_edition(built: Path) -> None:
    ids = Counter(re.findall(r' id="([^"]+)"', web(built, "twice")))
    assert [id_ for id_, count in ids.items() if count > 1] == []
    assert 'id="_claim-sunk-ferries"' in web(built, "twice")


@pytest.mark.poppler
def test_a_reference_on_paper_says_on_which_page_its_place_is(built: Path) -> None:
    for pdf in papers(built, "twice"):
        reader = pypdf.PdfReader(pdf)
        found = re.search(r"See E-001 \(p\. (\d+)\) and the ferries \(p\. (\d+)\)", words(pdf))
        assert found
        places = {name: reader.get_destination_page_number(each) for name, each in reader.named_destinations.items()}
        wanted = [places["_event-ferry-talks-2031-03-04"], places["_claim-sunk-ferries"]]
        assert [int(number) - 1 for number in found.groups()] == wanted
    assert "(p. " not in web(built, "twice")


@pytest.mark.poppler
def test_grades_are_explained_before_the_first_one(built: Path) -> None:
    for text in (web(built, "twice").partition("<article")[2], words(papers(built, "twice")[0])):
        assert text.count("usually reliable") >= 2  # B, and D: not usually
        assert text.index("confirmed by other sources") < text.index("Sources", text.index("Raised numbers"))


def test_a_figure_of_an_editions_own_is_on_page_and_paper_with_its_words(built: Path) -> None:
    html = web(built, "ferry-note")
    assert '<img src="../../briefings/ferry-note/figures/ferry.png" alt="A grey field" width="60" height="40">' in html
    assert "Example Desk, CC BY 4.0" in html
    with Image.open(built / "ferry-note" / "figures" / "ferry.png") as served:
        assert served.size == (60, 40)
    reader = pypdf.PdfReader(papers(built, "ferry-note")[0])
    told = {str(each.get("/Alt")) for each in tagged(reader.root_object["/StructTreeRoot"])}
    assert "A grey field" in told
    assert any(image.image.size == (60, 40) for sheet in reader.pages for image in sheet.images if image.image)


@pytest.mark.parametrize(
    ("mode", "told"), [("CMYK", "its colours are CMYK"), ("GPS", "it tells where its camera stood")]
)
def test_a_picture_that_should_not_be_published_is_an_error_at_its_line(mode: str, told: str, tmp_path: Path) -> None:
    folder = small(tmp_path)
    with_figure(folder, "ferry-note")
    note = folder / "briefings" / "ferry-note.md"
    note.write_text(note.read_text(encoding="utf-8").replace("ferry.png", "ferry.jpg"), encoding="utf-8")
    (folder / "briefings" / "figures" / "ferry.png").unlink()
    exif = Image.Exif()
    if mode == "GPS":
        exif.get_ifd(0x8825).update({1: "N", 2: (47.0, 0.0, 0.0)})
    drawn = Image.new("CMYK" if mode == "CMYK" else "RGB", (60, 40))
    drawn.save(folder / "briefings" / "figures" / "ferry.jpg", exif=exif)
    line = note.read_text(encoding="utf-8")[: note.read_text(encoding="utf-8").index("ferry.jpg")].count("\n") + 1
    found = [str(each) for each in load(folder).findings]
    assert len(found) == 1
    assert found[0].startswith(f"briefings/ferry-note.md:{line}:7: bad-figure: ")
    assert told in found[0]
