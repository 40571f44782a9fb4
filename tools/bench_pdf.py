"""Measure the setting of PDFs: our sheet beside `bench/naive.css` on the same HTML, and many editions in the pool
beside one process each.

Pairs are run in turn (A B A B …) and the median of the ratios counts: seconds on a shared machine say little.
"""

from __future__ import annotations

import argparse
import gc
import pickle
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from communique.instant import build_instant
from communique.kinds import Claim, Event
from communique.pdf import Manuscript, Pool
from communique.pdf.pool import bare_environment
from communique.plan import Print
from communique.press.build import load_selection
from communique.press.families import Input, briefings_family
from communique.press.paper import cores, manuscript
from communique.press.theme import environment, render
from communique.settings import read_settings
from communique.views.sheet import Site
from tools.bench_corpus import ROOT

SHEET = "css/print-briefing.css"
HEAD = """\
---
title: Everything on record
type: chronology
edition: 1
date: 2020-12-01
covers: 2019-11-27/2020-11-30
as_of: 2020-12-01
authors: [Example desk]
tracks: [us-engagement]
---
"""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pairs", type=int, default=3, help="paired runs of each comparison (3)")
    parser.add_argument("--editions", type=int, default=100, help="editions of five pages in the pool (100)")
    parser.add_argument("--single", metavar="FILE", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.single:
        return single(Path(options.single))
    with tempfile.TemporaryDirectory(prefix="communique-bench-") as scratch:
        long, short = manuscripts(Path(scratch))
        beside_naive(long, Path(scratch), options.pairs)
        beside_single(short, Path(scratch), options.editions)
    return 0


def single(file: Path) -> int:
    """Set one manuscript in this process and print processor seconds, pages and peak MiB."""
    import weasyprint  # noqa: F401  # not counted

    from communique.pdf.setting import set_pdf

    script = pickle.loads(file.read_bytes())
    gc.disable()  # as in a fork of the pool
    started = time.process_time()
    made = set_pdf(script)
    spent = time.process_time() - started
    file.with_suffix(".pdf").write_bytes(made)
    print(spent, pages(made), peak(resource.RUSAGE_SELF))
    return 0


def manuscripts(scratch: Path) -> tuple[Manuscript, Manuscript]:
    """An edition of some fifty pages and one of five, of the dossier's own records, with every sort of block."""
    folder = scratch / "dossier"
    folder.mkdir()
    shutil.copytree(ROOT / "content", folder / "content")
    for name in ("node_modules", "pelicanconf.py", "templates"):
        (folder / name).symlink_to(ROOT / name)
    (folder / "briefings").mkdir()
    settings = read_settings(folder)
    corpus = load_selection(settings, build_instant(settings))[0].corpus
    events = [event.id for event in corpus.events]
    claims = [claim.id for claim in corpus.claims][:12]
    topics = [topic.id for topic in corpus.topics]
    (folder / "briefings" / "long.md").write_text(
        text(corpus.events[:45], events[:24], claims, topics[:8], corpus.claims), encoding="utf-8"
    )
    few = text(corpus.events[20:26], events[20:22], claims[:1], topics[:1], corpus.claims)
    (folder / "briefings" / "short.md").write_text(few, encoding="utf-8")
    corpus = load_selection(settings, build_instant(settings))[0].corpus
    site = Site(corpus, settings.site_url, settings.level)
    made = environment(folder)
    found = {
        output.source: manuscript(folder, output, render(made, output.template, output.view, output.path))
        for output in briefings_family(Input(site, folder))
        if isinstance(output, Print)
    }
    return found["briefings/long.md"], found["briefings/short.md"]


def text(
    events: Sequence[Event],
    ids: Iterable[str],
    claims: Iterable[str],
    topics: Iterable[str],
    disputing: Iterable[Claim],
) -> str:
    """An edition over these records, with every sort of block; what is disputed leads to its claim."""
    parts = [HEAD, "## What happened\n", "```timeline\nevents: " + ", ".join(e.id for e in events) + "\n```\n"]
    for event in events:
        words = " ".join(row.text for row in event.statements)
        disputes = "".join(
            f" [[{claim.id}]]" for claim in disputing if any(ref.startswith(f"{event.id}#") for ref in claim.assertions)
        )
        cited = f" [[{event.id}]] [@{event.sources[0].source}]" if event.sources else ""
        parts.append(f"{words}{disputes}{cited}.\n" if words and cited else "")
    parties = "united-states, gna, lna, russia"
    parts += [f"## On {topic}\n\n```positions\ntopics: {topic}\nparties: {parties}\n```\n" for topic in topics]
    parts += [f"## Claim {claim}\n\n```claims\nclaims: {claim}\n```\n" for claim in claims]
    parts.append("## Who sat there\n\n```delegations\nevents: " + ", ".join(ids) + "\n```\n")
    return "\n".join([*parts, "## Who is who\n\n```whos-who\n```\n", "## Sources\n\n```sources\n```\n"])


def beside_naive(ours: Manuscript, scratch: Path, pairs: int) -> None:
    """Print the cost of the long edition under our sheet and under the naive one."""
    ours = replace(ours, attachments=())  # the sheets are compared, not what is packed beside the text
    naive = replace(ours, files={**ours.files, SHEET: (ROOT / "bench" / "naive.css").read_bytes()})
    rows = [(run(ours, scratch), run(naive, scratch)) for _ in range(pairs)]
    print(f"one edition, the same HTML, {pairs} pairs, median of processor seconds:")
    for at, name in enumerate(("our sheet", "naive.css")):
        spent = statistics.median(row[at][0] for row in rows)
        count, most = rows[0][at][1:]
        print(f"  {name:12} {spent:6.2f} s  {count:3.0f} pages  {spent / count:.3f} s a page  {most:.0f} MiB")
    print(f"  ratio        {statistics.median(a[0] / b[0] for a, b in rows):6.2f}  (gate: 0.70)")


def run(script: Manuscript, scratch: Path) -> tuple[float, float, float]:
    """Processor seconds, pages and peak MiB of one manuscript in a process of its own."""
    file = scratch / "single"
    file.write_bytes(pickle.dumps(script))
    command = [sys.executable, "-W", "ignore", __file__, "--single", str(file)]
    env = {**bare_environment(scratch), "PYTHONPATH": str(ROOT / "plugins")}
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=env)
    assert done.returncode == 0, done.stderr
    spent, count, most = map(float, done.stdout.split())
    return spent, count, most


