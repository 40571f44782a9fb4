"""Maps: places as closely as they are meant, on coasts and borders cut from the atlas.

`frame` (degrees → the drawing) → `labels` (names where there is room, none over another) → `draw` (one map, in one
width, as SVG) → `view` (which maps a page needs, and the words under them).
"""

from communique.views.maps.places import Spot, is_point, spots_of
from communique.views.maps.view import MapView, locator, maps, place_map

__all__ = ["MapView", "Spot", "is_point", "locator", "maps", "place_map", "spots_of"]
