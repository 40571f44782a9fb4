"""Note numbers for the rows of a record, each with the credibility that the record gives the source there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from communique.kinds import Claim, Event

if TYPE_CHECKING:
    from communique.kinds import Record
    from communique.kinds.base import Citation, Cited
    from communique.views.sheet import NoteMark, Sheet


def citations(record: Record) -> tuple[Citation, ...]:
    """The sources a record lists with their credibility; kinds without such a list have none."""
    return record.sources if isinstance(record, Event | Claim) else ()


def cite_row(sheet: Sheet, record: Record, row: Cited) -> tuple[NoteMark, ...]:
    """The notes of one row. On a page that draws on several records, each keeps its own credibility."""
    sheet.lists(citations(record))
    return tuple(
        mark
        for id_ in dict.fromkeys(row.sources)
        for mark in sheet.cite([id_], credibility=credibility(record, id_, row), locator=row.locator or "")
    )


def cite_source(sheet: Sheet, record: Record, id_: str) -> NoteMark:
    """The note of one source that ``record`` uses."""
    sheet.lists(citations(record))
    return sheet.cite([id_], credibility=credibility(record, id_))[0]


def credibility(record: Record, id_: str, row: Cited | None = None) -> str:
    """How credible a source is here: the row's own figure, else the record's; empty where nobody judged."""
    if row is not None and row.credibility:
        return row.credibility
    return next((each.credibility for each in citations(record) if each.source == id_), "")


def field_notes(sheet: Sheet, record: Record, field: str) -> tuple[NoteMark, ...]:
    """The notes of a field that has no sources of its own: those of the record's sources that support it."""
    sheet.lists(citations(record))
    return sheet.cite(each.source for each in citations(record) if field in each.supports)