def beside_single(script: Manuscript, scratch: Path, count: int) -> None:
    """Print the rate of ``count`` editions in the pool, and beside it of some in one process each."""
    jobs = cores()
    scripts = [replace(script, html=script.html.replace("Everything on", f"{number} on")) for number in range(count)]
    few = scripts[: max(4, count // 10)]
    started = time.monotonic()
    with ThreadPoolExecutor(jobs) as threads:
        sizes = list(threads.map(lambda pair: run(pair[1], folder(scratch, pair[0])), enumerate(few)))
    alone = len(few) / (time.monotonic() - started)
    memory: list[float] = []
    started = time.monotonic()
    with Pool(jobs, 120, 2048) as pool, ThreadPoolExecutor(jobs) as threads:
        for number, _ in enumerate(threads.map(pool.set, scripts), start=1):
            if number in (count // 10, count // 2, count):
                memory.append(resident(pool))
    together = count / (time.monotonic() - started)
    print(f"\n{count} editions of {sizes[0][1]:.0f} pages, {jobs} at once:")
    print(f"  a process each {60 * alone:6.1f} a minute ({len(few)} measured)")
    print(f"  in the pool    {60 * together:6.1f} a minute, {together * sizes[0][1]:.1f} pages a second")
    print(f"  ratio          {together / alone:6.2f}  (gate: 2)")
    shown = " · ".join(f"{each:.0f}" for each in memory)
    print(f"  MiB of the pool's children after {count // 10}, {count // 2} and {count}: {shown}")


def folder(scratch: Path, number: int) -> Path:
    made = scratch / f"alone-{number}"
    made.mkdir(exist_ok=True)
    return made


def resident(pool: Pool) -> float:
    """MiB held by the pool's children, without their forks."""
    ids = ",".join(map(str, pool.processes))
    done = subprocess.run(["ps", "-o", "rss=", "-p", ids], capture_output=True, text=True, check=True)
    return sum(int(line) for line in done.stdout.split()) / 1024


def pages(made: bytes) -> int:
    import io

    import pypdf

    return len(pypdf.PdfReader(io.BytesIO(made)).pages)


def peak(who: int) -> float:
    return resource.getrusage(who).ru_maxrss / (1 if sys.platform != "darwin" else 1024) / 1024


if __name__ == "__main__":
    sys.exit(main())
