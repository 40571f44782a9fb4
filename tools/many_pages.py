"""The timeline of many invented events, written as a build writes it: to measure and test it without a whole build."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

from communique.corpus import Corpus
from communique.plan import Copy, Page
from communique.press.assets import assets
from communique.press.theme import environment, render
from communique.views import timeline
from communique.views.sheet import Site
from communique.views.timelinedata import timeline_data
from tools.bench_corpus import ROOT


def write_timeline(corpus: Corpus, folder: Path, wanted: Callable[[Page], bool] = lambda page: True) -> None:
    """The pages of the timeline that are ``wanted``, what they filter by, style sheets, script and fonts."""
    site = Site(corpus, "https://miravel.example.org")
    made = environment(ROOT)
    for page in timeline.pages(site):
        if wanted(page):
            _write(folder / page.path, render(made, page.template, page.view, page.path).encode())
    data = timeline_data(site)
    _write(folder / data.path, data.content)
    for output in assets(ROOT):
        if isinstance(output, Copy):
            (folder / output.path).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(output.source, folder / output.path)
        else:
            _write(folder / output.path, output.content)


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
