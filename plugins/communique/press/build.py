"""One build, from a dossier's folder to a tree that may be published. Pelican's plugins drive it step by step."""

from __future__ import annotations

import shutil
from datetime import UTC
from typing import TYPE_CHECKING

from communique.approved import UNAPPROVED, approved_contents
from communique.asof import AsOf, as_of
from communique.chronicle import UNKNOWN, Chronicle, read_chronicle
from communique.dates import Day
from communique.diagnostics import blocking, numbered
from communique.errors import BuildError, FindingsError
from communique.instant import build_instant
from communique.load import load, load_with
from communique.plan import Copy, File, Output, Page, Plan, Print, make_plan
from communique.press.families import FAMILIES, Input, families_on
from communique.press.lands import Lands
from communique.press.manifest import manifest
from communique.press.paper import set_editions
from communique.press.standing import for_servers
from communique.press.theme import environment, render
from communique.selection import Selection, check_withheld, select, without_editions
from communique.snapshots.archive import archive
from communique.tongue import speak
from communique.tree import way_to
from communique.views.sheet import Site
from communique.written import read_written

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from datetime import datetime
    from pathlib import Path

    from communique.corpus import Corpus
    from communique.diagnostics import Diagnostic
    from communique.load import Checked, Parsed
    from communique.settings import Settings
    from communique.tree import RawFile
    from communique.views.stamp import Stamp
    from communique.written import Written


MOST_BYTES = 2 * 1024 * 1024
"""What a PDF may weigh to be published: many mail servers' patience, and a reader's on a train."""

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
        self.told: Chronicle | None = None
        self.stamps: Mapping[str, Stamp] = {}
        self._planned: dict[str, tuple[Output, ...]] = {}
        self._closed = False
        speak(settings.language, [settings.root / "locale"])
        self._land = Lands(settings.root)
        self._environment = environment(settings.root, _cache(settings.root))

    def load(self) -> Selection:
        """The corpus to publish; read on the first call. Raises FindingsError with every finding that blocks."""
        if self.selection is None:
            self.selection, self.findings = load_selection(self.settings, self.instant)
            for line in self.selection.remarks:
                self.say(line)
        return self.selection

    def input(self) -> Input:
        """What families are made from."""
        selection = self.load()
        settings = self.settings
        corpus = selection.corpus
        if "briefings" not in families_on(settings.plugins):
            corpus = without_editions(corpus)
        at = self.instant.astimezone(UTC)
        site = Site(
            corpus,
            settings.site_url,
            settings.level,
            frozenset(self.families),
            settings.as_of,
            settings.preview,
            self._chronicle(corpus),
            self._land,
            Day(at.year, at.month, at.day),
            settings.papers,
            self.stamps,
            settings.report_error,
        )
        homes = (settings.root, *((settings.private_content,) if settings.private_content else ()))
        return Input(site, settings.root, homes, settings.form_backend)

    def _chronicle(self, corpus: Corpus) -> Chronicle:
        """What git tells is told of today's records, so a view of the past is without it."""
        if self.told is None:
            settings = self.settings
            known = settings.as_of is None
            self.told = read_chronicle(settings, self.instant, corpus, self.load().withheld) if known else UNKNOWN
        return self.told

    def plan(self) -> Plan:
        """Everything this build writes. Raises BuildError when two outputs want one path."""
        given = self.input()
        for number, family in enumerate(self.families):
            if family not in self._planned:
                made = tuple(FAMILIES[family](given))
                self._planned[family] = made if number else (*made, self.manifest())
        if "site" in self._planned and not self._closed:
            # What servers are told of the site is known only when every page of every family is.
            every = [output for outputs in self._planned.values() for output in outputs]
            self._planned["site"] += tuple(for_servers(given.site, every))
            self._closed = True
        return make_plan(output for outputs in self._planned.values() for output in outputs)

    def manifest(self) -> File:
        """What the tree says of itself."""
        return manifest(self.load().corpus.dossier.id, self.settings, self.instant, self.families)

    def write(self, family: str, folder: Path) -> None:
        """Render the outputs of ``family`` into ``folder``. Raises BuildError; the published tree is not touched."""
        self.plan()
        outputs = self._planned[family]
        prints = [output for output in outputs if isinstance(output, Print)]
        for output in outputs:
            if not isinstance(output, Print):
                self._write(output, folder / output.path)
        for output, made in set_editions(self.settings, prints, self.html, self.say):
            if len(made) > MOST_BYTES:
                self.say(
                    f"{output.source}: the PDF has {len(made):,} bytes; to be published it may have {MOST_BYTES:,}"
                )
            self._write(File(output.path, made), folder / output.path)
        self.say(f"{family}: {numbered(len(outputs), 'file')}")

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

    def papers(self, wanted: Callable[[Output], bool]) -> Iterator[tuple[Print, bytes]]:
        """The PDFs that are ``wanted``, with their bytes, as they get ready. Raises BuildError."""
        outputs = FAMILIES["briefings"](self.input())
        prints = [output for output in outputs if isinstance(output, Print) and wanted(output)]
        yield from set_editions(self.settings, prints, self.html, self.say)

    def content(self, output: Output) -> bytes:
        """The bytes of one output. Raises BuildError where it cannot be rendered, set or read."""
        if isinstance(output, File):
            return output.content
        if isinstance(output, Page):
            return self.html(output).encode()
        if isinstance(output, Print):
            return next(made for _, made in set_editions(self.settings, [output], self.html, self.say))
        try:
            return output.source.read_bytes()
        except OSError as error:
            raise BuildError(f"{output.path}: {error.strerror or error}") from error

    def html(self, output: Page | Print) -> str:
        """The text of an output that has a template. Raises BuildError naming template and line."""
        return render(self._environment, output.template, output.view, output.path)


