"""Take pictures of every page kind of the built site: three widths in light, one in dark, and its sheets on paper.

They go to ``.cache/pictures``, for somebody to look at. Nothing is compared: what a page should look like is judged
by eye, beside docs/design.md.

Each kind is taken by a process and a browser of its own. A browser that prints may wait for ever, and Playwright sets
no limit to that; so a process that takes too long is ended with its browser and tried once more, and the run goes on.
"""

from __future__ import annotations

import argparse
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from typing import Final

from playwright.sync_api import Browser

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tests.browser import launched

ROOT = Path(__file__).resolve().parent.parent
WIDTHS = (390, 820, 1440)
LONGEST = 6000
"""Screen pixels of a long page that go into its picture: nobody looks at more of one."""

PATIENCE: Final = 180
"""How many seconds all pictures of one kind may take before they are tried anew."""

SHEETS = 6
"""Sheets of paper that are turned into pictures; the PDF beside them has all."""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("kinds", nargs="*", help="page kinds to take, as the files are named (all)")
    parser.add_argument("--site", type=Path, default=ROOT / "output", help="the built site (output)")
    parser.add_argument("--into", type=Path, default=ROOT / ".cache" / "pictures", help="where pictures go")
    parser.add_argument("--widths", type=int, nargs="+", default=WIDTHS, help="widths in light (390 820 1440)")
    parser.add_argument("--no-dark", action="store_true", help="leave out the picture in dark")
    parser.add_argument("--no-paper", action="store_true", help="leave out the sheets on paper")
    parser.add_argument("--patience", type=int, default=PATIENCE, help=f"seconds that a kind may take ({PATIENCE})")
    parser.add_argument("--in-process", action="store_true", help="take the pictures in this process")
    options = parser.parse_args()
    pages = samples(options.site)
    if unknown := sorted(set(options.kinds) - pages.keys()):
        parser.error(f"no page kind {', '.join(unknown)}; there are {', '.join(pages)}")
    options.into.mkdir(parents=True, exist_ok=True)
    missing = []
    for kind in options.kinds or pages:
        print(f"{kind}: {pages[kind].relative_to(options.site)}", flush=True)
        if options.in_process:
            take(kind, pages[kind], options)
        elif not (taken(kind, options) or taken(kind, options)):
            missing.append(kind)
    print(f"pictures in {options.into}" + (f"; not taken: {', '.join(missing)}" if missing else ""))
    return 1 if missing else 0


def taken(kind: str, options: argparse.Namespace) -> bool:
    """Whether a process took all pictures of ``kind`` in time; what is left of it and its browser is ended."""
    command = [sys.executable, __file__, kind, "--in-process", "--site", options.site, "--into", options.into]
    command += ["--widths", *map(str, options.widths)]
    command += [flag for flag, on in (("--no-dark", options.no_dark), ("--no-paper", options.no_paper)) if on]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, start_new_session=True)
    try:
        return process.wait(options.patience) == 0
    except subprocess.TimeoutExpired:
        print(f"  no picture after {options.patience} s", flush=True)
        return False
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def take(kind: str, page: Path, options: argparse.Namespace) -> None:
    """Every picture of one kind."""
    with launched() as browser:
        for width in options.widths:
            picture(browser, page, options.into / f"{kind}-{width}.png", width)
        if not options.no_dark:
            picture(browser, page, options.into / f"{kind}-dark.png", 820, dark=True)
        if not options.no_paper:
            sheets(browser, page, options.into / f"{kind}.pdf")


def samples(site: Path) -> dict[str, Path]:
    """A page of each kind, the largest there is: of records by the folder they stand in, others by their own name.

    ``events`` is the list, ``events-one`` the page of one event.
    """
    found: dict[str, Path] = {}
    for page in sorted(site.rglob("*.html"), key=lambda path: (-path.stat().st_size, path)):
        folders = page.relative_to(site).parent.parts
        if folders[:1] in (("theme",),):
            continue
        kind = {0: "home" if page.name == "index.html" else page.stem, 1: "".join(folders[:1])}.get(len(folders))
        found.setdefault(kind or f"{folders[0]}-one", page)
    return dict(sorted(found.items()))


def picture(browser: Browser, page: Path, into: Path, width: int, *, dark: bool = False) -> None:
    """The page as a screen of this width shows it, in full or as far as LONGEST."""
    context = browser.new_context(
        viewport={"width": width, "height": 900}, color_scheme="dark" if dark else "light", reduced_motion="reduce"
    )
    try:
        opened = context.new_page()
        opened.goto(page.as_uri())
        height = opened.evaluate("document.documentElement.scrollHeight")
        opened.set_viewport_size({"width": width, "height": max(600, min(height, LONGEST))})
        opened.screenshot(path=into)
    finally:
        context.close()


def sheets(browser: Browser, page: Path, into: Path) -> None:
    """The page as a PDF from the browser's print, and pictures of its first sheets where pdftoppm is there."""
    context = browser.new_context()
    try:
        opened = context.new_page()
        opened.goto(page.as_uri())
        opened.pdf(path=into, prefer_css_page_size=True, print_background=False)
    finally:
        context.close()
    for old in into.parent.glob(f"{into.stem}-sheet-*.png"):
        old.unlink()
    if shutil.which("pdftoppm"):
        command = ["pdftoppm", "-r", "60", "-png", "-l", str(SHEETS), str(into), str(into.with_suffix("")) + "-sheet"]
        subprocess.run(command, check=True)


if __name__ == "__main__":
    sys.exit(main())
