"""Names for the browser's own search: a small script that sets one value, so that a file can load it.

A browser refuses a page that stands in a file to fetch anything, but not to run a script beside it.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from communique.kinds import Actor, Place, Topic
from communique.plan import File
from communique.views.searching.spelled import Spelled, word

if TYPE_CHECKING:
    from communique.corpus import Corpus

NAMES: Final = "search/names.js"
NAMED: Final = ("actor", "place", "topic", "track", "claim", "note", "page", "briefing")
"""Kinds whose titles come with the names; those of the others are many, and in the index of texts."""


def name_file(corpus: Corpus) -> File:
    """The script: records, forms, and for each form the word of the index and whom it may mean."""
    places = {id_: at for at, id_ in enumerate(sorted(id_ for id_, each in corpus.records.items() if _named(each)))}
    sets: dict[frozenset[str], int] = {}
    forms: list[tuple[str, int]] = []
    for text, ids in Spelled(corpus.names).forms.items():
        if ids <= places.keys():
            forms.append((text, sets.setdefault(ids, len(sets))))
    titles = [(text, places[id_]) for id_ in places for text in _titles(corpus, id_)]
    told = {
        "records": [[corpus.addresses[id_], corpus.titles[id_], corpus.records[id_].kind] for id_ in places],
        "sets": [[word(ids), *(places[id_] for id_ in sorted(ids))] for ids in sets],
        "forms": forms,
        "titles": titles,
    }
    # After the highest marking of what it names: a script has no banner.
    text = json.dumps(told, ensure_ascii=False, separators=(",", ":"))
    return File(NAMES, f"/* {corpus.marking} */self.communiqueNames={text};\n".encode())


def _named(record: Any) -> bool:
    return record.kind in NAMED


def _titles(corpus: Corpus, id_: str) -> tuple[str, ...]:
    record = corpus.records[id_]
    if isinstance(record, Actor | Place):
        return ()
    return (corpus.titles[id_], *(record.also if isinstance(record, Topic) else ()))
