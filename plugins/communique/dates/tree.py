"""What a date says, as values: one `Date`, an `Interval` between two, or a `Choice` (a set) of several.

Each answers the same questions: `starts` and `ends` (the first and last day on which it may begin, or end),
`members` (the pieces of time it names), `certain` (bounds one can swear to) and `possible` (the time it may
touch).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias

from communique.dates.days import OPEN, UNKNOWN, Bounds, Day, Edge, add_days, add_months, highest, lowest
from communique.dates.pattern import first_day, last_day
from communique.dates.periods import PERIODS

if TYPE_CHECKING:
    from communique.dates.periods import Precision


UNCERTAIN: Final = 1
APPROXIMATE: Final = 2
Marks: TypeAlias = tuple[int, int, int]
"""How year, month and day are qualified (LoC EDTF, *Qualification*): 0, or the sum of the two above."""

UNMARKED: Final[Marks] = (0, 0, 0)


class Date(NamedTuple):
    """One date as its components stand: `year`, `month` and `day` are digits and `X`, empty where not given.

    `month` may be a `PERIODS` code. A long year (`Y170000002`, `1950S2`) is kept in `year` as written, and
    `estimate` is its value where only some digits are significant. `time` and `zone` are as written, too.
    """

    year: str
    month: str
    day: str
    marks: Marks
    earliest: Day
    latest: Day
    precision: Precision
    time: str = ""
    zone: str = ""
    estimate: int | None = None

    @property
    def bounds(self) -> Bounds:
        """The earliest and the latest day that it may mean."""
        return self.earliest, self.latest

    @property
    def starts(self) -> Bounds:
        """When it may begin; a date happens on some day within its bounds."""
        return self.bounds

    @property
    def ends(self) -> Bounds:
        """When it may end."""
        return self.bounds

    @property
    def members(self) -> tuple[Bounds, ...]:
        """One piece of time."""
        return (self.bounds,)

    @property
    def certain(self) -> Bounds:
        """The bounds without the first qualified component and all that is finer."""
        year, month, _ = self.marks
        if self.marks == UNMARKED:
            return self.bounds
        if year:
            return UNKNOWN, UNKNOWN
        sure = (self.year,) if month else (self.year, self.month)
        return first_day(*sure) or self.earliest, last_day(*sure) or self.latest

    @property
    def possible(self) -> tuple[Bounds, ...]:
        """The bounds and, where it is qualified, one unit more on either side.

        EDTF does not say how far `~` and `?` reach. The unit only makes "possibly" more generous: nothing is
        drawn or printed from it, and `certain` takes nothing from a qualified component.
        """
        if self.marks == UNMARKED:
            return (self.bounds,)
        months = self._leeway()
        if not months:
            return ((add_days(self.earliest, -1), add_days(self.latest, 1)),)
        after = add_months(self.latest, months)
        whole_months = self.latest == last_of_month(self.latest)
        return ((add_months(self.earliest, -months), last_of_month(after) if whole_months else after),)

    def _leeway(self) -> int:
        """One unit of the qualified component in months; 0 for a day."""
        year, month, day = (bool(mark) for mark in self.marks)
        # Of components that are qualified together the finest counts: "about 11 June" is a matter of days.
        if day and (month or not year):
            return 0
        if month:
            return PERIODS[self.month].months if self.month in PERIODS else 1
        return 12 * (self.latest.year - self.earliest.year + 1)


@dataclass(frozen=True, slots=True)
class Interval:
    """All the time from `start` to `end`; one of them may be an `Edge`; sets stand here only in a `span`."""

    start: Date | Choice | Edge
    end: Date | Choice | Edge

    @property
    def starts(self) -> Bounds:
        """When it may begin."""
        return (self.start, self.start) if isinstance(self.start, Edge) else self.start.bounds

    @property
    def ends(self) -> Bounds:
        """When it may end."""
        return (self.end, self.end) if isinstance(self.end, Edge) else self.end.bounds

    @property
    def members(self) -> tuple[Bounds, ...]:
        """One piece of time."""
        return ((self.starts[0], self.ends[1]),)

    @property
    def certain(self) -> Bounds:
        """Bounds that take nothing from a qualified component."""
        first = self.start if isinstance(self.start, Edge) else self.start.certain[0]
        last = self.end if isinstance(self.end, Edge) else self.end.certain[1]
        return first, last

    @property
    def possible(self) -> tuple[Bounds, ...]:
        """The time it may touch, with leeway where an end is qualified."""
        first = self.start if isinstance(self.start, Edge) else lowest(low for low, _ in self.start.possible)
        last = self.end if isinstance(self.end, Edge) else highest(high for _, high in self.end.possible)
        return ((first, last),)


class Member(NamedTuple):
    """One element of a set: a date (twice the same), a range `A..B`, or one open on the side that is None."""

    first: Date | None
    last: Date | None

    @property
    def dates(self) -> tuple[Date, ...]:
        """The dates that are written in it: one or two."""
        both = (self.first,) if self.first is self.last else (self.first, self.last)
        return tuple(date for date in both if date is not None)

    @property
    def starts(self) -> Bounds:
        """When it may begin."""
        return self.first.bounds if self.first else (OPEN, OPEN)

    @property
    def ends(self) -> Bounds:
        """When it may end."""
        return self.last.bounds if self.last else (OPEN, OPEN)

    @property
    def certain(self) -> Bounds:
        """Bounds that take nothing from a qualified component."""
        return (self.first.certain[0] if self.first else OPEN), (self.last.certain[1] if self.last else OPEN)

    @property
    def possible(self) -> Bounds:
        """The time it may touch."""
        first = self.first.possible[0][0] if self.first else OPEN
        last = self.last.possible[0][1] if self.last else OPEN
        return first, last


@dataclass(frozen=True, slots=True)
class Choice:
    """A set (LoC EDTF level 2, *Set representation*): one of its parts, or `every` one of them."""

    parts: tuple[Member, ...]
    every: bool

    @property
    def bounds(self) -> Bounds:
        """From the first day of any part to the last."""
        return lowest(part.starts[0] for part in self.parts), highest(part.ends[1] for part in self.parts)

    @property
    def starts(self) -> Bounds:
        """When it may begin: with any part, where one of them holds; with the first, where all do."""
        if not self.every:
            return self.bounds
        return self.bounds[0], lowest(part.starts[1] for part in self.parts)

    @property
    def ends(self) -> Bounds:
        """When it may end: with any part, or with the last."""
        if not self.every:
            return self.bounds
        return highest(part.ends[0] for part in self.parts), self.bounds[1]

    @property
    def members(self) -> tuple[Bounds, ...]:
        """One piece of time for each part."""
        return tuple((part.starts[0], part.ends[1]) for part in self.parts)

    @property
    def certain(self) -> Bounds:
        """Bounds that take nothing from a qualified component."""
        return lowest(part.certain[0] for part in self.parts), highest(part.certain[1] for part in self.parts)

    @property
    def possible(self) -> tuple[Bounds, ...]:
        """The time it may touch, one piece for each part."""
        return tuple(part.possible for part in self.parts)


Tree: TypeAlias = Date | Interval | Choice


def last_of_month(day: Day) -> Day:
    """The last day of the month that `day` lies in."""
    return add_days(add_months(Day(day.year, day.month, 1), 1), -1)
