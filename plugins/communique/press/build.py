"""One build, from a dossier's folder to a tree that may be published. Pelican's plugins drive it step by step."""

from __future__ import annotations

import shutil
from datetime import UTC
from typing import TYPE_CHECKING

from communique.asof import as_of
from communique.dates import Day
from communique.diagnostics import blocking
from communique.errors import BuildError, FindingsError
from communique.instant import build_instant
from communique.load import load_with
from communique.plan import Copy, File, Output, Page, Plan, Print, make_plan
from communique.press.families import FAMILIES, Input
from communique.press.lands import Lands
from communique.press.paper import set_editions
from communique.press.standing import for_servers
from communique.press.theme import environment, render
from communique.selection import Selection, check_withheld, select
from communique.snapshots.archive import archive
from communique.views.sheet import Site

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import datetime
    from pathlib import Path

    from communique.diagnostics import Diagnostic
    from communique.load import Parsed
    from communique.settings import Settings
    from communique.tree import RawFile


LOADED = "COMMUNIQUE_LOADED"
"""Under this name ``communique build`` hands on (instant, selection), so that one build loads once."""


class Build:
    """One run: loads once, plans family by family, renders into ``folder``.

    ``say`` takes lines of progress. Nothing is read from the clock but ``instant``, once.
    """

    def __init__(self, settings: Settings, families: Iterable[str], say: Callable[[str], None]) -> None:
        self.settings = settings
        self.families = tuple(family for family in FAMILIES if family in set(families))
        self.say = say
        self.instant = build_instant(settings)
        self.findings: tuple[Diagnostic, ...] = ()
        self.selection: Selection | None = None
        self._planned: dict[str, tuple[Output, ...]] = {}
        self._closed = False
        self._land = Lands(settings.root)
        self._environment = environment(settings.root, _cache(settings.root))

    def load(self) -> Selection:
        """The corpus to publish; read on the first call. Raises FindingsError with every finding that blocks."""
        if self.selection is None:
            self.selection, self.findings = load_selection(self.settings, self.instant)
        return self.selection

    def input(self) -> Input:
        """What families are made from."""
        corpus = self.load().corpus
        features = frozenset(self.families)
        settings = self.settings
        at = self.instant.astimezone(UTC)
        built = Day(at.year, at.month, at.day)
        site = Site(corpus, settings.site_url, settings.level, features, settings.as_of, self._land, built)
        return Input(site, settings.root)

    def plan(self) -> Plan:
        """Everything this build writes. Raises BuildError when two outputs want one path."""
        given = self.input()
        for family in self.families:
            if family not in self._planned:
                self._planned[family] = tuple(FAMILIES[family](given))
        if "site" in self._planned and not self._closed:
            # What servers are told of the site is known only when every page of every family is.
            every = [output for outputs in self._planned.values() for output in outputs]
            self._planned["site"] += tuple(for_servers(given.site, every))
            self._closed = True
        return make_plan(output for outputs in self._planned.values() for output in outputs)

    def write(self, family: str, folder: Path) -> None:
        """Render the outputs of ``family`` into ``folder``. Raises BuildError; the published tree is not touched."""
        self.plan()
        outputs = self._planned[family]
        prints = [output for output in outputs if isinstance(output, Print)]
        for output in outputs:
            if not isinstance(output, Print):
                self._write(output, folder / output.path)
        for output, made in set_editions(self.settings, prints, self._html, self.say):
            self._write(File(output.path, made), folder / output.path)
        self.say(f"{family}: {len(outputs)} files")

    def _write(self, output: Page | File | Copy, target: Path) -> None:
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            if isinstance(output, Copy):
                shutil.copyfile(output.source, target)
            else:
                target.write_bytes(self.content(output))
        except OSError as error:
            told = f"{output.path}: {error.strerror or error}; what was published before stands as it was."
            raise BuildError(told) from error

    def content(self, output: Output) -> bytes:
        """The bytes of one output. Raises BuildError where it cannot be rendered, set or read."""
        if isinstance(output, File):
            return output.content
        if isinstance(output, Page):
            return self._html(output).encode()
        if isinstance(output, Print):
            return next(made for _, made in set_editions(self.settings, [output], self._html, self.say))
        try:
            return output.source.read_bytes()
        except OSError as error:
            raise BuildError(f"{output.path}: {error.strerror or error}") from error

    def _html(self, output: Page | Print) -> str:
        return render(self._environment, output.template, output.view, output.path)


def load_selection(
    settings: Settings, instant: datetime, parse: Callable[[RawFile], Parsed] | None = None
) -> tuple[Selection, tuple[Diagnostic, ...]]:
    """The records a build of ``settings`` publishes at ``instant``, and findings that do not block.

    ``parse`` is that of ``load``.

    Raises FindingsError when one blocks.
    """
    checked = load_with(settings, archive(settings), parse)
    if checked.corpus is None:
        raise FindingsError(blocking(checked.findings))
    selection = select(checked.corpus, settings.level, instant)
    withheld = tuple(check_withheld(checked.corpus, checked.loaded, selection))
    if stopping := blocking(withheld):
        raise FindingsError(stopping)
    if settings.as_of is not None:
        cut = as_of(selection.corpus, settings.as_of)
        selection = Selection(cut.corpus, {**selection.withheld, **cut.left_out})
    return selection, (*checked.findings, *withheld)


def _cache(root: Path) -> Path | None:
    """Where compiled templates are kept: beside the virtual environment's own caches, never in the output."""
    cache = root / ".cache" / "templates"
    try:
        cache.mkdir(parents=True, exist_ok=True)
    except OSError:
        return None
    return cache
