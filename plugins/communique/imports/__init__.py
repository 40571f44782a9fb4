"""Other people's tables to draft records: each form of table is one reader, each row one record, nothing is guessed.

1. `rows`: a CSV file or a TimelineJS file → rows of texts, each with the line it stands on
2. `events`: a row of the TimelineJS spreadsheet → the fields of an event
3. `plain`: a row of a CSV whose columns are the fields of a kind

What a row says that no field takes is told, never dropped in silence.
"""

from communique.imports.events import TIMELINE_COLUMNS, event_of
from communique.imports.plain import record_of
from communique.imports.rows import Made, Row, read_csv, read_timeline_json

__all__ = ["TIMELINE_COLUMNS", "Made", "Row", "event_of", "read_csv", "read_timeline_json", "record_of"]
"""The public names."""
