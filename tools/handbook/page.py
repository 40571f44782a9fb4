"""The handbook's file: outputs stand between ``<!-- week: NAME -->`` and ``<!-- end -->``, in a block of their own."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping
from pathlib import Path

HANDBOOK = Path(__file__).resolve().parents[2] / "docs" / "handbook.md"
PLACE = re.compile(r"(<!-- week: ([a-z-]+) -->\n).*?(<!-- end -->)", re.DOTALL)


def with_outputs(page: str, told: Mapping[str, str]) -> str:
    """``page`` with each output in its place. Raises LookupError where a place or an output has no other."""
    places = [found[2] for found in PLACE.finditer(page)]
    if sorted(places) != sorted(told):
        raise LookupError(f"places and outputs differ: {sorted(set(places) ^ set(told))}")
    return PLACE.sub(lambda found: f"{found[1]}```text\n{told[found[2]]}\n```\n{found[3]}", page)


def differing(page: str, told: Mapping[str, str]) -> list[str]:
    """The lines in which ``page`` says anything else."""
    now = with_outputs(page, told)
    return list(difflib.unified_diff(page.splitlines(), now.splitlines(), "docs/handbook.md", "the week", lineterm=""))
