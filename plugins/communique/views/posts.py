"""The posts of an actor as a small chart: a line a post, drawn as surely as it is known."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from communique import dates
from communique.dates import DateError, Edtf
from communique.views.drawing import Size
from communique.views.drawing.axis import make_axis
from communique.views.drawing.bars import Drawn, drawn, occupied
from communique.views.drawing.draw import frame, stroke
from communique.views.drawing.lettering import clipped
from communique.views.drawing.pen import LETTERS, Pen
from communique.views.drawing.pen import number as n

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from markupsafe import Markup

    from communique.kinds.actor import Tenure
    from communique.views.sheet import Sheet

SIZES: Final = (
    Size("tl w-wide", 740, 0, 40, 4.0, "all", 0, 48),
    Size("tl w-phone", 350, 0, 40, 3.4, "all", 0, 48),
)
TOP: Final = 22.0
ROW: Final = 42.0
HELD, SHOWN = 22.0, 31.0
"""How far under the top of its row a post's two lines stand."""


@dataclass(frozen=True, slots=True)
class Post:
    """A post with the time it was held, as recorded, and the time sources show it; None where nothing is known."""

    name: str
    held: Edtf | None
    shown: Edtf | None


def posts_chart(sheet: Sheet, tenures: Iterable[Tenure], title: str) -> tuple[Markup, ...]:
    """The chart in two widths; none where no post has a date."""
    posts = [_post(sheet, tenure) for tenure in tenures]
    stretches = [days for post in posts for when in (post.held, post.shown) if when and (days := occupied(when))]
    return tuple(_draw(posts, stretches, size, title) for size in SIZES) if stretches else ()


def _post(sheet: Sheet, tenure: Tenure) -> Post:
    body = f", {sheet.name(tenure.body)}" if tenure.body else ""
    return Post(f"{tenure.post}{body}", held(tenure), tenure.shown)


def held(tenure: Tenure) -> Edtf | None:
    """From start to end; with its end not recorded, or its start, what there is."""
    if tenure.start is None:
        return tenure.end if isinstance(tenure.end, Edtf) else None
    try:
        return dates.span(tenure.start, tenure.end or dates.UNKNOWN)
    except DateError:
        # A start that is a span itself (before some day) has no end of its own to be joined with.
        return tenure.start


def _draw(posts: Sequence[Post], stretches: Iterable[tuple[int, int]], size: Size, title: str) -> Markup:
    pen = Pen()
    axis = make_axis(stretches, 6, size.width - 6)
    bottom = TOP + ROW * len(posts)
    letters, weight, _ = LETTERS["lane-t"]
    shapes = [frame(axis, size, pen, bottom, None)]
    for number, post in enumerate(posts):
        top = TOP + ROW * number
        shapes.append(pen.words("lane-t", 0, top + 13, clipped(post.name, letters, size.width - 4, weight)))
        if post.held:
            shapes += [stroke(piece, axis, size, pen, top + HELD) for piece in drawn(post.held, axis).pieces]
        else:
            shapes.append(pen.path("dots", f"M{axis.left} {top + HELD}H{axis.right}"))
        if post.shown:
            shapes.append(pen.path("brk", _shown(drawn(post.shown, axis), top + SHOWN)))
        shapes.append(pen.path("lane", f"M0 {top + ROW}H{size.width}"))
    return pen.sheet(size.css, size.width, bottom + 2, title, "".join(shapes))


def _shown(when: Drawn, y: float) -> str:
    """A thin line between two uprights, from the first day that may be meant to the last; one for a day."""
    left = min((piece.left for piece in when.pieces), default=when.anchor)
    right = max((piece.right for piece in when.pieces), default=when.anchor)
    return f"M{n(left)} {n(y - 3)}v6M{n(left)} {n(y)}H{n(right)}M{n(right)} {n(y - 3)}v6"
