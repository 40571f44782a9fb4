"""The options of ``communique mail``, one function a subcommand."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import argparse


def edition(parser: argparse.ArgumentParser) -> None:
    """An edition and a list."""
    parser.add_argument("edition", help="the id of the briefing")
    parser.add_argument("--list", default="", metavar="NAME", help="the list (the briefing’s send_to, or the only one)")


def person(parser: argparse.ArgumentParser) -> None:
    """Who it is, and with which key."""
    parser.add_argument("--as", dest="person", default="", metavar="ADDRESS", help="who you are (git’s user.email)")
    parser.add_argument("--key", type=Path, metavar="FILE", help="your ssh key (git’s user.signingkey)")


def preview_options(parser: argparse.ArgumentParser) -> None:
    """The options of ``communique mail preview``."""
    edition(parser)
    parser.add_argument("--to", type=Path, default=Path("output.mail"), metavar="FOLDER", help="where (output.mail)")
    parser.add_argument("--correction", action="store_true", help="the notice that corrects this edition instead")


def prepare_options(parser: argparse.ArgumentParser) -> None:
    """The options of ``communique mail prepare``."""
    correct_options(parser)
    parser.add_argument("--correction", action="store_true", help="the notice that corrects this edition")


def correct_options(parser: argparse.ArgumentParser) -> None:
    """The options of ``communique mail correct``."""
    edition(parser)
    person(parser)


def approve_options(parser: argparse.ArgumentParser) -> None:
    """The options of ``communique mail approve``."""
    prepare_options(parser)
    parser.add_argument("--signature", type=Path, metavar="FILE", help="a signature made elsewhere, instead of --key")
    parser.add_argument("--tag", default="", help="a signed git tag whose message is the statement, instead of --key")
    parser.add_argument("--show", action="store_true", help="print the statement that is to be signed, and no more")


def settle_options(parser: argparse.ArgumentParser) -> None:
    """The options of ``communique mail settle``."""
    parser.add_argument("edition", help="the id of the briefing")
    parser.add_argument("address", nargs="?", default="", help="the reader (all that are unknown)")
    found = parser.add_mutually_exclusive_group(required=True)
    found.add_argument("--sent", action="store_true", help="it arrived")
    found.add_argument("--again", action="store_true", help="it did not: queue it again")
    parser.add_argument("--refused", action="store_true", help="with --again and no address: all that were refused")


def status_options(parser: argparse.ArgumentParser) -> None:
    """The options of ``communique mail status``."""
    parser.add_argument("edition", nargs="?", default="", help="the id of the briefing (all)")
    parser.add_argument("--all", action="store_true", help="name every reader, not only those something is wrong with")


def export_options(parser: argparse.ArgumentParser) -> None:
    """The options of ``communique mail export``."""
    parser.add_argument("edition", nargs="?", default="", help="the id of the briefing (all)")


def bounces_options(parser: argparse.ArgumentParser) -> None:
    """The options of ``communique mail bounces``."""
    parser.add_argument("mailbox", type=Path, help="an mbox file or a Maildir")


def unsubscribe_options(parser: argparse.ArgumentParser) -> None:
    """The options of ``communique mail unsubscribe``."""
    parser.add_argument("who", nargs="*", help="addresses or tokens (all that the one-click endpoint wrote down)")
    parser.add_argument("--list", default="", metavar="NAME", help="of addresses: from this list only (from all)")
    parser.add_argument("--mailbox", type=Path, help="an mbox file or a Maildir with mails that ask for it")
    parser.add_argument("--undo", action="store_true", help="let the addresses named have mail again")


def forget_options(parser: argparse.ArgumentParser) -> None:
    """The options of ``communique mail forget``."""
    parser.add_argument("address", help="the reader")


def folder_options(parser: argparse.ArgumentParser) -> None:
    """The folder of a backup."""
    parser.add_argument("backup", type=Path, metavar="FOLDER", help="the folder of the backup")


def no_options(parser: argparse.ArgumentParser) -> None:
    """None."""
    del parser
