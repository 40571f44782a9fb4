"""``communique build``: the run that ``pelican -s pelicanconf.py`` makes, with progress and plain errors."""

from __future__ import annotations

import io
import logging
import sys
import time
from contextlib import redirect_stdout, suppress
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from communique.diagnostics import Severity, numbered
from communique.errors import BuildError, SettingsError
from communique.instant import build_instant
from communique.press.build import LOADED, load_selection
from communique.settings import CONFIGURATION, checked_day, checked_level, read_settings

if TYPE_CHECKING:
    from pathlib import Path


def build_dossier(
    root: Path,
    output: Path | None = None,
    level: str | None = None,
    at: str | None = None,
    as_of: str | None = None,
    *,
    preview: bool = False,
    quiet: bool = False,
) -> None:
    """Build the dossier in ``root`` and switch it in. ``output``, ``level``, ``at`` and ``as_of`` override the
    settings; ``as_of`` goes with ``output``, so that a view of the past never takes the place of the site. A
    ``preview`` shows drafts and what waits for review, and goes beside the site unless ``output`` is given.

    Raises FindingsError, SettingsError or BuildError; the published tree is then what it was.
    """
    started = time.monotonic()
    root = root.resolve()
    settings = read_settings(root)
    if as_of and output is None:
        raise SettingsError("--as-of goes with --output DIR: it is a view of the past, not the site.")
    if preview and output is None:
        output = settings.output.with_name(f"{settings.output.name}.preview")
    overrides: dict[str, Any] = {
        "PREVIEW": preview or settings.preview,
        "LEVEL": level or settings.level,
        "BUILD_INSTANT": at or settings.build_instant,
        "AS_OF": as_of or (str(settings.as_of) if settings.as_of else ""),
        "OUTPUT_PATH": str((output or settings.output).absolute()),
    }
    settings = replace(
        settings,
        level=checked_level(overrides["LEVEL"]),
        build_instant=overrides["BUILD_INSTANT"],
        as_of=checked_day(overrides["AS_OF"]),
        output=(output or settings.output).absolute(),
        preview=overrides["PREVIEW"],
    )
    # Before Pelican is even imported: most builds that fail, fail here, in a second.
    instant = build_instant(settings)
    selection, findings = load_selection(settings, instant)
    notes = sum(finding.severity is Severity.NOTE for finding in findings)
    for finding in findings:
        if finding.severity is not Severity.NOTE:
            print(finding, file=sys.stderr)
    if notes and not quiet:
        print(f"{numbered(notes, 'note')}: 'communique check' prints them")
    run_pelican(root, {**overrides, LOADED: (instant, selection)}, quiet=quiet)
    if not quiet:
        withheld = "".join(f"\n  withheld: {id_}: {why}" for id_, why in sorted(selection.withheld.items()))
        count = len(selection.corpus.records)
        for line in selection.remarks:
            print(line)
        print(f"published {count} records, withheld {len(selection.withheld)}{withheld}")
        print(f"built in {time.monotonic() - started:.1f} s: open {_shown(settings.output / 'index.html', root)}")


def run_pelican(root: Path, overrides: dict[str, Any], *, quiet: bool) -> None:
    """Run Pelican in this process with the settings file of ``root``; its log is ours."""
    from pelican import Pelican
    from pelican.settings import read_settings as read_pelican_settings

    _log_to_us(quiet=quiet)
    settings = read_pelican_settings(str(root / CONFIGURATION), override=overrides)
    pelican = Pelican(settings)
    run = settings.get("COMMUNIQUE_RUN")
    if run is None:
        raise SettingsError(f"{CONFIGURATION}: PLUGINS names none of ours, so there is nothing to build.")
    try:
        # Pelican ends by counting articles, of which there are none.
        with redirect_stdout(io.StringIO()):
            pelican.run()
    except OSError as error:
        raise BuildError(f"{error.strerror or error}; what was published before stands as it was.") from error
    finally:
        with suppress(OSError):
            run.close(publish=False)


class _Log(logging.Handler):
    """Pelican's and the plugins' log: progress to standard output, and the first error ends the build."""

    def __init__(self, *, quiet: bool) -> None:
        super().__init__(logging.INFO)
        self.quiet = quiet
        self.out = sys.stdout

    def emit(self, record: logging.LogRecord) -> None:
        text = record.getMessage()
        if record.levelno >= logging.ERROR:
            raise BuildError(f"Pelican: {text}")
        if record.levelno >= logging.WARNING:
            print(f"Pelican: {text}", file=sys.stderr)
        elif record.name.startswith("communique") and not self.quiet:
            print(text, file=self.out, flush=True)


def _log_to_us(*, quiet: bool) -> None:
    top = logging.getLogger()
    top.handlers = [_Log(quiet=quiet)]
    top.setLevel(logging.INFO)


def _shown(path: Path, root: Path) -> str:
    with suppress(ValueError):
        return str(path.relative_to(root))
    return str(path)
