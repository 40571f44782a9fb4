"""Search as a reader meets it: in a browser, over a served tree and from a file, in any spelling and script."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from communique import dates, names
from communique.cli import main
from communique.kinds import KINDS
from communique.load import load
from communique.press import indexing
from communique.views.labels import FOUND_IN
from communique.views.searching import texts
from communique.views.searching.documents import documents, months_of
from communique.views.searching.spelled import Spelled
from tests.dossiers import SITES, small
from tests.pages import actor, corpus, event
from tests.serving import Served, served

pytestmark = pytest.mark.browser

ORREN = """\
type: person
names:
  en: Salim Orren-Hadar
  ar: سليم السروجي
  ru: Салим Хадар
name_forms:
- text: Selim Hedar
  lang: en
- text: Salim Khaddar
  lang: en
"""
NOTE = """\
---
title: What the harbour was told
---

The toll was discussed with Hedar at length, and the negotiations about moorings came to nothing.
"""
SECRET = """\
type: body
marking: TLP:RED
names:
  en: Kanarienverein
"""


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A published tree with a person of many spellings, and a record that is withheld."""
    folder = small(tmp_path_factory.mktemp("search"))
    conf = folder / "pelicanconf.py"
    conf.write_text(conf.read_text().replace('    "communique.pelican.briefings",\n', ""))
    (folder / "content/actors/salim-hadar.yaml").write_text(ORREN, encoding="utf-8")
    (folder / "content/actors/secret-club.yaml").write_text(SECRET, encoding="utf-8")
    (folder / "content/notes/harbour.md").write_text(NOTE, encoding="utf-8")
    assert main(["-C", str(folder), "build", "--quiet"]) == 0
    return folder / "output"


@pytest.fixture(scope="module")
def site(tree: Path) -> Iterator[Served]:
    with served(tree) as running:
        yield running


@pytest.fixture
def page(browser: Browser, site: Served) -> Iterator[Page]:
    """The search page in a new window; a refusal of its policy or an error of its script fails the test."""
    context = browser.new_context()
    opened = context.new_page()
    wrong: list[str] = []
    opened.on("console", lambda message: wrong.append(message.text) if message.type == "error" else None)
    opened.on("pageerror", lambda error: wrong.append(str(error)))
    opened.goto(f"{site.url}/search/")
    yield opened
    context.close()
    assert wrong == []


def results(page: Page, query: str) -> list[str]:
    """The results of a query, each as its text."""
    page.fill("#_q", query)
    page.press("#_q", "Enter")
    page.wait_for_selector("#_results[aria-busy=false]", state="attached")
    return [" ".join(each.inner_text().split()) for each in page.query_selector_all("#_results > li")]


@pytest.mark.parametrize(
    ("query", "spelling"),
    [
        ("Hedar", "Hedar"),
        ("khaddar", "Khaddar"),
        ("Хадара", "Хадар"),
        ("السروجي", "السروجي"),
        ("السَّرُوجِي", "السروجي"),
        ("ألسروجي", "السروجي"),
        ("والسروجي", "السروجي"),
    ],
)
def test_any_spelling_in_any_script_finds_the_person_and_says_which_it_was(
    page: Page, query: str, spelling: str
) -> None:
    first, *others = results(page, query)
    assert first == f"Salim Orren-Hadar actor spelt “{spelling}”"
    assert any("What the harbour was told" in each and "Hedar" in each for each in others)


def test_a_misspelt_name_is_answered_and_the_answer_says_so(page: Page) -> None:
    (found,) = results(page, "Hdear moorings")
    assert found.startswith("What the harbour was told")
    assert "Nothing is written “Hdear” here. Shown: Salim Orren-Hadar." in page.inner_text("#_status")


def test_a_result_leads_to_the_row_that_matched_and_marks_the_words(page: Page) -> None:
    (found,) = results(page, "sunk two ferries lie")
    assert "found in: statement" in found
    assert page.get_attribute("#_results a", "href") == "../events/ferry-talks-2031-03-04/index.html#boats"
    assert {"sunk", "ferries"} <= {mark.inner_text().strip(".") for mark in page.query_selector_all("#_results mark")}


def test_words_are_found_in_their_other_forms(page: Page) -> None:
    assert any("harbour" in each for each in results(page, "negotiate mooring"))


def test_a_search_is_narrowed_and_the_address_keeps_it(page: Page, site: Served) -> None:
    assert len(results(page, "ferry")) > 1
    page.click(".narrow summary")
    page.select_option("select[name=kind]", "event")
    page.select_option("select[name=from]", "2031-03")
    expect(page.locator("#_results > li")).to_have_count(1)
    asked = page.url
    assert asked.endswith("/search/?q=ferry&kind=event&from=2031-03")
    page.goto(f"{site.url}/search/?q=ferry&kind=note&from=2031-03")
    expect(page.locator("#_status")).to_have_text("Nothing found.")
    page.goto(asked)
    expect(page.locator("#_results > li")).to_have_count(1)
    assert page.input_value("#_q") == "ferry"


