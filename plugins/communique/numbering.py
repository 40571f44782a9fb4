"""``communique number``: E-001, E-002 … for published events that have none. Numbers are never changed or given twice.

Run on main, after a merge, so that two branches cannot take the same one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from communique.diagnostics import blocking
from communique.errors import FindingsError
from communique.kinds import KINDS
from communique.load import load

if TYPE_CHECKING:
    from pathlib import Path


def number_events(root: Path) -> dict[str, str]:
    """Write a number into every event that is no draft and has none, in order of date; id to number.

    Raises FindingsError when the corpus has errors.
    """
    checked = load(root)
    if checked.corpus is None:
        raise FindingsError(blocking(checked.findings))
    taken = [int(event.number.removeprefix("E-")) for event in checked.corpus.events if event.number]
    next_number = max(taken, default=0) + 1
    given: dict[str, str] = {}
    for event in checked.corpus.events:
        if event.number is None and not event.draft:
            given[event.id] = f"E-{next_number:03}"
            next_number += 1
    for id_, name in given.items():
        _write(root / KINDS["event"].folder / f"{id_}.yaml", name)
    return given


def _write(path: Path, name: str) -> None:
    """Put the line below the schema line; nothing else of the file is touched."""
    text = path.read_text(encoding="utf-8")
    first, newline, rest = text.partition("\n")
    if first.startswith("#"):
        path.write_text(f"{first}{newline}number: {name}\n{rest}", encoding="utf-8")
    else:
        path.write_text(f"number: {name}\n{text}", encoding="utf-8")
