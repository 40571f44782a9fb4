"""Lanes and rows: each event of a lane takes the first row in which its strokes and words have room."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, Literal

from communique.views.drawing.bars import Drawn, drawn
from communique.views.drawing.lettering import clipped, width
from communique.views.drawing.pen import LETTERS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from communique.dates import Edtf
    from communique.views.drawing.axis import Axis
    from communique.views.words import TypeMark

GAP: Final = 9.0
"""Room between two events of one row."""

WORDS_GAP: Final = 4.0


@dataclass(frozen=True, slots=True)
class DrawnEvent:
    """An event as a drawing needs it. ``title`` is all of it, for a pointer; ``label`` the words beside it."""

    href: str
    number: str
    label: str
    title: str
    when: Edtf
    mark: TypeMark


@dataclass(frozen=True, slots=True)
class Lane:
    """One lane: a track, say, with its convenors under its name."""

    title: str
    under: str
    events: tuple[DrawnEvent, ...]


@dataclass(frozen=True, slots=True)
class Size:
    """A width of the drawing. ``names`` is the room for lane names at the left; 0: they stand above."""

    css: str
    width: float
    names: float
    row: float
    radius: float
    words: Literal["all", "number", "none"]
    label: float
    tick: float


@dataclass(frozen=True, slots=True)
class Placed:
    """An event in its row: where its mark, its strokes and its words stand."""

    event: DrawnEvent
    drawn: Drawn
    mark: float
    number: str
    label: str
    words_x: float
    words_left: bool
    row: int


def place(events: Iterable[DrawnEvent], axis: Axis, size: Size, limit: float) -> tuple[tuple[Placed, ...], int]:
    """The events of a lane in rows, and how many rows there are. Words turn left rather than cross ``limit``."""
    ends: list[float] = []
    placed: list[Placed] = []
    spread = [_spread(event, axis, size, limit) for event in events]
    for each, left, right in sorted(spread, key=lambda found: found[1]):
        row = next((number for number, end in enumerate(ends) if end + GAP <= left), len(ends))
        if row == len(ends):
            ends.append(right)
        ends[row] = right
        placed.append(replace(each, row=row))
    return tuple(_lengthened(placed, limit)), len(ends)


def _lengthened(placed: Sequence[Placed], limit: float) -> Iterator[Placed]:
    """Labels that were cut get the room that nobody took: up to the next event of their row."""
    size_, weight, _ = LETTERS["lb"]
    following: dict[int, float] = {}
    for each in reversed(placed):
        room_to = following.get(each.row, limit)
        following[each.row] = _outer_left(each) - GAP
        if each.label in ("", each.event.label) or each.words_left:
            yield each
            continue
        taken = each.words_x + _room(each.number, "") + (WORDS_GAP if each.number else 0)
        yield replace(each, label=clipped(each.event.label, size_, room_to - taken, weight) or each.label)


def _outer_left(placed: Placed) -> float:
    strokes = min([placed.mark, *(piece.left for piece in placed.drawn.pieces)])
    return placed.words_x - _room(placed.number, placed.label) if placed.words_left else strokes - 5


def _spread(event: DrawnEvent, axis: Axis, size: Size, limit: float) -> tuple[Placed, float, float]:
    """The event with its room from left to right, before it has a row."""
    date = drawn(event.when, axis)
    mark = max(date.anchor - (size.radius + 3 if date.before else 0), axis.left + size.radius)
    left = min([mark - size.radius, *(piece.left for piece in date.pieces)])
    right = max([mark + size.radius, *(max(piece.left, piece.right) for piece in date.pieces)])
    number, label = _words(event, size)
    room = _room(number, label)
    turned = bool(room) and right + WORDS_GAP + room > (limit if right <= limit else size.width)
    if turned and left - WORDS_GAP - room < size.names:
        label = ""
        room = _room(number, label)
    words_x = left - WORDS_GAP if turned else right + WORDS_GAP
    outer = (words_x - room, right) if turned else (left, words_x + room if room else right)
    return Placed(event, date, mark, number, label, words_x, turned, 0), *outer


def _words(event: DrawnEvent, size: Size) -> tuple[str, str]:
    if size.words == "none":
        return "", ""
    if size.words == "number" and event.number:
        return event.number, ""
    letters, weight, _ = LETTERS["lb"]
    return event.number, clipped(event.label, letters, size.label, weight)


def _room(number: str, label: str) -> float:
    told = (("no", number), ("lb", label))
    wide = [width(words, *LETTERS[letters][:2]) for letters, words in told if words]
    return sum(wide) + WORDS_GAP * (len(wide) - 1)


def wrapped(words: str, room: float, letters: str, most: int) -> Sequence[str]:
    """``words`` in at most so many lines of ``room``; the last is cut."""
    size, weight, _ = LETTERS[letters]
    lines: list[str] = []
    rest = words.split()
    while rest and len(lines) < most - 1:
        count = len(rest)
        while count > 1 and width(" ".join(rest[:count]), size, weight) > room:
            count -= 1
        lines.append(" ".join(rest[:count]))
        rest = rest[count:]
    return [*lines, clipped(" ".join(rest), size, room, weight)] if rest else lines
