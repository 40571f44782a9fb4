"""The child process of ``communique serve``: answers what is asked through a pipe until that closes.

It imports the program anew, so that a change to the code takes a new child; whatever goes wrong, also in code that
cannot be imported, is sent back as text.
"""

from __future__ import annotations

import sys
import traceback
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from communique.serving.generation import Desk

    Answer = tuple[Literal["made", "wrong"], bytes] | tuple[Literal["missing"], None]


def main(descriptor: int, root: Path, level: str, *, public: bool) -> None:
    """Answer questions: None renews, a path asks for its bytes."""
    with Connection(descriptor) as line:
        desk: Desk | None = None
        while True:
            try:
                asked: str | None = line.recv()
            except EOFError:
                return
            try:
                if desk is None:
                    from communique.serving.generation import Desk

                    desk = Desk(root, level, public=public)
                line.send(_answer(desk, asked))
            except Exception as error:  # whatever a change to the code raises is shown to who made it
                line.send(("wrong", _told(error).encode()))


def _answer(desk: Desk, asked: str | None) -> Answer:
    if asked is None:
        desk.renew()
        return "made", b""
    if desk.current is None:
        return "wrong", b""
    found = desk.content(asked)
    return ("missing", None) if found is None else ("made", found)


def _told(error: Exception) -> str:
    from communique.errors import CommuniqueError

    return str(error) if isinstance(error, CommuniqueError) else "".join(traceback.format_exception(error))


if __name__ == "__main__":
    main(int(sys.argv[1]), Path(sys.argv[2]), sys.argv[3], public=sys.argv[4] == "public")
