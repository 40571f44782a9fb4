"""`Edtf`, the one value that dates are: it keeps its text and answers for bounds, order and wording.

There is no way from it to a single day, and no midpoint. What needs a place on a line asks for bounds and
draws those.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING, Final, TypeAlias

from communique.dates import wording
from communique.dates.days import OPEN, UNKNOWN, Bound, Bounds, Day, Edge
from communique.dates.errors import DateError
from communique.dates.grammar import Unreadable, read
from communique.dates.hints import explain
from communique.dates.periods import Precision, coarsest
from communique.dates.tree import APPROXIMATE, UNCERTAIN, UNMARKED, Choice, Date, Interval, Tree

if TYPE_CHECKING:
    from collections.abc import Iterator

SortKey: TypeAlias = tuple[Day, Day, str]
FAR: Final = Day(10**16, 1, 1)
ZONE_HOUR: Final = re.compile(r"[+-][0-9]{2}")


class Shape(StrEnum):
    """How a date is drawn. Bounds that are `OPEN` or `UNKNOWN` say which side of it has no line."""

    DAY = "day"  # one day: a dot
    PERIOD = "period"  # some time within a month, season, year or pattern: a span that is not filled
    INTERVAL = "interval"  # from its start to its end: a bar, fading between the bounds of each
    OPEN_START = "open-start"  # the same with an arrow
    OPEN_END = "open-end"
    UNKNOWN_START = "unknown-start"  # the same, breaking off
    UNKNOWN_END = "unknown-end"
    ONE_OF = "one-of"  # one of its members: brackets
    ALL_OF = "all-of"  # every one of its members: a mark for each


@dataclass(frozen=True, slots=True)
class Edtf:
    """A date, interval or set, made by `parse` or `span`. Two are equal when their texts are.

    All days are days of the place and calendar that the source means; no time zone is applied to them.
    """

    text: str
    """As written."""

    shape: Shape = field(compare=False)
    precision: Precision = field(compare=False)
    """Of an interval or set, that of its coarsest date."""

    earliest: Bound = field(compare=False)
    """The first day it can touch, by what is written: `~` and `?` do not widen it."""

    latest: Bound = field(compare=False)
    is_approximate: bool = field(compare=False)
    """Whether any part of it is marked `~` or `%`."""

    is_uncertain: bool = field(compare=False)
    """Whether any part of it is marked `?` or `%`."""

    tree: Tree = field(compare=False, repr=False)

    def __str__(self) -> str:
        return self.text

    @property
    def time(self) -> str | None:
        """The time of day, `hh:mm` or `hh:mm:ss`, as written."""
        return (self.tree.time or None) if isinstance(self.tree, Date) else None

    @property
    def zone(self) -> str | None:
        """The zone of `time` as written: `Z` or a shift such as `+02:00`; None for local time."""
        return (self.tree.zone or None) if isinstance(self.tree, Date) else None

    @property
    def starts(self) -> Bounds:
        """The first and the last day on which it may begin."""
        return self.tree.starts

    @property
    def ends(self) -> Bounds:
        """The first and the last day on which it may end."""
        return self.tree.ends

    @property
    def members(self) -> tuple[Bounds, ...]:
        """The pieces of time that it names: one, or one for each member of a set."""
        return self.tree.members

    @property
    def certain(self) -> Bounds:
        """The bounds one can swear to: components marked `?`, `~` or `%` count as not given."""
        return self.tree.certain

    @property
    def possible(self) -> tuple[Bounds, ...]:
        """The pieces of time it may touch: as `members`, a unit wider on either side where it is marked."""
        return self.tree.possible

    @property
    def sort_key(self) -> SortKey:
        """Order in lists: by `earliest`, then `latest`, then text.

        What has no first day stands with its last one, so "on or before 14 January 2020" is read in January
        2020 and not before all else; what has no last day comes after all that begins with it.
        """
        first, last = self.earliest, self.latest
        if not isinstance(first, Day):
            first = last if isinstance(last, Day) else FAR
        return first, last if isinstance(last, Day) else FAR, self.text

    @property
    def html_datetime(self) -> str | None:
        """For HTML's `<time datetime>`: a day, month, year or time stated outright; None for all else."""
        date = self.tree
        if not isinstance(date, Date) or date.marks != UNMARKED or date.earliest.year < 1:
            return None
        if date.precision is Precision.YEAR and not date.month and date.estimate is None:
            return f"{date.earliest.year:04}"
        if date.precision not in (Precision.TIME, Precision.DAY, Precision.MONTH) or "X" in date.day:
            return None
        # HTML wants the minutes of a zone, EDTF does without.
        zone = f"{date.zone}:00" if ZONE_HOUR.fullmatch(date.zone) else date.zone
        stated = "-".join(part for part in (date.year, date.month, date.day) if part)
        return f"{stated}T{date.time}{zone}" if date.time else stated

    def words(self, *, in_year: int | None = None) -> str:
        """Plain English: "about July 2020", "one of 29 June to 2 July 2020".

        `in_year` is the year that the reader already sees, as in a heading: "13–14 January".
        """
        return wording.words(self.tree, in_year)

    def certainly_before(self, other: Edtf) -> bool:
        """Whether all of it is over before the first day that `other` can touch, whatever is unknown."""
        last, first = self.certain[1], other.certain[0]
        return isinstance(last, Day) and isinstance(first, Day) and last < first

    def possibly_within(self, first: Bound, last: Bound) -> bool:
        """Whether some of it may lie in `first` to `last`, both included; an `Edge` sets no limit."""
        return any(_overlap(piece, (first, last)) for piece in self.possible)

    def certainly_within(self, first: Bound, last: Bound) -> bool:
        """Whether all of it lies in `first` to `last`, whatever is unknown; an `Edge` sets no limit."""
        low, high = self.certain
        after = isinstance(first, Edge) or (isinstance(low, Day) and first <= low)
        before = isinstance(last, Edge) or (isinstance(high, Day) and high <= last)
        return after and before


