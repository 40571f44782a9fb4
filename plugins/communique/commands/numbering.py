"""``communique number``."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import argparse


def number_options(parser: argparse.ArgumentParser) -> None:
    """The options of ``communique number``."""
    parser.add_argument("--any-branch", action="store_true", help="also on another branch than the main one")


def number(options: argparse.Namespace) -> int:
    """Give every published event without a number the next one, in order of date; on the main branch, after a merge."""
    from communique.diagnostics import numbered
    from communique.numbering import number_events

    given = number_events(options.folder, any_branch=options.any_branch)
    for id_, name in given.items():
        print(f"{name} {id_}")
    print(f"{numbered(len(given), 'number')} given" if given else "every event has its number", file=sys.stderr)
    return 0
