"""``communique review`` and ``diff``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import argparse


def review_options(parser: argparse.ArgumentParser) -> None:
    """The options of ``communique review``."""
    parser.add_argument("ids", nargs="*", metavar="ID", help="only these records")
    parser.add_argument("--approve", action="store_true", help="approve them as they stand in HEAD, by a signed commit")
    parser.add_argument("--format", choices=("text", "json"), default="text", help="how it prints (text)")


def review(options: argparse.Namespace) -> int:
    """What is a draft, what waits for a second person and why, what is approved: told from git alone."""
    from communique.errors import ReviewError
    from communique.reviewing import approve_records, as_json, as_text, review_dossier
    from communique.settings import read_settings

    if options.approve:
        if not options.ids:
            raise ReviewError("name the records you approve: communique review --approve ID …")
        commit, me = approve_records(options.folder, options.ids)
        print(f"approved by {me} in {commit[:10]}: {', '.join(options.ids)}")
        return 0
    rows = [row for row in review_dossier(options.folder) if not options.ids or row.id in options.ids]
    unknown = set(options.ids) - {row.id for row in rows}
    if unknown:
        raise ReviewError(f"there is no record {', '.join(sorted(unknown))}.")
    print(as_json(rows) if options.format == "json" else as_text(rows, read_settings(options.folder).review))
    return 0


def diff_options(parser: argparse.ArgumentParser) -> None:
    """The options of ``communique diff``."""
    parser.add_argument("before", nargs="?", default="", metavar="A", help="a revision (where this branch began)")
    parser.add_argument("after", nargs="?", default="", metavar="B", help="a later revision (the work tree)")
    forms = ("text", "markdown", "html", "json")
    parser.add_argument(
        "--format", choices=forms, default="text", help="how it prints (text); markdown suits a pull request"
    )
    parser.add_argument("--output", type=Path, help="write it to this file")


def diff(options: argparse.Namespace) -> int:
    """What a change to the records means, in words: date narrowed, delegate added, source re-graded, denial linked."""
    from communique.diffing import FORMS, diff_dossier

    told = FORMS[options.format](diff_dossier(options.folder, options.before, options.after))
    if options.output:
        options.output.write_text(told.rstrip("\n") + "\n", encoding="utf-8")
    else:
        print(told.rstrip("\n"))
    return 0
