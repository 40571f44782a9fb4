"""A statement with all that belongs in one view: who says it to whom, its words, other readings, its answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from communique import dates, durations
from communique.corpus import address
from communique.dates import Edtf
from communique.kinds import Source
from communique.views import labels
from communique.views.citing import cite_row, cite_source
from communique.views.claimstate import ClaimState, answer_claims, assertion_claims, claim_state
from communique.views.labels import language_name
from communique.views.naming import short_link
from communique.views.readings import ReadingView, readings_of
from communique.views.sheet import Link, event_number
from communique.views.verdicts import VerdictView, language_path, upstream, verdict_view
from communique.views.ways import WayStop, origin_words, way_here
from communique.views.words import DateView, Foreign, date_view, event_date, foreign

if TYPE_CHECKING:
    from communique.corpus import Said
    from communique.durations import Measure
    from communique.kinds import Claim, Event
    from communique.kinds.event_rows import Statement
    from communique.views.sheet import Grade, NoteMark, Sheet


@dataclass(frozen=True, slots=True)
class OriginalView:
    """The words that a quotation is a translation of, as a source nearer to the speaker has them."""

    words: Foreign
    source: Link
    verdict: VerdictView


@dataclass(frozen=True, slots=True)
class QuotationView:
    """Words as a source has them; ``kind`` says whether they are the speaker's own.

    ``path`` are the languages they came through, the first one first, where there is more than one; ``original`` are
    the words they translate, where we hold those.
    """

    words: Foreign
    source: Link
    publisher: str
    language: str
    grade: Grade
    kind: str
    at: str
    verdict: VerdictView
    path: tuple[str, ...] = ()
    original: OriginalView | None = None


@dataclass(frozen=True, slots=True)
class TimeAllowed:
    """A time allowed: how long, from which day, and when it runs out. ``due`` is *unknown* where its start is."""

    within: str
    counted_from: DateView
    due: str


@dataclass(frozen=True, slots=True)
class Voice:
    """Who speaks. ``by`` is whose statement it counts as, ``speaker`` the person who spoke for it.

    ``unnamed`` are the source's words for a speaker nobody named.
    """

    by: tuple[Link, ...]
    speaker: Link | None
    unnamed: str
    to: tuple[Link, ...]
    joint: bool


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer to an assertion: a statement of somebody, and how it answers. ``link`` leads to the statement."""

    how: str
    voice: Voice
    date: DateView
    text: str
    quotation: QuotationView | None
    notes: tuple[NoteMark, ...]
    link: Link
    note: str


@dataclass(frozen=True, slots=True)
class Silence:
    """Somebody whose answer was asked or looked for without result."""

    actor: Link
    until: DateView | None
    notes: tuple[NoteMark, ...]
    note: str


@dataclass(frozen=True, slots=True)
class DisputeView:
    """A claim that a statement asserts, with everything that was answered.

    ``told_at`` leads to where the answers stand in full on the same page; here they are then told in short.
    """

    claim: Link
    state: ClaimState
    replies: tuple[Reply, ...]
    silences: tuple[Silence, ...]
    told_at: Link | None = None


@dataclass(frozen=True, slots=True)
class RepliesTo:
    """A claim that a statement answers, and how."""

    claim: Link
    how: str


@dataclass(frozen=True, slots=True)
class StatementView:
    """One statement. ``own_date`` says that it was made on another day than its event; ``origins`` on how many it
    rests, and ``way`` how it came here where that took more than one hop.
    """

    ref: str
    anchor: str
    number: int
    link: Link
    event: Link
    event_number: str
    voice: Voice
    act: str
    act_words: str
    topic: Link
    date: DateView
    own_date: bool
    place: Link | None
    text: str
    notes: tuple[NoteMark, ...]
    quotation: QuotationView | None
    time_allowed: TimeAllowed | None
    monitor: str
    readings: tuple[ReadingView, ...]
    disputes: tuple[DisputeView, ...]
    replies_to: tuple[RepliesTo, ...]
    note: str
    marking: str
    origins: str
    way: tuple[WayStop, ...]


def statement_view(sheet: Sheet, said: Said, told: dict[str, Link] | None = None) -> StatementView:
    """The view of one statement, with its notes numbered on ``sheet``.

    ``told`` remembers, for a page of several statements, where each claim's answers already stand in full.
    """
    event, row = said.event, said.statement
    if row.marking:
        sheet.banner.show(row.marking)
    number = [each.id for each in event.statements].index(row.id) + 1
    return StatementView(
        ref=said.ref,
        anchor=row.id,
        number=number,
        link=sheet.link(said.ref),
        event=sheet.link(event.id),
        event_number=event_number(event),
        voice=voice(sheet, row),
        act=row.act,
        act_words=labels.ACTS[row.act],
        topic=sheet.link(row.topic),
        date=statement_date(said),
        own_date=row.date is not None and row.date != event.date,
        place=sheet.link(row.place) if row.place else None,
        text=row.text,
        notes=cite_row(sheet, event, row),
        quotation=quotation(sheet, event, row),
        time_allowed=time_allowed(row.within, row.counted_from),
        monitor=row.monitor or "",
        readings=readings_of(sheet, event, row.id),
        disputes=_disputes(sheet, said, number, {} if told is None else told),
        replies_to=tuple(
            RepliesTo(sheet.link(claim.id), labels.ANSWERS[how]) for claim, how in answer_claims(sheet, said)
        ),
        note=row.note or "",
        marking=row.marking or "",
        origins=origin_words(sheet, event, row),
        way=way_here(sheet, event, row),
    )


