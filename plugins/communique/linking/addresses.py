"""Every web address that a dossier sends its readers to, and where it is written."""

from __future__ import annotations

from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from communique import markdown
from communique.diagnostics import Mark, mark_at
from communique.kinds import Source
from communique.linking.answers import SORTS
from communique.references import markdown_texts

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from communique.kinds import Record
    from communique.records import Loaded


@dataclass(frozen=True, slots=True)
class Address:
    """One address in one place; ``archived`` is the archive's address that the same source has, or nothing."""

    url: str
    sort: str
    record: str
    mark: Mark
    archived: str = ""


def addresses(
    loaded: Iterable[Loaded], only: Iterable[str] = (), sorts: Iterable[str] = SORTS, *, private: bool = False
) -> tuple[Address, ...]:
    """The addresses of all records, or of those whose ids fit one of the patterns ``only``.

    Records that stand outside the public tree are left out unless ``private``: to ask is to tell.
    """
    patterns, wanted = tuple(only), frozenset(sorts)
    return tuple(
        address
        for each in loaded
        if each.record is not None and (private or not each.private)
        if not patterns or any(fnmatchcase(each.id, pattern) for pattern in patterns)
        for address in _of(each, each.record)
        if address.sort in wanted
    )


def _of(each: Loaded, record: Record) -> Iterator[Address]:
    if isinstance(record, Source):
        archived = record.archived or ""
        if record.url:
            yield Address(record.url, "live", each.id, each.mark(("url",)), archived)
        if archived:
            yield Address(archived, "archived", each.id, each.mark(("archived",)))
    for loc, text in markdown_texts(record):
        for url in markdown.addresses(text):
            yield Address(url, "prose", each.id, _written(each.document.text, url, each.mark(loc)))


def _written(text: str, url: str, otherwise: Mark) -> Mark:
    """The line and column of an address in its file; the text it stands in where Markdown wrote it otherwise."""
    at = text.find(url)
    return otherwise if at < 0 else mark_at(otherwise.path, text, at)
