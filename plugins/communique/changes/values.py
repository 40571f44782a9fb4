"""How one value of a field differs from another."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Any, TypeAlias

from communique.dates import OPEN, UNKNOWN, Day, Edtf
from communique.durations import Measure

if TYPE_CHECKING:
    from communique.dates import Bound

    Reach: TypeAlias = tuple[Bound, Bound]


class How(StrEnum):
    """What became of a record, a row or a value."""

    ADDED = "added"  # a record, a row, one of several values
    WITHDRAWN = "withdrawn"  # likewise: it is not there any more
    MERGED = "merged"  # a record gave way to another one
    GIVEN = "given"  # a field had no value before
    EMPTIED = "emptied"  # a field has none any more
    WIDENED = "widened"  # a date leaves more open than before
    NARROWED = "narrowed"  # a date leaves less open
    MOVED = "moved"  # a date says another time
    NUMBER = "number"  # another number
    PREFERRED = "preferred"  # what was another source's reading is now what we print
    REGRADED = "regraded"  # another grade of the Admiralty system
    CHANGED = "changed"  # another value
    REWORDED = "reworded"  # text of ours


def difference(before: Any, after: Any) -> How:
    """How ``after`` differs from ``before``, which it does not equal; both are values of one field."""
    if before is None:
        return How.GIVEN
    if after is None:
        return How.EMPTIED
    if isinstance(before, Measure) and isinstance(after, Measure):
        return How.NUMBER
    if isinstance(before, Edtf) and isinstance(after, Edtf):
        return _of_dates(_reach(before), _reach(after))
    return How.CHANGED


def _of_dates(before: Reach, after: Reach) -> How:
    # A date that keeps its reach and only loses or gains a mark was moved in nothing but our trust.
    if before == after:
        return How.CHANGED
    if _within(after, before):
        return How.NARROWED
    if _within(before, after):
        return How.WIDENED
    return How.MOVED


def _reach(date: Edtf) -> Reach:
    """The first and the last day it may touch, with the doubt that its marks add."""
    pieces = date.possible
    return pieces[0][0], pieces[-1][1]


def _within(inner: Reach, outer: Reach) -> bool:
    return _not_after(outer[0], inner[0]) and _not_after(inner[1], outer[1], last=True)


def _not_after(first: Bound, second: Bound, *, last: bool = False) -> bool:
    """Whether ``first`` comes no later than ``second``; an open or unknown side reaches further than any day."""
    if first == second:
        return True
    if isinstance(first, Day) and isinstance(second, Day):
        return first < second
    far = second if last else first
    return far in (OPEN, UNKNOWN)
