"""Coasts and borders for maps: from a TopoJSON file of all countries to the lines one map needs.

`topology` (the file → arcs, and who uses each) → `disputes` (which borders are drawn broken, and what is said of them)
→ `cut` (the lines inside a window, simplified). Pure: whoever builds hands the bytes in.
"""

from communique.atlas.cut import Atlas, Land, Window
from communique.atlas.disputes import DISPUTES, Dispute
from communique.atlas.topology import Topology, TopologyError, topology

__all__ = ["DISPUTES", "Atlas", "Dispute", "Land", "Topology", "TopologyError", "Window", "topology"]
