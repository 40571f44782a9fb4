"""``make canaries``: plant a secret in everything that may not be published, build, and look for every one of them.

Prints what was planted where, how many outputs were searched, and what was found where it may not be. Exits 1 then.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, NamedTuple

from communique.cli import main as communique
from tools.canaries.planting import AFTER, BEFORE, PRIVATE, plant
from tools.canaries.searching import search

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tools.canaries.planting import Secret


class Setting(NamedTuple):
    """A build to look through; ``open`` are the reasons that no longer withhold in it."""

    words: str
    instant: str
    level: str
    open: frozenset[str]


SETTINGS: tuple[Setting, ...] = (
    Setting("one second before the embargo ends", BEFORE, "TLP:CLEAR", frozenset()),
    Setting("one second after it ended", AFTER, "TLP:CLEAR", frozenset({"embargo"})),
    Setting("at TLP:GREEN, before it ends", BEFORE, "TLP:GREEN", frozenset({"green"})),
)


def leaks(secrets: Iterable[Secret], setting: Setting) -> list[Secret]:
    """Those of ``secrets`` that a build of this setting may not hold: private ones never."""
    return [each for each in secrets if each.why == PRIVATE or each.why not in setting.open]


def planted_in(root: Path, scratch: Path, overlay: Path | None = None) -> list[Secret]:
    """Plant the dossier in ``root``, with ``overlay`` laid over it, into ``scratch``, where it can be built."""
    secrets = plant(root, scratch, overlay)
    (scratch / "node_modules").symlink_to(Path("node_modules").resolve())
    return secrets


def main() -> int:
    """Build and search each setting; the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--dossier", type=Path, default=Path("tests/sites/small"), help="what to plant (a small one)")
    parser.add_argument("--quiet", action="store_true", help="do not list what was planted")
    options = parser.parse_args()
    wrong = 0
    with TemporaryDirectory(prefix="canaries-") as folder:
        scratch = Path(folder)
        overlay = Path("tests/sites/planted") if options.dossier == Path("tests/sites/small") else None
        secrets = planted_in(options.dossier, scratch / "dossier", overlay)
        if not options.quiet:
            for each in secrets:
                print(f"{each.why:8} {' or '.join(each.words)}: {each.place}")
        told = ", ".join(f"{count} {why}" for why, count in Counter(each.why for each in secrets).items())
        print(f"{len(secrets)} secrets planted: {told}")
        for setting in SETTINGS:
            wrong += _searched(scratch, secrets, setting)
    return int(wrong > 0)


def _searched(scratch: Path, secrets: list[Secret], setting: Setting) -> int:
    out = scratch / "output"
    asked = ["build", "--quiet", "--at", setting.instant, "--level", setting.level, "--output", str(out)]
    if communique(["-C", str(scratch / "dossier"), *asked]) != 0:
        return 1
    result = search(out, secrets)
    leaked = [each for each in leaks(secrets, setting) if each in result.found]
    lawful = len(result.found) - len(leaked)
    print(f"{setting.words}: {result.outputs} outputs, {result.texts} texts decoded and searched; "
          f"{len(leaked)} leaked, {lawful} that may be there")  # fmt: skip
    for each in leaked:
        print(f"  LEAK {each.why} {' or '.join(each.words)} of {each.place}: {', '.join(sorted(result.found[each]))}")
    return len(leaked)


if __name__ == "__main__":
    sys.exit(main())
