"""``communique quotes``, ``ingest``, ``store`` and ``audit``: what the records rest on."""

from __future__ import annotations

import argparse
import sys
from math import nan
from pathlib import Path


def quotes_options(parser: argparse.ArgumentParser) -> None:
    """The options of ``communique quotes``."""
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 where the lock file would change")
    parser.add_argument("--all", action="store_true", help="list those found, too")


def quotes(options: argparse.Namespace) -> int:
    """Look every quotation up in the snapshots here and write the verdicts to content/verdicts.lock."""
    from communique.quoting import judge_quotations, report_lines

    report = judge_quotations(options.folder, write=not options.check)
    for line in report_lines(report, found=options.all):
        print(line)
    return int(options.check and report.changed)


def ingest_options(parser: argparse.ArgumentParser) -> None:
    """The options of ``communique ingest``."""
    parser.add_argument("file", type=Path, help="the saved page (HTML), PDF or text")
    parser.add_argument("--url", required=True, help="the address it was saved from")
    parser.add_argument("--id", default="", help="the source's id (the record with that address, else publisher-date)")
    parser.add_argument("--publisher", default="", help="who published it (as the page says)")
    parser.add_argument("--captured", default="", help="the day it was saved, as 2020-07-04 (today)")
    parser.add_argument("--language", default="", help="the language it is in (as the page says)")
    parser.add_argument("--ignore", default="", help="lines of its text that are boilerplate, as 1-4,66-69")


def ingest(options: argparse.Namespace) -> int:
    """Keep a saved page, PDF or text in the store of snapshots, with a row in its source record.

    Where no source has the address a new one is drafted.
    """
    from communique.ingesting import Wanted
    from communique.ingesting import ingest as take_in

    ignore = tuple(each.strip() for each in options.ignore.split(",") if each.strip())
    wanted = Wanted(options.url, options.id, options.publisher, options.captured, options.language, ignore)
    for line in take_in(options.folder, options.file, wanted):
        print(line)
    print("Next: 'communique new event' takes today's source and asks what it says.", file=sys.stderr)
    return 0


def store_options(parser: argparse.ArgumentParser) -> None:
    """The options of ``communique store``."""
    parser.add_argument("action", choices=("check", "sync"), help="look at the store, or level it with another one")
    parser.add_argument("destination", nargs="?", default="", help="of sync: a folder, or host:folder (rsync over ssh)")


def store(options: argparse.Namespace) -> int:
    """The store of snapshots: check whether all bytes are there and their own, or sync it with another place."""
    from communique.storing import check_store, sync_store

    if options.action == "sync":
        print(sync_store(options.folder, options.destination))
        return 0
    wrong, told = check_store(options.folder)
    for line in (*wrong, told):
        print(line)
    return int(bool(wrong))


def _share(text: str) -> float:
    """A share in per cent. Raises ArgumentTypeError, which argparse tells as a wrong use."""
    try:
        share = float(text)
    except ValueError:
        share = nan
    if not 0 <= share <= 100:
        raise argparse.ArgumentTypeError(f"{text!r} is no share: a number from 0 to 100")
    return share


def audit_options(parser: argparse.ArgumentParser) -> None:
    """The options of ``communique audit``."""
    parser.add_argument("--format", choices=("text", "json"), default="text", help="how it prints (text)")
    parser.add_argument("--fail-under", type=_share, metavar="N", help="exit 1 where the coverage is below N per cent")


def audit(options: argparse.Namespace) -> int:
    """Measure evidence like test coverage: sentences cited, statements with an origin, quotations, claims."""
    from communique.auditing import as_json, as_table, audit_dossier

    found = audit_dossier(options.folder)
    print(as_json(found) if options.format == "json" else as_table(found))
    if options.fail_under is None or found.share >= options.fail_under:
        return 0
    print(f"coverage {found.share:.1f} % is below {options.fail_under:g} %", file=sys.stderr)
    return 1
