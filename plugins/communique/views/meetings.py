"""Who was in one room with whom, as far as the record says so: derived from sides, sessions, format and status."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from communique.kinds import Event

TOGETHER = frozenset({"in-person", "virtual", "phone"})
"""Formats in which all sides deal with each other at once, unless sessions say more."""


@dataclass(frozen=True, slots=True)
class Rooms:
    """Pairs of sides, in the order of the record: those that met, and those not known to have met."""

    met: tuple[tuple[str, str], ...]
    apart: tuple[tuple[str, str], ...]


def rooms(event: Event) -> tuple[frozenset[str], ...]:
    """The groups of sides that were in one room (or on one line). Only what took place counts as having met."""
    if event.status != "held" or event.type not in ("meeting", "agreement"):
        return ()
    sessions = [row for row in event.sessions if row.format not in ("indirect", "written")]
    if event.sessions:
        return tuple(frozenset(row.sides) for row in sessions)
    return (frozenset(side.actor for side in event.sides),) if event.format in TOGETHER else ()


def who_met(event: Event) -> Rooms:
    """Every pair of sides of ``event``, by whether they were in one room."""
    groups = rooms(event)
    sides = dict.fromkeys(
        [*(side.actor for side in event.sides), *(id_ for row in event.sessions for id_ in row.sides)]
    )
    pairs = list(combinations(sides, 2))
    met = [pair for pair in pairs if any(set(pair) <= group for group in groups)]
    return Rooms(tuple(met), tuple(pair for pair in pairs if pair not in met))
