"""``communique number``."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import argparse


def number(options: argparse.Namespace) -> int:
    """Give every published event without a number the next one, in order of date."""
    from communique.numbering import number_events

    given = number_events(options.folder)
    for id_, name in given.items():
        print(f"{name} {id_}")
    counted = f"{len(given)} number{'' if len(given) == 1 else 's'} given"
    print(counted if given else "every event has its number", file=sys.stderr)
    return 0
