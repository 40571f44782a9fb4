"""``communique new``: a record to start from, a function a kind."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable
    from pathlib import Path


def _briefing(options: argparse.Namespace) -> Path:
    from communique.scaffolding import NewBriefing, new_briefing

    topics = tuple(each.strip() for each in options.topics.split(",") if each.strip())
    named = {name: getattr(options, name) for name in ("type", "title", "date", "supersedes", "updates", "track")}
    return new_briefing(options.folder, NewBriefing(options.id, **named, topics=topics))


NEW: dict[str, Callable[[argparse.Namespace], Path]] = {"briefing": _briefing}
"""The kinds that can be started, each with the function that writes it and returns its path."""


def new_options(parser: argparse.ArgumentParser) -> None:
    """The options of ``communique new``."""
    parser.add_argument("kind", choices=tuple(NEW), help="what to start")
    parser.add_argument("id", help="its id, which is the file's name and never changes")
    parser.add_argument("--type", default="note", help="of a briefing: note, forecast, bulletin or chronology (note)")
    parser.add_argument("--title", default="", help="its title (type and day)")
    parser.add_argument("--date", default="", help="the day of the edition (today)")
    parser.add_argument("--supersedes", default="", metavar="EDITION", help="start from this edition, to correct it")
    parser.add_argument("--updates", default="", metavar="EDITION", help="the earlier briefing it carries on")
    parser.add_argument("--track", default="", help="the track it is about")
    parser.add_argument("--topics", default="", help="the topics it is about, with commas between")


def new(options: argparse.Namespace) -> int:
    """Write a record to start from: a briefing with the sections that readers of its type expect, marked as a draft."""
    path = NEW[options.kind](options)
    print(path)
    print("It is a draft: write it, and run 'communique check'; 'communique publish' pins it.", file=sys.stderr)
    return 0
