"""The drawing for screens: times are shares of its width, marks and letters keep their size.

So one drawing fits many widths without a script, and zooming in is nothing but making it wider: days get more room,
marks and words stay as they are. ``draw`` is the form for fixed widths and for paper.
"""

from __future__ import annotations

from dataclasses import dataclass
from operator import itemgetter
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from markupsafe import Markup, escape

from communique.tongue import say
from communique.views.drawing.axis import BREAK, Axis, make_axis, ordinal, short_day
from communique.views.drawing.bars import LOOSE, Drawn, drawn, occupied
from communique.views.drawing.draw import LONG, LONG_DAYS, TOP, tick_words
from communique.views.drawing.lettering import width
from communique.views.drawing.marks import lone_circle, type_mark
from communique.views.drawing.pen import LETTERS, Pen
from communique.views.drawing.pen import number as n
from communique.views.drawing.rows import Lane, Placed, Size, place, wrapped

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from communique.dates import Day
    from communique.views.drawing.bars import Piece
    from communique.views.words import TypeMark

LABELLED: Final = Size("tlf-w", 820, 0, 19, 4.4, "all", 170, 42)
"""For wide screens: the names of lanes in a column of their own, words beside each mark."""

NUMBERED: Final = Size("tlf-n", 350, 0, 17, 4.4, "none", 0, 24)
"""For any screen: the names of lanes above them. From 44 rem on there is room for numbers."""

NAMES: Final = 172.0
FINE: Final = 1000.0
"""A scale so fine that the least sizes of a fixed drawing vanish: what is left of a stroke is its true extent."""

RADIUS: Final = 4.4
REACH: Final = {"bracket": 4.0, "about": 16.0, "dashes": 13.0, "arrow": 0.0, "dots": 0.0, "bar": 0.0, "upright": 1.0}
"""How many pixels the sign at the end of a stroke reaches beyond it."""

SIGNS: Final = {
    "ta": ("fade", "M-15-.7h1v1.4h-1zM-11.7-1.4h1.3v2.8h-1.3zM-8.3-2.2h1.5v4.4h-1.5zM-5-3.1h1.8v6.2h-1.8z"),
    "tz": ("fade", "M14-.7h1v1.4h-1zM10.4-1.4h1.3v2.8h-1.3zM6.8-2.2h1.5v4.4h-1.5zM3.2-3.1h1.8v6.2h-1.8z"),
    "ba": ("brk", "M0-5h-3.5v10h3.5"),
    "bz": ("brk", "M0-5h3.5v10h-3.5"),
    "da": ("dash", "M0 0h-12"),
    "dz": ("dash", "M0 0h12"),
    "la": ("dash", f"M0 0h-{n(LOOSE)}"),
    "lz": ("dash", f"M0 0h{n(LOOSE)}"),
    "ar": ("brk", "M-4-3.5l4 3.5l-4 3.5"),
    "up": ("brk", "M0-4v8"),
    "ut": ("bar", "M-1-5h2v10h-2z"),
    "wv": ("yr", "M0 0l4 6l-8 6l8 6l-4 6"),
    "pt": ("h", "M-1-1h2v2h-2z"),
}
"""The ends of strokes, each drawn once with its place at 0, 0: ink and steps."""


GAP: Final = 6.5
"""How far from the middle of a row its words leave room for a line."""

TieSort: TypeAlias = Literal["continues", "answers"]
TIES: Final = {"continues": (("--rule", 1.0),), "answers": (("--rule", 3.4), ("--paper", 1.4))}
"""The strokes of a tie: single for what takes up, double for what answers."""

WAYS: Final = {"down": "M0 0V1H1", "up": "M0 1V0H1"}


@dataclass(frozen=True, slots=True)
class Tie:
    """That one drawn event takes up (``continues``) or replies to (``answers``) another; both by their ``href``."""

    start: str
    end: str
    sort: TieSort


@dataclass(frozen=True, slots=True)
class Fluid:
    """The drawing, as two pictures of one height: what stands still at the left, and what zooms and moves."""

    css: str
    names: Markup
    plot: Markup


