"""Time from saving a record to its page in the preview, on a copy of this dossier.

    make bench-serve [ARGS="--saves 20"]

The command is run as its user has it; each save writes another title into one event, and its page is asked for until it
has that title. Prints the median, and beside it that of ``communique check``, so that machines can be compared.
"""

from __future__ import annotations

import argparse
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

from communique.load import load

ROOT = Path(__file__).resolve().parent.parent
EVENT = "us-lna-2020-07-01"


def copy(into: Path) -> Path:
    """The dossier with its history, which the pages tell of."""
    subprocess.run(["git", "clone", "-q", "--shared", str(ROOT), str(into)], check=True)
    for name in ("content", "briefings"):
        shutil.copytree(ROOT / name, into / name, dirs_exist_ok=True)
    return into


def saves(folder: Path, address: str, count: int) -> list[float]:
    """Seconds from each save to the page that has it."""
    path = folder / "content" / "events" / f"{EVENT}.yaml"
    text = path.read_text(encoding="utf-8")
    page = f"{address}/events/{EVENT}/"
    seen = []
    for number in range(count + 1):
        title = f"Title number {number}"
        path.write_text(re.sub(r"(?m)^title: .*$", f"title: {title}", text), encoding="utf-8")
        started = time.perf_counter()
        while title not in urllib.request.urlopen(page).read().decode():
            time.sleep(0.005)
        seen.append(time.perf_counter() - started)
        time.sleep(0.3)
    return seen[1:]  # the first makes what all later ones keep


def checks(folder: Path) -> float:
    """Seconds that reading and checking the whole dossier takes, cold."""
    started = time.perf_counter()
    load(folder)
    return time.perf_counter() - started


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--saves", type=int, default=20)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="communique-serve-") as scratch:
        folder = copy(Path(scratch) / "dossier")
        command = [sys.executable, "-m", "communique.cli", "-C", str(folder), "serve", "--port", "0"]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout is not None
            lines = iter(process.stdout)
            address = next(found[1] for line in lines if (found := re.search(r"serving (http://[\d.:]+)/", line)))
            try:
                seen = saves(folder, address, options.saves)
                whole = statistics.median(checks(folder) for _ in range(3))
            finally:
                process.terminate()
        middle = statistics.median(seen)
        print(f"save to page: median {middle:.2f} s of {len(seen)} (least {min(seen):.2f}, most {max(seen):.2f})")
        print(f"reading and checking the whole dossier: {whole:.2f} s; save to page is {middle / whole:.2f} of it")


if __name__ == "__main__":
    main()
