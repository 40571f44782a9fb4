"""Every form of a name, with its script, how it came about and where it was seen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from communique.views.labels import NAME_FORMS, language_name
from communique.views.words import Foreign, foreign

if TYPE_CHECKING:
    from collections.abc import Mapping

    from communique.kinds import Actor, Place
    from communique.views.sheet import NoteMark, Sheet


@dataclass(frozen=True, slots=True)
class FormView:
    """One spelling. Without notes it is from general knowledge, and shown so."""

    words: Foreign
    language: str
    form: str
    notes: tuple[NoteMark, ...]
    note: str


def forms(sheet: Sheet, record: Actor | Place) -> tuple[FormView, ...]:
    """The forms of a record's name in the order of the record."""
    own = sheet.corpus.dossier.language
    return tuple(
        FormView(
            foreign(row.text, row.lang, own),
            language_name(row.lang),
            NAME_FORMS[row.form],
            sheet.cite(row.sources),
            row.note or "",
        )
        for row in record.name_forms
    )


def other_names(names: Mapping[str, str], own: str) -> tuple[Foreign, ...]:
    """The names we print in other languages."""
    return tuple(foreign(text, lang, own) for lang, text in names.items() if lang != own)
