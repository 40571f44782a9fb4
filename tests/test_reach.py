"""Everybody can read it: accessibility, keyboard, policy, weight, and nothing asked of anybody else."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.axe import faults
from tests.serving import Served, served

pytestmark = pytest.mark.browser

HEAVIEST = 100_000
LONG = 500
CONTROLS = {"a", "button", "summary", "select", "textarea", "input"}


@pytest.fixture(scope="module")
def site(miravel: Path) -> Iterator[Served]:
    with served(miravel / "output") as running:
        yield running


def kinds(output: Path) -> list[str]:
    """One page of each kind, by its address: the largest."""
    found: dict[str, Path] = {}
    for path in sorted(output.rglob("*.html"), key=lambda each: each.stat().st_size):
        folder = path.relative_to(output).parent.as_posix()
        kind = folder.partition("/")[0] + ("/*" if "/" in folder else "") if folder != "." else path.name
        found[kind] = path
    return sorted(path.relative_to(output).as_posix() for path in found.values())


def test_no_page_of_any_kind_has_an_accessibility_fault_in_light_or_dark(
    browser: Browser, miravel: Path, site: Served
) -> None:
    wrong: list[str] = []
    context = browser.new_context()
    page = context.new_page()
    for path in kinds(miravel / "output"):
        page.goto(f"{site.url}/{path}")
        for details in page.query_selector_all("details:not([open])"):
            details.evaluate("each => { each.open = true }")
        wrong += [f"{path}: {fault}" for fault in faults(page)]
        page.emulate_media(color_scheme="dark")
        wrong += [f"{path}, dark: {fault}" for fault in faults(page, ["color-contrast", "link-in-text-block"])]
        page.emulate_media(color_scheme="light")
    context.close()
    assert wrong == []


def test_no_page_of_any_kind_overflows_a_small_phone(browser: Browser, miravel: Path, site: Served) -> None:
    context = browser.new_context(viewport={"width": 320, "height": 640})
    page = context.new_page()
    wide = []
    for path in kinds(miravel / "output"):
        page.goto(f"{site.url}/{path}")
        if page.evaluate("document.documentElement.scrollWidth") > 320:
            wide.append(path)
    context.close()
    assert wide == []


def test_pages_ask_nothing_of_anybody_else_and_break_no_policy(browser: Browser, miravel: Path, site: Served) -> None:
    context = browser.new_context()
    page = context.new_page()
    asked: list[str] = []
    told: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: told.append(message.text))
    for path in kinds(miravel / "output"):
        page.goto(f"{site.url}/{path}", wait_until="networkidle" if path == "search/index.html" else "load")
    context.close()
    assert [url for url in asked if not url.startswith(site.url)] == []
    assert told == []


def test_the_whole_page_is_walked_by_keys_and_the_focus_is_seen(browser: Browser, site: Served) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{site.url}/events/ferry-talks-2031-03-04/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Tab")
    assert page.evaluate(SEEN) == "seen", "the marking above the page"
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("location.hash") == "#_main"
    unseen, reached = [], 0
    for _ in range(400):
        page.keyboard.press("Tab")
        state = page.evaluate(SEEN)
        if state == "end":
            break
        reached += 1
        if state != "seen":
            unseen.append(state)
    assert unseen == []
    assert reached > 20
    context.close()


SEEN = """() => {
  const at = document.activeElement;
  if (at === document.body) return 'end';
  const look = getComputedStyle(at), box = at.getBoundingClientRect();
  const outlined = look.outlineStyle !== 'none' && parseFloat(look.outlineWidth) >= 2;
  const inView = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
  return outlined && inView ? 'seen' : at.outerHTML.slice(0, 120);
}"""


def test_a_grade_explains_itself_at_a_tap_without_javascript(browser: Browser, site: Served) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 800})
    page = context.new_page()
    page.goto(f"{site.url}/events/ferry-talks-2031-03-04/")
    assert not page.is_visible(".explained")
    page.click("button.grade >> nth=0")
    assert page.is_visible(".explained:popover-open >> text=/So the source is judged/")
    page.keyboard.press("Escape")
    assert not page.is_visible(".explained")
    page.click("button.tlp >> nth=0")
    assert page.is_visible(".explained:popover-open >> text=May be passed on without limit.")
    context.close()


def test_marks_that_say_the_same_are_one_stop_for_the_tab_key(browser: Browser, site: Served) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{site.url}/events/ferry-talks-2031-03-04/")
    stops = page.evaluate("[...document.querySelectorAll('.tap:not([tabindex])')].map(e => e.popoverTargetElement.id)")
    assert len(stops) == len(set(stops)) > 2
    assert page.evaluate("[...document.querySelectorAll('.tap')].every(e => e.popoverTargetElement)")
    context.close()


def test_nothing_moves_for_those_who_ask_for_less_motion(browser: Browser, miravel: Path, site: Served) -> None:
    context = browser.new_context(reduced_motion="reduce")
    page = context.new_page()
    for path in kinds(miravel / "output"):
        page.goto(f"{site.url}/{path}")
        moving = page.evaluate(MOVING)
        assert moving == [], path
    context.close()


MOVING = """() => [...document.querySelectorAll('*')].filter((each) => {
  const look = getComputedStyle(each);
  const longest = Math.max(parseFloat(look.transitionDuration), parseFloat(look.animationDuration));
  return longest > 0.01 || look.scrollBehavior === 'smooth';
}).map((each) => each.outerHTML.slice(0, 80))"""


def test_the_page_for_lost_readers_has_its_looks_at_any_depth(browser: Browser, site: Served) -> None:
    context = browser.new_context()
    page = context.new_page()
    for address in ("nowhere", "events/no-such/page/at/all/"):
        page.goto(f"{site.url}/{address}")
        assert page.evaluate("getComputedStyle(document.body).fontFamily").startswith('"Source Serif 4"')
        page.click("main a >> nth=0")
        assert page.url == f"{site.url}/index.html"
    context.close()


def test_the_print_button_prints_and_without_a_script_there_is_a_hint(browser: Browser, site: Served) -> None:
    page: Page = browser.new_page()
    page.add_init_script("window.print = () => { document.title = 'printed' }")
    page.goto(f"{site.url}/topics/crossing/")
    page.click("text=Print this page")
    assert page.title() == "printed"
    page.goto(f"{site.url}/timeline/")
    assert page.get_attribute(".to-paper a", "href") == "../timeline/print/index.html"
    page.close()
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site.url}/topics/crossing/")
    assert not page.is_visible("#_print")
    assert page.is_visible(".to-paper noscript")
    context.close()


# What can be read off the files


class Nested(HTMLParser):
    """Controls inside controls, which no browser, keyboard or reader can make sense of."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.wrong: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in CONTROLS:
            if self.open:
                self.wrong.append(f"{tag} in {self.open[-1]}")
            if tag != "input":
                self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if self.open and tag == self.open[-1]:
            self.open.pop()


