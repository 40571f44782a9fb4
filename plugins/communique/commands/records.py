"""``communique format``, ``import`` and ``migrate``: record files as a whole."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import argparse


def format_options(parser: argparse.ArgumentParser) -> None:
    """The options of ``communique format``."""
    parser.add_argument("files", nargs="*", type=Path, metavar="FILE", help="only these record files (all)")
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 where a file is not in form")
    parser.add_argument("--drop-comments", action="store_true", help="also files with comments, which are lost")


def format_records(options: argparse.Namespace) -> int:
    """Write records in their one canonical form: key order, wrapping, schema line. Exit 1 where a file cannot be."""
    from communique.formatting import format_dossier

    found = format_dossier(options.folder, options.files, write=not options.check, drop_comments=options.drop_comments)
    for path in found.changed:
        print(f"{path}: {'not in form' if options.check else 'written'}")
    for told in found.refused:
        print(told)
    print(f"{found.files} files, {len(found.changed)} changed, {len(found.refused)} left alone", file=sys.stderr)
    return int(bool(found.refused) or (options.check and bool(found.changed)))


def import_options(parser: argparse.ArgumentParser) -> None:
    """The options of ``communique import``."""
    from communique.kinds import KINDS

    parser.add_argument("file", type=Path, help="a CSV file, or a TimelineJS spreadsheet (CSV) or JSON file")
    parser.add_argument("--kind", choices=tuple(KINDS), default="event", help="what the rows of a CSV are (event)")
    parser.add_argument(
        "--format", choices=("csv", "timelinejs"), default="", help="what the file is (told from its columns)"
    )
    parser.add_argument("--dry-run", action="store_true", help="write nothing, only report")


def import_table(options: argparse.Namespace) -> int:
    """Write a draft record for each row of a table, and report what did not map. Exit 1 where a row was left out.

    The columns of a CSV are the fields of the kind: id, title, date, tracks (a; b), names.en … Nothing is written over.
    """
    from communique.diagnostics import numbered
    from communique.importing import import_table as take_in

    found = take_in(options.folder, options.file, options.kind, options.format, write=not options.dry_run)
    for path in found.written:
        print(f"{path}: {'would be written' if options.dry_run else 'written, as a draft'}")
    for line in (*found.left, *found.remarks):
        print(line)
    records, rows = numbered(len(found.written), "record"), numbered(len(found.left), "row")
    print(f"{records}, {rows} left out, {numbered(len(found.remarks), 'remark')}", file=sys.stderr)
    return int(bool(found.left))


def migrate_options(parser: argparse.ArgumentParser) -> None:
    """The options of ``communique migrate``."""
    parser.add_argument("--dry-run", action="store_true", help="write nothing, only print what would change")
    parser.add_argument("--drop-comments", action="store_true", help="also files with comments, which are lost")


def migrate(options: argparse.Namespace) -> int:
    """Bring the dossier's records into the newest version of the format, all of them or none. Exit 1 where the new
    records have errors, which 'communique check' then names.
    """
    from communique.migrating import migrate as rewrite_all

    made = rewrite_all(options.folder, write=not options.dry_run, drop_comments=options.drop_comments)
    if options.dry_run:
        print("".join(made.diff()), end="")
    for number, step in enumerate(made.steps, made.before):
        print(f"version {number} to {number + 1}: {step.words}", file=sys.stderr)
    for finding in made.findings:
        print(finding, file=sys.stderr)
    done = "would be rewritten" if options.dry_run else "rewritten"
    if made.steps:
        print(f"{len(made.texts)} files {done}, {len(made.findings)} errors in them", file=sys.stderr)
    else:
        print(f"the dossier has version {made.after}, the newest", file=sys.stderr)
    return int(bool(made.findings) and bool(made.steps))
