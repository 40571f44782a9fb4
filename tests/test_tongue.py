"""The interface in other languages: nothing is hard-wired, plurals follow the language, pages read from either side."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from communique import durations, tongue
from communique.dates import parse
from communique.errors import SettingsError
from communique.exports.tables import TABLES
from communique.views.words import counted
from tests.axe import faults
from tests.dossiers import ROOT, SITES
from tests.editions import EDITION, dossier
from tests.pins import pinned
from tests.unpressed import unpressed
from tools.messages import POT, collected

POLISH = """\
msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"
"Plural-Forms: nplurals=3; plural=(n==1 ? 0 : n%10>=2 && n%10<=4 && (n%100<12 || n%100>14) ? 1 : 2);\\n"

msgid "Search"
msgstr "Szukaj"

msgid "about {date}"
msgstr "około {date}"

msgid "at least {amount}"
msgstr "co najmniej {amount}"

msgid "day"
msgid_plural "days"
msgstr[0] "dzień"
msgstr[1] "dni"
msgstr[2] "dni"

msgid "event"
msgid_plural "events"
msgstr[0] "wydarzenie"
msgstr[1] "wydarzenia"
msgstr[2] "wydarzeń"
"""
OURS = {
    *("Communiqué", "APA", "Chicago", "BibTeX", "JSON", "CSV", "Atom", "PDF", "TLP:CLEAR"),
    *("Source Serif 4", "Source Sans 3", "Amiri", "World Atlas", "Pagefind", "SIL Open Font License 1.1", "ISC", "MIT"),
}
"""Names of things, which no language changes."""
COLUMNS = {column for table in TABLES.values() for column in table.columns}


@pytest.fixture(autouse=True)
def english_again() -> Iterator[None]:
    yield
    tongue.speak("en")


@pytest.fixture(scope="module")
def from_the_right(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The smallest dossier with the interface in the made-up language that is written from right to left."""
    folder = dossier(tmp_path_factory.mktemp("rtl"))
    conf = folder / "pelicanconf.py"
    conf.write_text(conf.read_text().replace('DEFAULT_LANG = "en"', 'DEFAULT_LANG = "ar-XB"'))
    pinned(folder)
    return unpressed(folder)


class Said(HTMLParser):
    """What a page says in words: its texts, and the labels that are read out. Not what cites a page."""

    def __init__(self) -> None:
        super().__init__()
        self.skipped: list[str] = []
        self.drawing = 0
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "title" and not self.drawing:  # of the page: what its record is called
            self.skipped += [tag]
            return
        self.drawing += tag == "svg"
        if self.skipped or tag in ("script", "pre", "code") or given.get("class") == "cite":
            self.skipped += [tag]
        elif not self.skipped:
            self.found += [given[name] or "" for name in ("aria-label", "data-l", "title") if name in given]

    def handle_endtag(self, tag: str) -> None:
        self.drawing -= tag == "svg"
        if self.skipped and self.skipped[-1] == tag:
            self.skipped.pop()

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        pass

    def handle_data(self, data: str) -> None:
        if not self.skipped:
            self.found.append(data)


def test_every_word_of_the_interface_can_be_translated(from_the_right: Path) -> None:
    """In the made-up language all that is not in brackets is a record's own, or the name of a thing."""
    records = " ".join(
        path.read_text(encoding="utf-8")
        for path in sorted((SITES / "small").rglob("*"))
        if path.suffix in (".yaml", ".md")
    )
    content = re.sub(r"[\s*_`\[\]|>]+", " ", records + EDITION).lower()
    hard_wired: dict[str, str] = {}
    for path in sorted(from_the_right.rglob("*.html")):
        page = Said()
        page.feed(path.read_text(encoding="utf-8"))
        for text in page.found:
            left = re.sub(r"⟦[^⟦⟧]*⟧|[⟦⟧]|TLP:CLEAR", ";", text)
            for piece in re.split(r"[·;:,()“”]|\s[–-]\s", left):
                bare = " ".join(piece.split()).strip(" .,?…")
                whole = " ".join(re.sub(r"⟦[^⟦⟧]*⟧|[⟦⟧]", " ", text).split()).strip(" .,?…()").lower()
                known = (
                    {bare, " ".join(text.split()).strip(" ·")} & (OURS | COLUMNS)
                    or bare.lower() in content
                    or whole in content
                )
                if re.search(r"[A-Za-z]{3}", bare) and not known and "://" not in text:
                    hard_wired[bare] = path.relative_to(from_the_right).as_posix()
    assert hard_wired == {}


