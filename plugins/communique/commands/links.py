"""``communique links``."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


def links_options(parser: argparse.ArgumentParser) -> None:
    """The options of ``communique links``."""
    from communique.linking.answers import SORTS

    parser.add_argument(
        "--only",
        action="append",
        default=[],
        metavar="ID",
        help="only these records; * stands for anything; repeatable",
    )
    parser.add_argument(
        "--sort", action="append", choices=SORTS, help="only addresses of this sort: live, archived, prose; repeatable"
    )
    parser.add_argument("--format", choices=("text", "json"), default="text", help="how it prints (text)")
    parser.add_argument("--all", action="store_true", help="list the addresses that are in order, too")
    parser.add_argument("--fresh", action="store_true", help="ask again what was answered in the last days")
    parser.add_argument("--days", type=_positive, default=7.0, help="how many days an answer stays good (7)")
    parser.add_argument("--timeout", type=_positive, default=20.0, help="seconds until a host counts as silent (20)")
    parser.add_argument("--pause", type=_positive, default=1.0, help="seconds between two questions to a host (1)")
    parser.add_argument("--at-once", type=_whole(1), default=16, metavar="N", help="questions under way at a time (16)")
    parser.add_argument("--retries", type=_whole(0), default=2, metavar="N", help="how often to ask once more (2)")
    parser.add_argument(
        "--private", action="store_true", help="also addresses of private records, and those inside private networks"
    )
    parser.add_argument("--quiet", action="store_true", help="no progress")


def _positive(text: str) -> float:
    value = float(text)
    if not 0 <= value < 1e6:
        raise argparse.ArgumentTypeError("give a number of 0 or more")
    return value


def _whole(least: int) -> Callable[[str], int]:
    def whole(text: str) -> int:
        value = int(text)
        if not least <= value <= 1000:
            raise argparse.ArgumentTypeError(f"give a whole number of {least} or more")
        return value

    return whole


def links(options: argparse.Namespace) -> int:
    """Ask every address of the dossier whether it is still there. Nothing else does: neither build nor check.

    Exit 1 where one is dead: gone (404, 410), or on a host that does not exist. Addresses that refuse, fail or keep
    silent are listed as unsure; those that redirect for good with the address to write instead.
    """
    from communique.linking.answers import SORTS
    from communique.linking.asking import Manners
    from communique.linking.run import Wanted, agent, as_json, as_text, check_links
    from communique.settings import read_settings

    wanted = Wanted(tuple(options.only), tuple(options.sort or SORTS), 0.0 if options.fresh else options.days)
    manners = Manners(
        timeout=options.timeout,
        at_once=options.at_once,
        pause=options.pause,
        retries=options.retries,
        agent=agent(read_settings(options.folder).site_url),
        private=options.private,
    )
    report = check_links(options.folder, wanted, manners, _silent if options.quiet else _progress)
    if options.format == "json":
        print(as_json(report))
    else:
        for line in as_text(report, all_=options.all):
            print(line)
    return int(report.counts["dead"] > 0)


def _silent(done: int, of: int) -> None:
    del done, of


def _progress(done: int, of: int) -> None:
    """On a terminal one line that counts; in a log a line every tenth."""
    if sys.stderr.isatty():
        print(f"\rasked {done} of {of}", end="\n" if done == of else "", file=sys.stderr, flush=True)
    elif done == of or done * 10 // of > (done - 1) * 10 // of:
        print(f"asked {done} of {of}", file=sys.stderr)
