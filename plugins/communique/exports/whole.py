"""The whole published corpus as one JSON file."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from communique.exports.plain import plain, record_values
from communique.plan import File

if TYPE_CHECKING:
    from collections.abc import Iterator

    from communique.views.sheet import Site


def json_file(site: Site) -> Iterator[File]:
    """``data/corpus.json``: the dossier, every record by id, the tombstones."""
    corpus = site.corpus
    whole = {
        "dossier": plain(corpus.dossier),
        "records": {id_: record_values(record) for id_, record in sorted(corpus.records.items())},
        "tombstones": {id_: plain(grave) for id_, grave in sorted(corpus.tombstones.items())},
    }
    yield File("data/corpus.json", (json.dumps(whole, ensure_ascii=False, indent=1) + "\n").encode())
