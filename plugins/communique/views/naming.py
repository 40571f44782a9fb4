"""What an actor is called in running text: in full, or short where readers know the short form."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from communique.kinds import Actor
from communique.views.sheet import Link

if TYPE_CHECKING:
    from collections.abc import Iterable

    from communique.views.sheet import Sheet

_BRACKETED = re.compile(r"\(([^()]{2,12})\)$")


def short_name(sheet: Sheet, id_: str) -> str:
    """The short form of an actor's name, where there is one that readers know; else the whole name.

    That is what our own name has in brackets at its end, and the letters of a state: LNA, UN, US. The letters of
    other bodies say nothing to most readers.
    """
    name = sheet.name(id_)
    if bracketed := _BRACKETED.search(name):
        return bracketed[1]
    record = sheet.corpus.records.get(id_)
    if isinstance(record, Actor) and record.type == "state":
        own = sheet.corpus.dossier.language
        letters = [form.text for form in record.name_forms if form.form == "abbreviation" and form.lang == own]
        return min(letters, key=lambda text: "." in text, default=name)
    return name


def short_link(sheet: Sheet, id_: str) -> Link:
    """A link to an actor under its short name."""
    return sheet.link(id_, short_name(sheet, id_))


def links(sheet: Sheet, ids: Iterable[str]) -> tuple[Link, ...]:
    """Links to records under their names."""
    return tuple(sheet.link(id_) for id_ in ids)