@pytest.mark.browser
def test_pages_read_from_right_to_left(browser: Browser, from_the_right: Path) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.goto((from_the_right / "events/ferry-talks-2031-03-04/index.html").as_uri())
    assert page.evaluate("getComputedStyle(document.body).direction") == "rtl"
    assert page.get_attribute("html", "lang") == "ar-XB"
    assert page.get_attribute("main", "lang") == "en"
    sides = page.evaluate("""() => ['.wordmark', '.tlp', 'h1', '.with-notes .side'].map((each) => {
        const box = document.querySelector(each).getBoundingClientRect();
        return (box.left + box.right) / 2 > innerWidth / 2;
    })""")
    assert sides == [True, True, True, False], "what stands at the left in English stands at the right"
    assert page.evaluate("document.documentElement.scrollWidth") <= 1280
    assert faults(page) == []
    context.close()


def test_a_catalogue_of_a_dossier_is_spoken_with_its_plurals(tmp_path: Path) -> None:
    (tmp_path / "pl").mkdir()
    (tmp_path / "pl" / "communique.po").write_text(POLISH, encoding="utf-8")
    tongue.speak("pl", [tmp_path])
    assert tongue.gettext("Search") == "Szukaj"
    assert [counted(number, "event") for number in (1, 3, 5, 22)] == [
        *("1 wydarzenie", "3 wydarzenia", "5 wydarzeń", "22 wydarzenia"),
    ]
    assert tongue.gettext("Timeline") == "Timeline", "what a catalogue lacks is said in English"


@pytest.mark.parametrize(
    ("language", "date", "told"),
    [
        ("fr", "2020-07-01", "1 juillet 2020"),
        ("ru", "2020-07-01", "1 июля 2020\u202fг."),
        ("ar", "2020-07-01", "1 يوليو 2020"),
        ("pl", "2020-07-01/2020-07-03", "1–3 lipca 2020"),
        ("pl", "2020-07~", "około lipiec 2020"),
        ("pl", "2020-24", "winter 2020–21"),
    ],
)
def test_dates_are_said_in_the_language_of_the_interface(tmp_path: Path, language: str, date: str, told: str) -> None:
    (tmp_path / language).mkdir()
    (tmp_path / language / "communique.po").write_text(POLISH, encoding="utf-8")
    tongue.speak(language, [tmp_path])
    assert parse(date).words() == told


def test_numbers_and_times_are_said_in_the_language_of_the_interface(tmp_path: Path) -> None:
    (tmp_path / "pl").mkdir()
    (tmp_path / "pl" / "communique.po").write_text(POLISH, encoding="utf-8")
    tongue.speak("pl", [tmp_path])
    assert [durations.parse(text).words for text in ("1 day", "2 days", "45-90 days", "at least 100000")] == [
        *("1 dzień", "2 dni", "45–90 dni", "co najmniej 100\xa0000"),
    ]


@pytest.mark.parametrize(("language", "told"), [("xx-nowhere", "no language"), ("pl", "there is no locale/pl")])
def test_a_language_without_a_catalogue_stops_the_build_with_what_to_do(language: str, told: str) -> None:
    with pytest.raises(SettingsError, match=told):
        tongue.speak(language)


def test_the_collected_messages_are_those_of_the_program() -> None:
    found = collected(ROOT / "plugins" / "communique", ROOT / "templates")
    assert POT.read_text(encoding="utf-8") == found, "run 'make messages' and commit"
    assert 'msgid "What is new"' in found
    assert 'msgid_plural "events"' in found


def test_no_style_sheet_of_the_site_knows_left_from_right() -> None:
    """Sides are those of the writing (``inline-start``), so that pages turn round with their language."""
    for path in (ROOT / "templates/static/css").glob("*.css"):
        if path.name.startswith("print-"):  # read by the engine that sets PDFs
            continue
        text = re.sub(r"/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
        sided = re.findall(
            r"(?:margin|padding|border)-(?:left|right)\b|[;{\s](?:left|right):|text-align: (?:left|right)", text
        )
        assert sided == [], path.name
