"""From records to the index of names: which forms of an actor or place are ours to print, and which are others'."""

from __future__ import annotations

from typing import TYPE_CHECKING

from communique.kinds import Actor, Briefing, Note, Place, Source, Topic
from communique.names import NameIndex, fold, tokens

if TYPE_CHECKING:
    from collections.abc import Iterable

    from communique.kinds import Record

PRINTED = ("usual", "abbreviation")
"""Name forms in the dossier's language that may be printed beside the house form."""


_KEPT: list[tuple[object, NameIndex]] = []
"""The last index that was made, with all it was made of: while a dossier is served most changes leave it as it is."""


def name_index(records: Iterable[Record], language: str) -> NameIndex:
    """The index of every actor's and place's forms, as a dossier in ``language`` prints them."""
    index = NameIndex()
    for record in records:
        if isinstance(record, Actor | Place):
            house = record.names.get(language)
            if house is None:
                continue
            also = [each.text for each in record.name_forms if each.lang == language and each.form in PRINTED]
            others = [each.text for each in record.name_forms if each.lang != language or each.form not in PRINTED]
            others += [text for lang, text in record.names.items() if lang != language]
            sort = record.type if isinstance(record, Actor) else "place"
            index.add(record.id, house, others, also=also, sort=sort)
        else:
            index.words.update(fold(word) for text in _known(record) for word, _ in tokens(text))
    return index


def kept_index(records: Iterable[Record], language: str) -> NameIndex:
    """The same; the very one it gave before while the names that records give are the same ones."""
    named = [record for record in records if isinstance(record, Actor | Place) or _known(record)]
    told = (language, [(record.id, _names_of(record)) for record in named])
    if not _KEPT or _KEPT[0][0] != told:
        _KEPT[:] = [(told, name_index(named, language))]
    return _KEPT[0][1]


def _names_of(record: Record) -> object:
    return (record.names, record.name_forms, record.type) if isinstance(record, Actor | Place) else _known(record)


def _known(record: Record) -> tuple[str, ...]:
    """Words with capitals that are no names of actors or places."""
    if isinstance(record, Source):
        return (record.publisher,)
    if isinstance(record, Topic):
        return (record.title, *record.also)
    return record.authors if isinstance(record, Note | Briefing) else ()
