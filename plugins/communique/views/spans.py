"""Many events in periods of the calendar, each small enough for one page: years together, a year, quarter or month."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Final

from communique.tongue import gettext, month_name, say
from communique.views.lanes import when
from communique.views.periods import month_key, month_title

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from communique.kinds import Event

MOST_ON_PAGE: Final = 500
"""With more events than this, a timeline is paged."""


@dataclass(frozen=True, slots=True)
class Span:
    """The events that may have begun in one period. ``slug`` names its page, ``years`` are its first and last."""

    slug: str
    title: str
    years: tuple[int, int]
    events: tuple[Event, ...]


def in_order(events: Iterable[Event]) -> tuple[Event, ...]:
    """Events as lists show them: by the month in which each may have begun, then as the corpus has them."""
    return tuple(sorted(events, key=lambda event: month_key(when(event))))


def spans(events: Iterable[Event], most: int = MOST_ON_PAGE) -> tuple[Span, ...]:
    """All events in order, in periods of at most ``most``: neighbouring years joined, full years split."""
    return tuple(_joined(tuple(_split(in_order(events), 0, most)), most))


def _split(events: Sequence[Event], level: int, most: int) -> Iterator[Span]:
    """By year; a year that is too full by quarter, a quarter by month, a month in parts."""
    title, slug, key = UNITS[level]
    for _, found in groupby(events, key):
        group = tuple(found)
        if len(group) <= most:
            year = month_key(when(group[0]))[0]
            yield Span(slug(group[0]), title(group[0]), (year, year), group)
        elif level + 1 < len(UNITS):
            yield from _split(group, level + 1, most)
        else:
            yield from _parts(group, most)


def _parts(events: Sequence[Event], most: int) -> Iterator[Span]:
    title, slug, _ = UNITS[-1]
    count = -(-len(events) // most)
    size = -(-len(events) // count)
    for at in range(count):
        group = tuple(events[at * size : (at + 1) * size])
        year = month_key(when(group[0]))[0]
        name = say("{period}, part {at} of {count}", period=title(group[0]), at=at + 1, count=count)
        yield Span(f"{slug(group[0])}-part-{at + 1}", name, (year, year), group)


def _joined(found: Sequence[Span], most: int) -> Iterator[Span]:
    """Whole years beside each other become one span while it stays small enough for a page."""
    held: Span | None = None
    for span in found:
        if held and _whole_year(held) and _whole_year(span) and len(held.events) + len(span.events) <= most:
            years = (held.years[0], span.years[1])
            events = held.events + span.events
            held = Span(f"{_year(years[0])}-to-{_year(years[1])}", f"{years[0]} to {years[1]}", years, events)
            continue
        if held:
            yield held
        held = span
    if held:
        yield held


def _whole_year(span: Span) -> bool:
    return bool(span.years[0]) and (span.years[0] != span.years[1] or span.slug == _year(span.years[0]))


def _year(year: int) -> str:
    return f"{year:04}" if year >= 0 else f"bc{-year:04}"


def _key(event: Event) -> tuple[int, int]:
    year, month, _ = month_key(when(event))
    return year, month


def _year_title(event: Event) -> str:
    return str(_key(event)[0]) if _key(event)[0] else gettext("Not dated")


def _year_slug(event: Event) -> str:
    return _year(_key(event)[0]) if _key(event)[0] else "not-dated"


def _quarter(event: Event) -> tuple[int, int]:
    year, month = _key(event)
    return year, -(-month // 3)


def _quarter_title(event: Event) -> str:
    year, quarter = _quarter(event)
    if not quarter:
        return say("{year}, month not known", year=year) if year else gettext("Not dated")
    return say("{first} to {last} {year}", first=month_name(quarter * 3 - 2), last=month_name(quarter * 3), year=year)


def _quarter_slug(event: Event) -> str:
    year, quarter = _quarter(event)
    return f"{_year_slug(event)}-{f'q{quarter}' if quarter else 'month-not-known'}" if year else "not-dated"


def _month_title(event: Event) -> str:
    month = _key(event)[1]
    return month_title((_key(event)[0], month, 0)) if month else _quarter_title(event)


def _month_slug(event: Event) -> str:
    month = _key(event)[1]
    return f"{_year_slug(event)}-{month:02}" if month else _quarter_slug(event)


UNITS: Final[tuple[tuple[Callable[[Event], str], Callable[[Event], str], Callable[[Event], object]], ...]] = (
    (_year_title, _year_slug, lambda event: _key(event)[0]),
    (_quarter_title, _quarter_slug, _quarter),
    (_month_title, _month_slug, _key),
)
"""Title, name and key of a year, a quarter, a month."""
