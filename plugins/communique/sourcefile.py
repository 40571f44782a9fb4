"""A source record as text that gets a row more; every other line of it stays as its author wrote it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_AFTER = ("marking", "embargo", "draft", "private_note", "corrections", "accept")
"""The keys that stand below the snapshots in the canonical order."""


def with_snapshot(text: str, captured: str, sha256: str, ignore: Sequence[str]) -> str:
    """``text`` of a record with one capture more; every other line stays as it is."""
    lines = text.rstrip("\n").split("\n")
    row = list(_row(captured, sha256, ignore))
    tops = {match[1]: number for number, line in enumerate(lines) if (match := re.match(r"([a-z_]+):", line))}
    if "snapshots" in tops:
        after = [number for number in tops.values() if number > tops["snapshots"]]
        at = min(after, default=len(lines))
        while lines[at - 1].lstrip().startswith("#") or not lines[at - 1].strip():
            at -= 1
    else:
        row.insert(0, "snapshots:")
        at = min((tops[key] for key in _AFTER if key in tops), default=len(lines))
    return "\n".join([*lines[:at], *row, *lines[at:]]) + "\n"


def _row(captured: str, sha256: str, ignore: Sequence[str]) -> Iterator[str]:
    yield f"- captured: {captured}"
    yield f"  sha256: {sha256}"
    if ignore:
        yield f"  ignore: [{', '.join(ignore)}]"
