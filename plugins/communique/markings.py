"""Markings after the Traffic Light Protocol 2.0 (FIRST, August 2022): five labels, in capitals, never translated."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, get_args

if TYPE_CHECKING:
    from collections.abc import Iterable

Marking = Literal["TLP:CLEAR", "TLP:GREEN", "TLP:AMBER", "TLP:AMBER+STRICT", "TLP:RED"]

MARKINGS: tuple[Marking, ...] = get_args(Marking)
"""From what anyone may read to what only those in the room may."""

PLAIN_WORDS: dict[Marking, str] = {
    "TLP:CLEAR": "May be passed on without limit",
    "TLP:GREEN": "May be passed on within the community, not in public",
    "TLP:AMBER": "May be passed on within the organisation and to its clients who need to know",
    "TLP:AMBER+STRICT": "May be passed on within the organisation only",
    "TLP:RED": "For the persons addressed only",
}


def exceeds(marking: Marking, level: Marking) -> bool:
    """Whether something with this marking is above what a build of this level may hold."""
    return MARKINGS.index(marking) > MARKINGS.index(level)


def highest(markings: Iterable[Marking]) -> Marking:
    """The most restrictive of ``markings``, of which there is at least one."""
    return max(markings, key=MARKINGS.index)


def file_word(marking: Marking) -> str:
    """The marking as it stands in a file's name: ``tlp-amber-strict``."""
    return marking.lower().replace(":", "-").replace("+", "-")
