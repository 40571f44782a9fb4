"""The records as data, for people who bring their own tools. A new export is one function and one row in ``EXPORTS``.

All come from the corpus that is published; uncertain dates stay EDTF, and no private field is ever among them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from communique.exports.tables import csv_files
from communique.exports.whole import json_file

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from communique.plan import File
    from communique.views.sheet import Site


class Export(NamedTuple):
    """``write`` yields the files; ``entry`` is the one a reader is led to; ``words`` say what is in it."""

    write: Callable[[Site], Iterator[File]]
    entry: str
    title: str
    words: str


EXPORTS: dict[str, Export] = {
    "json": Export(
        json_file,
        "data/corpus.json",
        "JSON",
        "Every published record, whole, with the fields of the field guide; by id.",
    ),
    "csv": Export(
        csv_files,
        "data/datapackage.json",
        "CSV",
        "One table each of events, statements, sources, actors and places, as a Frictionless data package.",
    ),
}
