"""A long span at a glance: how many events there are in each of its periods, as one row of bars that leads to pages."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from markupsafe import Markup, escape

from communique.dates import Day
from communique.views.drawing.axis import BREAK, make_axis, ordinal
from communique.views.drawing.bars import occupied
from communique.views.drawing.draw import tick_words
from communique.views.drawing.lettering import width
from communique.views.drawing.pen import LETTERS
from communique.views.drawing.pen import number as n

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from communique.dates import Edtf
    from communique.views.drawing.axis import Axis

BASE: Final = 1000.0
TALLEST: Final = 28.0
NARROWEST: Final = 9.0
LABEL_ROOM: Final = 70.0
HEIGHT: Final = 46.0


@dataclass(frozen=True, slots=True)
class Stretch:
    """The part of the strip that one page holds; ``current`` is the page it stands on."""

    href: str
    title: str
    current: bool


@dataclass(frozen=True, slots=True)
class Density:
    """What a strip shows on whichever page it stands: its begin and the rest of its drawing, and where on it each
    stretch lies, from left to right; None where it has no day.
    """

    head: str
    shapes: str
    fields: tuple[tuple[float, float] | None, ...]


def density(stretches: Sequence[Sequence[Edtf]]) -> Density:
    """The dates of each stretch as bars: one for each calendar unit that is wide enough to see.

    Only dates known to lie in one unit are counted in a bar, as nothing else is known of them.
    """
    dates = [date for stretch in stretches for date in stretch]
    axis = make_axis([days for date in dates if (days := occupied(date))], 0, BASE)
    ticks = axis.ticks(NARROWEST)
    starts = [ordinal(tick.day) for tick in ticks]
    counts = Counter(place for date in dates if (place := _unit(date, starts)) is not None)
    most = max(counts.values(), default=1)
    bars = []
    for place, count in sorted(counts.items()):
        left = ticks[place].x
        right = ticks[place + 1].x if place + 1 < len(ticks) else axis.right
        height = max(count / most * TALLEST, 1)
        bars.append(f"M{n(left)} {n(TALLEST)}v{n(-height)}h{n(max(right - left - 1, 1))}v{n(height)}z")
    unit = f'data-starts="{" ".join(map(str, starts))}"'
    head = f'<svg class="tl strip" width="100%" height="{n(HEIGHT)}" aria-hidden="true" focusable="false" {unit}'
    told = axis.told(BASE)
    breaks = "".join(_box("cut", x - BREAK / 2, BREAK, 0, TALLEST) for x in axis.breaks)
    line = f'<line class="yr" x2="100%" y1="{n(TALLEST)}" y2="{n(TALLEST)}"/>'
    shapes = f"{_bars(bars)}{breaks}{line}{_calendar(axis)}"
    return Density(f'{head} data-axis="{told}">', shapes, tuple(_reach(stretch, axis) for stretch in stretches))


def strip(shown: Density, stretches: Sequence[Stretch]) -> Markup:
    """The strip on one page: with a field to press for each stretch."""
    fields = (_field(*reach, stretch) for reach, stretch in zip(shown.fields, stretches, strict=True) if reach)
    return Markup(f"{shown.head}{''.join(fields)}{shown.shapes}</svg>")


def _bars(steps: Sequence[str]) -> str:
    """All bars as one shape, stretched to the width of the page."""
    box = f'width="100%" height="{n(TALLEST)}" viewBox="0 0 {n(BASE)} {n(TALLEST)}" preserveAspectRatio="none"'
    return f'<svg class="bars" {box}><path class="bar" d="{"".join(steps)}"/></svg>'


def _unit(date: Edtf, starts: Sequence[int]) -> int | None:
    first, last = date.starts
    if not isinstance(first, Day) or not isinstance(last, Day):
        return None
    one, other = (max(bisect_right(starts, ordinal(day)) - 1, 0) for day in (first, last))
    return one if one == other else None


def _share(x: float) -> str:
    return f"{x / BASE * 100:.2f}".rstrip("0").rstrip(".") + "%"


def _box(css: str, left: float, wide: float, top: float, height: float) -> str:
    return f'<rect class="{css}" x="{_share(left)}" width="{_share(wide)}" y="{n(top)}" height="{n(height)}"/>'


def _reach(dates: Iterable[Edtf], axis: Axis) -> tuple[float, float] | None:
    days = [ordinal(first) for date in dates if isinstance(first := date.starts[0], Day)]
    return (axis.x(min(days)), axis.x(max(days) + 1)) if days else None


def _field(left: float, right: float, stretch: Stretch) -> str:
    box = _box("here" if stretch.current else "field", left, max(right - left, 2), 0, HEIGHT)
    if not stretch.href:
        return box
    return f'<a href="{escape(stretch.href)}" tabindex="-1"><title>{escape(stretch.title)}</title>{box}</a>'


def _calendar(axis: Axis) -> str:
    shapes: list[str] = []
    taken = -99.0
    for tick in axis.ticks(LABEL_ROOM):
        words = tick_words(tick, axis, LABEL_ROOM)
        room = width(words, *LETTERS["mon"][:2])
        if tick.x > taken and tick.x + room < BASE:
            shapes.append(f'<text class="mon" x="{_share(tick.x)}" dx="2" y="{n(TALLEST + 13)}">{words}</text>')
            taken = tick.x + room * 2
    return "".join(shapes)


def long_enough(dates: Iterable[Edtf]) -> bool:
    """Whether these dates span so much time, or are so many, that a strip helps to see them at once."""
    found = [days for date in dates if (days := occupied(date))]
    span = max((last for _, last in found), default=0) - min((first for first, _ in found), default=0)
    return span > LONG_DAYS or len(found) > MANY


LONG_DAYS: Final = 3 * 366
MANY: Final = 150
