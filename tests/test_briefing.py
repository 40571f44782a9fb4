"""An edition in its two forms: the page as a browser gets it, the PDF read back."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path, PurePosixPath
from typing import Any

import pypdf
import pytest

from communique.cli import main
from communique.estimates import BANDS, Band
from communique.kinds import Briefing
from communique.views.blocks.judgements import likelihood, ruled
from communique.views.blocks.printing import typographic
from communique.views.briefing import pdf_path
from communique.views.sheet import Site
from tests.editions import EDITION, NAME, dossier
from tests.pages import corpus, record

BRIEFING = {"title": "Spring", "type": "note", "edition": "1", "date": "2031-03-07", "covers": "2031-03-04",
            "as_of": "2031-03-07", "authors": ["Example Desk"], "body": "Text."}  # fmt: skip


@pytest.fixture(scope="session")
def html(built: Path) -> str:
    return (built / "every-block" / "index.html").read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def text(pdf: Path) -> str:
    """All words of the PDF, with single blanks between."""
    done = subprocess.run(["pdftotext", str(pdf), "-"], capture_output=True, text=True, check=True)
    return " ".join(done.stdout.split())


def plain(markup: str) -> str:
    """The words of a page, with single blanks between."""
    return " ".join(re.sub(r"<[^>]+>", " ", markup).split())


def outline(reader: pypdf.PdfReader) -> list[str]:
    return [str(each.title) for each in reader.outline if not isinstance(each, list)]


def links(reader: pypdf.PdfReader) -> list[dict[str, Any]]:
    return [each.get_object() for sheet in reader.pages for each in sheet.get("/Annots", [])]


def test_the_archive_lists_every_edition_with_its_pdf(built: Path) -> None:
    archive = (built / "index.html").read_text(encoding="utf-8")
    assert 'every-block/index.html"' in archive
    assert f'every-block/{NAME}"' in archive
    assert "The ferry, in one page" in archive


def test_the_name_of_a_pdf_says_its_number_once() -> None:
    """Many an id ends in the number; with an edition of that very name beside it, both keep theirs."""

    def name(number: str, id_: str) -> str:
        first = record("briefing", "spring", **{**BRIEFING, "edition": number})
        site = Site(corpus(first, record("briefing", "spring-2", **{**BRIEFING, "edition": "2"})), "")
        return PurePosixPath(pdf_path(site, site.corpus.get(Briefing, id_))).name

    assert name("1", "spring") == "miravel-spring-1-2031-03-07-tlp-clear.pdf"
    assert name("1", "spring-2") == "miravel-spring-2-2031-03-07-tlp-clear.pdf"
    assert name("2", "spring-2") == "miravel-spring-2-2-2031-03-07-tlp-clear.pdf"


def test_likelihood_and_confidence_are_two_scales(html: str) -> None:
    judgements = html.partition('class="judgements"')[2].partition("</section>")[0]
    assert "<b>very unlikely</b>" in judgements
    assert "5 to 20" in judgements
    assert "2 of 3 steps" in judgements
    assert "moderate" in judgements


def test_a_judgement_without_a_word_of_likelihood_says_so(html: str) -> None:
    assert "not said" in plain(html.partition('class="judgements"')[2].partition("</section>")[0])


@pytest.mark.parametrize("band", BANDS)
def test_every_word_of_icd_203_is_found_in_a_sentence(band: Band) -> None:
    for word in band.words:
        sentence = f"It is {word} that it rains."
        shown = ruled(sentence)
        assert shown is not None
        assert (likelihood(sentence)[1], shown.low, shown.high) == (word, band.low, band.high)


def test_the_legend_names_all_seven_bands_in_the_row_used(html: str) -> None:
    judgements = plain(html.partition('class="judgements"')[2].partition("</section>")[0])
    assert "almost no chance 1–5 · very unlikely 5–20 · unlikely 20–45 · roughly even chance 45–55" in judgements


def test_a_quotation_shows_its_kind_and_its_verdict(html: str) -> None:
    quoted = plain(html.partition('class="block quoted"')[2].partition("</figure>")[0])
    assert "“ two ferries lie on the bottom ”" in quoted or "“two ferries lie on the bottom”" in quoted
    assert "original words" in quoted
    assert "cannot check: no snapshot here" in quoted


def test_a_disputed_assertion_stands_beside_its_answer_on_the_page(html: str) -> None:
    claim = plain(html.partition('id="_claim-sunk-ferries"')[2].partition("</figure>")[0])
    assert claim.index("Lower Miravel has sunk two of its ferries.") < claim.index("No ferry was sunk.")
    quoted = html.partition('class="block quoted"')[2].partition("</figure>")[0]
    assert "denies" in quoted
    assert 'href="#_claim-sunk-ferries"' in quoted


def test_notes_side_by_side_never_read_as_one_number(html: str) -> None:
    assert "</sup><sup" not in html
    assert re.search(r'class="r"><a href="#source-\d+"[^>]*>\d+</a>,<a href="#source-\d+"', html)


def test_an_event_is_named_by_its_number(html: str) -> None:
    assert re.search(r'<a href="[^"]*ferry-talks-2031-03-04/index\.html" title="Upper and Lower [^"]+">E-001</a>', html)


def test_every_note_leads_to_a_graded_source(html: str) -> None:
    """Also where the edition names no sources block: it gets one at its end."""
    wanted = set(re.findall(r'href="#(source-\d+)"', html))
    assert wanted
    assert wanted <= set(re.findall(r'id="(source-\d+)"', html))


def test_straight_quotation_marks_are_set_round() -> None:
    assert typographic('"It\'s" ("so")') == "“It’s” (“so”)"


def test_what_became_known_after_an_edition_is_not_in_it(tmp_path: Path) -> None:
    folder = dossier(
        tmp_path, EDITION.replace("as_of: 2031-03-07", "as_of: 2031-03-05").replace("[@lakeside-post-2031-03-06] ", "")
    )
    assert main(["-C", str(folder), "build", "--quiet"]) == 0
    words = plain((folder / "output" / "briefings" / "every-block" / "index.html").read_text(encoding="utf-8"))
    assert "Lower Miravel has sunk two of its ferries." in words
    assert "No ferry was sunk." not in words
    assert "no answer found" in words.lower()


@pytest.mark.poppler
def test_the_paper_has_the_same_answer_beside_the_same_assertion(text: str) -> None:
    assert "Lower Miravel has sunk two of its ferries." in text
    assert "No ferry was sunk." in text
    assert "original words" in text


@pytest.mark.poppler
def test_arabic_and_russian_can_be_read_out_of_the_pdf(text: str) -> None:
    assert "Паром и пошлина" in text
    assert "آدا فيرين" in re.sub("[\u200e\u200f\u202a-\u202e\u2066-\u2069]", "", text)


@pytest.mark.poppler
def test_key_judgements_come_before_the_contents_and_the_contents_before_the_text(text: str) -> None:
    order = [text.index(words) for words in ("Every block there is", "Key judgements", "CONTENTS", "The towns talked")]
    assert order == sorted(order)


@pytest.mark.poppler
def test_every_page_of_paper_says_marking_edition_and_page(pdf: Path) -> None:
    reader = pypdf.PdfReader(pdf)
    for number, sheet in enumerate(reader.pages, start=1):
        words = " ".join(sheet.extract_text().split())
        assert words.count("TLP:CLEAR") >= 2
        assert "Edition 1, 7 March 2031. Known up to 7 March 2031" in words
        assert f"page {number} of {len(reader.pages)}" in words


@pytest.mark.poppler
def test_an_edition_that_was_not_published_says_so_on_every_page(text: str, html: str, pdf: Path) -> None:
    control = text.rpartition("Document control")[2]
    assert "Draft, not published. Rendered from the records of the day; it may still change." in control
    assert "Unsigned." in control
    assert "Draft, not published" in text.partition("Key judgements")[0]
    assert all("DRAFT. Edition 1" in " ".join(page.extract_text().split()) for page in pypdf.PdfReader(pdf).pages)
    assert "Draft. Not published" in plain(html)
    assert "https://miravel.example.org/briefings/every-block/" in control
    assert "First edition" not in control


def test_bookmarks_are_the_sections(pdf: Path) -> None:
    sections = ["Key judgements", "What happened", "What was said", "Sources", "Document control"]
    assert outline(pypdf.PdfReader(pdf)) == sections


def test_links_lead_back_to_the_site_and_to_places_in_the_paper(pdf: Path) -> None:
    reader = pypdf.PdfReader(pdf)
    outward = {str(each["/A"]["/URI"]) for each in links(reader) if "/A" in each}
    assert "https://miravel.example.org/events/ferry-talks-2031-03-04/" in outward
    assert all(each.startswith("https://miravel.example.org/") for each in outward)
    inward = {str(each["/Dest"]) for each in links(reader) if "/Dest" in each}
    assert {"what-happened", "source-1"} <= inward
    assert inward <= set(reader.named_destinations)


@pytest.mark.poppler
def test_only_fonts_of_the_theme_are_in_it(pdf: Path) -> None:
    done = subprocess.run(["pdffonts", str(pdf)], capture_output=True, text=True, check=True)
    names = [line.split()[0] for line in done.stdout.splitlines()[2:]]
    assert names
    assert all(re.match(r"[A-Z]{6}\+(Source-S|Amiri)", name) for name in names)


@pytest.mark.qpdf
def test_qpdf_finds_nothing_wrong(pdf: Path) -> None:
    done = subprocess.run(["qpdf", "--check", str(pdf)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("address", ["https://elsewhere.example/x.png", "/etc/passwd", "../../secret.png"])
def test_an_image_from_elsewhere_is_an_error_that_names_its_line(
    address: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = dossier(tmp_path, EDITION.replace("{lines}", f"![A map]({address})"))
    assert main(["-C", str(folder), "build", "--quiet"]) == 1
    assert re.search(r"briefings/every-block\.md:\d+:\d+: unsafe-link", capsys.readouterr().err)
    assert not (folder / "output").exists()
