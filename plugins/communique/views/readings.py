"""Where sources disagree: what we print, and every other reading beside it, with its source."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from communique import dates, durations
from communique.corpus import address
from communique.dates import DateError, Edtf
from communique.durations import Measure
from communique.kinds import Source
from communique.views import labels
from communique.views.choices import why_ours
from communique.views.citing import cite_row, cite_source, field_notes
from communique.views.labels import field_name
from communique.views.sheet import Link
from communique.views.verdicts import VerdictView, language_path, verdict_view
from communique.views.words import DateView, Foreign, date_view, foreign, joined

if TYPE_CHECKING:
    from communique.kinds import Event
    from communique.kinds.event_rows import Reading
    from communique.views.sheet import NoteMark, Sheet

_WORDS: dict[str, dict[str, str]] = {
    "type": labels.EVENT_TYPES,
    "status": labels.STATUSES,
    "format": labels.FORMATS,
    "result": labels.RESULTS,
    "act": labels.ACTS,
    "stage": labels.STAGES,
    "presence": labels.PRESENCE,
    "signed": labels.SIGNED,
    "part": labels.PARTS,
    "state": labels.COMPLIANCE,
    "quote_is": labels.QUOTE_IS,
}
_ROWS = ("statements", "terms", "sessions", "transfers", "quantities")


@dataclass(frozen=True, slots=True)
class Value:
    """A value as printed: words in their language, with a date mark where it is a date."""

    words: Foreign
    date: DateView | None = None
    quoted: bool = False


@dataclass(frozen=True, slots=True)
class ReadingView:
    """What one or more sources have in place of what we print. ``counted`` says how a phrase was counted."""

    of: str
    about: str
    value: Value
    phrase: str
    counted: str
    where: str
    notes: tuple[NoteMark, ...]
    note: str
    verdict: VerdictView | None = None
    path: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Difference:
    """One matter on which the accounts differ; ``ours`` is None where we print none of them.

    ``about`` says which row is meant and leads to it; None for the event itself. ``why`` says why ours is printed.
    """

    matter: str
    about: Link | None
    ours: Value | None
    notes: tuple[NoteMark, ...]
    others: tuple[ReadingView, ...]
    why: str


def differences(sheet: Sheet, event: Event, source: str = "") -> tuple[Difference, ...]:
    """Every matter of ``event`` on which sources differ, in the order of its readings; with ``source`` only what that
    one has instead, for a page of its own: no notes are numbered there, and links lead to the event.
    """
    grouped: dict[tuple[str, str, str], list[Reading]] = {}
    for reading in event.readings:
        if not source or source in reading.sources:
            grouped.setdefault((reading.of or "", reading.field, reading.label or ""), []).append(reading)
    found = tuple(_difference(sheet, event, rows) for rows in grouped.values())
    return tuple(_elsewhere(sheet, event, each) for each in found) if source else found


def _elsewhere(sheet: Sheet, event: Event, row: Difference) -> Difference:
    about = row.about
    if about and about.href.startswith("#"):
        about = Link(sheet.href(address(event)) + about.href, about.text)
    others = tuple(replace(each, notes=()) for each in row.others)
    return replace(row, about=about, notes=(), others=others, why="")


def readings_of(sheet: Sheet, event: Event, of: str) -> tuple[ReadingView, ...]:
    """The other readings of one row (or, empty, of the event itself)."""
    return tuple(reading_view(sheet, event, row) for row in event.readings if (row.of or "") == of)


def _difference(sheet: Sheet, event: Event, rows: list[Reading]) -> Difference:
    first = rows[0]
    row = _row(event, first.of)
    ours, notes = _printed(sheet, event, row, first)
    others = tuple(reading_view(sheet, event, each) for each in rows)
    why = why_ours(sheet, event, _followed(event, row, first), [id_ for each in rows for id_ in each.sources])
    return Difference(_matter(first), _about(sheet, event, first.of), ours, notes, others, why if ours else "")


def _followed(event: Event, row: Any, reading: Reading) -> tuple[str, ...]:
    """The sources of what we print."""
    if row is event:
        return tuple(each.source for each in event.sources if reading.field in each.supports)
    if reading.field == "quote" and row.quote_source:
        return (row.quote_source,)
    return tuple(getattr(row, "sources", ()))


def _matter(reading: Reading) -> str:
    said = reading.label or field_name(reading.field)
    return said[:1].upper() + said[1:]


def reading_view(sheet: Sheet, event: Event, row: Reading) -> ReadingView:
    """The view of one reading."""
    about = row.label or field_name(row.field)
    notes = cite_row(sheet, event, row)
    where = labels.WHERE[row.where] if row.where else ""
    verdict, path = _checked(sheet, event, row) if row.field == "quote" else (None, ())
    value, counted = _read(sheet, row), _counted(row)
    return ReadingView(
        row.of or "", about, value, row.phrase or "", counted, where, notes, row.note or "", verdict, path
    )


def _checked(sheet: Sheet, event: Event, row: Reading) -> tuple[VerdictView, tuple[str, ...]]:
    """The verdict on the words of a reading in the first of its sources, and the languages they came through."""
    source = sheet.corpus.get(Source, row.sources[0])
    speaker = next((each.speaker for each in event.statements if each.id == row.of), None)
    via = row.via or next((each.via for each in event.sources if each.source == source.id), None)
    path = language_path(sheet, source.id, via)
    return verdict_view(sheet, row.value, source, speaker), path if len(path) > 1 else ()


def _read(sheet: Sheet, row: Reading) -> Value:
    if row.field in ("date", "end", "takes_effect") and (date := _as_date(row.value)):
        view = date_view(date)
        return Value(Foreign(view.words), view)
    words = _WORDS.get(row.field, {}).get(row.value) or _measured(row) or _named(sheet, row)
    if row.field == "quote":
        return Value(_in_language_of_source(sheet, row), quoted=True)
    return Value(Foreign(words))


def _measured(row: Reading) -> str:
    """A number or duration in the words in which we print ours, so that the two can be compared."""
    if row.field not in ("value", "quantity", "within"):
        return ""
    try:
        return durations.parse(row.value).words
    except durations.MeasureError:
        return ""


def _named(sheet: Sheet, row: Reading) -> str:
    """The name of a record, where the reading names one by its id in a field that holds ids."""
    held = row.field in ("place", "speaker", "by", "to", "supplier", "recipients", "bound", "side", "sides")
    ids = [part.strip() for part in row.value.strip("[]").split(",")]
    if held and all(id_ in sheet.corpus.records for id_ in ids):
        return joined([sheet.name(id_) for id_ in ids])
    return row.value


def _in_language_of_source(sheet: Sheet, row: Reading) -> Foreign:
    languages = {sheet.corpus.get(Source, id_).language for id_ in row.sources}
    own = sheet.corpus.dossier.language
    return foreign(row.value, languages.pop(), own) if len(languages) == 1 else Foreign(row.value)


def _counted(row: Reading) -> str:
    if row.counted_from is None:
        return ""
    day = row.counted_from.words() if isinstance(row.counted_from, Edtf) else "an unknown day"
    return f"counted from {day}"


def _as_date(text: str) -> Edtf | None:
    try:
        return dates.parse(text)
    except DateError:
        return None


# What we print


def _row(event: Event, of: str | None) -> Any:
    """The row of ``event`` that is meant: one with that id, or the person or side of that name; else the event."""
    if not of:
        return event
    for name in _ROWS:
        for row in getattr(event, name):
            if row.id == of:
                return row
    people = {row.actor: row for row in event.present}
    sides = {row.actor: row for row in event.sides}
    return people.get(of) or sides.get(of) or event


def _printed(sheet: Sheet, event: Event, row: Any, reading: Reading) -> tuple[Value | None, tuple[NoteMark, ...]]:
    if reading.field == "other":
        return None, ()
    given = getattr(row, reading.field, None)
    if row is event:
        notes = field_notes(sheet, event, reading.field)
    elif reading.field == "quote" and row.quote_source:
        notes = (cite_source(sheet, event, row.quote_source),)
    else:
        notes = cite_row(sheet, event, row) if hasattr(row, "sources") else ()
    return _value(sheet, event, reading.field, row, given), notes


def _value(sheet: Sheet, event: Event, name: str, row: Any, given: Any) -> Value | None:
    if given is None or given == ():
        return None
    if name == "date" and row is event:
        view = date_view(event.date, event.end, text=event.date_text)
        return Value(Foreign(view.words), view)
    if isinstance(given, Edtf):
        view = date_view(given)
        return Value(Foreign(view.words), view)
    if name == "quote":
        language = sheet.corpus.get(Source, row.quote_source).language
        return Value(foreign(given, language, sheet.corpus.dossier.language), quoted=True)
    return Value(Foreign(_plain(sheet, name, given)))


def _plain(sheet: Sheet, name: str, given: Any) -> str:
    if isinstance(given, Measure):
        return given.words
    if isinstance(given, tuple):
        return joined([_plain(sheet, name, getattr(each, "actor", each)) for each in given])
    text = str(given)
    if text in _WORDS.get(name, {}):
        return _WORDS[name][text]
    return sheet.name(text) if text in sheet.corpus.records else text


def _about(sheet: Sheet, event: Event, of: str | None) -> Link | None:
    """Which row is meant: ``statement 11`` with the way to it, or the name of a person; None for the event."""
    if not of:
        return None
    for name in _ROWS:
        for number, row in enumerate(getattr(event, name), start=1):
            if row.id == of:
                what = getattr(row, "what", None) or getattr(row, "measure", None)
                return Link(f"#{of}", str(what or f"{name.removesuffix('s')} {number}"))
    return sheet.link(of) if of in sheet.corpus.records else None
