"""Tuesday: Ada writes the record in the form, which is refused, mended and published from there."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, expect

from tests.form import expands, opened, opens, picks, publishes, row, saves, served, sets
from tools.handbook.people import Week
from tools.handbook.texts import EVENT

PICTURES = Path(__file__).resolve().parents[2] / "docs" / "handbook"
COLOURS = 48


def drafted(week: Week, browser: Browser, *, pictures: bool) -> None:
    """The event in the form: saved as a draft, refused for a row without a source, mended, published."""
    with served(week.root, week.environment("ada")) as url, opened(browser, url) as page:
        page.on("dialog", lambda dialog: dialog.accept())
        camera = Camera(page, on=pictures)
        camera.take("form-lists")
        opens(page, url, "/collections/events/new")
        _facts(page)
        camera.take("form-event")
        _rows(page)
        camera.take("form-row")
        saves(page)
        week.show("tuesday-draft", "ada", f"git log -1 --stat --format='%an, %ad: %s' --date=short cms/events/{EVENT}")
        sets(page, "Ready")
        refusal = page.get_by_text("the check refuses it").first
        refusal.wait_for()
        week.keep("tuesday-refused", " ".join(refusal.inner_text().split()))
        camera.take("form-refused")
        expands(page, "1 presence")
        picks(page, row(page, "sources", 0), "toll stays", "The toll stays")
        saves(page)
        sets(page, "Ready")
        expect(page.get_by_role("button", name="Status: Ready")).to_be_visible()
        page.goto(f"{url}admin/#/workflow")
        page.get_by_text("Ready").first.wait_for()
        camera.take("form-workflow")
        opens(page, url, f"/collections/events/entries/{EVENT}")
        publishes(page)
        expect(page.get_by_role("button", name="Published", exact=True)).to_be_visible()


def looked_at(week: Week, browser: Browser, pages: Mapping[str, str], *, pictures: bool) -> None:
    """Pictures of pages as they were built, by name."""
    if not pictures:
        return
    with browser.new_page(viewport={"width": 1280, "height": 900}) as page:
        for name, address in pages.items():
            page.goto((week.root / "output" / address / "index.html").as_uri())
            Camera(page, on=True).take(name)


class Camera:
    """Takes a picture of what the page shows, with few colours: the handbook is read in a repository."""

    def __init__(self, page: Page, *, on: bool) -> None:
        self._page = page
        self._on = on

    def take(self, name: str) -> None:
        if not self._on:
            return
        PICTURES.mkdir(exist_ok=True)
        path = PICTURES / f"{name}.png"
        self._page.wait_for_timeout(600)
        self._page.screenshot(path=path)
        with Image.open(path) as taken:
            few = taken.convert("RGB").resize((960, taken.height * 960 // taken.width)).quantize(COLOURS)
        few.save(path, optimize=True)


def _facts(page: Page) -> None:
    page.get_by_label("Title").fill("The towns talk about the toll again")
    picks(page, "input[id^='type-field']", "meet", "meeting")
    page.get_by_label("Date", exact=True).first.fill("2031-03-10")
    picks(page, "input[id^='format-field']", "in-p", "in-person")
    picks(page, "input[id^='place-field']", "Boat", "Boathouse")
    picks(page, "input[id^='tracks-field']", "Ferry", "Ferry talks")
    page.locator("input[id^='round-field']").fill("2")


def _rows(page: Page) -> None:
    page.get_by_role("button", name="Add citation").click()
    picks(page, row(page, "source", 0), "toll stays", "The toll stays")
    picks(page, row(page, "credibility", 0), "1", "1")
    _in_list(page, "Supports", "date", "format")
    for number, town in enumerate(("Upper", "Lower")):
        page.get_by_role("button", name="Add side").click()
        picks(page, row(page, "actor", number), town, f"{town} Miravel")
    page.get_by_role("button", name="Add presence").click()
    picks(page, row(page, "actor", 2), "Ashlar", "Tom Ashlar")
    picks(page, row(page, "side", 0), "Lower", "Lower Miravel")
    picks(page, row(page, "part", 0), "head", "head")
    page.locator(row(page, "post", 0)).fill("ferry master")
    page.get_by_role("button", name="Add statement").click()
    page.locator(row(page, "id", 0)).fill("toll-stays")
    picks(page, row(page, "by", 0), "Lower", "Lower Miravel")
    picks(page, row(page, "speaker", 0), "Ashlar", "Tom Ashlar")
    picks(page, row(page, "to", 0), "Upper", "Upper Miravel")
    picks(page, row(page, "act", 0), "refu", "refusal")
    picks(page, row(page, "topic", 0), "cross", "crossing")
    page.locator("textarea[id^='text-field']").first.fill("The toll stays as it is.")
    page.locator("textarea[id^='quote-field']").first.fill("The toll stays until both landings are mended")
    picks(page, row(page, "quote_source", 0), "toll stays", "The toll stays")
    picks(page, row(page, "quote_is", 0), "orig", "original")
    picks(page, row(page, "sources", 1), "toll stays", "The toll stays")


def _in_list(page: Page, label: str, *words: str) -> None:
    for word in words:
        page.get_by_role("button", name=f"Add {label.lower()}").first.click()
        page.locator("input[id^='value-field']").last.fill(word)
