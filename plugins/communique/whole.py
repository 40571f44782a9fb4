"""A file written whole or not at all: whoever reads it meets what was there before, or all that is there now."""

from __future__ import annotations

import os
import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def write_whole(path: Path, content: bytes) -> None:
    """Give ``path`` its content, in a folder that is made where it is not there.

    It is written beside its place under a name of this thread, since two builds may write one cache, and put there
    by a rename (POSIX: atomic). Raises OSError where that cannot be; nothing is left then.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    half = path.with_name(f".{path.name}.{os.getpid()}-{threading.get_ident()}.half")
    try:
        half.write_bytes(content)
        half.replace(path)
    except BaseException:
        half.unlink(missing_ok=True)
        raise
