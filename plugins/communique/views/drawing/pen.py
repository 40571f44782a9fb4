"""SVG as text, in two dresses: classes for the site's style sheets, or the look in every shape.

On paper no style sheet reaches into a drawing (WeasyPrint): ``INKS`` says once what each class looks like there.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from markupsafe import Markup, escape

from communique.views.drawing.lettering import width

BLACK, GREY, PALE, PAPER, LAND = "#000", "#666", "#bbb", "#fff", "#f0f0ee"
FACE: Final = "Source Sans 3, Source Sans 3 Ext, Source Sans 3 Cyrillic, Amiri, sans-serif"

INKS: Final[dict[str, str]] = {
    "grid": f'stroke="{PALE}" stroke-width="0.75" fill="none"',
    "yr": f'stroke="{GREY}" stroke-width="1" fill="none"',
    "lane": f'stroke="{PALE}" stroke-width="0.75" fill="none"',
    "m": f'stroke="{BLACK}" stroke-width="1.4" fill="{BLACK}"',
    "h": f'stroke="none" fill="{BLACK}"',
    "o": f'stroke="{BLACK}" stroke-width="1.4" fill="{PAPER}"',
    "o rep": f'stroke="{BLACK}" stroke-width="1.4" fill="{PAPER}" stroke-dasharray="2 1.4"',
    "o due": f'stroke="{BLACK}" stroke-width="1.3" fill="{PAPER}" stroke-dasharray="1 2"',
    "x": f'stroke="{BLACK}" stroke-width="1.7" fill="none"',
    "bar": f'stroke="none" fill="{BLACK}"',
    "bar-l": f'stroke="none" fill="{GREY}"',
    "fade": f'stroke="none" fill="{BLACK}"',
    "brk": f'stroke="{BLACK}" stroke-width="1.3" fill="none"',
    "dash": f'stroke="{BLACK}" stroke-width="1.4" fill="none" stroke-dasharray="4.5 3"',
    "blank": f'stroke="none" fill="{PAPER}"',
    "dots": f'stroke="{BLACK}" stroke-width="1.7" fill="none" stroke-dasharray="1.7 3.6"',
    "now": f'stroke="{GREY}" stroke-width="1.2" fill="none"',
    "land": f'stroke="none" fill="{LAND}" fill-rule="evenodd"',
    "coast": f'stroke="{GREY}" stroke-width="0.7" fill="none" stroke-linejoin="round"',
    "border": f'stroke="{GREY}" stroke-width="0.9" fill="none" stroke-linejoin="round"',
    "disputed": f'stroke="{GREY}" stroke-width="0.9" fill="none" stroke-dasharray="3 2.4"',
    "region": f'stroke="{BLACK}" stroke-width="1" fill="none"',
    "arc": f'stroke="{BLACK}" stroke-width="1.2" fill="none"',
    "arc rep": f'stroke="{BLACK}" stroke-width="1.2" fill="none" stroke-dasharray="4.5 3"',
    "arc thin": f'stroke="{GREY}" stroke-width="0.6" fill="none"',
    "pt": f'stroke="none" fill="{BLACK}"',
    "near": f'stroke="{BLACK}" stroke-width="1.2" fill="none" stroke-dasharray="4 3"',
    "blurred": f'stroke="{BLACK}" stroke-width="1.4" fill="none" stroke-dasharray="1.2 3"',
    "lead": f'stroke="{GREY}" stroke-width="0.6" fill="none"',
    "scale": f'stroke="{GREY}" stroke-width="1" fill="none"',
}
"""What a shape of each class looks like on paper."""

LETTERS: Final[dict[str, tuple[float, int, str]]] = {
    "mon": (11, 400, GREY),
    "lane-t": (12.5, 600, BLACK),
    "lane-s": (11, 400, GREY),
    "no": (10.5, 600, BLACK),
    "lb": (11.5, 400, "#333"),
    "now-t": (11, 600, GREY),
    "place": (12.5, 400, BLACK),
    "place-b": (12.5, 600, BLACK),
    "state": (10.5, 400, GREY),
    "tick": (10, 400, GREY),
}
"""Size, weight and colour of words of each class; on screen the colour is the style sheet's."""


OVER_LINES: Final = frozenset({"lane-t", "no", "lb", "place", "place-b"})
"""Words that stand across the lines of a calendar or a map."""


def number(value: float) -> str:
    """A coordinate: one decimal and nothing superfluous."""
    text = f"{value:.1f}".removesuffix(".0")
    return "0" if text == "-0" else text


@dataclass(frozen=True, slots=True)
class Pen:
    """Writes shapes. With ``paper`` the look stands in each shape and links are left out."""

    paper: bool = False

    def path(self, ink: str, steps: str) -> str:
        """A path of this ink."""
        return f'<path {self._dress(ink)} d="{steps}"/>'

    def box(self, ink: str, left: float, top: float, across: float, height: float) -> str:
        """An upright rectangle."""
        sizes = f'width="{number(across)}" height="{number(height)}"'
        return f'<rect {self._dress(ink)} x="{number(left)}" y="{number(top)}" {sizes}/>'

    def circle(self, ink: str, x: float, y: float, radius: float) -> str:
        """A circle."""
        return f'<circle {self._dress(ink)} cx="{number(x)}" cy="{number(y)}" r="{number(radius)}"/>'

    def words(self, letters: str, x: float, y: float, words: str, *, end: bool = False) -> str:
        """Words that begin at ``x``, or end there."""
        size, weight, colour = LETTERS[letters]
        look = (
            f'font-family="{FACE}" font-size="{number(size)}" font-weight="{weight}" fill="{colour}"'
            if self.paper
            else f'class="{letters}" font-size="{number(size)}" font-weight="{weight}"'
        )
        anchor = ' text-anchor="end"' if end else ""
        told = f'<text {look} x="{number(x)}" y="{number(y)}"{anchor}>{escape(words)}</text>'
        if not self.paper or letters not in OVER_LINES:
            return told
        # On screen a halo keeps the lines of the calendar off the words; WeasyPrint has none, so a box does it.
        room = width(words, size, weight)
        return self.box("blank", x - room - 1.5 if end else x - 1.5, y - size * 0.8, room + 3, size) + told

    def link(self, href: str, title: str, shapes: str) -> str:
        """Shapes that lead somewhere, out of the tab order: the list is the keyboard's way."""
        named = f"<title>{escape(title)}</title>{shapes}"
        if self.paper or not href:
            return f"<g>{named}</g>"
        return f'<a href="{escape(href)}" tabindex="-1">{named}</a>'

    def sheet(self, css: str, across: float, height: float, title: str, shapes: str) -> Markup:
        """The whole drawing. What it says stands in the list, so only its title is read out."""
        box = f'viewBox="0 0 {number(across)} {number(height)}"'
        size = f'width="{number(across)}" height="{number(height)}"'
        dress = size if self.paper else f'class="{css}" role="group"'
        body = shapes if self.paper else f'<g aria-hidden="true">{shapes}</g>'
        head = f'<svg xmlns="http://www.w3.org/2000/svg" {dress} {box}><title>{escape(title)}</title>'
        return Markup(f"{head}{body}</svg>")

    def _dress(self, ink: str) -> str:
        return INKS[ink] if self.paper else f'class="{ink}"'
