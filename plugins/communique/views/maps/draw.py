"""One map in one width, as SVG: land, graticule, arcs, marks, names, a scale."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import TYPE_CHECKING, Final

from communique.views.drawing.lettering import width
from communique.views.drawing.pen import Pen
from communique.views.drawing.pen import number as n
from communique.views.maps.labels import Label, Wanted, box_of, dotted, free, place_labels

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from markupsafe import Markup

    from communique.atlas import Land
    from communique.views.maps.frame import Frame, Position
    from communique.views.maps.labels import Box
    from communique.views.maps.places import Spot, Tie

    Curve = tuple[Position, Position, Position]
    """Start, where it would go without bending, end."""

NAME, STATE, TICK = 12.5, 10.5, 10.0
"""Sizes of letters: of places, of states, of degrees and the scale."""

DOT: Final = 3.6
BULGE: Final = 0.16
"""How far an arc rises over its chord, in lengths of it."""

ARROW: Final = 7.0
ARC_INKS: Final[dict[Tie, str]] = {"held": "arc", "reported": "arc rep", "about": "arc thin"}
BROKEN: Final = frozenset({"district", "region"})


@dataclass(frozen=True, slots=True)
class Arc:
    """A line from the region to a far place. ``off`` is one beyond the map: its line ends at the edge, in an arrow."""

    spot: Spot
    off: bool = False


@dataclass(frozen=True, slots=True)
class Chart:
    """What one map shows. ``states`` are names of states with their positions; ``region`` the frame of the main map,
    drawn as a box with its name, where arcs start; ``plain`` are places marked without a name, as the main map
    has them.
    """

    title: str
    spots: tuple[Spot, ...]
    states: tuple[tuple[str, Position], ...] = ()
    region: Frame | None = None
    region_name: str = ""
    arcs: tuple[Arc, ...] = ()
    plain: tuple[Spot, ...] = ()


@dataclass(frozen=True, slots=True)
class Drawn:
    """A drawing, and the names it had no room for."""

    svg: Markup
    unnamed: tuple[str, ...]


def ground(frame: Frame, land: Land, *, paper: bool = False) -> str:
    """Land as one pale shape, its coast, borders, and the borders that are disputed. A lake is a hole in the shape."""
    pen = Pen(paper)
    layers = (("land", land.ground), ("border", land.borders), ("disputed", land.disputed), ("coast", land.coasts))
    return "".join(
        pen.path(ink, "".join(_steps(frame, line, closed=ink == "land") for line in lines))
        for ink, lines in layers
        if lines
    )


def draw(chart: Chart, frame: Frame, under: str, css: str, *, paper: bool = False) -> Drawn:
    """The chart in this frame, over the ground that is drawn already."""
    pen = Pen(paper)
    curves = tuple(_curves(chart, frame))
    ticks, taken = _ticks(pen, frame)
    scale, scale_box = _scale(pen, frame)
    taken += [scale_box, *([_box(chart.region, frame)] if chart.region else [])]
    off = [arc.spot for arc in chart.arcs if arc.off]
    wanted = [_wanted(spot, frame) for spot in chart.spots]
    wanted += [Wanted(spot.name, *_edge(frame, spot), 2, NAME) for spot in off]
    crossed = [dot for _, curve in curves for dot in dotted(_along(curve))]
    placed = place_labels(wanted, frame.width, frame.height, taken, crossed)
    taken += [*(each.mark for each in wanted), *(label.box for label in placed if label), *crossed]
    shapes = [under, ticks, *_region(pen, chart, frame, curves), scale]
    shapes += _states(pen, chart, frame, taken)
    shapes += [pen.circle("pt", *frame.at(spot.lon, spot.lat), 1.6) for spot in chart.plain]
    named = zip((*chart.spots, *off), placed, strict=True)
    shapes += [_spot(pen, spot, frame, label) for spot, label in named]
    unnamed = tuple(each.words for each, label in zip(wanted, placed, strict=True) if label is None)
    return Drawn(pen.sheet(css, frame.width, frame.height, chart.title, "".join(shapes)), unnamed)


def _wanted(spot: Spot, frame: Frame) -> Wanted:
    return Wanted(spot.name, *frame.at(spot.lon, spot.lat), spot.radius, NAME, 600 if spot.own else 400)


def _steps(frame: Frame, line: Sequence[Position], *, closed: bool) -> str:
    """A line as a path. Each step goes from the last point as it was rounded, so that no error adds up: in a coast of
    a thousand small steps that is half the bytes of places told each from the corner.
    """
    drawn = ((round(x * 10), round(y * 10)) for x, y in (frame.drawn(lon, lat) for lon, lat in line))
    points = [point for point, _ in groupby(drawn)]
    (x, y), steps = points[0], pairwise(points)
    told = "".join(_apart(after_x - x) + _apart(after_y - y) for (x, y), (after_x, after_y) in steps)
    return f"M{n(x / 10)} {n(y / 10)}" + (f"l{told.lstrip()}" if told else "") + ("Z" if closed else "")


def _apart(tenths: int) -> str:
    """A number behind another one: parted by its sign, or by a blank."""
    told = n(abs(tenths) / 10).removeprefix("0") or "0"
    return f"-{told}" if tenths < 0 else f" {told}"


def _ticks(pen: Pen, frame: Frame) -> tuple[str, list[Box]]:
    """The graticule, with degrees along the lower and the left edge."""
    meridians, parallels = frame.ticks()
    lines = [(frame.at(lon, frame.south)[0], _degrees((lon + 180) % 360 - 180, "E", "W")) for lon in meridians]
    rows = [(frame.at(frame.west, lat)[1], _degrees(lat, "N", "S")) for lat in parallels]
    drawn = pen.path(
        "grid",
        "".join([f"M{n(x)} 0V{n(frame.height)}" for x, _ in lines] + [f"M0 {n(y)}H{n(frame.width)}" for y, _ in rows]),
    )
    words = [(told, x + 3, frame.height - 4) for x, told in lines if x + 3 + width(told, TICK) < frame.width]
    words += [(told, 3, y - 3) for y, told in rows if TICK < y < frame.height - 2 * TICK]
    letters = "".join(pen.words("tick", x, y, told) for told, x, y in words)
    return drawn + letters, [box_of(told, x, y, TICK) for told, x, y in words]


def _degrees(value: int, plus: str, minus: str) -> str:
    return f"{abs(value)}°{plus if value > 0 else minus if value < 0 else ''}"


def _scale(pen: Pen, frame: Frame) -> tuple[str, Box]:
    """A round number of kilometres, at the lower right; true at the middle latitude."""
    most = frame.km(frame.width * 0.22)
    power = 10 ** math.floor(math.log10(most))
    round_km = next(times * power for times in (5, 2, 1) if times * power <= most)
    long = round_km / frame.km(1)
    right, y = frame.width - 10, frame.height - 20
    told = f"{round_km:,.0f} km".replace(",", "\u202f")
    words_x = right - width(told, TICK)
    left = right - long
    bar = pen.path("scale", f"M{n(left)} {n(y - 3)}v6M{n(left)} {n(y)}H{n(right)}M{n(right)} {n(y - 3)}v6")
    box = (min(left, words_x) - 2, y - 18, right + 2, y + 4)
    return bar + pen.words("tick", words_x, y - 6, told), box


def _region(pen: Pen, chart: Chart, frame: Frame, curves: Iterable[tuple[Arc, Curve]]) -> Iterator[str]:
    """The box of the main map, and the arcs from it."""
    if chart.region is None:
        return
    left, top, right, bottom = _box(chart.region, frame)
    yield pen.box("region", left, top, right - left, bottom - top)
    if width(name := chart.region_name.upper(), STATE) < right - left - 6:
        yield pen.words("state", left + 3, bottom - 4, name)
    for arc, (start, bend, end) in curves:
        yield pen.path(ARC_INKS[arc.spot.tie], f"M{_xy(start)}Q{_xy(bend)} {_xy(end)}")
        if arc.off:
            yield _arrow(pen, bend, end)


def _box(region: Frame, frame: Frame) -> Box:
    return (*frame.at(region.west, region.north), *frame.at(region.east, region.south))


def _curves(chart: Chart, frame: Frame) -> Iterator[tuple[Arc, Curve]]:
    """Each arc from the edge of the box to its place, rising to one side; a place inside the box needs none."""
    if chart.region is None:
        return
    left, top, right, bottom = _box(chart.region, frame)
    middle = ((left + right) / 2, (top + bottom) / 2)
    for arc in chart.arcs:
        end = _edge(frame, arc.spot) if arc.off else frame.at(arc.spot.lon, arc.spot.lat)
        across, down = end[0] - middle[0], end[1] - middle[1]
        inside = max(abs(across) / (right - left), abs(down) / (bottom - top)) * 2
        if inside > 1:
            start = (middle[0] + across / inside, middle[1] + down / inside)
            over = (end[0] - start[0], end[1] - start[1])
            side = math.copysign(BULGE, over[0])
            bend = ((start[0] + end[0]) / 2 + side * over[1], (start[1] + end[1]) / 2 - side * over[0])
            yield arc, (start, bend, end)


def _along(curve: Curve) -> list[Position]:
    """Points of a quadratic curve."""
    start, bend, end = curve
    shares = [step / 12 for step in range(13)]
    return [
        (
            (1 - t) ** 2 * start[0] + 2 * t * (1 - t) * bend[0] + t**2 * end[0],
            (1 - t) ** 2 * start[1] + 2 * t * (1 - t) * bend[1] + t**2 * end[1],
        )
        for t in shares
    ]


def _arrow(pen: Pen, bend: Position, end: Position) -> str:
    length = math.dist(bend, end) or 1
    along = ((end[0] - bend[0]) / length, (end[1] - bend[1]) / length)
    back = (end[0] - along[0] * ARROW, end[1] - along[1] * ARROW)
    wing = (along[1] * ARROW / 2, along[0] * ARROW / 2)
    one, other = (back[0] - wing[0], back[1] + wing[1]), (back[0] + wing[0], back[1] - wing[1])
    return pen.path("h", f"M{_xy(end)}L{_xy(one)}L{_xy(other)}Z")


def _edge(frame: Frame, spot: Spot) -> Position:
    """Where the way from the middle to a place beyond the map leaves it, just inside the edge."""
    x, y = frame.drawn(_turned(frame, spot.lon), spot.lat)
    middle = (frame.width / 2, frame.height / 2)
    across, down = x - middle[0], y - middle[1]
    out = max(abs(across) / (middle[0] - 6), abs(down) / (middle[1] - 6), 1)
    return round(middle[0] + across / out, 1), round(middle[1] + down / out, 1)


def _turned(frame: Frame, lon: float) -> float:
    """The longitude on the nearer way round the globe."""
    middle = (frame.west + frame.east) / 2
    return lon + 360 * round((middle - lon) / 360)


def _states(pen: Pen, chart: Chart, frame: Frame, taken: list[Box]) -> Iterator[str]:
    """Names of states in capitals, where their record has them and nothing else stands."""
    inside = [(name.upper(), frame.at(*position)) for name, position in chart.states if frame.holds(*position)]
    for words, (x, y) in inside:
        left = x - width(words, STATE) / 2
        box = box_of(words, left, y, STATE)
        if free(box, frame.width, frame.height, taken):
            taken.append(box)
            yield pen.words("state", left, y, words)


def _spot(pen: Pen, spot: Spot, frame: Frame, label: Label | None) -> str:
    x, y = frame.at(spot.lon, spot.lat)
    inside = 0 <= x <= frame.width and 0 <= y <= frame.height and frame.holds(spot.lon, spot.lat)
    shapes = "".join(_mark(pen, spot, x, y)) if inside else ""
    if label:
        lead = f"M{_xy(label.lead[0])}L{_xy(label.lead[1])}" if label.lead and inside else ""
        shapes = (pen.path("lead", lead) if lead else "") + shapes
        shapes += pen.words("place-b" if spot.own else "place", label.x, label.y, label.words)
    return pen.link(spot.href, f"{spot.name}: {spot.told}", shapes)


def _mark(pen: Pen, spot: Spot, x: float, y: float) -> Iterator[str]:
    """Filled: the site. Ring: the city. Broken circle: about there. Dotted: blurred on purpose."""
    if spot.style == "site":
        yield pen.circle("m", x, y, DOT)
    elif spot.style == "city":
        yield pen.circle("o", x, y, DOT)
    else:
        yield pen.circle("near" if spot.style in BROKEN else "blurred", x, y, spot.radius)


def _xy(point: Position) -> str:
    return f"{n(point[0])} {n(point[1])}"
