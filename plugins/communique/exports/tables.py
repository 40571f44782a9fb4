"""CSV tables with a data dictionary, as a Frictionless data package (datapackage.json, profile of 2024)."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Any, NamedTuple

from communique.exports.plain import plain
from communique.plan import File

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from communique.corpus import Corpus
    from communique.views.sheet import Site


class Table(NamedTuple):
    """A table: its columns with what each means, and its rows as maps."""

    title: str
    columns: dict[str, str]
    rows: Callable[[Corpus], Iterable[dict[str, Any]]]


def _events(corpus: Corpus) -> Iterator[dict[str, Any]]:
    for event in corpus.events:
        yield {**plain(event), "sources": [row.source for row in event.sources]}


def _statements(corpus: Corpus) -> Iterator[dict[str, Any]]:
    for ref, said in corpus.statements.items():
        claims = [claim.id for claim in corpus.claims_of.get(ref, ())]
        yield {
            **plain(said.statement),
            "id": ref,
            "event": said.event.id,
            "date": (said.statement.date or said.event.date).text,
            "claims": claims,
        }


def _sources(corpus: Corpus) -> Iterator[dict[str, Any]]:
    for source in corpus.sources:
        cites = [
            row.source or (f"actor: {row.actor}" if row.actor else f"unnamed: {row.unnamed}") for row in source.cites
        ]
        yield {**plain(source), "cites": cites}


def _named(records: Iterable[Any]) -> Iterator[dict[str, Any]]:
    for record in records:
        yield {
            **plain(record),
            "name": next(iter(record.names.values())),
            "names": list(record.names.values()),
        }


_ID = "The record's id; never changes."
_EDTF = "EDTF (ISO 8601-2), as uncertain as the sources leave it."

TABLES: dict[str, Table] = {
    "events": Table(
        "Events",
        {
            "id": _ID,
            "number": "The number printed beside it.",
            "title": "What happened.",
            "type": "Its type.",
            "status": "Whether it took place; only held counts as having met.",
            "date": _EDTF,
            "end": "The day until which it lasted; " + _EDTF,
            "format": "How the sides dealt with each other.",
            "place": "Id of the place.",
            "result": "What came of it.",
            "tracks": "Ids of the tracks, with spaces between.",
            "sources": "Ids of the sources, with spaces between.",
        },
        _events,
    ),
    "statements": Table(
        "Statements",
        {
            "id": "event-id#statement-id",
            "event": "Id of the event.",
            "date": _EDTF,
            "by": "Ids of the actors whose statement it counts as.",
            "speaker": "Id of the person who spoke.",
            "unnamed": "A speaker nobody named.",
            "to": "Ids of those addressed.",
            "act": "What the words do.",
            "topic": "Id of the topic.",
            "text": "What is said, in our words. An assertion that a claim takes up is not a fact of ours.",
            "claims": "Ids of the claims in which it is asserted or answered.",
            "sources": "Ids of the sources.",
        },
        _statements,
    ),
    "sources": Table(
        "Sources",
        {
            "id": _ID,
            "title": "Its own title; in round brackets where it is our description.",
            "publisher": "Who published it.",
            "type": "Its type.",
            "url": "Its address.",
            "language": "BCP 47 tag.",
            "published": _EDTF,
            "reliability": "A to F (Admiralty).",
            "reliability_reason": "Why.",
            "cites": "Ids of its parents; 'actor:' before one whose own word it is, 'unnamed:' before others.",
        },
        _sources,
    ),
    "actors": Table(
        "Actors",
        {"id": _ID, "name": "Our form.", "names": "Our forms in other languages.", "type": "Its type.",
         "part_of": "Ids of the bodies it belongs to."},
        lambda corpus: _named(corpus.actors),
    ),
    "places": Table(
        "Places",
        {"id": _ID, "name": "Our form.", "type": "Its type.", "country": "Id of the state.",
         "lat": "Degrees north, WGS 84.", "lon": "Degrees east, WGS 84.", "precision": "How close the point is meant."},
        lambda corpus: _named(corpus.places),
    ),
}  # fmt: skip


def csv_files(site: Site) -> Iterator[File]:
    """A CSV file a table, and the package that describes them."""
    for name, table in TABLES.items():
        yield File(f"data/{name}.csv", csv_bytes(table, table.rows(site.corpus)))
    yield File("data/datapackage.json", _package(site))


def csv_bytes(table: Table, rows: Iterable[dict[str, Any]]) -> bytes:
    """The table with these rows, as RFC 4180 has it."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(table.columns)
    for row in rows:
        writer.writerow([_cell(row.get(column, "")) for column in table.columns])
    return out.getvalue().encode()


def _cell(value: Any) -> str:
    text = " ".join(str(each) for each in value) if isinstance(value, list) else str(value)
    # A spreadsheet runs a cell that starts like a formula; a leading apostrophe keeps it text.
    return f"'{text}" if text[:1] in ("=", "+", "@", "\t", "\r") else " ".join(text.split())


def _package(site: Site) -> bytes:
    dossier = site.corpus.dossier
    resources = [
        {
            "name": name,
            "path": f"{name}.csv",
            "title": table.title,
            "format": "csv",
            "mediatype": "text/csv",
            "encoding": "utf-8",
            "schema": {
                "fields": [
                    {"name": column, "type": "string", "description": words} for column, words in table.columns.items()
                ],
                "primaryKey": "id",
            },
        }
        for name, table in TABLES.items()
    ]
    package = {
        "name": dossier.id,
        "title": dossier.title,
        "description": dossier.summary,
        "licenses": [{"name": dossier.licence.replace(" ", "-"), "title": dossier.licence}],
        "resources": resources,
    }
    return (json.dumps(package, ensure_ascii=False, indent=2) + "\n").encode()
