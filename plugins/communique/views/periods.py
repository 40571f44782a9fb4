"""The columns of a table over time: days where there are few, else months, neighbours joined until they fit."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from communique.dates import Day
from communique.tongue import gettext, month_name, say

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from communique.dates import Edtf

MOST: Final = 7
"""How many columns a table has at most."""

WITHIN: Final = 62
"""A beginning known less closely than to about two months has a year and no month."""

Key = tuple[int, int, int]
"""Year, month and day; 0 for what is not known or does not count."""


@dataclass(frozen=True, slots=True)
class Period:
    """One column."""

    title: str
    year: str


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns in order, and which of them a date belongs to."""

    periods: tuple[Period, ...]
    places: Mapping[Key, int]
    by_day: bool

    def place(self, value: Edtf) -> int:
        """The number of the column of a date that the columns were made for."""
        return self.places[day_key(value) if self.by_day else month_key(value)]


def month_key(value: Edtf) -> Key:
    """Under which month a date stands: the one in which it may begin first, where that is known closely enough."""
    first, last = value.starts
    if isinstance(first, Day) and isinstance(last, Day):
        near = (last.year - first.year) * 366 + (last.month - first.month) * 31 + last.day - first.day <= WITHIN
        return first.year, first.month if near else 0, 0
    day = value.sort_key[0]
    return (day.year, day.month, 0) if day.year < 10_000 else (0, 0, 0)


def month_title(key: Key) -> str:
    """The heading of a month, or of what has none."""
    year, month, _ = key
    if month:
        return f"{month_name(month)} {year}"
    return say("{year}, month not known", year=year) if year else gettext("Not dated")


def day_key(value: Edtf) -> Key:
    """The day on which a date may begin first; that of its month where it is no day."""
    year, month, _ = month_key(value)
    day = value.sort_key[0]
    return year, month, day.day if month and value.starts[0] == value.starts[1] else 0


def columns(values: Iterable[Edtf]) -> Columns:
    """Columns for these dates, at most ``MOST``."""
    found = list(values)
    months = Counter(month_key(value) for value in found)
    days = sorted({day_key(value) for value in found})
    by_day = len(months) <= 2 and len(days) <= MOST
    groups = [[day] for day in days] if by_day else _groups(months)
    places = {key: place for place, group in enumerate(groups) for key in group}
    return Columns(tuple(_period(group) for group in groups), MappingProxyType(places), by_day)


def _groups(months: Counter[Key]) -> list[list[Key]]:
    """Neighbouring months of one year joined, those with least in them first, until few enough are left."""
    groups = [[key] for key in sorted(months)]
    while len(groups) > MOST:
        weights = [_weight(left, right, months) for left, right in pairwise(groups)]
        at = weights.index(min(weights))
        groups[at : at + 2] = [groups[at] + groups[at + 1]]
    return groups


def _weight(left: Sequence[Key], right: Sequence[Key], months: Counter[Key]) -> tuple[bool, int]:
    return left[0][0] != right[0][0], sum(months[key] for key in (*left, *right))


def _period(keys: Sequence[Key]) -> Period:
    years = dict.fromkeys(str(key[0]) for key in (keys[0], keys[-1]) if key[0])
    ends = dict.fromkeys(_short(key) for key in (keys[0], keys[-1]))
    return Period("–".join(ends), "–".join(years))


def _short(key: Key) -> str:
    year, month, day = key
    if not month:
        return gettext("Month not known") if year else gettext("Not dated")
    name = month_name(month, "column")
    return f"{day} {name}" if day else name
