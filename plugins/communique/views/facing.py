"""Assertions and answers facing each other, one row a day; an answer that never came has a row as well."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from communique.dates import Day
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


NO_DAY = DateView("unknown", "not known", "no day", sort="9999")
"""Where silence that nobody dated stands: at the end."""


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
    days = _Days()
    statements = sheet.corpus.statements
    rows = [(ref, "", "") for ref in claim.assertions]
    rows += [(each.statement, ANSWERS[each.how], each.note or "") for each in claim.answers]
    for ref, how, note in sorted(rows, key=lambda row: statement_date(statements[row[0]]).sort):
        found = days.at(statement_date(statements[ref], year))
        (found.answers if how else found.assertions).append(_cell(sheet, statements[ref], how, note))
    for silence in silences(sheet, claim, year):
        days.at(silence.until or NO_DAY).silences.append(silence)
    last = _last_answer(sheet, claim)
    return tuple(
        FacingRow(
            day.date,
            tuple(day.assertions),
            tuple(day.answers),
            tuple(day.silences),
            unanswered=bool(day.assertions) and not day.silences and day.date.sort > last,
        )
        for day in days.in_order()
    )


@dataclass(slots=True)
class _Day:
    date: DateView
    assertions: list[Cell] = field(default_factory=list)
    answers: list[Cell] = field(default_factory=list)
    silences: list[Silence] = field(default_factory=list)


class _Days:
    """Rows being filled, one for each wording of a day."""

    def __init__(self) -> None:
        self._found: dict[tuple[str, str], _Day] = {}

    def at(self, date: DateView) -> _Day:
        return self._found.setdefault((date.sort, date.words), _Day(date))

    def in_order(self) -> list[_Day]:
        return [day for _, day in sorted(self._found.items(), key=lambda each: each[0])]


def _last_answer(sheet: Sheet, claim: Claim) -> str:
    """The last day on which an answer may have been given; beyond all days where one has no last day."""
    days = [
        (said.statement.date or said.event.date).latest
        for said in (sheet.corpus.statements[each.statement] for each in claim.answers)
    ]
    return max((str(day) if isinstance(day, Day) else "9999" for day in days), default="")


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
