"""Parts of an event that have tables of their own: sessions, terms, transfers, numbers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from communique.views import labels
from communique.views.citing import cite_row
from communique.views.meetings import who_met
from communique.views.naming import links, short_link
from communique.views.statements import TimeAllowed, time_allowed
from communique.views.words import DateView, date_view, event_date

if TYPE_CHECKING:
    from communique.durations import Measure
    from communique.kinds import Event
    from communique.kinds.event_rows import Compliance, Quantity, Term, Transfer
    from communique.views.sheet import Link, NoteMark, Sheet


@dataclass(frozen=True, slots=True)
class SessionView:
    """Who was in one room, when, where and how."""

    anchor: str
    date: DateView
    sides: tuple[Link, ...]
    format: str
    place: Link | None
    notes: tuple[NoteMark, ...]
    note: str


@dataclass(frozen=True, slots=True)
class MetView:
    """Pairs of sides: those that were in one room, and those not known to have been."""

    met: tuple[tuple[Link, Link], ...]
    apart: tuple[tuple[Link, Link], ...]


@dataclass(frozen=True, slots=True)
class ComplianceView:
    """How a term stood on a day."""

    date: DateView
    state: str
    text: str
    notes: tuple[NoteMark, ...]
    note: str


@dataclass(frozen=True, slots=True)
class TermView:
    """One undertaking with its deadline and how it was kept; without rows *nothing recorded* is printed."""

    anchor: str
    topic: Link
    bound: tuple[Link, ...]
    text: str
    time_allowed: TimeAllowed | None
    notes: tuple[NoteMark, ...]
    note: str
    compliance: tuple[ComplianceView, ...]


@dataclass(frozen=True, slots=True)
class TransferView:
    """Arms or equipment, with how far it had come."""

    anchor: str
    what: str
    quantity: str
    supplier: Link | None
    recipients: tuple[Link, ...]
    stage: str
    route: str
    notes: tuple[NoteMark, ...]
    note: str


@dataclass(frozen=True, slots=True)
class NumberView:
    """A number worth comparing, with its unit and what it measures."""

    anchor: str
    measure: str
    of: str
    value: str
    notes: tuple[NoteMark, ...]
    note: str


def session_views(sheet: Sheet, event: Event) -> tuple[SessionView, ...]:
    """The sessions in the order of the record; what a session leaves out is the event's."""
    return tuple(
        SessionView(
            row.id,
            date_view(row.date) if row.date else event_date(event),
            tuple(short_link(sheet, id_) for id_ in row.sides),
            labels.FORMATS[row.format or event.format],
            sheet.link(row.place) if row.place else None,
            cite_row(sheet, event, row),
            row.note or "",
        )
        for row in event.sessions
    )


def met_views(sheet: Sheet, event: Event) -> MetView:
    """Who met whom, where that does not go without saying."""
    if not event.sessions and event.format not in ("indirect", "shuttle", "hybrid"):
        return MetView((), ())
    found = who_met(event)
    return MetView(_pairs(sheet, found.met), _pairs(sheet, found.apart))


def _pairs(sheet: Sheet, pairs: tuple[tuple[str, str], ...]) -> tuple[tuple[Link, Link], ...]:
    return tuple((short_link(sheet, one), short_link(sheet, other)) for one, other in pairs)


def term_views(sheet: Sheet, event: Event) -> tuple[TermView, ...]:
    """The terms with their compliance, each in the order of the record."""
    return tuple(_term(sheet, event, row) for row in event.terms)


def _term(sheet: Sheet, event: Event, row: Term) -> TermView:
    return TermView(
        row.id,
        sheet.link(row.topic),
        tuple(short_link(sheet, id_) for id_ in row.bound),
        row.text,
        time_allowed(row.within, row.counted_from),
        cite_row(sheet, event, row),
        row.note or "",
        tuple(_compliance(sheet, event, each) for each in event.compliance if each.term == row.id),
    )


def _compliance(sheet: Sheet, event: Event, row: Compliance) -> ComplianceView:
    notes = cite_row(sheet, event, row)
    return ComplianceView(date_view(row.as_of), labels.COMPLIANCE[row.state], row.text or "", notes, row.note or "")


def transfer_views(sheet: Sheet, event: Event) -> tuple[TransferView, ...]:
    """The transfers in the order of the record."""
    return tuple(_transfer(sheet, event, row) for row in event.transfers)


def _transfer(sheet: Sheet, event: Event, row: Transfer) -> TransferView:
    return TransferView(
        row.id,
        row.what,
        _measure(row.quantity),
        sheet.link(row.supplier) if row.supplier else None,
        links(sheet, row.recipients),
        labels.STAGES[row.stage],
        row.route or "",
        cite_row(sheet, event, row),
        row.note or "",
    )


def number_views(sheet: Sheet, event: Event) -> tuple[NumberView, ...]:
    """The numbers worth comparing, in the order of the record."""
    return tuple(_number(sheet, event, row) for row in event.quantities)


def _number(sheet: Sheet, event: Event, row: Quantity) -> NumberView:
    unit = (row.unit or "").replace("km2", "km²")
    value = " ".join(part for part in (_measure(row.value), unit) if part)
    return NumberView(
        row.id, row.measure, _called(sheet, event, row.of), value, cite_row(sheet, event, row), row.note or ""
    )


def _called(sheet: Sheet, event: Event, id_: str | None) -> str:
    """What the measured row or actor is called."""
    for transfer in event.transfers:
        if transfer.id == id_:
            return transfer.what
    return sheet.name(id_) if id_ and id_ in sheet.corpus.records else ""


def _measure(measure: Measure | None) -> str:
    if measure is None:
        return ""
    return "unknown" if measure.words == "not known" else measure.words
