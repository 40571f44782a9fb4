"""The records behind an edition, as its PDF carries them: whole as JSON, in tables as CSV, as known on its day."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from communique.exports.plain import plain, record_values
from communique.exports.tables import TABLES, csv_bytes

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from communique.views.sheet import Site


def edition_files(site: Site, ids: Collection[str]) -> Iterator[tuple[str, bytes, str, str]]:
    """Name, bytes, description and media type of each file; ``ids`` are the records that the edition shows.

    A table without a row is left out.
    """
    corpus = site.corpus
    shown = {id_: record_values(record) for id_, record in sorted(corpus.records.items()) if id_ in ids}
    whole = {"dossier": plain(corpus.dossier), "records": shown}
    told = "The records behind this edition, whole, by id, as known on its day"
    yield "records.json", (json.dumps(whole, ensure_ascii=False, indent=1) + "\n").encode(), told, "application/json"
    for name, table in TABLES.items():
        rows = [row for row in table.rows(corpus) if row["id"].partition("#")[0] in ids]
        if rows:
            told = f"{table.title} behind this edition: {', '.join(table.columns)}"
            yield f"{name}.csv", csv_bytes(table, rows), told, "text/csv"
