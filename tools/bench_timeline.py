"""Measure the timeline in a real browser beside TimelineJS3 and vis-timeline, on the same generated events.

Installs both into a scratch folder from tools/bench/package-lock.json, serves all three on the loopback, compressed as
a web server would, and reads Chromium's own counters. What counts on a shared machine is the ratio of paired runs.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, CDPSession
from playwright.sync_api import Page as Tab

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from communique.corpus import Corpus
from communique.dates import Day
from communique.kinds import Event
from tests.browser import chromium, launched
from tools.bench_corpus import ROOT
from tools.many_events import many_events
from tools.many_pages import write_timeline

FRAMES = 120
SETTLED = 0.02
"""Seconds of work in half a second below which a page is at rest."""


@dataclass(frozen=True)
class Measured:
    """One load of one timeline. Bytes are those of compressed bodies, as they crossed the wire.

    ``cpu_ms`` is the CPU time of the main thread, which other work on the machine leaves nearly alone; ``task_ms`` and
    ``script_ms`` are what a clock shows from the beginning to the end of its tasks.
    """

    page: int
    script_bytes: int
    sheets: int
    fonts: int
    script_ms: float
    task_ms: float
    cpu_ms: float
    filter_ms: float = float("nan")
    frame_ms: float = float("nan")
    slow_frame_ms: float = float("nan")
    work_per_frame_ms: float = float("nan")

    @property
    def bytes(self) -> int:
        """All but fonts."""
        return self.page + self.script_bytes + self.sheets


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=3, help="runs of each, in turn; the median counts (3)")
    parser.add_argument("--all", action="store_true", help="TimelineJS3 with 5,000 events too: minutes a run")
    options = parser.parse_args()
    if not chromium():
        print("NOT RUN: install chromium (apt-get install chromium) or set CHROMIUM")
        return 2
    with tempfile.TemporaryDirectory(prefix="communique-bench-") as scratch:
        folder = Path(scratch)
        install(folder)
        for count in (500, 5000):
            write(folder / str(count), folder, many_events(count))
        with served(folder) as address, launched() as browser:
            for count in (500, 5000):
                names = ["ours", "vis", *(["timelinejs"] if count == 500 or options.all else [])]
                found = measured(browser, address, count, names, options.runs)
                report(count, found)
    return 0


def install(folder: Path) -> None:
    """The two others, exactly as locked, into the scratch folder."""
    for name in ("package.json", "package-lock.json"):
        shutil.copy(ROOT / "tools" / "bench" / name, folder / name)
    path = f"{ROOT / '.venv' / 'bin'}{os.pathsep}{os.environ['PATH']}"
    command = [str(ROOT / ".venv" / "bin" / "npm"), "--silent", "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
    subprocess.run(command, cwd=folder, check=True, env={**os.environ, "PATH": path})


def write(folder: Path, packages: Path, corpus: Corpus) -> None:
    """Ours, and the same events for the two others, each with what its documentation says a page needs."""
    write_timeline(corpus, folder, lambda page: "by-" not in page.path and "print" not in page.path)
    (folder / "ours.html").write_text('<a href="timeline/index.html">ours</a>', encoding="utf-8")
    modules = packages / "node_modules"
    shutil.copytree(modules / "@knight-lab" / "timelinejs" / "dist", folder / "tl3")
    (folder / "vis").mkdir()
    for name, source in (
        ("vis.js", "standalone/umd/vis-timeline-graph2d.min.js"),
        ("vis.css", "styles/vis-timeline-graph2d.min.css"),
    ):
        shutil.copy(modules / "vis-timeline" / source, folder / "vis" / name)
    events = [(*_days(event), event) for event in corpus.events]
    slides = [
        {
            "start_date": _parts(start),
            "end_date": _parts(end),
            "text": {"headline": event.title},
            "group": _track(event),
        }
        for start, end, event in events
    ]
    (folder / "timelinejs.html").write_text(
        TIMELINEJS.replace("DATA", json.dumps({"events": slides})), encoding="utf-8"
    )
    items: list[dict[str, Any]] = [
        {"id": at, "content": event.title, "start": str(start), "group": _track(event)}
        | ({"end": str(end)} if end > start else {})
        for at, (start, end, event) in enumerate(events)
    ]
    groups = [{"id": name, "content": name} for name in sorted({item["group"] for item in items})]
    page = VIS.replace("ITEMS", json.dumps(items)).replace("GROUPS", json.dumps(groups))
    (folder / "vis.html").write_text(page, encoding="utf-8")


TIMELINEJS = """<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>TimelineJS3</title>
<link rel="stylesheet" href="tl3/css/timeline.css"><script src="tl3/js/timeline.js"></script></head>
<body><div id="t" style="width: 100%; height: 600px"></div><script>
new TL.Timeline("t", DATA, {script_path: "tl3/js/", font: null});
</script></body></html>"""
VIS = """<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>vis-timeline</title>
<link rel="stylesheet" href="vis/vis.css"><script src="vis/vis.js"></script></head><body><div id="t"></div><script>
const all = new vis.DataSet(ITEMS); let words = "";
const shown = new vis.DataView(all, {filter: item => item.content.toLowerCase().includes(words)});
window.timeline = new vis.Timeline(document.getElementById("t"), shown, GROUPS, {height: "600px"});
window.sift = text => { words = text; shown.refresh(); };</script></body></html>"""


def _days(event: Event) -> tuple[date, date]:
    """The two others know no uncertain dates: they get the first and the last day that a date may touch."""
    first, last = event.date.earliest, (event.end or event.date)
    until = last.latest if not isinstance(last, str) and hasattr(last, "latest") else first
    start = first if isinstance(first, Day) else until
    assert isinstance(start, Day)
    end = until if isinstance(until, Day) else start
    return date(start.year, start.month, start.day), date(end.year, end.month, end.day)


def _parts(day: date) -> dict[str, str]:
    return {"year": str(day.year), "month": str(day.month), "day": str(day.day)}


def _track(event: Event) -> str:
    return event.tracks[0] if event.tracks else "no track"


# Serving and measuring


class Compressed(SimpleHTTPRequestHandler):
    """Files as a web server gives them: text compressed."""

    def do_GET(self) -> None:
        path = Path(self.translate_path(self.path))
        if not path.is_file():
            self.send_error(404)
            return
        content, packed = path.read_bytes(), path.suffix not in (".woff2", ".png")
        body = gzip.compress(content, 9) if packed else content
        self.send_response(200)
        self.send_header("Content-Type", f"{self.guess_type(str(path))}; charset=utf-8")
        if packed:
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *arguments: object) -> None:
        """Nothing: the measurements are the output."""


@contextmanager
def served(folder: Path) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Compressed, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        thread.join()


def measured(browser: Browser, address: str, count: int, names: list[str], runs: int) -> dict[str, list[Measured]]:
    """Runs in turn: A B C A B C … A browser just started is slow whatever it shows: one load first does not count."""
    found: dict[str, list[Measured]] = {name: [] for name in names}
    one_load(browser, f"{address}/{count}/vis.html", "warming up")
    for run in range(runs):
        for name in names:
            print(f"  {count} events, run {run + 1} of {runs}: {name} …", file=sys.stderr, flush=True)
            path = "timeline/index.html" if name == "ours" else f"{name}.html"
            found[name].append(one_load(browser, f"{address}/{count}/{path}", name))
    return found


def one_load(browser: Browser, url: str, name: str) -> Measured:
    """Load once with nothing cached, wait until the page is at rest, then filter and pan it."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    tab = context.new_page()
    session = context.new_cdp_session(tab)
    session.send("Network.enable")
    session.send("Performance.enable")
    # Whatever asks a third party (TimelineJS3 does, for fonts) is not waited for.
    session.send("Network.setBlockedURLs", {"urls": ["https://*"]})
    sorts: dict[str, str] = {}
    sizes = dict.fromkeys(("page", "script", "sheet", "font"), 0)
    heads: dict[str, int] = {}

    def begin(event: dict[str, Any]) -> None:
        sorts[event["requestId"]] = event["type"]
        heads[event["requestId"]] = int(event["response"]["encodedDataLength"])

    session.on("Network.responseReceived", begin)
    kinds = {"Script": "script", "Stylesheet": "sheet", "Font": "font"}

    def add(event: dict[str, Any]) -> None:
        sizes[kinds.get(sorts.get(event["requestId"], ""), "page")] += int(event["encodedDataLength"]) - heads.get(
            event["requestId"], 0
        )

    session.on("Network.loadingFinished", add)
    tab.goto(url, wait_until="load", timeout=600_000)
    rested = at_rest(session, tab)
    first = Measured(
        *(sizes[sort] for sort in ("page", "script", "sheet", "font")),
        *(rested[counter] for counter in ("ScriptDuration", "TaskDuration", "ThreadTime")),
    )
    extra: dict[str, float] = {}
    if name in FILTER:
        tab.evaluate(FILTER[name][0])
        at_rest(session, tab)
        extra["filter_ms"] = statistics.median(
            float(tab.evaluate(FILTER[name][1], words)) for words in ("fu", "talk", "")
        )
        tab.evaluate(PAN[name][0])
        before = at_rest(session, tab)["ThreadTime"]
        frames = sorted(tab.evaluate(PAN[name][1], FRAMES))
        extra["frame_ms"], extra["slow_frame_ms"] = frames[len(frames) // 2], frames[int(len(frames) * 0.95)]
        extra["work_per_frame_ms"] = (counters(session)["ThreadTime"] - before) / FRAMES
    context.close()
    return Measured(**{**vars(first), **extra})


def counters(session: CDPSession) -> dict[str, float]:
    """Chromium's counters of the main thread, in milliseconds."""
    return {row["name"]: row["value"] * 1000 for row in session.send("Performance.getMetrics")["metrics"]}


def at_rest(session: CDPSession, tab: Tab) -> dict[str, float]:
    """The counters once the page has done next to nothing for half a second."""
    ends = time.monotonic() + 120
    now = counters(session)
    while time.monotonic() < ends:
        tab.wait_for_timeout(500)
        before, now = now, counters(session)
        if now["TaskDuration"] - before["TaskDuration"] < SETTLED * 1000:
            break
    return now


NEXT = "() => new Promise(done => requestAnimationFrame(() => setTimeout(done)))"
FILTER = {
    "ours": (
        "() => document.querySelector('[name=q]').focus()",
        f"""async words => {{ const field = document.querySelector("[name=q]"), start = performance.now();
        field.value = words; field.dispatchEvent(new Event("input", {{bubbles: true}})); await ({NEXT})();
        return performance.now() - start; }}""",
    ),
    "vis": (
        "() => {}",
        f"""async words => {{ const start = performance.now(); window.sift(words); await ({NEXT})();
        return performance.now() - start; }}""",
    ),
}
"""How each is made ready to filter by words, and filtered: from the key to the end of the frame that shows it."""

LOOP = """async frames => { const times = []; let last = performance.now();
for (let at = 0; at < frames; at += 1) { MOVE; await new Promise(requestAnimationFrame);
const now = performance.now(); times.push(now - last); last = now; } return times; }"""
PAN = {
    "ours": (
        "() => { for (let at = 0; at < 3; at += 1) { document.querySelector('.zoom-in').click(); } }",
        LOOP.replace(
            "MOVE", "[...document.querySelectorAll('.tl-view')].find(each => each.offsetParent).scrollLeft = at * 12"
        ),
    ),
    "vis": (
        "() => { const {start, end} = timeline.getWindow(), part = (end - start) / 8;"
        " timeline.setWindow(+start, +start + part, {animation: false}); }",
        LOOP.replace(
            "MOVE",
            "{ const {start, end} = timeline.getWindow(), step = (end - start) / 80;"
            " timeline.setWindow(+start + step, +end + step, {animation: false}); }",
        ),
    ),
}
"""How each is zoomed to an eighth, and panned a little every frame."""


# What is printed


def report(count: int, found: dict[str, list[Measured]]) -> None:
    print(f"\n{count:,} events, median of {len(next(iter(found.values())))} runs in turn")
    heads = (
        "kB",
        "script kB",
        "fonts kB",
        "script ms",
        "all tasks ms",
        "main CPU ms",
        "filter ms",
        "frame ms",
        "95 % ms",
        "work/frame",
    )
    print(f"  {'':12}" + "".join(f"{head:>13}" for head in heads))
    for name, runs in found.items():
        values = [
            (_median(runs, "bytes") / 1000, 1),
            (_median(runs, "script_bytes") / 1000, 1),
            (_median(runs, "fonts") / 1000, 1),
            (_median(runs, "script_ms"), 0),
            (_median(runs, "task_ms"), 0),
            (_median(runs, "cpu_ms"), 0),
            (_median(runs, "filter_ms"), 0),
            (_median(runs, "frame_ms"), 1),
            (_median(runs, "slow_frame_ms"), 1),
            (_median(runs, "work_per_frame_ms"), 1),
        ]
        print(
            f"  {name:12}"
            + "".join(f"{value:13,.{digits}f}" if value == value else f"{'':13}" for value, digits in values)
        )
    for gate, holds in gates(count, found):
        print(f"  {'holds ' if holds else 'MISSED'}  {gate}")


def gates(count: int, found: dict[str, list[Measured]]) -> Iterator[tuple[str, bool]]:
    ours = found["ours"]
    size, script = _median(ours, "bytes") / 1000, _median(ours, "script_bytes") / 1000
    yield f"script {script:.1f} kB, at most 12", script <= 12
    most = 60 if count == 500 else 150
    fonts = _median(ours, "fonts") / 1000
    beside = f"{fonts:.1f} kB of fonts beside them, which every page shares"
    yield f"all bytes of the first view {size:.1f} kB, at most {most} ({beside})", size <= most
    for other, most_of in (("timelinejs", 0.1), ("vis", 1.0)):
        if other in found and (other == "timelinejs" or count > 500):
            for counter, told in (("cpu_ms", "CPU"), ("task_ms", "by the clock")):
                pairs = zip(ours, found[other], strict=True)
                ratio = statistics.median(getattr(a, counter) / getattr(b, counter) for a, b in pairs)
                yield f"main thread ({told}) {ratio:.3f} of {other}, at most {most_of}", ratio <= most_of
    if count > 500:
        took = _median(ours, "filter_ms")
        yield f"filter by words {took:.0f} ms, at most 100", took <= 100


def _median(runs: list[Measured], name: str) -> float:
    return statistics.median(float(getattr(run, name)) for run in runs)


if __name__ == "__main__":
    sys.exit(main())
