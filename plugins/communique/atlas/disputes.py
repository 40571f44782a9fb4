"""Borders that are drawn broken: where the data has one line and the parties, or many states, do not accept it.

The data (Natural Earth) draws who holds the ground, not who should. We keep its lines, break those below, name under
each map the ones that are on it, and give no land a colour. docs/design.md says why.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    Box = tuple[float, float, float, float]

ANYONE: Final = ""


@dataclass(frozen=True, slots=True)
class Dispute:
    """A stretch of border between two names of the data (``ANYONE``: whoever is on the other side), inside ``box``
    (west, south, east, north) where only a part of it is meant. ``name`` is what stands under a map.
    """

    name: str
    one: str
    other: str
    box: Box | None = None

    def holds(self, sides: frozenset[str], x: float, y: float) -> bool:
        """Whether a piece of border between ``sides`` at this point is meant."""
        if self.one not in sides or (self.other and self.other not in sides) or len(sides) < 2:
            return False
        return self.box is None or (self.box[0] <= x <= self.box[2] and self.box[1] <= y <= self.box[3])


DISPUTES: Final = (
    Dispute("Western Sahara", "Morocco", "W. Sahara"),
    Dispute("Kosovo", "Kosovo", "Serbia"),
    Dispute("Palestine", "Israel", "Palestine"),
    Dispute("Golan", "Israel", "Syria"),
    Dispute("the line between Israel and Lebanon", "Israel", "Lebanon"),
    Dispute("Crimea", "Russia", "Ukraine", (32.0, 44.0, 36.8, 46.5)),
    Dispute("northern Cyprus", "Cyprus", "N. Cyprus"),
    Dispute("northern Cyprus", "Cyprus U.N. Buffer Zone", ANYONE),
    Dispute("Somaliland", "Somalia", "Somaliland"),
    Dispute("Hala’ib", "Egypt", "Sudan", (33.0, 21.0, 38.0, 23.5)),
    Dispute("Abyei", "S. Sudan", "Sudan", (27.4, 9.0, 29.6, 10.9)),
    Dispute("the Ilemi triangle", "Kenya", "S. Sudan"),
    Dispute("Kashmir", "India", "Pakistan", (73.0, 32.4, 78.0, 37.2)),
    Dispute("Kashmir", "Siachen Glacier", ANYONE),
    Dispute("the line between China and India", "China", "India"),
    Dispute("the line between Bhutan and China", "Bhutan", "China"),
    Dispute("the Durand line", "Afghanistan", "Pakistan"),
    Dispute("Essequibo", "Guyana", "Venezuela"),
    Dispute("Korea", "North Korea", "South Korea"),
)
"""Lines that one side of them, or a good part of the world's states, does not accept as a border."""


def dispute_at(sides: frozenset[str], x: float, y: float) -> str:
    """The name of the dispute a piece of border belongs to; empty where there is none."""
    return next((each.name for each in DISPUTES if each.holds(sides, x, y)), "")