def test_the_results_are_reached_and_walked_by_keys(page: Page) -> None:
    results(page, "ferry")
    page.focus("#_q")
    page.keyboard.press("ArrowDown")
    first = page.evaluate("document.activeElement.textContent")
    page.keyboard.press("ArrowDown")
    assert first != page.evaluate("document.activeElement.textContent")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    assert page.evaluate("document.activeElement.id") == "_q"


def test_from_a_file_names_and_titles_are_found_and_nothing_is_fetched(browser: Browser, tree: Path) -> None:
    context = browser.new_context()
    opened = context.new_page()
    asked: list[str] = []
    opened.on("request", lambda request: asked.append(request.url))
    opened.goto((tree / "search/index.html").as_uri())
    for query in ("Хадара", "السَّرُوجِي", "Hdear"):
        assert results(opened, query)[0].startswith("Salim Orren-Hadar")
    assert "Upper and Lower Miravel talk about the ferry event · E-001" in results(opened, "E-001")[0]
    assert all(url.startswith("file:") and "pagefind" not in url for url in asked)
    context.close()


def test_without_javascript_the_index_is_there_and_no_dead_form(browser: Browser, site: Served) -> None:
    context = browser.new_context(java_script_enabled=False)
    opened = context.new_page()
    opened.goto(f"{site.url}/search/")
    assert not opened.is_visible("#_q")
    assert opened.is_visible("noscript p")
    assert opened.is_visible("#_index >> text=سليم السروجي")
    context.close()


def test_on_a_phone_the_search_fits_the_screen(browser: Browser, site: Served) -> None:
    context = browser.new_context(viewport={"width": 320, "height": 640})
    opened = context.new_page()
    opened.goto(f"{site.url}/search/")
    opened.click(".narrow summary")
    assert results(opened, "ferry")
    assert opened.evaluate("document.documentElement.scrollWidth") <= 320
    context.close()


def test_the_browser_compares_words_as_the_program_does(page: Page) -> None:
    forms = sorted({form for each in (load(SITES / "small").corpus,) if each for form in Spelled(each.names).forms})
    told = [
        *forms,
        "Hifter",
        "Ḥaftar",
        "أحمد",
        "مؤتمر",
        "Хафтарами",
        "ßtraße",
        "Dzhufra",
        "O’Brien",
        "والسراج",
        "المهدي",
    ]
    theirs = page.evaluate("all => all.map(w => [communiqueWords.fold(w), communiqueWords.stem(w)])", told)
    assert theirs == [[names.fold(each), names.stem(each)] for each in told]
    sounds = [each for each in told if each.isascii() and each.isalpha()]
    assert page.evaluate("all => all.map(communiqueWords.skeleton)", sounds) == [
        names.skeleton(each) for each in sounds
    ]


# What the index is made of


def test_nothing_withheld_is_in_any_file_of_the_search(tree: Path) -> None:
    for path in (tree / "search").rglob("*"):
        if path.is_file():
            content = path.read_bytes()
            text = gzip.decompress(content) if content[:2] == b"\x1f\x8b" else content
            assert b"Kanarienverein" not in text, path
            assert b"secret-club" not in text, path
            assert b"CANARY" not in text, path


def test_the_same_documents_give_the_same_index_byte_for_byte() -> None:
    made_of = corpus(*(event(f"e{n}", title=f"Event {n}") for n in range(12)))
    once = {file.path: file.content for file in indexing.index(documents(made_of), "en")}
    assert once == {file.path: file.content for file in indexing.index(documents(made_of), "en")}
    assert not any(re.search(r"ui|highlight", path) for path in once), "only what a search loads is served"


def test_every_field_that_is_searched_has_a_word_for_where_it_was_found() -> None:
    searched = {shape.key for kind in KINDS.values() for shape in texts._searched(kind.model)}
    assert searched - FOUND_IN.keys() == set()


def test_a_spelling_of_two_persons_finds_what_is_about_either() -> None:
    made_of = corpus(
        actor("one", "Rafi Malkan", type="person"),
        actor("two", "Dara Malkan", type="person"),
        event("met", statements=[]),
    )
    forms = Spelled(made_of.names).forms
    assert forms["Malkan"] == {"one", "two"}
    assert forms["Rafi Malkan"] == {"one"}
    assert set(Spelled(made_of.names).words(["one"])) & set(Spelled(made_of.names).words(["two"]))


def test_an_uncertain_date_is_found_in_every_month_it_may_have_been() -> None:
    (found,) = [each for each in documents(corpus(event("x", date="[2031-01-30..2031-03-02]"))) if "/x/" in each.path]
    assert [value for name, value in found.narrow if name == "month"] == ["2031-01", "2031-02", "2031-03"]
    assert found.sort == "2031-01-30"


def test_months_of_an_open_date_are_those_of_its_given_day() -> None:
    assert list(months_of(dates.parse("2031-05-02/.."))) == ["2031-05"]


@pytest.mark.parametrize(
    ("date", "months"),
    [("2020-07", ["2020-07"]), ("-0043-03-15", []), ("-0001-12/0000-02", ["0000-01", "0000-02"]), ("Y12000", [])],
)
def test_months_of_a_date_are_those_that_a_form_can_offer(date: str, months: list[str]) -> None:
    assert list(months_of(dates.parse(date))) == months