def test_no_control_stands_inside_another(miravel: Path) -> None:
    for path in (miravel / "output").rglob("*.html"):
        parsed = Nested()
        parsed.feed(path.read_text(encoding="utf-8"))
        assert parsed.wrong == [], path


def test_no_page_is_heavier_than_a_hundred_kilobytes(miravel: Path) -> None:
    for path in (miravel / "output").rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        if text.count("<li") + text.count("<tr") <= LONG:
            assert len(gzip.compress(path.read_bytes())) < HEAVIEST, path
    shared = [path for path in (miravel / "output/theme").rglob("*") if path.suffix in (".css", ".js")]
    assert sum(len(gzip.compress(path.read_bytes())) for path in shared) < HEAVIEST


def test_nothing_in_the_tree_has_a_style_attribute(miravel: Path) -> None:
    for path in (miravel / "output").rglob("*"):
        if path.suffix in (".html", ".svg", ".xml", ".js"):
            assert not re.search(r"\sstyle\s*=\s*[\"']", path.read_text(encoding="utf-8")), path


def test_words_of_other_languages_say_which(miravel: Path) -> None:
    """Arabic and Cyrillic letters stand in an element with their language; a screen reader changes its voice."""
    for path in (miravel / "output").rglob("*.html"):
        main = re.sub(r"<(svg|script|select|title)\b.*?</\1>", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
        body = main[main.index("<main") : main.index("</main>")]
        for letters, lang in ((r"[\u0600-\u06ff]", "ar"), (r"[\u0400-\u04ff]", "ru")):
            for found in re.finditer(rf">[^<>]*{letters}[^<>]*<", body):
                opened = body[: found.start() + 1].rsplit("<", 1)[1]
                assert f'lang="{lang}' in opened, f"{path}: {found.group()}"
