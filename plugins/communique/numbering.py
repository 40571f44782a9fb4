"""``communique number``: E-001, E-002 … for published events that have none. Numbers are never changed or given twice.

Run on main, after a merge, so that two branches cannot take the same one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from communique.diagnostics import blocking
from communique.errors import FindingsError
from communique.instant import build_instant
from communique.load import load_with
from communique.selection import select
from communique.settings import read_settings

if TYPE_CHECKING:
    from pathlib import Path


def number_events(root: Path) -> dict[str, str]:
    """Write a number into every event that a build would publish and that has none, in order of date; id to number.

    A draft, or an event withheld by its marking or embargo, gets its number when it is published: a gap in the numbers
    would tell that there is one. Raises FindingsError when the corpus has errors.
    """
    settings = read_settings(root)
    checked = load_with(settings)
    if checked.corpus is None:
        raise FindingsError(blocking(checked.findings))
    published = select(checked.corpus, checked.corpus.dossier.marking, build_instant(settings)).corpus
    taken = [int(event.number.removeprefix("E-")) for event in checked.corpus.events if event.number]
    taken += [int(grave.number.removeprefix("E-")) for grave in checked.corpus.tombstones.values() if grave.number]
    next_number = max(taken, default=0) + 1
    given: dict[str, str] = {}
    for event in published.events:
        if event.number is None:
            given[event.id] = f"E-{next_number:03}"
            next_number += 1
    for id_, name in given.items():
        _write(root / checked.loaded[id_].document.path, name)
    return given


def _write(path: Path, name: str) -> None:
    """Put the line below the schema line; every other byte of the file stays as it is."""
    lines = path.read_bytes().decode("utf-8").splitlines(keepends=True)
    at = 0
    while at < len(lines) and lines[at].lstrip("\ufeff").startswith(("#", "---")):
        at += 1
    ending = "\r\n" if lines and lines[0].endswith("\r\n") else "\n"
    mark = "\ufeff" if at == 0 and lines[0].startswith("\ufeff") else ""
    if mark:
        lines[0] = lines[0].removeprefix(mark)
    lines.insert(at, f"{mark}number: {name}{ending}")
    half = path.with_name(f".{path.name}.half")
    half.write_bytes("".join(lines).encode())
    half.replace(path)
