"""``communique brief``, ``publish`` and ``verify``: editions set, pinned and checked."""

from __future__ import annotations

import shlex
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from communique.errors import SettingsError

if TYPE_CHECKING:
    import argparse

    from communique.editions import Pin


def brief_options(parser: argparse.ArgumentParser) -> None:
    """The options of ``communique brief``."""
    parser.add_argument("editions", nargs="*", metavar="EDITION", help="the ids of briefings (all not published)")
    # '--into' is what a pinned edition's own program is asked by: it has to be understood for ever.
    parser.add_argument("--output", "--into", type=Path, dest="into", help="the folder they are written to (drafts)")
    parser.add_argument("--as-of", metavar="DAY", help="only what had been published by then (AS_OF); with --output")
    parser.add_argument("--order", type=Path, help="a file that says how the edition is pinned: every form of it")


def brief(options: argparse.Namespace) -> int:
    """Set the PDFs of editions from today's records, marked as drafts, without building the site.

    With --order, which 'publish' and 'verify' use, every form of one edition is written as it is pinned.
    """
    from communique.publishing.forms import set_as_ordered, set_drafts
    from communique.publishing.order import Order

    say = partial(print, flush=True)
    if options.as_of and (options.into is None or options.order is not None):
        raise SettingsError("--as-of goes with --output DIR and without --order: it is a view of the past, no edition.")
    into = options.into or Path("drafts")
    if options.order is not None:
        set_as_ordered(options.folder.resolve(), Order.read(options.order), into, say)
        return 0
    for path in set_drafts(options.folder.resolve(), options.editions, into, say, options.as_of):
        print(path)
    return 0


def publish_options(parser: argparse.ArgumentParser) -> None:
    """The options of ``communique publish``."""
    parser.add_argument("editions", nargs="+", metavar="EDITION", help="the ids of briefings")
    parser.add_argument("--at", default="", help="the instant it is published, as 2020-07-04T06:00:00Z (now)")
    parser.add_argument("--despite-embargo", action="store_true", help="also where its embargo still runs")
    parser.add_argument("--embed-signature", action="store_true", help="also a copy with the signature inside (PAdES)")
    parser.add_argument("--dry-run", action="store_true", help="do all but keep it: say what would be published")


def publish(options: argparse.Namespace) -> int:
    """Pin an edition: make it at the last commit, sign it, and keep it with its lock beside its source.

    What is published never changes; a new edition supersedes it. Git is not touched: the last lines say what to commit.
    """
    from communique.publishing.publish import Wish, publish

    pins = []
    for id_ in dict.fromkeys(options.editions):
        wish = Wish(id_, options.at, options.despite_embargo, options.embed_signature, not options.dry_run)
        pin = publish(options.folder, wish, partial(print, file=sys.stderr, flush=True))
        pins.append(pin)
        print(f"{pin.published_name}  {pin.paper.sha256}")
    if options.dry_run:
        print("nothing was kept (--dry-run)", file=sys.stderr)
        return 0
    _say_how_to_commit(pins)
    return 0


def _say_how_to_commit(pins: list[Pin]) -> None:
    print("Now commit it, in a commit of its own, and keep that commit (no squash, no rebase):", file=sys.stderr)
    for pin in pins:
        where = " (in the private content)" if pin.private_commit else ""
        message = shlex.quote(f"Publish {pin.title}, edition {pin.number}")
        print(f"  git add briefings/{pin.edition}.* && git commit -m {message}{where}", file=sys.stderr)


def verify_options(parser: argparse.ArgumentParser) -> None:
    """The options of ``communique verify``."""
    parser.add_argument("file", type=Path, help="the PDF, under whatever name")
    parser.add_argument("--signature", type=Path, help="its detached signature (FILE.p7s where that is there)")
    parser.add_argument(
        "--certificate",
        type=Path,
        action="append",
        default=[],
        help="whom you trust: a signer, or who vouches for signers (SIGNING_CERTIFICATE)",
    )
    parser.add_argument("--no-rebuild", action="store_true", help="look at locks and signatures only")


def verify(options: argparse.Namespace) -> int:
    """Say which published edition a PDF is, check its signature, rebuild it from its pin and compare the bytes.

    Exit 0: as published; 1: altered, not ours, a bad signature or another result; 4: as published, but not rebuilt.
    """
    from communique.publishing.verify import Question, verify

    asked = Question(options.file, options.signature, tuple(options.certificate), not options.no_rebuild)
    report = verify(options.folder, asked, partial(print, file=sys.stderr, flush=True))
    print("\n".join(report.lines))
    print({0: "VERIFIED", 1: "NOT VERIFIED", 4: "AS PUBLISHED, NOT REBUILT"}[report.outcome])
    return int(report.outcome)
