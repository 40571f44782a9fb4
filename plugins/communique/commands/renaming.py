"""``communique rename`` and ``merge``."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import argparse

    from communique.renaming import Renamed


def rename_options(parser: argparse.ArgumentParser) -> None:
    """The options of ``communique rename``."""
    parser.add_argument("old", help="the record, as id or kind/id")
    parser.add_argument("new", help="the id it gets")
    parser.add_argument("--dry-run", action="store_true", help="write nothing, only print what would be written")


def merge_options(parser: argparse.ArgumentParser) -> None:
    """The options of ``communique merge``."""
    parser.add_argument("old", help="the record that goes, as id or kind/id")
    parser.add_argument("into", help="the record that takes its place, of the same kind")
    parser.add_argument("--dry-run", action="store_true", help="write nothing, only print what would be written")


def rename(options: argparse.Namespace) -> int:
    """Give a record another id: its file, and every reference in records, texts and briefings, all of them or none.

    A tombstone stays at its place, so that its address leads on. Published editions stay as readers hold them.
    """
    from communique.renaming import rename as give

    return _tell(give(options.folder, options.old, options.new, write=not options.dry_run), dry=options.dry_run)


def merge(options: argparse.Namespace) -> int:
    """Let a record take the place of another one of its kind, with all that it lacks of it; a tombstone leads on.

    Where both say something else the one that stays is left as it is, and what was not carried over is told.
    """
    from communique.renaming import merge as join

    return _tell(join(options.folder, options.old, options.into, write=not options.dry_run), dry=options.dry_run)


def _tell(found: Renamed, *, dry: bool) -> int:
    for path in found.paths:
        print(f"{path}: {'would be written' if dry else 'written'}")
    for remark in found.remarks:
        print(remark, file=sys.stderr)
    print(f"{len(found.paths)} files; 'communique diff' tells what it means", file=sys.stderr)
    return 0
