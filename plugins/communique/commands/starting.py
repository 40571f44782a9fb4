"""``communique init``."""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from communique.commands.asking import ask, can_ask

if TYPE_CHECKING:
    import argparse

_ASKED = {
    "title": "Its title",
    "summary": "What it is about, in a sentence or two",
    "publisher": "Who publishes it",
    "licence": "The licence of its texts, as CC BY 4.0",
    "contact": "Where readers write to, as printed",
}


def init_options(parser: argparse.ArgumentParser) -> None:
    """The options of ``communique init``."""
    parser.add_argument("directory", type=Path, metavar="DIR", help="the folder; it may be there, and have other files")
    parser.add_argument("--title", default="", help="the dossier's title (from the folder's name)")
    parser.add_argument("--id", default="", help="its short name in addresses (the folder's name)")
    parser.add_argument("--summary", default="", help="what it is about, in a sentence or two")
    parser.add_argument("--publisher", default="", help="who publishes it")
    parser.add_argument("--licence", default="", help="the licence of its texts")
    parser.add_argument("--contact", default="", help="where readers write to, as printed")
    parser.add_argument("--language", default="en", help="the language it is written in (en)")
    parser.add_argument("--example", action="store_true", help="with a few invented records to look at and throw away")


def init(options: argparse.Namespace) -> int:
    """Start a dossier of one's own: content, briefings, settings, Makefile, on the program as it is installed.

    What no option says is asked on a terminal; elsewhere it is left to be written, and 'communique check' names it.
    """
    from communique.starting import NewDossier, start

    folder = options.folder / options.directory
    name = Path(os.path.abspath(folder)).name  # noqa: PTH100  (resolve() would follow a link to another name)
    words = name.replace("-", " ").replace("_", " ").strip() or "dossier"
    title = options.title or words[0].upper() + words[1:]
    told = {key: getattr(options, key) for key in _ASKED} | {"title": title}
    if can_ask():
        told |= {key: ask(question, told[key]) for key, question in _ASKED.items() if not getattr(options, key)}
    id_ = options.id or re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")
    made = start(folder, NewDossier(id=id_, language=options.language, example=options.example, **told))
    for path in made.written:
        print(f"{options.directory / path}")
    for path in made.kept:
        print(f"{options.directory / path}: had been there, and stands as it was", file=sys.stderr)
    print(f"A dossier. Next: cd {options.directory}, make; its README.md has the first steps.", file=sys.stderr)
    return 0
