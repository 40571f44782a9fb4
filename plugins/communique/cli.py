"""The command: ``communique check``, ``build`` and the rest. The Makefile's targets call it.

Heavy libraries are imported by the commands that need them, so that a check answers in about a second.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from communique import __version__
from communique.errors import CommuniqueError, FindingsError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


class Command(NamedTuple):
    """``run`` does it and returns the exit code; ``options`` declares its options."""

    run: Callable[[argparse.Namespace], int]
    options: Callable[[argparse.ArgumentParser], None]
    words: str


def _no_options(parser: argparse.ArgumentParser) -> None:
    del parser


def _check_options(parser: argparse.ArgumentParser) -> None:
    from communique.reporting import REPORTS

    parser.add_argument("--format", choices=tuple(REPORTS), default="human", help="how findings print (human)")
    parser.add_argument("--strict", action="store_true", help="exit 1 on warnings too")
    parser.add_argument("--quiet", action="store_true", help="leave the notes out")


def check(options: argparse.Namespace) -> int:
    """Everything wrong in the whole dossier, in one run. Exit 1 on errors, and on warnings with --strict."""
    from communique.checking import check_dossier
    from communique.diagnostics import Severity
    from communique.reporting import REPORTS, tally

    report = check_dossier(options.folder)
    shown = [each for each in report.findings if not (options.quiet and each.severity is Severity.NOTE)]
    text = REPORTS[options.format](shown)
    if text:
        print(text)
    counts = f"{report.files} files: {tally(report.findings)}"
    accepted = f", {len(report.accepted)} accepted" if report.accepted else ""
    print(counts + accepted, file=sys.stderr)
    grave = {Severity.ERROR, Severity.WARNING} if options.strict else {Severity.ERROR}
    return int(any(each.severity in grave for each in report.findings))


def _build_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--output", type=Path, help="where the published tree goes (OUTPUT_PATH)")
    parser.add_argument("--level", help="the highest marking it may hold (LEVEL)")
    parser.add_argument("--at", help="the instant of the build, as 2020-07-03T06:00:00Z (BUILD_INSTANT)")
    parser.add_argument("--as-of", metavar="DAY", help="only what had been published by then (AS_OF); with --output")
    parser.add_argument("--quiet", action="store_true", help="print nothing but problems")


def build(options: argparse.Namespace) -> int:
    """Build site and briefings and switch them in. On any error what was published before stands."""
    from communique.building import build_dossier

    build_dossier(options.folder, options.output, options.level, options.at, options.as_of, quiet=options.quiet)
    return 0


def _audit_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--format", choices=("text", "json"), default="text", help="how it prints (text)")
    parser.add_argument("--fail-under", type=float, metavar="N", help="exit 1 where the coverage is below N per cent")


def audit(options: argparse.Namespace) -> int:
    """Measure evidence like test coverage: sentences cited, statements with an origin, quotations, claims."""
    from communique.auditing import as_json, as_table, audit_dossier

    found = audit_dossier(options.folder)
    print(as_json(found) if options.format == "json" else as_table(found))
    if options.fail_under is None or found.share >= options.fail_under:
        return 0
    print(f"coverage {found.share:.1f} % is below {options.fail_under:g} %", file=sys.stderr)
    return 1


def number(options: argparse.Namespace) -> int:
    """Give every published event without a number the next one, in order of date."""
    from communique.numbering import number_events

    given = number_events(options.folder)
    for id_, name in given.items():
        print(f"{name} {id_}")
    counted = f"{len(given)} number{'' if len(given) == 1 else 's'} given"
    print(counted if given else "every event has its number", file=sys.stderr)
    return 0


def _quotes_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 where the lock file would change")
    parser.add_argument("--all", action="store_true", help="list those found, too")


def quotes(options: argparse.Namespace) -> int:
    """Look every quotation up in the snapshots here and write the verdicts to content/verdicts.lock."""
    from communique.quoting import judge_quotations, report_lines

    report = judge_quotations(options.folder, write=not options.check)
    for line in report_lines(report, found=options.all):
        print(line)
    return int(options.check and report.written)


def _ingest_options(parser: argparse.ArgumentParser) -> None:
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
    return 0


def _store_options(parser: argparse.ArgumentParser) -> None:
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


def _reference_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 where a file is out of date")


def reference(options: argparse.Namespace) -> int:
    """Write schema/*.json and the reference pages under docs/ from the declarations they come from."""
    from communique.reference import write_reference

    stale = write_reference(options.folder, command_parsers(), write=not options.check)
    for path in stale:
        print(f"{path}: {'out of date' if options.check else 'written'}")
    return int(options.check and bool(stale))


COMMANDS: dict[str, Command] = {
    "check": Command(check, _check_options, "report everything wrong in the dossier"),
    "build": Command(build, _build_options, "build the site and its briefings"),
    "quotes": Command(quotes, _quotes_options, "look quotations up in the snapshots and lock the verdicts"),
    "ingest": Command(ingest, _ingest_options, "take a saved page into the store and a source record"),
    "store": Command(store, _store_options, "check the store of snapshots, or sync it with another place"),
    "audit": Command(audit, _audit_options, "measure how much of it can be followed to its source"),
    "number": Command(number, _no_options, "give published events their numbers"),
    "reference": Command(reference, _reference_options, "write the schemas and reference pages"),
}


def command_parsers() -> dict[str, argparse.ArgumentParser]:
    """A parser a command, with its own options only, for the reference pages."""
    made: dict[str, argparse.ArgumentParser] = {}
    for name, command in COMMANDS.items():
        made[name] = argparse.ArgumentParser(add_help=False, description=command.run.__doc__)
        command.options(made[name])
    return made


def parser() -> argparse.ArgumentParser:
    """The command line, as ``--help`` prints it."""
    made = argparse.ArgumentParser(
        prog="communique",
        description="Publish what is known of a negotiation, so that every sentence can be checked.",
    )
    made.add_argument("--version", action="version", version=f"communique {__version__}")
    made.add_argument(
        "-C",
        dest="folder",
        type=Path,
        default=Path(),
        metavar="FOLDER",
        help="the dossier's folder (this one)",
    )
    commands = made.add_subparsers(dest="command", metavar="COMMAND", required=True)
    for name, command in COMMANDS.items():
        about = command.run.__doc__ or command.words
        command.options(commands.add_parser(name, help=command.words, description=about))
    return made


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns its exit code. What goes wrong is said on standard error, in sentences."""
    options = parser().parse_args(arguments)
    try:
        return COMMANDS[options.command].run(options)
    except FindingsError as error:
        print(error, file=sys.stderr)
        count = len(error.findings)
        print(f"{count} error{'' if count == 1 else 's'}; nothing was built.", file=sys.stderr)
        return error.exit_code
    except CommuniqueError as error:
        print(f"communique: {error}", file=sys.stderr)
        return error.exit_code
    except BrokenPipeError:
        sys.stderr.close()
        return 0
    except KeyboardInterrupt:
        print("communique: stopped; what was published before stands as it was.", file=sys.stderr)
        return 130


if __name__ == "__main__":
    sys.exit(main())
