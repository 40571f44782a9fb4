"""``communique format``."""

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
