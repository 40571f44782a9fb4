"""Names and titles for the browser's own search: small scripts that set one value each, so that a file can load them.

A browser refuses a page that stands in a file to fetch anything, but not to run a script beside it.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from communique.kinds import Actor, Place, Source, Topic
from communique.plan import File
from communique.views.searching.spelled import Spelled, word

if TYPE_CHECKING:
    from collections.abc import Iterator

    from communique.corpus import Corpus

NAMES: Final = "search/names.js"
TITLES: Final = "search/titles.js"
NAMED: Final = ("actor", "place", "topic", "track", "claim", "note", "page", "briefing")
"""Kinds whose titles come with the names; the titles of the others are many, and needed only where a page stands in
a file."""


def name_files(corpus: Corpus) -> Iterator[File]:
    """The two scripts. ``names.js``: records, forms, and for each form the word of the index and whom it may mean."""
    places = {id_: at for at, id_ in enumerate(sorted(id_ for id_, each in corpus.records.items() if _named(each)))}
    sets: dict[frozenset[str], int] = {}
    forms: list[tuple[str, int]] = []
    for text, ids in Spelled(corpus.names).forms.items():
        if ids <= places.keys():
            forms.append((text, sets.setdefault(ids, len(sets))))
    titles = [(text, places[id_]) for id_ in places for text in _titles(corpus, id_)]
    yield _script(
        NAMES,
        "communiqueNames",
        {
            "records": [_row(corpus, id_) for id_ in places],
            "sets": [[word(ids), *(places[id_] for id_ in sorted(ids))] for ids in sets],
            "forms": forms,
            "titles": titles,
        },
    )
    others = [id_ for id_, record in sorted(corpus.records.items()) if not _named(record)]
    yield _script(TITLES, "communiqueTitles", [_row(corpus, id_) for id_ in others])


def _named(record: Any) -> bool:
    return record.kind in NAMED


def _titles(corpus: Corpus, id_: str) -> tuple[str, ...]:
    record = corpus.records[id_]
    if isinstance(record, Actor | Place):
        return ()
    return (corpus.titles[id_], *(record.also if isinstance(record, Topic) else ()))


def _row(corpus: Corpus, id_: str) -> list[str]:
    record = corpus.records[id_]
    beside = record.publisher if isinstance(record, Source) else getattr(record, "number", None)
    return [corpus.addresses[id_], corpus.titles[id_], record.kind, *([beside] if beside else [])]


def _script(path: str, name: str, value: Any) -> File:
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return File(path, f"self.{name}={text};\n".encode())
