"""PDFs set before, by the digest of all they were made from. What cannot be read whole is set anew."""

from __future__ import annotations

import hashlib
import os
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

    from communique.pdf.manuscript import Manuscript

MOST: Final = 400
"""How many PDFs are kept; the oldest go."""


class Kept:
    """A folder of PDFs. Nothing here ever fails a build: a folder that cannot be used remembers nothing."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def get(self, key: str) -> bytes | None:
        """The PDF kept under ``key``, if it is there and whole."""
        try:
            held = (self._folder / key).read_bytes()
        except OSError:
            return None
        digest, made = held[:32], held[32:]
        return made if hashlib.sha256(made).digest() == digest else None

    def put(self, key: str, made: bytes) -> None:
        """Keep a PDF. It is written beside its place and renamed, so that nobody reads half of one."""
        half = self._folder / f".{key}.{os.getpid()}"
        with suppress(OSError):
            self._folder.mkdir(parents=True, exist_ok=True)
            half.write_bytes(hashlib.sha256(made).digest() + made)
            half.replace(self._folder / key)
        with suppress(OSError):
            half.unlink()

    def prune(self) -> None:
        """Let the oldest go."""
        with suppress(OSError):
            held = sorted(self._folder.iterdir(), key=lambda path: path.stat().st_mtime, reverse=True)
            for path in held[MOST:]:
                path.unlink()


def key_of(manuscript: Manuscript, environment: Mapping[str, str]) -> str:
    """Under what a PDF is kept: its manuscript, the render environment and the code that sets it."""
    told = "\n".join((manuscript.digest, _code(), *(f"{name} {value}" for name, value in environment.items())))
    return hashlib.sha256(told.encode()).hexdigest()


@cache
def _code() -> str:
    summed = hashlib.sha256()
    for path in sorted(Path(__file__).parent.glob("*.py")):
        summed.update(path.read_bytes())
    return summed.hexdigest()