def _disputes(sheet: Sheet, said: Said, number: int, told: dict[str, Link]) -> tuple[DisputeView, ...]:
    claims = assertion_claims(sheet, said)
    found = tuple(dispute(sheet, claim, told.get(claim.id)) for claim in claims)
    for claim in claims:
        told.setdefault(claim.id, Link(f"#{said.statement.id}", f"statement {number}"))
    return found


def statement_date(said: Said, in_year: int | None = None) -> DateView:
    """When a statement was made: its own day, else that of its event."""
    if said.statement.date is not None:
        return date_view(said.statement.date, in_year=in_year)
    return event_date(said.event, in_year)


def voice(sheet: Sheet, row: Statement) -> Voice:
    """Who says it to whom, under the short names that readers know."""
    by = tuple(short_link(sheet, id_) for id_ in row.by)
    speaker = sheet.link(row.speaker) if row.speaker and row.speaker not in row.by else None
    to = tuple(short_link(sheet, id_) for id_ in row.to)
    return Voice(by, speaker, row.unnamed or "", to, joint=len(row.by) > 1)


def quotation(sheet: Sheet, event: Event, row: Statement) -> QuotationView | None:
    """The verbatim part of a statement, if it has one."""
    if not row.quote or not row.quote_source:
        return None
    source = sheet.corpus.get(Source, row.quote_source)
    note = cite_source(sheet, event, row.quote_source)
    via = row.via or next((each.via for each in event.sources if each.source == row.quote_source), None)
    path = () if row.quote_is == "original" else language_path(sheet, row.quote_source, via)
    return QuotationView(
        foreign(row.quote, source.language, sheet.corpus.dossier.language),
        Link(note.source.href, source.publisher),
        source.publisher,
        language_name(source.language),
        note.grade,
        labels.QUOTE_IS[row.quote_is or "unknown"],
        row.quote_at or "",
        verdict_view(sheet, row.quote, source, row.speaker),
        path if len(path) > 1 else (),
        _original(sheet, event, row, via) if row.quote_is != "original" else None,
    )


def _original(sheet: Sheet, event: Event, row: Statement, via: str | None) -> OriginalView | None:
    """The words of the source farthest up the chain that the event has for this statement."""
    away = upstream(sheet, row.quote_source or "", via)
    held = [
        (away[id_], id_, reading)
        for reading in event.readings
        if reading.of == row.id and reading.field == "quote"
        for id_ in reading.sources
        if id_ in away
    ]
    if not held:
        return None
    _, id_, reading = max(held, key=lambda each: each[:2])
    source = sheet.corpus.get(Source, id_)
    words = foreign(reading.value, source.language, sheet.corpus.dossier.language)
    link = sheet.link(id_, source.publisher)
    return OriginalView(words, link, verdict_view(sheet, reading.value, source, row.speaker))


def time_allowed(within: Measure | None, counted_from: Edtf | str | None) -> TimeAllowed | None:
    """A time allowed, with the day it runs out; nothing is counted from a day that is not known."""
    if within is None:
        return None
    due = "unknown"
    if isinstance(counted_from, Edtf):
        bounds = durations.deadline(counted_from, within)
        due = dates.bounds_words(bounds).replace("not known", "unknown")
    return TimeAllowed(within.words.replace("not known", "unknown"), date_view(counted_from), due)


# Claims


def dispute(sheet: Sheet, claim: Claim, told_at: Link | None = None) -> DisputeView:
    """A claim with its answers and with those who did not answer."""
    state = claim_state(sheet, claim)
    return DisputeView(sheet.link(claim.id), state, replies(sheet, claim), silences(sheet, claim), told_at)


def replies(sheet: Sheet, claim: Claim) -> tuple[Reply, ...]:
    """Every answer, by day."""
    statements = sheet.corpus.statements
    rows = sorted(claim.answers, key=lambda each: statement_date(statements[each.statement]).sort)
    return tuple(reply(sheet, statements[each.statement], labels.ANSWERS[each.how], each.note or "") for each in rows)


def reply(sheet: Sheet, said: Said, how: str, note: str) -> Reply:
    """One answer."""
    event, row = said.event, said.statement
    link = Link(sheet.href(f"{address(event)}#{row.id}"), event_number(event))
    return Reply(
        how,
        voice(sheet, row),
        statement_date(said),
        row.text,
        quotation(sheet, event, row),
        cite_row(sheet, event, row),
        link,
        note,
    )


def silences(sheet: Sheet, claim: Claim, in_year: int | None = None) -> tuple[Silence, ...]:
    """Who did not answer, as far as anybody looked."""
    return tuple(
        Silence(
            sheet.link(row.actor),
            date_view(row.until, in_year=in_year) if row.until else None,
            cite_row(sheet, claim, row),
            row.note or "",
        )
        for row in claim.no_answer
    )
