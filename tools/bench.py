"""Measure load, check and build stage by stage, and a cold build beside plain Pelican's on as many pages.

Seconds of CPU on a shared machine say little by themselves: what counts is each stage's share, and the ratio to
something run beside it in turn. ``--events N`` measures a generated dossier instead of the real one.
"""

from __future__ import annotations

import argparse
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TypeVar

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tools.bench_corpus import ROOT, generate

T = TypeVar("T")
COMMUNIQUE = [sys.executable, "-m", "communique.cli"]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--events", type=int, default=0, help="measure a generated dossier of so many events")
    parser.add_argument("--runs", type=int, default=3, help="paired runs beside Pelican; the median counts (3)")
    parser.add_argument("--no-pelican", action="store_true", help="leave the comparison out")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="communique-bench-") as scratch:
        folder = ROOT
        if options.events:
            folder = Path(scratch) / "dossier"
            print(f"generating {options.events:,} events …", flush=True)
            generate(folder, options.events)
        stages(folder, Path(scratch))
        if not options.no_pelican:
            beside_pelican(folder, Path(scratch), options.runs)
    return 0


def stages(folder: Path, scratch: Path) -> None:
    """Print the CPU seconds of each stage of one build in this process, and its share."""
    from communique import load, records, tree
    from communique.instant import build_instant
    from communique.press import build as press
    from communique.selection import select
    from communique.settings import read_settings

    settings = read_settings(folder)
    spent: dict[str, float] = {}

    def timed(name: str, work: Callable[[], T]) -> T:
        started = time.process_time()
        found = work()
        spent[name] = time.process_time() - started
        return found

    files, _ = timed("read files", lambda: tree.read_tree(folder))
    timed("parse and validate", lambda: [records.load_record(file, file.kind) for file in files if file.kind])
    checked = timed("load with all checks", lambda: load.check_files(files, []))
    spent["link and check"] = spent.pop("load with all checks") - spent["parse and validate"]
    assert checked.corpus is not None, "\n".join(str(finding) for finding in checked.findings[:5])
    corpus = checked.corpus
    made = press.Build(settings, ["site", "briefings", "feeds", "exports"], lambda text: None)
    made.selection = select(corpus, settings.level, build_instant(settings))
    plan = timed("views and plan", made.plan)
    for family in made.families:
        timed(f"render and write: {family}", partial(made.write, family, scratch / "tree"))
    whole = sum(spent.values())
    print(f"\n{len(corpus.records):,} records, {len(corpus.events):,} events, {len(plan.outputs):,} outputs")
    for name, seconds in spent.items():
        print(f"  {name:28} {seconds:8.2f} s CPU {seconds / whole:6.1%}")
    print(f"  {'in all':28} {whole:8.2f} s CPU (PDFs are set in processes of their own, not counted here)")
    shutil.rmtree(scratch / "tree", ignore_errors=True)


def beside_pelican(folder: Path, scratch: Path, runs: int) -> None:
    """Print cold builds of ours and of plain Pelican with as many pages, in turn: A B A B …"""
    ours = scratch / "ours"
    output = subprocess.run([*COMMUNIQUE, "-C", str(folder), "build", "--quiet", "--output", str(ours)], check=False)
    assert output.returncode == 0
    pages = sum(1 for _ in ours.rglob("*.html"))
    blog = plain_blog(scratch / "blog", pages)
    pairs: list[tuple[float, float, float, float]] = []
    for _ in range(runs):
        shutil.rmtree(ours, ignore_errors=True)
        a = cpu([*COMMUNIQUE, "-C", str(folder), "build", "--quiet", "--output", str(ours)])
        shutil.rmtree(blog / "output", ignore_errors=True)
        b = cpu(
            [
                sys.executable,
                "-m",
                "pelican",
                "-q",
                "-s",
                str(blog / "pelicanconf.py"),
                "-o",
                str(blog / "output"),
            ]
        )
        pairs.append((*a, *b))
    print(f"\ncold build of {pages:,} pages, {runs} pairs, median:")
    for name, at in (("Communiqué", 0), ("plain Pelican, simple theme", 2)):
        seconds = [statistics.median(pair[at + each] for pair in pairs) for each in (0, 1)]
        print(f"  {name:28} {seconds[0]:8.2f} s CPU {seconds[1]:8.2f} s wall")
    print(f"  ratio ours / Pelican         {statistics.median(a / b for a, _, b, _ in pairs):8.2f} CPU")


def cpu(command: list[str]) -> tuple[float, float]:
    """CPU and wall seconds of a command and its children."""
    before, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return spent, time.monotonic() - started


def plain_blog(folder: Path, pages: int) -> Path:
    """A Pelican blog of about ``pages`` articles of 130 words, with its own simple theme and its feeds."""
    (folder / "content").mkdir(parents=True)
    words = " ".join(["ferry toll lake town harbour council envoy talks boat pier"] * 13)
    for number in range(pages):
        text = f"Title: Article {number}\nDate: 2031-01-{number % 28 + 1:02}\nCategory: c{number % 3}\n\n{words}\n"
        (folder / "content" / f"a{number}.md").write_text(text, encoding="utf-8")
    conf = "SITEURL = 'https://blog.example.org'\nPATH = 'content'\nTHEME = 'simple'\nTIMEZONE = 'UTC'\n"
    (folder / "pelicanconf.py").write_text(conf, encoding="utf-8")
    return folder


if __name__ == "__main__":
    sys.exit(main())
