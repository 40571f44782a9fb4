"""A new record as a file: its id by the house rule, its text in canonical form, and whether it reads as a record."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Any, Final

from communique.canonical import written
from communique.diagnostics import blocking
from communique.records import load_record
from communique.tree import RawFile

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from communique.diagnostics import Diagnostic
    from communique.kinds import Kind

MOST_WORDS: Final = 5
"""How many words of a title go into an id."""

_NOT_LATIN: Final = str.maketrans({"ø": "o", "đ": "d", "ł": "l", "ß": "ss", "æ": "ae", "œ": "oe", "ı": "i", "þ": "th"})


def path_of(kind: Kind, id_: str) -> str:
    """Where a record stands, as seen from the dossier."""
    return f"{kind.folder}/{id_}{kind.suffix}"


def draft_text(kind: Kind, fields: Mapping[str, Any], *, draft: bool = True) -> str:
    """The file of a record with ``fields``, written as an editor would; a draft, so that nothing unjudged is published.

    Raises CannotWriteError where it cannot be written so that it reads back the same.
    """
    return written(kind, {**fields, **({"draft": "yes"} if draft else {})})


def faults(kind: Kind, id_: str, text: str) -> tuple[Diagnostic, ...]:
    """What is wrong with the record by itself, whatever the dossier has."""
    loaded = load_record(RawFile(path_of(kind, id_), kind, text), kind)
    return tuple(blocking(loaded.document.findings))


def id_for(kind: Kind, fields: Mapping[str, Any]) -> str:
    """An id from a record's own words: some of its title and its day; empty where no Latin letter is in them."""
    names = fields.get("names") or {}
    title = fields.get("title") or fields.get("question") or next(iter(names.values()), "")
    day = str(fields.get("date") or fields.get("published") or "")
    if kind.name == "source":
        # A source is known by who published it and when (docs/writing.md).
        title, day = fields.get("publisher", ""), day or f"seen-{fields.get('seen', '')}"
    words = list(_words(str(title)))[: None if names else MOST_WORDS]
    stamp = re.sub(r"[^0-9a-z-]+", "", day.split("/")[0].split("..")[0]).strip("-")
    return "-".join([*words, *([stamp] if stamp else [])]) if words else ""


def free(base: str, taken: Collection[str]) -> str:
    """``base``, with a number where that is taken."""
    id_, number = base, 2
    while id_ in taken:
        id_, number = f"{base}-{number}", number + 1
    return id_


def _words(text: str) -> Iterator[str]:
    latin = unicodedata.normalize("NFKD", text.casefold().translate(_NOT_LATIN)).encode("ascii", "ignore").decode()
    yield from (word for word in re.sub(r"[^a-z0-9]+", "-", latin.replace("'", "")).split("-") if word)
