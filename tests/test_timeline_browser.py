"""The timeline as a reader has it in a browser: filters, address, keys, touch, zoom, paper, without a script."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, expect
from playwright.sync_api import Page as Tab

from tests.dossiers import ROOT
from tests.pages import actor, corpus, event, record
from tools.many_events import many_events
from tools.many_pages import write_timeline

pytestmark = pytest.mark.browser
AXE = ROOT / "node_modules/axe-core/axe.min.js"
PAGES = ("timeline/", "timeline/by-actor/", "timeline/by-topic/", "timeline/print/", "timeline/embed/")


def spoken(id_: str, by: str, topic: str = "crossing") -> dict[str, object]:
    return {"id": id_, "by": [by], "act": "position", "topic": topic, "text": "Said.", "sources": []}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Eight events with every sort of date, on two tracks, of actors with names in three scripts."""
    folder = tmp_path_factory.mktemp("timeline")
    made = corpus(
        actor(
            "khadra",
            "Khadra Council",
            name_forms=[{"text": "مجلس خضراء", "lang": "ar", "form": "usual", "sources": []}],
        ),
        record("track", "bridge", title="Bridge talks", type="mediation", convenors=["khadra"]),
        event("bridge-1", number="E-002", date="2031-03-20", tracks=["bridge"], type="meeting", format="virtual"),
        event(
            "bridge-2",
            number="E-003",
            date="2031-04-10",
            end="2031-04-12",
            tracks=["bridge"],
            type="meeting",
            continues=["bridge-1"],
            statements=[spoken("s", "khadra")],
        ),
        event("answer", number="E-004", date="2031-05-02", answers=["bridge-2"], title="Élan of the council"),
        event("late-may", number="E-005", date="2031-05~", type="military"),
        event("one-of", number="E-006", date="[2031-06-01..2031-06-05]", type="agreement", status="reported"),
        event("by-then", number="E-007", date="[..2031-07-01]"),
        event("goes-on", number="E-008", date="2031-08-01", end=".."),
    )
    write_timeline(made, folder)
    return folder


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Five thousand events, of whose pages the first and the last are written."""
    folder = tmp_path_factory.mktemp("many")
    wanted = re.compile(r"timeline/(2031/|2048/)?index\.html")
    write_timeline(many_events(5000), folder, lambda page: wanted.fullmatch(page.path) is not None)
    return folder


@pytest.fixture
def tab(browser: Browser) -> Iterator[Tab]:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    made = context.new_page()
    failures: list[str] = []
    made.on("pageerror", lambda error: failures.append(str(error)))
    made.on("request", lambda request: None if request.url.startswith("file:") else failures.append(request.url))
    yield made
    context.close()
    assert not failures, "an error in the script, or a request beyond the site"


def opened(tab: Tab, site: Path, path: str = "timeline/", query: str = "") -> Tab:
    tab.goto(f"{(site / path / 'index.html').as_uri()}{query}")
    return tab


def shown(tab: Tab) -> list[str]:
    """The rows that are displayed: a style sheet may say otherwise than their attribute."""
    displayed = "rows => rows.filter(row => getComputedStyle(row).display !== 'none').map(row => row.id)"
    return list(tab.locator(".ev").evaluate_all(displayed))


def view(tab: Tab) -> Locator:
    return tab.locator(".tl-view:visible")


def test_filters_by_track_actor_topic_type_and_words_say_how_many_are_left(tab: Tab, site: Path) -> None:
    opened(tab, site)
    expect(tab.locator(".count")).to_have_text("8 events")
    tab.locator("[name=track]").select_option("bridge")
    expect(tab.locator(".count")).to_have_text("2 of 8 events")
    assert shown(tab) == ["E-002", "E-003"]
    expect(tab.locator(".month:visible")).to_have_count(2)
    tab.locator("[name=topic]").select_option("crossing")
    expect(tab.locator(".count")).to_have_text("1 of 8 events")
    tab.get_by_role("button", name="Clear filters").click()
    expect(tab.locator(".count")).to_have_text("8 of 8 events")
    tab.locator("[name=actor]").select_option("khadra")
    assert shown(tab) == ["E-003"]
    assert "meeting (1)" in tab.locator("[name=type]").inner_text()
    assert "fighting (0)" in tab.locator("[name=type]").inner_text()


@pytest.mark.parametrize(
    ("words", "found"), [("elan", ["E-004"]), ("خضراء", ["E-003"]), ("KHADRA bridge", ["E-003"]), ("nothing such", [])]
)
def test_words_find_any_spelling_in_any_script(tab: Tab, site: Path, words: str, found: list[str]) -> None:
    opened(tab, site)
    tab.locator("[name=q]").fill(words)
    expect(tab.locator(".count")).to_have_text(f"{len(found)} of 8 events")
    assert shown(tab) == found


def test_what_may_lie_in_a_range_is_told_from_what_certainly_does(tab: Tab, site: Path) -> None:
    opened(tab, site)
    tab.locator("[name=from]").fill("2031-05")
    tab.locator("[name=to]").fill("2031-06-03")
    expect(tab.locator(".count")).to_have_text("4 of 8 events")
    assert shown(tab) == ["E-005", "E-004", "E-006", "E-007"]
    tab.get_by_label("certainly").check()
    expect(tab.locator(".count")).to_have_text("1 of 8 events")
    assert shown(tab) == ["E-004"]
    tab.locator("[name=to]").fill("soon")
    expect(tab.locator("[name=to]")).to_have_attribute("aria-invalid", "true")


def test_the_state_is_in_the_address_and_the_back_button_undoes_it(tab: Tab, site: Path) -> None:
    opened(tab, site)
    tab.locator("[name=track]").select_option("bridge")
    tab.locator("[name=type]").select_option("meeting")
    expect(tab).to_have_url(re.compile(r"\?track=bridge&type=meeting$"))
    opened(tab, site, query="?track=bridge&range=certainly&from=2031-04#E-003")
    expect(tab.locator(".count")).to_have_text("1 of 8 events")
    expect(tab.locator(".detail")).to_be_visible()
    tab.locator("[name=track]").select_option("")
    expect(tab.locator(".count")).to_have_text("4 of 8 events")
    tab.go_back()
    expect(tab.locator(".count")).to_have_text("1 of 8 events")
    expect(tab.locator("[name=track]")).to_have_value("bridge")


def test_arrow_keys_walk_the_events_that_are_left_and_details_open_without_leaving(tab: Tab, site: Path) -> None:
    opened(tab, site, query="?track=bridge")
    expect(tab.locator(".count")).to_have_text("2 of 8 events")
    view(tab).focus()
    tab.keyboard.press("ArrowRight")
    expect(tab.locator(".detail .enum")).to_have_text("E-002")
    assert tab.locator(".detail .tm").evaluate("mark => mark.getBoundingClientRect().width") < 30
    tab.keyboard.press("ArrowRight")
    expect(tab.locator(".detail .enum")).to_have_text("E-003")
    tab.keyboard.press("ArrowRight")
    expect(tab.locator(".detail .enum")).to_have_text("E-003")
    expect(tab.locator(".detail .more")).to_contain_text("Khadra Council")
    expect(tab.locator(".detail .more a")).to_have_text(["E-002 Event bridge-1", "E-004 Élan of the council"])
    expect(view(tab).locator(".ring")).to_have_count(1)
    tab.keyboard.press("Escape")
    expect(tab.locator(".detail")).to_be_hidden()
    tab.locator("#E-002 .t a").focus()
    tab.keyboard.press("ArrowDown")
    expect(tab.locator("#E-003 .t a")).to_be_focused()


def test_a_mark_opens_its_event_and_the_drawing_zooms_by_keys_wheel_and_button(tab: Tab, site: Path) -> None:
    opened(tab, site)
    view(tab).locator('a[href="#E-004"] .m').click()
    expect(tab.locator(".detail .enum")).to_have_text("E-004")
    expect(tab).to_have_url(re.compile("#E-004$"))
    wide = plot_width(tab)
    view(tab).focus()
    tab.keyboard.press("+")
    assert plot_width(tab) > 1.4 * wide
    tab.get_by_role("button", name="Zoom in").click()
    assert plot_width(tab) > 2.9 * wide
    expect(tab).to_have_url(re.compile(r"\?view=2031-\d\d-\d\d/2031-\d\d-\d\d"))
    before = view(tab).evaluate("each => each.scrollLeft")
    tab.keyboard.press("Shift+ArrowRight")
    view(tab).focus()
    tab.keyboard.press("Shift+ArrowLeft")
    assert view(tab).evaluate("each => each.scrollLeft") != before
    tab.get_by_role("button", name="All").click()
    assert plot_width(tab) == pytest.approx(wide, abs=2)
    box = view(tab).bounding_box()
    assert box is not None
    tab.mouse.move(box["x"] + box["width"] / 2, box["y"] + 30)
    tab.keyboard.down("Control")
    tab.mouse.wheel(0, -240)
    tab.keyboard.up("Control")
    tab.wait_for_function("wide => document.querySelector('.tlf-w .tl-plot').offsetWidth > 1.5 * wide", arg=wide)


def plot_width(tab: Tab) -> float:
    return float(view(tab).locator(".tl-plot").evaluate("each => each.offsetWidth"))


def test_a_drag_moves_the_drawing_and_is_no_click(tab: Tab, site: Path) -> None:
    opened(tab, site, query="?view=2031-04-01/2031-05-01")
    box = view(tab).bounding_box()
    assert box is not None
    before = view(tab).evaluate("each => each.scrollLeft")
    tab.mouse.move(box["x"] + 700, box["y"] + 40)
    tab.mouse.down()
    tab.mouse.move(box["x"] + 500, box["y"] + 40, steps=4)
    tab.mouse.up()
    assert view(tab).evaluate("each => each.scrollLeft") > before + 150
    expect(tab.locator(".detail")).to_be_hidden()


def test_two_fingers_zoom_on_a_phone_and_filters_are_folded_up(browser: Browser, site: Path) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    tab = opened(context.new_page(), site)
    assert tab.evaluate("document.documentElement.scrollWidth") <= 390
    expect(tab.locator("[name=track]")).to_be_hidden()
    tab.get_by_text("Filter events").click()
    expect(tab.locator("[name=track]")).to_be_visible()
    tab.get_by_text("Filter events").click()
    view(tab).scroll_into_view_if_needed()
    wide, box = plot_width(tab), view(tab).bounding_box()
    assert box is not None
    x, y, touch = box["x"] + 150, box["y"] + 40, context.new_cdp_session(tab)
    for step, kind in ((20, "touchStart"), (60, "touchMove"), (90, "touchMove")):
        fingers = [{"x": x - step, "y": y, "id": 1}, {"x": x + step, "y": y, "id": 2}]
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": fingers})
    touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    assert plot_width(tab) > 3 * wide
    context.close()


@pytest.mark.parametrize("path", PAGES)
def test_without_a_script_everything_is_there_to_read(browser: Browser, site: Path, path: str) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 1280, "height": 900})
    tab = opened(context.new_page(), site, path)
    assert len(shown(tab)) == 8
    assert tab.locator(".filters").first.is_hidden() if tab.locator(".filters").count() else True
    assert view(tab).locator("a").count() >= 8
    tab.locator('.ev#E-008 a:text("Event goes-on")').click(trial=True)
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_any_page_of_the_timeline(browser: Browser, site: Path, scheme: str) -> None:
    context = browser.new_context(color_scheme=scheme, viewport={"width": 1280, "height": 900}, bypass_csp=True)  # type: ignore[arg-type]
    tab = context.new_page()
    for path in PAGES if scheme == "light" else ("timeline/", "timeline/embed/"):
        opened(tab, site, path, "#E-003")
        tab.add_script_tag(path=str(AXE))
        found = tab.evaluate("axe.run().then(found => found.violations.map(each => each.id + ': ' + each.help))")
        assert found == [], path
    context.close()


def test_text_goes_the_other_way_and_time_still_runs_from_left_to_right(tab: Tab, site: Path) -> None:
    opened(tab, site)
    tab.evaluate("document.documentElement.dir = 'rtl'")
    marks = [view(tab).locator(f'a[href="#{id_}"] svg').bounding_box() for id_ in ("E-002", "E-008")]
    assert marks[0] is not None
    assert marks[1] is not None
    assert marks[0]["x"] < marks[1]["x"]


def test_motion_is_left_out_for_readers_who_asked_for_none(browser: Browser, site: Path) -> None:
    context = browser.new_context(reduced_motion="reduce", viewport={"width": 1280, "height": 900})
    tab = opened(context.new_page(), site)
    assert tab.locator(".plot a").first.evaluate("each => getComputedStyle(each).transitionDuration") == "0s"
    context.close()


def test_five_thousand_events_are_paged_and_filtered_over_all_pages(tab: Tab, many: Path) -> None:
    opened(tab, many)
    assert len(shown(tab)) < 500
    expect(tab.locator(".tl-pages [aria-current]")).to_have_text("2048")
    tab.locator("[name=q]").fill("E-017 ")
    expect(tab.locator(".count")).to_contain_text("of 5,000 events, 0 on this page")
    expect(tab.locator(".elsewhere li").first).to_contain_text("E-017")
    tab.locator(".elsewhere li a").first.click()
    expect(tab).to_have_url(re.compile(r"/2031/index\.html\?q=E-017#E-017$"))
    expect(tab.locator(".detail .enum")).to_have_text("E-017")
    expect(tab.locator(".count")).to_contain_text("on this page")
    assert "E-017" in shown(tab)


@pytest.mark.poppler
def test_the_whole_timeline_prints_in_pages_with_nothing_cut(browser: Browser, tmp_path: Path) -> None:
    """Every number stands in a drawing and at its event's title, and each page says what period it is of."""
    write_timeline(many_events(130), tmp_path, lambda page: "print" in page.path)
    tab = browser.new_page()
    tab.goto((tmp_path / "timeline/print/index.html").as_uri())
    titles = dict(
        tab.locator(".ev").evaluate_all("rows => rows.map(row => [row.id, row.querySelector('.t a').textContent])")
    )
    tab.pdf(path=tmp_path / "timeline.pdf", prefer_css_page_size=True)
    tab.close()
    told = subprocess.run(["pdftotext", "-layout", tmp_path / "timeline.pdf", "-"], capture_output=True, check=True)
    pages = told.stdout.decode().rstrip("\f").split("\f")
    assert 4 < len(pages) < 20
    whole = "\n".join(pages)
    assert len(titles) == 130
    for number, title in titles.items():
        line = re.search(rf"^ *{number} .*", whole, re.MULTILINE)
        assert line is not None, number
        assert title.split()[0] in line[0], "the title stands beside its number"
        assert re.search(rf"(?<![\d-]){int(number.removeprefix('E-'))}(?!\d)", whole), "the mark has its number"
    assert all(re.search(r"(January|April) to (March|June) 2031|2031", page) for page in pages)
