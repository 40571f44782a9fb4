"""Dates drawn with lanes: one function, three sizes for screens of three widths, and a dress for paper.

`axis` (days → places) → `bars` (a date → strokes) and `marks` (an event → its shape) → `rows` (which row of a lane
has room) → `draw` (the whole, as SVG; `density` where there are too many). `pen` writes the shapes, `lettering`
measures words.
"""

from communique.views.drawing.density import density
from communique.views.drawing.draw import SIZES, DrawnEvent, Lane, Size, draw

__all__ = ["SIZES", "DrawnEvent", "Lane", "Size", "density", "draw"]