@dataclass(frozen=True, slots=True)
class _Spot:
    """Where the mark of an event stands, for ties: its share of the width and its height."""

    x: float
    y: float


def definitions() -> Markup:
    """What drawings refer to: the ends of strokes and the ties. Stands once on a page, before them."""
    pen = Pen(shared=True)
    told = "".join(f'<g id="{id_}">{pen.path(ink, steps)}</g>' for id_, (ink, steps) in SIGNS.items())
    told += "".join(_form(sort, way) for sort in TIES for way in WAYS)
    return Markup(f'<svg class="sprite" aria-hidden="true" focusable="false"><defs>{told}</defs></svg>')


def small_marks(marks: Iterable[TypeMark]) -> dict[str, Markup]:
    """The shapes of these marks around 0, 0, as the drawing has them, by the id of each."""
    return {mark.id: Markup(type_mark(Pen(), 0, 0, RADIUS, mark)) for mark in marks}


def _form(sort: str, way: str) -> str:
    """A tie, to be stretched over the box between its two marks."""
    look = f'd="{WAYS[way]}" fill="none" vector-effect="non-scaling-stroke"'
    strokes = "".join(f'<path {look} stroke="var({ink})" stroke-width="{wide}"/>' for ink, wide in TIES[sort])
    return (
        f'<symbol id="{sort}-{way}" viewBox="0 0 1 1" preserveAspectRatio="none" overflow="visible">{strokes}</symbol>'
    )


