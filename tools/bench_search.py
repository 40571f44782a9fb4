"""Measure the search of a generated dossier in a real browser: what a query loads, and how long its answer takes.

Only what the search needs is written: its page, names, index, style sheets and scripts. Bytes are those that cross the
wire, compressed, of one reader who opens the page and then asks one query after the other.
"""

from __future__ import annotations

import argparse
import gzip
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, CDPSession
from playwright.sync_api import Page as Tab

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from communique.corpus import Corpus
from communique.instant import build_instant
from communique.plan import Copy, Output, Page
from communique.press.assets import assets
from communique.press.build import load_selection
from communique.press.families import Input, search_family
from communique.press.theme import environment, render
from communique.settings import read_settings
from communique.views import search
from communique.views.sheet import Site
from tests.browser import chromium, launched
from tools.bench_corpus import ROOT, generate
from tools.bench_timeline import served

FIRST_KB, LATER_KB = 250, 60
"""The gates: what the first query may load, and each later one."""
QUERIES = (
    "ferry",
    "harbour envoy",
    "Person 17",
    "сезон",
    "offer paper about the toll",
    "Уппер",
    "E-4242",
    "negotiations of the season",
    "bridge ",
    "cargo crew landing",
)
"""Words that nearly every record has (the generator knows few words), names, numbers, and what stands nowhere."""
NARROWED = ("kind=event", "topic=topic-3", "from=2033-01&to=2033-06", "order=desc")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--events", type=int, default=10_000, help="how many events to generate (10,000)")
    options = parser.parse_args()
    if not chromium():
        print("NOT RUN: install chromium (apt-get install chromium) or set CHROMIUM")
        return 2
    with tempfile.TemporaryDirectory(prefix="communique-bench-") as scratch:
        dossier, tree = Path(scratch) / "dossier", Path(scratch) / "tree"
        print(f"generating {options.events:,} events …", file=sys.stderr, flush=True)
        generate(dossier, options.events)
        settings = read_settings(dossier)
        corpus = load_selection(settings, build_instant(settings))[0].corpus
        write(corpus, tree)
        with served(tree) as address, launched() as browser:
            return ask(browser, f"{address}/search/index.html")


def write(corpus: Corpus, tree: Path) -> None:
    """The search of ``corpus`` as a build writes it."""
    site = Site(corpus, "https://miravel.example.org", features=frozenset({"search"}))
    made = environment(ROOT)
    started = time.process_time()
    index = list(search_family(Input(site, ROOT)))
    spent = time.process_time() - started
    for output in (*search.pages(site), *assets(ROOT), *index):
        target = tree / output.path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content(made, output))
    files = [output for output in index if not isinstance(output, Page)]
    packed = sum(len(gzip.compress((tree / output.path).read_bytes())) for output in files)
    made_of = f"{len(files):,} files, {packed / 1e6:.1f} MB"
    print(f"{len(corpus.records):,} records: index made in {spent:.1f} s of CPU, {made_of}")


def content(made: Any, output: Output) -> bytes:
    if isinstance(output, Page):
        return render(made, output.template, output.view, output.path).encode()
    return output.source.read_bytes() if isinstance(output, Copy) else output.content  # type: ignore[union-attr]


def ask(browser: Browser, url: str) -> int:
    """Ask every query in turn and print what each loaded; 1 where a gate is missed."""
    tab = browser.new_page(viewport={"width": 1280, "height": 900})
    session = tab.context.new_cdp_session(tab)
    with counted(session) as loaded:
        tab.goto(url, wait_until="load")
        print(f"  {'the page itself, without fonts':34} {told(loaded)}")
    missed = []
    for at, query in enumerate(QUERIES):
        size = one(tab, session, query)
        if size > (LATER_KB if at else FIRST_KB) * 1000:
            missed.append(query)
    for asked in NARROWED:
        with counted(session) as loaded:
            tab.goto(f"{url}?q=ferry&{asked}", wait_until="load")
            tab.wait_for_selector("#_results[aria-busy=false]", state="attached")
        print(f"  {'ferry, ' + asked:34} {told(loaded)}   (the page and all, opened anew)")
    gate = f"first query at most {FIRST_KB} kB, later at most {LATER_KB} kB"
    print(f"  {'MISSED' if missed else 'holds'}   {gate} {missed or ''}")
    return 1 if missed else 0


def one(tab: Tab, session: CDPSession, query: str) -> int:
    with counted(session) as loaded:
        took = float(tab.evaluate(ASK, query))
    print(f"  {query:34} {told(loaded)}  {took:6.0f} ms   {tab.inner_text('#_status')}")
    return sum(loaded)


def told(sizes: list[int]) -> str:
    return f"{sum(sizes) / 1000:7.1f} kB in {len(sizes):2} files"


ASK = """query => new Promise(done => {
  const field = document.getElementById("_q"), list = document.getElementById("_results"), began = performance.now();
  field.value = query; list.setAttribute("aria-busy", "true");
  new MutationObserver((_, seen) => {
    if (list.getAttribute("aria-busy") === "false") { seen.disconnect(); done(performance.now() - began); }
  }).observe(list, {attributes: true});
  field.form.requestSubmit(); })"""


@contextmanager
def counted(session: CDPSession) -> Iterator[list[int]]:
    """The sizes of all that is loaded in the block but fonts, heads included; what a cache has is not counted."""
    sizes: list[int] = []
    fonts: set[str] = set()
    session.send("Network.enable")

    def begin(event: dict[str, Any]) -> None:
        if event["type"] == "Font":
            fonts.add(event["requestId"])

    def end(event: dict[str, Any]) -> None:
        if event["requestId"] not in fonts and event["encodedDataLength"]:
            sizes.append(int(event["encodedDataLength"]))

    session.on("Network.responseReceived", begin)
    session.on("Network.loadingFinished", end)
    yield sizes
    session.remove_listener("Network.responseReceived", begin)
    session.remove_listener("Network.loadingFinished", end)


if __name__ == "__main__":
    sys.exit(main())
