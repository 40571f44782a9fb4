"""The four to eight facts that stand at the head of an event."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from communique.dates import Day
from communique.kinds import Event, Source
from communique.tongue import gettext, say
from communique.views import labels
from communique.views.citing import cite_source, field_notes
from communique.views.sheet import Link
from communique.views.words import counted, date_view, event_date, type_mark

if TYPE_CHECKING:
    from collections.abc import Iterator

    from communique.views.chainviews import Accounts
    from communique.views.sheet import NoteMark, Sheet
    from communique.views.words import DateView, TypeMark


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact: a label over a value, which is a date, words or links, in that order. ``more`` stands below."""

    label: str
    date: DateView | None = None
    mark: TypeMark | None = None
    words: str = ""
    links: tuple[Link, ...] = ()
    notes: tuple[NoteMark, ...] = ()
    more: str = ""
    more_href: str = ""


def event_facts(sheet: Sheet, event: Event, found: Accounts) -> tuple[Fact, ...]:
    """The facts of an event, those left out that do not apply."""
    return tuple(_facts(sheet, event, found))


def _facts(sheet: Sheet, event: Event, found: Accounts) -> Iterator[Fact]:
    yield _date(sheet, event)
    if event.status != "held":
        yield Fact(gettext("Status"), words=labels.STATUSES[event.status], notes=field_notes(sheet, event, "status"))
    yield Fact(
        gettext("Sort"),
        mark=type_mark(event),
        words=labels.EVENT_TYPES[event.type],
        more="" if event.format == "unknown" and event.type != "meeting" else labels.FORMATS[event.format],
        notes=field_notes(sheet, event, "format"),
    )
    if event.place:
        yield Fact(gettext("Place"), links=(sheet.link(event.place),), notes=field_notes(sheet, event, "place"))
    if event.result:
        yield Fact(gettext("Result"), words=labels.RESULTS[event.result], notes=field_notes(sheet, event, "result"))
    if event.tracks:
        links = tuple(sheet.link(id_) for id_ in event.tracks)
        yield Fact(
            gettext("Track"),
            links=links,
            more=say("round {number}", number=event.round) if event.round else "",
        )
    if event.document:
        yield _document(sheet, event)
    if event.takes_effect:
        notes = field_notes(sheet, event, "takes_effect")
        yield Fact(gettext("Takes effect"), date=date_view(event.takes_effect), notes=notes)
    if first := _first_public(sheet, event):
        yield first
    yield Fact(
        gettext("Evidence"),
        words=counted(found.sources, "account"),
        more=(gettext("single origin") if found.origins == 1 else counted(found.origins, "origin"))
        + ("; circular reporting" if found.ring else ""),
        more_href="#_accounts",
    )


def _date(sheet: Sheet, event: Event) -> Fact:
    readings = len({row.value for row in event.readings if row.field == "date" and not row.of})
    more = counted(readings, "other reading") if readings else ""
    notes = field_notes(sheet, event, "date")
    return Fact(gettext("Date"), date=event_date(event), notes=notes, more=more, more_href="#_readings" if more else "")


def _document(sheet: Sheet, event: Event) -> Fact:
    notes = (cite_source(sheet, event, event.document_source),) if event.document_source else ()
    return Fact(gettext("Document"), words=event.document or "", notes=notes or field_notes(sheet, event, "document"))


def _first_public(sheet: Sheet, event: Event) -> Fact | None:
    """The first account we have: the source whose day of publication was over first."""
    dated = []
    for each in event.sources:
        source = sheet.corpus.get(Source, each.source)
        if source.published and isinstance(source.published.latest, Day):
            dated.append((source.published.latest, source))
    if not dated:
        return None
    first = min(dated, key=lambda pair: (pair[0], pair[1].reliability, pair[1].id))[1]
    return Fact(gettext("First account"), date=date_view(first.published), more=first.publisher)