def fluid(
    lanes: Sequence[Lane], size: Size, ties: Iterable[Tie] = (), until: Day | None = None, *, bare: bool = False
) -> Fluid:
    """The drawing for one class of screens. ``until`` is the last day the dossier covers.

    ``bare``: without words beside the marks, for hundreds of them; half of the work a browser has is with words.
    """
    stretches = [days for lane in lanes for event in lane.events if (days := occupied(event.when))]
    if until is not None and stretches:
        stretches.append((ordinal(until), ordinal(until)))
    axis = make_axis(stretches, 6, size.width - 6)
    limit = size.width if until is None else axis.x(ordinal(until) + 1) - 3
    hand = _Hand(size, bare, make_axis(stretches, 6 * FINE, (size.width - 6) * FINE, BREAK * FINE))
    at, spread, names, rules = TOP, [], [], []
    for lane in lanes:
        placed, rows = place(lane.events, axis, size, limit)
        named, first = _names(lane, size, at)
        spread += [(each.event.when.sort_key, first + each.row * size.row, each) for each in placed]
        lines = named.count("<text") if size is LABELLED else 0
        at = max(first + (rows - 1) * size.row + size.row // 4 * 3, at + 13 + 14 * lines)
        names.append(named + _rule(at))
        rules.append(_rule(at))
    # In the order of the list, not of the lanes: what follows each other is alike, which halves the bytes on the way.
    events = "".join(hand.event(each, y) for _, y, each in sorted(spread, key=itemgetter(0, 1)))
    height = at + (18 if until is not None else 2)
    tied = hand.ties(ties)
    body = f"{hand.calendar(at, until)}{tied}{''.join(rules) if size is LABELLED else ''}{events}"
    return Fluid(
        size.css,
        _sheet("names", height, "".join(names)),
        _sheet("plot", height, body, f' data-axis="{hand.axis.told(size.width * FINE)}"'),
    )


def _sheet(css: str, height: float, shapes: str, more: str = "") -> Markup:
    """A picture as wide as its place. The list says all that it shows."""
    head = f'<svg class="tl {css}" width="100%" height="{n(height)}" aria-hidden="true" focusable="false"{more}>'
    return Markup(f"{head}{shapes}</svg>")


def _rule(y: float) -> str:
    return f'<line class="lane" x2="100%" y1="{n(y)}" y2="{n(y)}"/>'


def _names(lane: Lane, size: Size, top: float) -> tuple[str, float]:
    """The lane's name, and the middle of its first row."""
    if not lane.title:
        return "", top + size.row // 5 * 4
    if size is not LABELLED:
        return f'<text class="lane-t" y="{n(top + 14)}">{escape(lane.title)}</text>', top + 13 + size.row
    lines = [
        (letters, line)
        for letters, words in (("lane-t", lane.title), ("lane-s", lane.under))
        for line in wrapped(words, NAMES - 10, letters, 2)
    ]
    told = (
        f'<text class="{css}" y="{n(top + 19 + 14 * at)}">{escape(line)}</text>' for at, (css, line) in enumerate(lines)
    )
    return "".join(told), top + 15


class _Hand:
    """Draws on one axis; remembers where marks stand."""

    def __init__(self, size: Size, bare: bool, axis: Axis) -> None:
        self.size = size
        self.bare = bare
        self.axis = axis
        self.spots: dict[str, list[_Spot]] = {}

    def share(self, x: float) -> str:
        """A place on the axis as a share of the width."""
        return f"{x / (self.size.width * FINE) * 100:.2f}".rstrip("0").rstrip(".") + "%"

    def calendar(self, bottom: float, until: Day | None) -> str:
        """The lines of the calendar, breaks, and the last day covered."""
        shapes = [
            _use("wv", self.share(x), n(TOP)) + self._upright("yr", x, TOP + 24, bottom) for x in self.axis.breaks
        ]
        ticks, taken = [], -99.0
        base = Axis(self.axis.parts, self.axis.scale / FINE, 0, self.size.width)
        for tick in self.axis.ticks(self.size.tick * FINE):
            ticks.append(self._upright("grid", tick.x, TOP, bottom))
            words = tick_words(tick, base, self.size.tick)
            x, room = tick.x / FINE, width(words, *LETTERS["mon"][:2])
            if x > taken and x + room < self.size.width:
                ticks.append(f'<text class="mon" x="{self.share(tick.x)}" dx="3" y="13">{words}</text>')
                taken = x + room + 4
        shapes.append(f'<g class="ticks">{"".join(ticks)}</g>')
        if until is not None:
            x = self.axis.x(ordinal(until) + 1)
            words = say("covered up to {day}", day=short_day(until))
            shapes.append(self._upright("now", x, TOP, bottom))
            shapes.append(
                f'<text class="now-t" x="{self.share(x)}" dx="-3" y="{n(bottom + 14)}" text-anchor="end">{words}</text>'
            )
        return "".join(shapes)

    def _upright(self, css: str, x: float, top: float, bottom: float) -> str:
        at = self.share(x)
        return f'<line class="{css}" x1="{at}" x2="{at}" y1="{n(top)}" y2="{n(bottom)}"/>'

    def event(self, placed: Placed, y: float) -> str:
        """Strokes, mark and words of one event. What stands on the mark's day shares its place."""
        event, date = placed.event, drawn(placed.event.when, self.axis)
        strokes = "".join(shape for piece in date.pieces for shape in self._piece(piece, y))
        back = RADIUS + 3 + _reach(date, date.anchor) if date.before else 0
        self.spots.setdefault(event.href, []).append(_Spot(date.anchor, y))
        inner, outer = self._words(placed, date, y)
        mark = self._mark(event.mark, self.share(date.anchor), y, back, inner)
        return f'<a href="{escape(event.href)}" tabindex="-1">{strokes}{mark}{outer}</a>'

    @staticmethod
    def _mark(mark: TypeMark, x: str, y: float, back: float, words: str) -> str:
        """The mark in a picture of its own; a circle alone does without, and the browser with one box less."""
        if not back and not words and (ink := lone_circle(mark)):
            return f'<circle class="{ink}" cx="{x}" cy="{n(y)}" r="{n(RADIUS)}"/>'
        shape = type_mark(Pen(), 0, 0, RADIUS, mark)
        moved = f'<g transform="translate(-{n(back)})">{shape}</g>' if back else shape
        return f'<svg x="{x}" y="{n(y)}">{moved}{words}</svg>'

    def _words(self, placed: Placed, date: Drawn, y: float) -> tuple[str, str]:
        """Number and label, after the last stroke; before the first one where the page ends at the right.

        Two texts, of which one is empty: at the mark's own place, or at another day.
        """
        label = f'<tspan class="lb"> {escape(placed.label)}</tspan>' if placed.label else ""
        told = f"{placed.event.number}{label}"
        ends = [(date.anchor, 0.0), *((max(piece.left, piece.right), REACH[piece.sort]) for piece in date.pieces)]
        right, reach = max(ends)
        if placed.words_left or right > 0.96 * self.axis.right:
            x = min([date.anchor, *(piece.left for piece in date.pieces)])
            away = -RADIUS - 4 - (RADIUS + 3 + _reach(date, x) if date.before else 0)
            anchor = ' text-anchor="end"'
        else:
            x, away, anchor = right, (RADIUS if right == date.anchor else reach) + 4, ""
        if not told or self.bare:
            return "", ""
        if x == date.anchor:
            return f'<text class="no" x="{n(away)}" y="4"{anchor}>{told}</text>', ""
        return "", f'<text class="no" x="{self.share(x)}" dx="{n(away)}" y="{n(y + 4)}"{anchor}>{told}</text>'

    def _piece(self, piece: Piece, y: float) -> Iterator[str]:
        """One stroke of a date: its true extent, and the signs at its ends."""
        left, right, at = self.share(piece.left), self.share(piece.right), n(y)
        match piece.sort:
            case "bar" if piece.right - piece.left > max(
                LONG * (self.axis.right - self.axis.left), LONG_DAYS * self.axis.scale
            ):
                yield _line("bar-l", left, right, at)
                yield _use("up", left, at) + _use("up", right, at)
            case "bar":
                yield _line("bar-s", left, right, at)
            case "upright":
                yield _use("ut", self.share((piece.left + piece.right) / 2), at)
            case "about":
                yield _use("ta", left, at) + _line("about", left, right, at) + _use("tz", right, at)
            case "bracket":
                yield _use("ba", left, at) + _use("bz", right, at)
            case "dots":
                yield _line("dots", left, right, at) if left != right else _use("pt", left, at)
            case "arrow":
                yield _line("dash", left, right, at) + _use("ar", right, at)
            case "dashes" if piece.toward:
                yield _use("la" if piece.toward < 0 else "lz", right if piece.toward < 0 else left, at)
            case "dashes":
                yield _use("da", left, at) + _line("dash", left, right, at) + _use("dz", right, at)

    def ties(self, ties: Iterable[Tie]) -> str:
        """What takes up or answers what, from the earlier mark to the later one; once, in the lane both stand in."""
        shapes = []
        for tie in ties:
            near = sorted(
                (abs(one.y - other.y), one.x, one.y, other.x, other.y)
                for one in self.spots.get(tie.start, ())
                for other in self.spots.get(tie.end, ())
            )
            if near:
                shapes.append(self._tie(tie.sort, *near[0][1:]))
        return "".join(shapes)

    def _tie(self, sort: str, x: float, y: float, to_x: float, to_y: float) -> str:
        """Down or up from the earlier mark, then between two rows, under no words, to the edge of the later one."""
        if x > to_x:
            x, y, to_x, to_y = to_x, to_y, x, y
        gap = to_y - GAP if to_y > y else to_y + GAP
        way = "down" if gap > y else "up"
        place = f'x="{self.share(x)}" y="{n(min(y, gap))}" width="{self.share(to_x - x)}" height="{n(abs(gap - y))}"'
        return f'<use href="#{sort}-{way}" {place}/>'


def _reach(date: Drawn, x: float) -> float:
    """How far the sign at ``x`` reaches to the left of it."""
    return max((REACH[piece.sort] for piece in date.pieces if piece.left == x and piece.toward <= 0), default=0.0)


def _use(id_: str, x: str, y: str) -> str:
    return f'<use href="#{id_}" x="{x}" y="{y}"/>'


def _line(css: str, left: str, right: str, y: str) -> str:
    return f'<line class="{css}" x1="{left}" x2="{right}" y1="{y}" y2="{y}"/>'
