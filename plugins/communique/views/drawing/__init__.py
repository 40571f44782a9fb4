"""Dates drawn with lanes: one function, three sizes for screens of three widths, and a dress for paper.

`axis` (days → places) → `bars` (a date → strokes) and `marks` (an event → its shape) → `rows` (which row of a lane
has room) → `draw` (the whole in one width, as SVG; `density` where there are too many) or `fluid` (for any width, the
form that zooms). `pen` writes the shapes, `lettering` measures words; `strip` counts a long span.
"""

from communique.views.drawing.density import density
from communique.views.drawing.draw import SIZES, DrawnEvent, Lane, Size, draw
from communique.views.drawing.fluid import LABELLED, NUMBERED, Fluid, Tie, definitions, fluid, small_marks
from communique.views.drawing.strip import Stretch, strip

__all__ = [
    "LABELLED",
    "NUMBERED",
    "SIZES",
    "DrawnEvent",
    "Fluid",
    "Lane",
    "Size",
    "Stretch",
    "Tie",
    "definitions",
    "density",
    "draw",
    "fluid",
    "small_marks",
    "strip",
]
