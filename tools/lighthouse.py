"""Measure home, timeline and an event page of the built dossier with Lighthouse, served on loopback.

    .venv/bin/python -m tools.lighthouse [output]

Lighthouse is installed, where it is not yet, from its own manifest in tools/lighthouse/, which no other target needs.
Accessibility, best practice and SEO are measured; the run fails where one is below 100 and says what was found.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import tempfile
from pathlib import Path
from typing import Any, Final

from tests.browser import chromium
from tests.serving import served

ROOT: Final = Path(__file__).resolve().parent.parent
HOME: Final = Path(__file__).resolve().parent / "lighthouse"
CATEGORIES: Final = ("accessibility", "best-practices", "seo")
FLAGS: Final = "--headless=new --no-sandbox" if os.geteuid() == 0 else "--headless=new"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("output", nargs="?", type=Path, default=ROOT / "output", help="the published tree (output/)")
    output = parser.parse_args().output
    if not (output / "index.html").is_file():
        parser.error(f"{output} holds no built site: run 'make' first")
    if chromium() is None:
        parser.error("Lighthouse needs a browser: install chromium (apt-get install chromium) or set CHROMIUM")
    install()
    event = max((output / "events").glob("*/index.html"), key=lambda path: path.stat().st_size)
    low = 0
    with served(output) as site:
        for page in ("", "timeline/", f"events/{event.parent.name}/"):
            found = measured(f"{site.url}/{page}")
            told = ", ".join(f"{name} {score}" for name, (score, _) in found.items())
            print(f"/{page}: {told}", flush=True)
            for score, faults in found.values():
                low += score < 100
                print("".join(f"  {fault}\n" for fault in faults), end="")
    return 1 if low else 0


def install() -> None:
    """Install what the manifest locks, once."""
    if not (HOME / "node_modules" / "lighthouse").is_dir():
        print("installing Lighthouse ...", flush=True)
        subprocess.run(["npm", "--loglevel=error", "--no-fund", "ci"], cwd=HOME, env=environment(), check=True)


def measured(url: str) -> dict[str, tuple[int, list[str]]]:
    """The score of each category, out of 100, with the audits that cost points."""
    with tempfile.TemporaryDirectory(prefix="communique-lighthouse-") as folder:
        report = Path(folder) / "report.json"
        command: list[str | Path] = [
            *(HOME / "node_modules" / ".bin" / "lighthouse", url, "--quiet", "--output=json"),
            *(f"--output-path={report}", f"--chrome-flags={FLAGS}", f"--only-categories={','.join(CATEGORIES)}"),
        ]
        subprocess.run(command, env=environment(), check=True)
        told: dict[str, Any] = json.loads(report.read_text(encoding="utf-8"))
    return {name: (round(told["categories"][name]["score"] * 100), _faults(told, name)) for name in CATEGORIES}


def _faults(told: dict[str, Any], category: str) -> list[str]:
    audits = [told["audits"][ref["id"]] for ref in told["categories"][category]["auditRefs"] if ref["weight"]]
    return [f"{each['id']}: {each['title']}" for each in audits if each["score"] is not None and each["score"] < 1]


def environment() -> dict[str, str]:
    """The environment with the node of .venv first, and the browser that tests use."""
    path = f"{ROOT / '.venv' / 'bin'}{os.pathsep}{os.environ['PATH']}"
    return {**os.environ, "PATH": path, "CHROME_PATH": chromium() or ""}


if __name__ == "__main__":
    raise SystemExit(main())
