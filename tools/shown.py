"""Take the pictures that README and docs/ show, from the built site in output/, into docs/pictures.

    .venv/bin/python -m tools.shown [name ...]

They are kept in the repository, so each is small: as many colours as it needs, and no more of a page than is looked at.
Whoever commits one has looked at it. Those of the timeline show it in use, and are taken by hand.
"""

from __future__ import annotations

import argparse
import io
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Final, NamedTuple

from PIL import Image
from playwright.sync_api import Browser

from tests.browser import launched

ROOT: Final = Path(__file__).resolve().parent.parent
INTO: Final = ROOT / "docs" / "pictures"
COLOURS: Final = 48


class Shot(NamedTuple):
    """A page, or the part of it from ``start`` (a selector) on, as a screen of this size shows it."""

    page: str
    width: int
    height: int
    start: str = ""
    dark: bool = False


SHOTS: Final = {
    "home": (Shot("", 1280, 900),),
    "event": (Shot("events/moscow-2020-01-13", 1280, 1320),),
    "event-page": (Shot("events/us-lna-2020-07-01", 1280, 1600),),
    "claim-page": (Shot("claims/mig29", 1280, 1600),),
    "source-page": (Shot("sources/bulgarianmilitary-2020-07-03", 1280, 1600),),
    "actor": (Shot("actors/lna", 1280, 1050, start="main .with-notes > .sec.wide"),),
    "places": (Shot("places", 1280, 760),),
    "track": (Shot("tracks/un-military", 1280, 1200),),
    "topic-dark": (Shot("topics/ceasefire", 820, 1100, dark=True),),
    "phone": (
        Shot("", 390, 900),
        Shot("events/moscow-2020-01-13", 390, 900, start="main .sec"),
        Shot("tracks/un-military", 390, 900, start=".rooms-table"),
    ),
}
BRIEFING: Final = "moscow-talks"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", metavar="name", help=f"{', '.join(SHOTS)}, briefing (all)")
    wanted = parser.parse_args().names or [*SHOTS, "briefing"]
    with launched() as browser:
        for name in wanted:
            taken = [paper()] if name == "briefing" else [taken_of(browser, shot) for shot in SHOTS[name]]
            path = INTO / f"{name}.png"
            beside(taken).quantize(COLOURS, dither=Image.Dither.NONE).save(path, optimize=True)
            print(f"{path.relative_to(ROOT)}: {path.stat().st_size:,} bytes")
    return 0


def taken_of(browser: Browser, shot: Shot) -> Image.Image:
    """One shot."""
    context = browser.new_context(
        viewport={"width": shot.width, "height": shot.height},
        color_scheme="dark" if shot.dark else "light",
        reduced_motion="reduce",
    )
    try:
        page = context.new_page()
        page.goto((ROOT / "output" / shot.page / "index.html").as_uri())
        if shot.start:
            page.eval_on_selector(shot.start, "each => scrollTo(0, each.getBoundingClientRect().top + scrollY - 24)")
        return Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    finally:
        context.close()


def paper() -> Image.Image:
    """The first sheet of a briefing."""
    program = shutil.which("pdftoppm")
    if program is None:
        raise SystemExit("install poppler-utils (apt-get install poppler-utils)")
    (pdf,) = (ROOT / "output" / "briefings" / BRIEFING).glob("*.pdf")
    with tempfile.TemporaryDirectory(prefix="communique-shown-") as folder:
        subprocess.run([program, "-r", "75", "-l", "1", "-png", "-singlefile", pdf, f"{folder}/sheet"], check=True)
        return Image.open(f"{folder}/sheet.png").convert("RGB")


def beside(images: list[Image.Image]) -> Image.Image:
    """Images in a row."""
    row = Image.new("RGB", (sum(each.width for each in images), max(each.height for each in images)), "white")
    at = 0
    for each in images:
        row.paste(each, (at, 0))
        at += each.width
    return row


if __name__ == "__main__":
    raise SystemExit(main())
