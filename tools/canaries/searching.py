"""Which secrets of a planted dossier are in a tree of outputs, decoded."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tools.canaries.decoding import tree_texts
from tools.canaries.planting import WORD

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from tools.canaries.planting import Secret


@dataclass(frozen=True, slots=True)
class Search:
    """What was found: each secret with the outputs it is in; and how much was looked through."""

    found: dict[Secret, frozenset[str]]
    outputs: int
    texts: int


def search(folder: Path, secrets: Iterable[Secret]) -> Search:
    """Look for every secret in every output below ``folder``."""
    planted = {word.lower(): secret for secret in secrets for word in secret.words}
    others = [word for word in planted if not WORD.fullmatch(word)]
    found: dict[Secret, set[str]] = {}
    outputs: set[str] = set()
    count = 0
    for name, text in tree_texts(folder):
        outputs.add(name)
        count += 1
        low = text.lower()
        for word in {*WORD.findall(low), *(word for word in others if word in low)}:
            if word in planted:
                found.setdefault(planted[word], set()).add(name)
    return Search({secret: frozenset(names) for secret, names in found.items()}, len(outputs), count)
