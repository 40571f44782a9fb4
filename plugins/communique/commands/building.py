"""``communique build``, and ``export`` for its data alone."""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import argparse


def build_options(parser: argparse.ArgumentParser) -> None:
    """The options of ``communique build``."""
    parser.add_argument("--output", type=Path, help="where the published tree goes (OUTPUT_PATH)")
    parser.add_argument("--level", help="the highest marking it may hold (LEVEL)")
    parser.add_argument("--at", help="the instant of the build, as 2020-07-03T06:00:00Z (BUILD_INSTANT)")
    parser.add_argument("--as-of", metavar="DAY", help="only what had been published by then (AS_OF); with --output")
    parser.add_argument(
        "--preview", action="store_true", help="also drafts and what waits for review; beside the site (output.preview)"
    )
    parser.add_argument("--quiet", action="store_true", help="print nothing but problems")


def build(options: argparse.Namespace) -> int:
    """Build site and briefings and switch them in. On any error what was published before stands."""
    from communique.building import build_dossier

    build_dossier(
        options.folder,
        options.output,
        options.level,
        options.at,
        options.as_of,
        preview=options.preview,
        quiet=options.quiet,
    )
    return 0


def export_options(parser: argparse.ArgumentParser) -> None:
    """The options of ``communique export``."""
    parser.add_argument("--output", type=Path, required=True, help="the folder they are written to")
    parser.add_argument(
        "--format", nargs="+", action="extend", default=[], metavar="NAME", help="which exports: json, csv (all)"
    )
    parser.add_argument("--as-of", metavar="DAY", help="only what had been published by then (AS_OF)")


def export(options: argparse.Namespace) -> int:
    """Write the records as data into a folder, as the site offers them, without building the site."""
    from communique.exporting import export_data

    say = partial(print, file=sys.stderr, flush=True)
    for path in export_data(options.folder.resolve(), options.output, options.format, options.as_of, say):
        print(path)
    return 0
