"""What an editor does in the form, in a real browser: for the tests of the form, and the handbook's week."""

from __future__ import annotations

import contextlib
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from playwright.sync_api import Browser, Page, Request, expect

expect.set_options(timeout=30_000)


@contextlib.contextmanager
def served(root: Path, environment: Mapping[str, str] | None = None) -> Iterator[str]:
    """``communique form`` while the block runs; gives its address."""
    command = [sys.executable, "-m", "communique.cli", "-C", str(root), "form", "--port", "0"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=environment)
    try:
        assert process.stdout is not None
        said = ""
        while not (found := re.search(r"serving (http://\S+) and", said)):
            line = process.stdout.readline()
            assert line, said
            said += line
        yield found[1]
    finally:
        process.terminate()
        assert process.wait(timeout=60) == 0
        assert process.stdout is not None
        process.stdout.close()
        assert not _servers(root)


def _servers(root: Path) -> str:
    """The decap-servers that still run for the dossier in ``root``, as the system lists processes."""
    listed = subprocess.run(["ps", "eww", "-A", "-o", "pid,args"], capture_output=True, text=True, check=False).stdout
    return "\n".join(line for line in listed.splitlines() if f"GIT_REPO_DIRECTORY={root}/" in line)


@contextlib.contextmanager
def opened(browser: Browser, url: str) -> Iterator[Page]:
    """The form, logged in; at the end no request may have left the machine, and no script may have failed."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    context.set_default_timeout(30_000)
    asked: list[str] = []
    failed: list[str] = []
    page = context.new_page()
    context.on("request", lambda request: asked.append(request.url))
    page.on("pageerror", lambda error: failed.append(str(error)))
    page.on("console", lambda line: failed.append(line.text) if "Content Security Policy" in line.text else None)
    page.goto(f"{url}admin/")
    page.get_by_role("button", name="Login").click()
    page.get_by_text("Quick add").wait_for()
    yield page
    context.close()
    assert not failed
    assert [each for each in asked if not each.startswith((url, "data:", "blob:"))] == []


@contextlib.contextmanager
def settling(page: Page) -> Iterator[None]:
    """The block, and after it all that it asks for: until nothing was under way for half a second.

    A browser tells of an idle network once for each address, so not after what is done on a page.
    """
    under_way: set[Request] = set()

    def begins(request: Request) -> None:
        under_way.add(request)

    def ends(request: Request) -> None:
        under_way.discard(request)

    page.on("request", begins)
    page.on("requestfinished", ends)
    page.on("requestfailed", ends)
    yield
    quiet = 0
    while quiet < 5:
        page.wait_for_timeout(100)
        quiet = 0 if under_way else quiet + 1
    page.remove_listener("request", begins)
    page.remove_listener("requestfinished", ends)
    page.remove_listener("requestfailed", ends)


def opens(page: Page, url: str, address: str) -> None:
    with settling(page):
        page.goto(f"{url}admin/#{address}")
        page.get_by_role("button", name="Save").wait_for()


def expands(page: Page, words: str) -> None:
    """Open all rows of the list that says ``words`` of itself: 1 presence, 2 statements."""
    lists = page.locator("div").filter(has=page.get_by_text(words, exact=True))
    lists.last.get_by_role("button", name="Expand").first.click()


def saves(page: Page) -> None:
    with settling(page):  # It reads what was saved, and draws the whole form anew.
        page.get_by_role("button", name="Save").click()
        expect(page.get_by_role("button", name="Save", exact=True)).to_be_disabled()


def row(page: Page, key: str, number: int) -> str:
    """The input of ``key`` in the row with that number, over the whole form."""
    found = page.locator(f"input[id^='{key}-field']").nth(number).get_attribute("id")
    assert found
    return f"#{found}"


def picks(page: Page, at: str, words: str, option: str) -> None:
    page.locator(at).fill(words)
    page.get_by_role("option", name=option).click()


def sets(page: Page, status: str) -> None:
    with settling(page):
        page.get_by_role("button", name=re.compile("Status:")).click()
        page.get_by_role("menuitem", name=status).click()


def publishes(page: Page) -> None:
    page.get_by_role("button", name="Publish", exact=True).click()
    page.get_by_role("menuitem", name="Publish now").click()
