"""A date in plain English, saying what EDTF says and nothing more; in the language spoken now where it has the words.

Wording is for readers: no codes, no midpoint, no year twice where it is the same ("29 June to 2 July 2020").
"""

from __future__ import annotations

from communique.dates.days import OPEN, Bounds, Day, Edge
from communique.dates.periods import Precision
from communique.dates.phrases import DASH, DAY_ONLY, FULL, NO_YEAR, date_words, listed
from communique.dates.tree import UNMARKED, Choice, Date, Interval, Member, Tree
from communique.tongue import dressed, gettext, locale, say


def words(tree: Tree, in_year: int | None = None) -> str:
    """The wording of a whole date; `in_year` is the year that need not be said."""
    if locale() is not None:
        # Patterns of CLDR take time to import, and a check has no need of them.
        from communique.dates.abroad import foreign_words

        if told := foreign_words(tree, in_year):
            return told
    return dressed(english_words(tree, in_year))


def english_words(tree: Tree, in_year: int | None = None) -> str:
    """The same in English, whatever is spoken."""
    if isinstance(tree, Interval):
        return _interval(tree, in_year)
    if isinstance(tree, Choice):
        return _choice(tree, in_year)
    return date_words(tree, _left_out((tree,), in_year))


def bounds_words(bounds: Bounds) -> str:
    """The wording of two bounds: "23 January 2021", "7 December 2020 to 21 January 2021", "not known"."""
    first, last = bounds
    if isinstance(first, Day) and isinstance(last, Day):
        first_date, last_date = _as_date(first), _as_date(last)
        return words(first_date if first == last else Interval(first_date, last_date))
    if isinstance(first, Day):
        return say("{date} or later", date=words(_as_date(first)))
    if isinstance(last, Day):
        return say("{date} or earlier", date=words(_as_date(last)))
    return gettext("open") if bounds == (OPEN, OPEN) else gettext("not known")


def _interval(interval: Interval, in_year: int | None) -> str:
    start, end = interval.start, interval.end
    if isinstance(start, Edge):
        missing = "open" if start is OPEN else "not known"
        return f"until {_part(end, in_year)}, start {missing}"
    if isinstance(end, Edge):
        missing = "open" if end is OPEN else "not known"
        return f"from {_part(start, in_year)}, end {missing}"
    if isinstance(start, Date) and isinstance(end, Date) and _is_plain(start) and _is_plain(end):
        return _range(start, end, _left_out((start, end), in_year))
    # Without "from" and a comma one could not tell what "about" or "one of" reaches to.
    brief = isinstance(start, Date) and not start.time and "X" not in start.month + start.day
    to = " to" if brief else ", until"
    return f"from {_part(start, in_year)}{to} {_part(end, in_year)}"


def _part(part: Date | Choice | Edge, in_year: int | None) -> str:
    if isinstance(part, Choice):
        return _choice(part, in_year)
    return part.text if isinstance(part, Edge) else date_words(part, _left_out((part,), in_year), inside=True)


def _range(first: Date, last: Date, left_out: int) -> str:
    """`29 June to 2 July 2020`, `13–14 January 2020`; one date where both are the same."""
    if first == last:
        return date_words(last, left_out)
    shared = max(left_out, _shared((first, last)))
    return _joined(first, last, shared, left_out)


def _joined(first: Date, last: Date, first_leaves: int, last_leaves: int) -> str:
    to = DASH if first_leaves == DAY_ONLY else " to "
    return f"{date_words(first, first_leaves, inside=True)}{to}{date_words(last, last_leaves, inside=True)}"


def _choice(choice: Choice, in_year: int | None) -> str:
    dates = tuple(date for part in choice.parts for date in part.dates)
    left_out = _left_out(dates, in_year)
    if len(choice.parts) == 1:
        return _only_member(choice.parts[0], left_out, every=choice.every)
    shared = max(left_out, _shared(dates))
    *most, last = choice.parts
    said = [_member(part, shared, shared, choice.every) for part in most]
    said.append(_member(last, shared, left_out, choice.every))
    pair = len(said) == 2 and all(part.first is part.last for part in choice.parts)
    if choice.every:
        return f"{'both' if pair else 'all of'} {listed(said, 'and')}"
    return f"{'either' if pair else 'one of'} {listed(said, 'or')}"


def _only_member(part: Member, left_out: int, *, every: bool) -> str:
    if part.first is not None and part.last is not None:
        alone = _range(part.first, part.last, left_out)
        return alone if part.first is part.last else f"{'all of' if every else 'one of'} {alone}"
    if every:
        return _member(part, left_out, left_out, every)
    date = part.dates[0]
    day = date.precision is Precision.DAY
    side = "before" if part.first is None else "after"
    return f"{'on' if day else 'in'} or {side} {date_words(date, left_out, inside=True)}"


def _member(part: Member, first_leaves: int, last_leaves: int, every: bool) -> str:
    time = "all time" if every else "any time"
    if part.first is None or part.last is None:
        side = "up to" if part.first is None else "from"
        return f"{time} {side} {date_words(part.dates[0], last_leaves, inside=True)}"
    if part.first is part.last:
        return date_words(part.last, last_leaves, inside=True)
    return _joined(part.first, part.last, first_leaves, last_leaves)


# What need not be said


def _is_plain(date: Date) -> bool:
    return date.marks == UNMARKED and not date.time and "X" not in date.year + date.month + date.day


def _left_out(dates: tuple[Date, ...], in_year: int | None) -> int:
    """The year, when the reader sees it already and all of `dates` name a month and lie in it."""
    if in_year is None or not all(date.month and "X" not in date.year + date.month for date in dates):
        return FULL
    lie_in_it = all(date.earliest.year == date.latest.year == in_year for date in dates)
    return NO_YEAR if lie_in_it else FULL


def _shared(dates: tuple[Date, ...]) -> int:
    """What all but the last of `dates` may leave out because the last one says it."""
    if not all(_is_plain(date) and "01" <= date.month <= "12" for date in dates):
        return FULL
    if len({(date.year, bool(date.day)) for date in dates}) > 1:
        return FULL
    same_month = len({date.month for date in dates}) == 1
    return DAY_ONLY if same_month and dates[0].day else NO_YEAR


def _as_date(day: Day) -> Date:
    return Date(str(day.year), f"{day.month:02}", f"{day.day:02}", UNMARKED, day, day, Precision.DAY)