def load_selection(
    settings: Settings, instant: datetime, parse: Callable[[RawFile], Parsed] | None = None
) -> tuple[Selection, tuple[Diagnostic, ...]]:
    """The records a build of ``settings`` publishes at ``instant``, and findings that do not block.

    ``parse`` is that of ``load``.

    Raises FindingsError when one blocks.
    """
    checked, unapproved = load_reviewed(settings, parse)
    if checked.corpus is None:
        raise FindingsError(blocking(checked.findings))
    selection = select(checked.corpus, settings.level, instant, unapproved, drafts=settings.preview)
    withheld = tuple(check_withheld(checked.corpus, checked.loaded, selection))
    if stopping := blocking(withheld):
        raise FindingsError(stopping)
    if settings.as_of is not None:
        written = read_written(settings)
        cut = as_of(selection.corpus, settings.as_of, written)
        selection = Selection(cut.corpus, {**selection.withheld, **cut.left_out}, tuple(_undated(cut, written)))
    return selection, (*checked.findings, *withheld)


def _undated(cut: AsOf, written: Written) -> Iterator[str]:
    """What to say of texts that cite nothing and whose day nobody knows: how many, why, and which."""
    if cut.untold:
        why = written.untold or "not committed yet"
        yield f"left out for want of a day: {len(cut.untold)} texts that cite nothing ({why})"
        yield from (f"  left out: {text}" for text in cut.untold)


def load_reviewed(
    settings: Settings, parse: Callable[[RawFile], Parsed] | None = None
) -> tuple[Checked, dict[str, str]]:
    """What a build reads, and the ids of records that are withheld for want of a review, each with the reason.

    A two-person build reads the approved contents from git; any other, and a preview, the files as they stand.
    Raises ReviewError where reviews cannot be told.
    """
    if settings.review != "two-person" or settings.preview:
        return load_with(settings, archive(settings), parse), {}
    own = approved_contents(settings.root, settings)
    private = settings.private_content
    theirs = approved_contents(private, settings) if private else None
    checked = load(
        settings.root,
        settings.longest_quotation,
        archive(settings),
        private,
        (own.contents, theirs.contents if theirs else {}),
        parse,
    )
    paths = set(own.unapproved)
    if theirs and private:
        paths |= {f"{way_to(settings.root, private)}/{path}" for path in theirs.unapproved}
    return checked, {each.id: UNAPPROVED for each in checked.loaded.values() if each.document.path in paths}


def _cache(root: Path) -> Path | None:
    """Where compiled templates are kept: beside the virtual environment's own caches, never in the output."""
    cache = root / ".cache" / "templates"
    try:
        cache.mkdir(parents=True, exist_ok=True)
    except OSError:
        return None
    return cache
