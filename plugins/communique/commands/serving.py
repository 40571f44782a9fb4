"""``communique serve``."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import argparse


def serve_options(parser: argparse.ArgumentParser) -> None:
    """The options of ``communique serve``."""
    parser.add_argument("--port", type=int, default=8000, help="the port on 127.0.0.1; 0 takes a free one (8000)")
    parser.add_argument("--level", default="", help="the highest marking that is shown (LEVEL)")
    parser.add_argument("--public", action="store_true", help="without drafts and what waits for review")


def serve(options: argparse.Namespace) -> int:
    """Show the dossier in a browser on this machine as it is written. Nothing is written to the output.

    Pages reload by themselves when a record, a template, a setting or the program changes; what is wrong is shown on
    top of the last good state.
    """
    from communique.serving.run import serve as run

    run(options.folder, options.port, options.level, public=options.public)
    return 0
