"""The list at the foot of a page: every source cited on it, by number, graded, with what it was used for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from communique.views import labels
from communique.views.citing import citations
from communique.views.labels import field_name, language_name
from communique.views.words import Foreign, foreign, joined

if TYPE_CHECKING:
    from collections.abc import Iterable

    from communique.kinds import Record, Source
    from communique.views.sheet import Grade, Sheet, SourceLine


@dataclass(frozen=True, slots=True)
class SourceRow:
    """One line. ``facts`` are language, day and how much of it was read; ``uses`` what it carries here."""

    number: int
    anchor: str
    href: str
    title: Foreign
    publisher: str
    grade: Grade
    facts: str
    uses: str


def source_rows(sheet: Sheet, record: Record | None = None) -> tuple[SourceRow, ...]:
    """The list of everything cited on ``sheet`` so far; call it last. ``record`` says what each is used for."""
    return tuple(_row(sheet, line, record) for line in sheet.sources())


def _row(sheet: Sheet, line: SourceLine, record: Record | None) -> SourceRow:
    source = line.record
    return SourceRow(
        line.number,
        line.anchor,
        line.link.href,
        foreign(source.title, source.language, sheet.corpus.dossier.language),
        source.publisher,
        line.grade,
        facts(source),
        _sentence([*_supports(record, source.id), *line.locators]),
    )


def facts(source: Source) -> str:
    """``English, 2 July 2020 (date inferred); opening read``."""
    return f"{language_name(source.language)}, {published(source)}; {labels.COPIES[source.copy_seen]}"


def published(source: Source) -> str:
    """The day a source was published and how we know it; *undated* where nobody says."""
    if source.published is None:
        return f"undated, seen {source.seen.words()}" if source.seen else "undated"
    basis = source.published_basis
    return source.published.words() + (f" ({labels.BASIS[basis]})" if basis and basis != "shown" else "")


def _supports(record: Record | None, id_: str) -> Iterable[str]:
    for row in citations(record) if record else ():
        if row.source == id_:
            yield joined([field_name(field) for field in row.supports])
            yield row.locator or ""
            yield row.note or ""


def _sentence(parts: list[str]) -> str:
    said = "; ".join(dict.fromkeys(part for part in parts if part))
    return said[:1].upper() + said[1:]
