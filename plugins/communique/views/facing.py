"""Assertions and answers facing each other, one row a day; an answer that never came has a row as well."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from communique.kinds import Source
from communique.views.citing import cite_row
from communique.views.labels import ANSWERS, language_name
from communique.views.readings import ReadingView, readings_of
from communique.views.sheet import Link, event_number
from communique.views.statements import QuotationView, Silence, Voice, quotation, silences, statement_date, voice
from communique.views.words import DateView

if TYPE_CHECKING:
    from communique.corpus import Said
    from communique.kinds import Claim
    from communique.views.sheet import Grade, NoteMark, Sheet


@dataclass(frozen=True, slots=True)
class CellSource:
    """A source of a cell, by its publisher; ``language`` is empty where it is the page's own."""

    publisher: str
    href: str
    grade: Grade
    language: str


@dataclass(frozen=True, slots=True)
class Cell:
    """A statement in one of the columns; ``how`` is empty on the side of the assertions."""

    voice: Voice
    how: str
    text: str
    quotation: QuotationView | None
    notes: tuple[NoteMark, ...]
    sources: tuple[CellSource, ...]
    link: Link
    readings: tuple[ReadingView, ...]
    note: str


@dataclass(frozen=True, slots=True)
class FacingRow:
    """One day. ``unanswered``: something was asserted, and no answer is recorded that day or later."""

    date: DateView
    assertions: tuple[Cell, ...]
    answers: tuple[Cell, ...]
    silences: tuple[Silence, ...]
    unanswered: bool


def year_of_all(sheet: Sheet, claim: Claim) -> int | None:
    """The year of every statement of a claim, if it is one year."""
    refs = (*claim.assertions, *(each.statement for each in claim.answers))
    years = {statement_date(sheet.corpus.statements[ref]).sort[:4] for ref in refs}
    years |= {row.until.text[:4] for row in claim.no_answer if row.until}
    only = years.pop() if len(years) == 1 else ""
    return int(only) if only.isdigit() else None


def facing(sheet: Sheet, claim: Claim, year: int | None) -> tuple[FacingRow, ...]:
    """The rows by day. Those whose silence has no day stand at the end."""
    days: dict[tuple[str, str], tuple[DateView, list[Cell], list[Cell], list[Silence]]] = {}

    def day(date: DateView) -> tuple[DateView, list[Cell], list[Cell], list[Silence]]:
        return days.setdefault((date.sort or "9999", date.words), (date, [], [], []))

    statements = sheet.corpus.statements
    rows = [(ref, "", "") for ref in claim.assertions]
    rows += [(each.statement, ANSWERS[each.how], each.note or "") for each in claim.answers]
    for ref, how, note in sorted(rows, key=lambda row: statement_date(statements[row[0]]).sort):
        found = day(statement_date(statements[ref], year))
        found[2 if how else 1].append(_cell(sheet, statements[ref], how, note))
    for silence in silences(sheet, claim, year):
        day(silence.until or DateView("unknown", "not known", "no day", sort="9999"))[3].append(silence)
    last = max((key[0] for key, found in days.items() if found[2]), default="")
    return tuple(
        FacingRow(date, tuple(said), tuple(answered), tuple(silent), bool(said) and not answered and not silent and key[0] > last)
        for key, (date, said, answered, silent) in sorted(days.items(), key=lambda each: each[0])
    )


def _cell(sheet: Sheet, said: Said, how: str, note: str) -> Cell:
    event, row = said.event, said.statement
    notes = cite_row(sheet, event, row)
    notes_kept = " ".join(part for part in (row.note, note) if part)
    return Cell(
        voice(sheet, row),
        how,
        row.text,
        quotation(sheet, event, row),
        notes,
        tuple(_source(sheet, mark, id_) for mark, id_ in zip(notes, dict.fromkeys(row.sources), strict=True)),
        sheet.link(said.ref, event_number(event) or "in its event"),
        readings_of(sheet, event, row.id),
        notes_kept,
    )


def _source(sheet: Sheet, mark: NoteMark, id_: str) -> CellSource:
    source = sheet.corpus.get(Source, id_)
    own = source.language.partition("-")[0] == sheet.corpus.dossier.language.partition("-")[0]
    return CellSource(source.publisher, mark.href, mark.grade, "" if own else language_name(source.language))
