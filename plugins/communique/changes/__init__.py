"""What changed between two corpora, field by field: records, rows and values that came, went or read otherwise.

1. `values`: how one value differs from another: wider, narrower, another number, other words
2. `rows`: which row of the one list is which of the other
3. `compare`: two corpora → changes

The words for a change are made in `views/changed.py`; nothing here is text for readers.
"""

from communique.changes.compare import Change, compare
from communique.changes.values import How

__all__ = ["Change", "How", "compare"]
