"""Pages as screens and paper show them: phones, wide screens, paper, a system's own few colours."""

from __future__ import annotations

import io
from pathlib import Path

import pypdf
import pytest
from playwright.sync_api import Browser, Page

from communique.cli import main
from tests.dossiers import small
from tools.pictures import samples

pytestmark = pytest.mark.browser

WIDTHS = (320, 390, 820)
PAPER = 658
"""The width of the text on a sheet of A4, in pixels of CSS."""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A page of every kind of the smallest dossier, with names and notes that are as long as they get."""
    folder = small(tmp_path_factory.mktemp("look"))
    conf = folder / "pelicanconf.py"
    without = conf.read_text(encoding="utf-8").replace('    "communique.pelican.search",\n', "")
    conf.write_text(without, encoding="utf-8")
    note = folder / "content" / "notes" / "who-crosses.md"
    cells = ("Upper Miravel", "Ferrymenassociation", "unacknowledged", "counterproposals", "Lakesideadministration")
    row = f"| {' | '.join(cells)} | May |\n"
    table = row + "|---|---|---|---|---|---|\n" + row * 3
    note.write_text(note.read_text(encoding="utf-8") + "\n" + table, encoding="utf-8")
    assert main(["-C", str(folder), "build", "--quiet", "--at", "2031-06-01T00:00:00Z"]) == 0
    found = samples(folder / "output")
    # From a file, the page that a server gives for what is not there has no style sheet: its links are whole addresses.
    return {kind: page for kind, page in found.items() if kind != "404"}


@pytest.fixture(scope="module")
def screen(browser: Browser) -> Page:
    return browser.new_page()


def sheets(screen: Page) -> list[str]:
    """The text of each sheet of the page as it prints."""
    screen.emulate_media(media="print")
    printed = pypdf.PdfReader(io.BytesIO(screen.pdf(prefer_css_page_size=True)))
    return [sheet.extract_text() for sheet in printed.pages]


def test_there_is_a_page_of_every_kind_of_record(site: dict[str, Path]):
    kinds = ("actors", "briefings", "claims", "events", "notes", "places", "sources", "topics", "tracks")
    assert {f"{kind}-one" for kind in kinds} <= site.keys()


def test_no_page_is_wider_than_its_screen_or_its_sheet(site: dict[str, Path], screen: Page):
    too_wide = []
    for kind, page in site.items():
        screen.emulate_media(media="screen")
        screen.goto(page.as_uri())
        for width in WIDTHS:
            screen.set_viewport_size({"width": width, "height": 800})
            if (found := screen.evaluate("document.documentElement.scrollWidth")) > width:
                too_wide.append(f"{kind} at {width}: {found}")
        screen.emulate_media(media="print")
        screen.set_viewport_size({"width": PAPER, "height": 800})
        if (found := screen.evaluate("document.documentElement.scrollWidth")) > PAPER:
            too_wide.append(f"{kind} on paper: {found}")
    assert too_wide == []


def test_on_a_phone_all_that_a_cell_holds_stands_beside_its_label(site: dict[str, Path], screen: Page):
    screen.emulate_media(media="screen")
    screen.set_viewport_size({"width": 390, "height": 800})
    for kind in ("claims", "audit"):
        screen.goto(site[kind].as_uri())
        starts = screen.evaluate("""[...document.querySelectorAll('.cards td[data-l] > *')].map((each) =>
            each.getBoundingClientRect().left - each.parentElement.getBoundingClientRect().left)""")
        assert starts
        assert min(starts) >= 100, kind


def test_every_sheet_carries_the_marking_twice_and_its_number(site: dict[str, Path], screen: Page):
    for kind in ("events-one", "timeline", "topics-one"):
        screen.goto(site[kind].as_uri())
        found = sheets(screen)
        for number, text in enumerate(found, 1):
            assert text.count("TLP:CLEAR") >= 2, kind
            assert f"{number} of {len(found)}" in text, kind


def test_a_marking_above_clear_is_on_its_sheets(site: dict[str, Path], screen: Page, tmp_path: Path):
    page = site["events-one"]
    marked = page.with_name("marked.html")
    text = page.read_text(encoding="utf-8")
    assert '<body class="tlp-clear">' in text
    marked.write_text(text.replace('<body class="tlp-clear">', '<body class="tlp-amber-strict">'), encoding="utf-8")
    screen.goto(marked.as_uri())
    assert all(text.count("TLP:AMBER+STRICT") >= 2 for text in sheets(screen))


def test_tables_that_break_have_their_heads_on_every_sheet(screen: Page, site: dict[str, Path]):
    page = site["places"]
    text = page.read_text(encoding="utf-8")
    row = text[text.index('<tr><th scope="row">') : text.index("</tbody>")]
    long = page.with_name("long.html")
    long.write_text(text.replace("</tbody>", row * 60 + "</tbody>"), encoding="utf-8")
    screen.goto(long.as_uri())
    with_rows = [text for text in sheets(screen) if text.count("Boathouse") > 2]
    assert len(with_rows) > 1
    assert all("COORDINATES" in text.upper() for text in with_rows)


def test_navigation_and_filters_stay_off_paper(site: dict[str, Path], screen: Page):
    screen.emulate_media(media="print")
    screen.goto(site["timeline"].as_uri())
    assert screen.evaluate("[...document.querySelectorAll('.nav, .filters, .skip')].every(e => !e.offsetParent)")


def test_marks_take_the_systems_ink_where_colours_are_forced(browser: Browser, site: dict[str, Path]):
    context = browser.new_context(forced_colors="active", color_scheme="dark")
    try:
        page = context.new_page()
        page.goto(site["events-one"].as_uri())
        ink = page.evaluate("getComputedStyle(document.body).color")
        paper = page.evaluate("getComputedStyle(document.documentElement).getPropertyValue('--paper').trim()")
        assert paper == "Canvas"
        bar = "getComputedStyle(document.querySelector('.grade > span'), '::after').backgroundColor"
        assert page.evaluate(bar) == ink
        mark = "getComputedStyle(document.querySelector('.map .m, .map .coast')).stroke"
        assert page.evaluate(mark) == ink
    finally:
        context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_faintest_text_has_the_contrast_that_small_text_needs(browser: Browser, site: dict[str, Path], scheme: str):
    context = browser.new_context(color_scheme="dark" if scheme == "dark" else "light")
    try:
        page = context.new_page()
        page.goto(site["home"].as_uri())
        names = ("--paper", "--ink", "--ink-2", "--ink-3", "--accent", "--rule", "--land")
        read = "n => getComputedStyle(document.documentElement).getPropertyValue(n).trim()"
        tokens = {name: page.evaluate(read, name) for name in names}
    finally:
        context.close()
    for name in ("--ink", "--ink-2", "--ink-3", "--accent"):
        assert contrast(tokens[name], tokens["--paper"]) >= 4.5, name
    # Words on land are ink or the labels' grey; lines that carry meaning need 3:1 (WCAG 2.2, 1.4.11).
    assert contrast(tokens["--ink-3"], tokens["--land"]) >= 4.5
    assert contrast(tokens["--rule"], tokens["--paper"]) >= 3


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours, as WCAG 2.2 defines it."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
