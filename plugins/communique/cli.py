"""The command: ``communique check``, ``build`` and the rest. The Makefile's targets call it.

Heavy libraries are imported by the commands that need them, so that a check answers in about a second.
"""

from __future__ import annotations

import argparse
import gc
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from communique import __version__
from communique.commands import (
    building,
    checking,
    editions,
    evidence,
    form,
    links,
    mail,
    new,
    numbering,
    records,
    renaming,
    review,
    serving,
    starting,
)
from communique.diagnostics import numbered
from communique.errors import CommuniqueError, FindingsError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


class Command(NamedTuple):
    """``run`` does it and returns the exit code; ``options`` declares its options."""

    run: Callable[[argparse.Namespace], int]
    options: Callable[[argparse.ArgumentParser], None]
    words: str


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
    "init": Command(starting.init, starting.init_options, "start a dossier of one's own"),
    "check": Command(checking.check, checking.check_options, "report everything wrong in the dossier"),
    "build": Command(building.build, building.build_options, "build the site and its briefings"),
    "export": Command(building.export, building.export_options, "write the records as data, without the site"),
    "new": Command(new.new, new.new_options, "start a record of any kind, as a draft"),
    "brief": Command(editions.brief, editions.brief_options, "set editions on paper, as drafts"),
    "publish": Command(editions.publish, editions.publish_options, "pin an edition: what readers will hold"),
    "verify": Command(editions.verify, editions.verify_options, "say which edition a PDF is, and rebuild it"),
    "serve": Command(serving.serve, serving.serve_options, "show it in a browser while it is written"),
    "form": Command(form.form, form.form_options, "write records in a form, in a browser"),
    "quotes": Command(
        evidence.quotes, evidence.quotes_options, "look quotations up in the snapshots and lock the verdicts"
    ),
    "ingest": Command(evidence.ingest, evidence.ingest_options, "take a saved page into the store and a source record"),
    "store": Command(
        evidence.store, evidence.store_options, "check the store of snapshots, or sync it with another place"
    ),
    "links": Command(links.links, links.links_options, "ask the addresses of sources and texts whether they answer"),
    "audit": Command(evidence.audit, evidence.audit_options, "measure how much of it can be followed to its source"),
    "rename": Command(renaming.rename, renaming.rename_options, "give a record another id; the old one leads on"),
    "merge": Command(renaming.merge, renaming.merge_options, "let a record take the place of another of its kind"),
    "migrate": Command(records.migrate, records.migrate_options, "bring records into the newest version of the format"),
    "format": Command(records.format_records, records.format_options, "write records in their canonical form"),
    "import": Command(records.import_table, records.import_options, "make draft records from a table"),
    "review": Command(review.review, review.review_options, "tell drafts, what waits for review, what is approved"),
    "mail": Command(mail.mail, mail.mail_options, "send an edition to its readers, each exactly once"),
    "diff": Command(review.diff, review.diff_options, "say what changed between two revisions, in words"),
    "number": Command(numbering.number, numbering.number_options, "give published events their numbers"),
    "reference": Command(reference, _reference_options, "write the schemas and reference pages"),
}


def command_parsers() -> dict[str, argparse.ArgumentParser]:
    """A parser a command, with its own options only, for the reference pages."""
    made: dict[str, argparse.ArgumentParser] = {}
    for name, command in COMMANDS.items():
        made[name] = argparse.ArgumentParser(name, add_help=False, description=command.run.__doc__)
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
    # Records are kept until the end: looking through all of them for cycles, again and again, cost a fifth of the time.
    gc.set_threshold(200_000, 30, 30)
    options = parser().parse_args(arguments)
    try:
        return COMMANDS[options.command].run(options)
    except FindingsError as error:
        print(error, file=sys.stderr)
        done = {"build": "built", "mail": "sent"}.get(options.command, "written")
        print(f"{numbered(len(error.findings), 'error')}; nothing was {done}.", file=sys.stderr)
        return error.exit_code
    except CommuniqueError as error:
        print(f"communique: {error}", file=sys.stderr)
        return error.exit_code
    except BrokenPipeError:
        sys.stderr.close()
        return 0
    except OSError as error:
        # A disk that is full or refuses: no fault of the program's, so no traceback.
        where = f"{error.filename}: " if error.filename else ""
        print(f"communique: {where}{error.strerror or error}", file=sys.stderr)
        return CommuniqueError.exit_code
    except KeyboardInterrupt:
        print("communique: stopped; what was published before stands as it was.", file=sys.stderr)
        return 130


if __name__ == "__main__":
    sys.exit(main())
