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


def _known(record: Record) -> tuple[str, ...]:
    """Words with capitals that are no names of actors or places."""
    if isinstance(record, Source):
        return (record.publisher,)
    if isinstance(record, Topic):
        return (record.title, *record.also)
    return record.authors if isinstance(record, Note | Briefing) else ()
