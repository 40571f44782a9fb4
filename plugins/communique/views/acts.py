"""What two parties did about a topic over time: each act on its row, each date as sure as it is.

Rows are acts and no scale. Nothing joins the marks: that a position held until the next one is not on record.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from communique.views.drawing import Size
from communique.views.drawing.axis import make_axis
from communique.views.drawing.bars import drawn, occupied
from communique.views.drawing.draw import frame, stroke
from communique.views.drawing.lettering import width
from communique.views.drawing.pen import LETTERS, Pen
from communique.views.labels import ACTS
from communique.views.naming import short_name
from communique.views.positions import date_of, stances
from communique.views.words import TypeMark, joined

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markupsafe import Markup

    from communique.corpus import Said
    from communique.views.drawing.axis import Axis
    from communique.views.sheet import Sheet

SIZES: Final = (
    Size("tl w-wide", 740, 80, 22, 4.2, "all", 0, 48),
    Size("tl w-phone", 350, 66, 22, 3.6, "none", 0, 30),
)
ROWS: Final = ("offer", "plan", "position", "demand", "refusal")
MARKS: Final = (
    TypeMark("circle", "solid", "plain", "first party"),
    TypeMark("square", "ring", "plain", "second party"),
)
LEAST: Final = 3
"""A party with fewer statements shows no movement; it stands in the matrix."""

TOP: Final = 20.0
STACK: Final = 10.0
"""How far over each other marks stand that would otherwise cover one another."""


@dataclass(frozen=True, slots=True)
class ActsView:
    """The figure in two widths, the two parties by their marks, and its heading."""

    title: str
    parties: tuple[tuple[TypeMark, str], ...]
    drawings: tuple[Markup, ...]


@dataclass(frozen=True, slots=True)
class _Mark:
    said: Said
    party: int
    row: str


def acts(sheet: Sheet, topic: str) -> ActsView | None:
    """The figure of the two parties that said most on a topic; None where fewer than two said enough."""
    found = [said for said in stances(sheet, (topic,)) if said.statement.act in ROWS]
    often = Counter(party for said in found for party in said.statement.by)
    parties = [party for party, count in often.most_common(2) if count >= LEAST]
    if len(parties) < 2:
        return None
    marks = [
        _Mark(said, parties.index(party), said.statement.act)
        for said in found
        for party in said.statement.by
        if party in parties
    ]
    names = [short_name(sheet, party) for party in parties]
    title = f"What {joined(names)} did, act by act; each statement stands in the table below"
    return ActsView(
        f"How {joined(names)} moved",
        tuple(zip(MARKS, names, strict=True)),
        tuple(_draw(sheet, marks, names, size, title) for size in SIZES),
    )


def _draw(sheet: Sheet, marks: Sequence[_Mark], names: Sequence[str], size: Size, title: str) -> Markup:
    pen = Pen()
    stretches = [days for each in marks if (days := occupied(date_of(each.said)))]
    axis = make_axis(stretches, size.names + 8, size.width - 8)
    rows = [row for row in ROWS if any(each.row == row for each in marks)]
    shapes: list[str] = []
    y = TOP
    for row in rows:
        own = [each for each in marks if each.row == row]
        levels = _levels([drawn(date_of(each.said), axis).anchor for each in own], 2.4 * size.radius)
        base = y + 12 + STACK * max(levels)
        shapes.append(pen.words("lane-s", 0, base + 4, _row_words(row, size)))
        for each, level in zip(own, levels, strict=True):
            shapes.append(_mark(sheet, each, names, axis, size, pen, base - STACK * level))
        y = base + 10
        shapes.append(pen.path("lane", f"M0 {y}H{size.width}"))
    behind = frame(axis, size, pen, y, None)
    return pen.sheet(size.css, size.width, y + 2, title, behind + "".join(shapes))


def _row_words(row: str, size: Size) -> str:
    words = ACTS[row]
    return words if width(words, *LETTERS["lane-s"][:2]) < size.names else words[:6]


def _levels(anchors: Sequence[float], room: float) -> list[int]:
    """For each mark the lowest level on which none stands in its way."""
    taken: list[tuple[float, int]] = []
    for x in anchors:
        near = {level for other, level in taken if abs(other - x) < room}
        taken.append((x, next(level for level in range(len(anchors) + 1) if level not in near)))
    return [level for _, level in taken]


def _mark(sheet: Sheet, each: _Mark, names: Sequence[str], axis: Axis, size: Size, pen: Pen, y: float) -> str:
    when = date_of(each.said)
    found = drawn(when, axis)
    shapes = [stroke(piece, axis, size, pen, y) for piece in found.pieces]
    shapes.append(_shape(pen, each.party, found.anchor, y, size.radius))
    row = each.said.statement
    told = f"{names[each.party]}, {when.words()}, {ACTS[row.act].lower()}: {row.text}"
    return pen.link(sheet.link(each.said.ref).href, told, "".join(shapes))


def _shape(pen: Pen, party: int, x: float, y: float, radius: float) -> str:
    if party == 0:
        return pen.circle("m", x, y, radius)
    return pen.box("o", x - radius * 0.9, y - radius * 0.9, radius * 1.8, radius * 1.8)
