"""Fixture files that editors can read and extend: one case a line, columns parted by ` | `."""

from __future__ import annotations

from pathlib import Path
from typing import Final

FOLDER: Final = Path(__file__).parent
BLANK: Final = "␣"


def rows(name: str) -> list[tuple[str, ...]]:
    """The cases of a file below tests/; lines that are empty or begin with # are for readers only.

    A blank at the end of a cell is written ␣, which an editor cannot lose.
    """
    lines = (FOLDER / name).read_text(encoding="utf-8").splitlines()
    cases = (line for line in lines if line and not line.startswith("#"))
    return [tuple(cell.replace(BLANK, " ") for cell in case.split(" | ")) for case in cases]


def examples(page: str) -> list[tuple[str, str]]:
    """What the tables of a page in docs/ say is written, and what they say a reader gets."""
    text = (FOLDER.parent / "docs" / page).read_text(encoding="utf-8")
    found: list[tuple[str, str]] = []
    head: list[str] = []
    for line in text.splitlines():
        cells = [cell.strip() for cell in line.strip("|").split(" | ")]
        if not line.startswith("|"):
            head = []
        elif not head:
            head = cells
        elif "Readers get" in head and not set(line) <= set("|- "):
            place = head.index("Readers get")
            found.append((cells[place - 1].strip("`"), cells[place]))
    return found
