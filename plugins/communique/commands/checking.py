"""``communique check``."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import argparse


def check_options(parser: argparse.ArgumentParser) -> None:
    """The options of ``communique check``."""
    from communique.reporting import REPORTS

    parser.add_argument("--format", choices=tuple(REPORTS), default="text", help="how findings print (text)")
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
    for remark in report.remarks:
        print(remark, file=sys.stderr)
    counts = f"{report.files} files: {tally(report.findings)}"
    accepted = f", {len(report.accepted)} accepted" if report.accepted else ""
    print(counts + accepted, file=sys.stderr)
    grave = {Severity.ERROR, Severity.WARNING} if options.strict else {Severity.ERROR}
    return int(any(each.severity in grave for each in report.findings))
