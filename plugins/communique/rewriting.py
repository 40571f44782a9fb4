"""Several files of a dossier changed together: all of them or none, whatever happens on the way.

The new texts stand beside the old ones before the first is put in its place, and a list of them at the dossier's top. A
command that was killed while it put them there is finished by the next one that changes files (a write-ahead log).
"""

from __future__ import annotations

import json
import os
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

LIST: Final = ".communique-rewriting.json"


def rewrite(root: Path, contents: Mapping[str, str | None]) -> None:
    """Give each path, as seen from ``root``, its text; None takes the file away.

    Raises OSError where something cannot be written; every file is then as it was.
    """
    finish(root)
    before = {path: _bytes(root / path) for path in contents}
    made: list[Path] = []
    try:
        for path, text in contents.items():
            if text is not None:
                made.append(_half(root / path))
                made[-1].parent.mkdir(parents=True, exist_ok=True)
                _write(made[-1], text.encode())
        made.append(root / LIST)
        _write(_half(root / LIST), json.dumps({path: text is not None for path, text in contents.items()}).encode())
        _half(root / LIST).replace(root / LIST)
        finish(root)
    except BaseException:
        for path, content in before.items():
            with suppress(OSError):
                _restore(root / path, content)
        for each in (*made, _half(root / LIST)):
            each.unlink(missing_ok=True)
        raise


def finish(root: Path) -> bool:
    """Put in place what a command before had ready and could not put there; True where there was something."""
    told = _bytes(root / LIST)
    if told is None:
        return False
    for path, has_text in json.loads(told).items():
        if has_text:
            with suppress(FileNotFoundError):  # it is in its place already
                _half(root / path).replace(root / path)
        else:
            (root / path).unlink(missing_ok=True)
    (root / LIST).unlink()
    return True


def _half(path: Path) -> Path:
    """Beside ``path``, under a name that nobody takes for a record."""
    return path.with_name(f".{path.name}.half")


def _bytes(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None


def _write(path: Path, content: bytes) -> None:
    with path.open("wb") as opened:
        opened.write(content)
        opened.flush()
        os.fsync(opened.fileno())


def _restore(path: Path, content: bytes | None) -> None:
    if content is None:
        path.unlink(missing_ok=True)
    elif _bytes(path) != content:
        _write(_half(path), content)
        _half(path).replace(path)
