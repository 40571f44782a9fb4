"""Coasts and borders for maps: read from the map data that set-up installed, cut once, and kept.

The data is other people's work (Natural Earth, in the npm package world-atlas) and is never committed. Reading and
cutting it takes seconds; what a window needs is kept in ``.cache/maps`` under the digest of all it depends on.
"""

from __future__ import annotations

import hashlib
import json
import os
from contextlib import suppress
from dataclasses import astuple
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from communique import atlas
from communique.atlas import Atlas, Land, TopologyError, topology
from communique.errors import BuildError
from communique.press.theme import INSTALL, cache_beside, module_folders

if TYPE_CHECKING:
    from communique.atlas import Window

CLOSE = 30.0
"""Degrees: a narrower window is drawn from the data for 1:10 million, a wider one from that for 1:50 million."""


class Lands:
    """Gives the land in a window of the world. A dossier without map data of its own takes the program's."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._cut: dict[Window, Land] = {}

    def __call__(self, window: Window) -> Land:
        """The land of ``window``. Raises BuildError where the map data is not installed, or is something else."""
        if window not in self._cut:
            self._cut[window] = self._kept(window)
        return self._cut[window]

    def _kept(self, window: Window) -> Land:
        data = _data(self._root, "10m" if window.east - window.west < CLOSE else "50m")
        told = json.dumps([_digest(data), astuple(window)])
        kept = cache_beside(data, self._root) / "maps" / f"{hashlib.sha256(told.encode()).hexdigest()}.json"
        with suppress(OSError, ValueError, TypeError, KeyError):
            return _land(json.loads(kept.read_text(encoding="utf-8")))
        land = _atlas(data).cut(window)
        with suppress(OSError):
            _keep(json.dumps(astuple(land)), kept)
        return land


def _data(root: Path, scale: str) -> Path:
    name = Path("world-atlas") / f"countries-{scale}.json"
    found = next((home / name for home in module_folders(root) if (home / name).is_file()), None)
    if found is None:
        raise BuildError(f"map data is missing: {name}. {INSTALL}")
    return found


@cache
def _digest(data: Path) -> str:
    """Of the map data, and of the code that cuts it."""
    digest = hashlib.sha256(data.read_bytes())
    for module in sorted(Path(str(atlas.__file__)).parent.glob("*.py")):
        digest.update(module.read_bytes())
    return digest.hexdigest()


@cache
def _atlas(data: Path) -> Atlas:
    try:
        return Atlas(topology(data.read_bytes()))
    except TopologyError as error:
        raise BuildError(f"{data}: {error}. {INSTALL}") from error


def _land(found: list[list[list[list[float]]]]) -> Land:
    *layers, disputes = found
    ground, coasts, borders, disputed = (tuple(tuple((x, y) for x, y in line) for line in layer) for layer in layers)
    return Land(ground, coasts, borders, disputed, tuple(map(str, disputes)))


def _keep(text: str, kept: Path) -> None:
    kept.parent.mkdir(parents=True, exist_ok=True)
    # Beside it and renamed, so that two builds at once never read half a file.
    half = kept.with_suffix(f".{os.getpid()}")
    try:
        half.write_text(text, encoding="utf-8")
        half.replace(kept)
    finally:
        with suppress(OSError):
            half.unlink()