End: TypeAlias = Edtf | Edge
"""When something was over: a date, `OPEN` (not over) or `UNKNOWN` (nobody says). All have `.text`."""


@lru_cache(maxsize=65_536)
def parse(text: str) -> Edtf:
    """The date that an EDTF text stands for, by the profile in `docs/dates.md`. Raises only `DateError`."""
    try:
        tree = read(text)
    except Unreadable as problem:
        raise explain(text, problem.offset) from None
    return _edtf(text, tree)


def parse_end(text: str) -> End:
    """As `parse`, for the date on which something ended: also `..`, still open, and `unknown`."""
    if text in (OPEN.text, UNKNOWN.text):
        return OPEN if text == OPEN.text else UNKNOWN
    return parse(text)


def span(date: Edtf, end: End | None) -> Edtf:
    """One value for an event's `date` and `end` (it lasted until); None as end gives back `date` alone.

    Its text is `date/end`; when one of them is a set, that is no EDTF, which has no intervals between sets.
    Raises `DateError` for a pair that makes no sense: an interval on either side, or an end before the start.
    """
    if end is None:
        return date
    for each in (date, end):
        if isinstance(each, Edtf) and (isinstance(each.tree, Interval) or each.shape is Shape.ALL_OF):
            hint = "write its first day as date and its last as end"
            raise DateError(f"{each.text} is more than one day", hint)
    if reversed_pair(date, end):
        raise DateError(f"it ends ({end.text}) before it begins ({date.text})", "mend one of the two")
    written = {OPEN: "..", UNKNOWN: ""}
    text = f"{date.text}/{written[end] if isinstance(end, Edge) else end.text}"
    return _edtf(text, Interval(_part(date), end if isinstance(end, Edge) else _part(end)))


def reversed_pair(date: Edtf, end: End) -> bool:
    """Whether `end` lies wholly before `date`, by what is written."""
    if isinstance(end, Edge):
        return False
    return isinstance(end.latest, Day) and isinstance(date.earliest, Day) and end.latest < date.earliest


def _part(date: Edtf) -> Date | Choice:
    assert not isinstance(date.tree, Interval), "refused above"
    return date.tree


def _edtf(text: str, tree: Tree) -> Edtf:
    dates = (tree,) if isinstance(tree, Date) else tuple(_dates(tree))
    marks = 0
    for date in dates:
        marks |= date.marks[0] | date.marks[1] | date.marks[2]
    return Edtf(
        text=text,
        shape=_shape(tree),
        precision=coarsest(tuple(date.precision for date in dates)),
        earliest=tree.starts[0],
        latest=tree.ends[1],
        is_approximate=bool(marks & APPROXIMATE),
        is_uncertain=bool(marks & UNCERTAIN),
        tree=tree,
    )


def _dates(tree: Tree | Edge) -> Iterator[Date]:
    if isinstance(tree, Date):
        yield tree
    elif isinstance(tree, Interval):
        yield from _dates(tree.start)
        yield from _dates(tree.end)
    elif isinstance(tree, Choice):
        for part in tree.parts:
            yield from part.dates


def _shape(tree: Tree) -> Shape:
    if isinstance(tree, Date):
        return Shape.DAY if tree.earliest == tree.latest else Shape.PERIOD
    if isinstance(tree, Choice):
        return Shape.ALL_OF if tree.every else Shape.ONE_OF
    if isinstance(tree.start, Edge):
        return Shape.OPEN_START if tree.start is OPEN else Shape.UNKNOWN_START
    if isinstance(tree.end, Edge):
        return Shape.OPEN_END if tree.end is OPEN else Shape.UNKNOWN_END
    return Shape.INTERVAL


def _overlap(one: Bounds, other: Bounds) -> bool:
    """Whether two pieces of time share a day; a bound that is no day excludes nothing."""
    return not (_is_before(one[1], other[0]) or _is_before(other[1], one[0]))


def _is_before(one: Bound, other: Bound) -> bool:
    return isinstance(one, Day) and isinstance(other, Day) and one < other
