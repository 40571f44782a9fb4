"""``communique serve``: the dossier in a browser while it is written. Nothing here writes to the published tree.

``server`` answers on loopback; ``preview`` knows what was last good and what is wrong now; ``worker`` is a child
process that loads, plans and renders (``generation``), so that a change to the program needs a new child and no new
server; ``watching`` sees what changes.
"""
