"""The dossier as it could have been published on a past day: nothing in it rests on a source that came later.

``as_of`` goes in four steps. Sources and events that were not known fall away, and rows with them; a field or row
whose own source came later falls back to the reading of one that was known. Free text stays where all that it cites
was known; where it cites nothing, from the day it was written (``written.py``). What then leads nowhere is taken out,
until nothing more changes. Last, actors, places, tracks and topics stay that something still names.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from pydantic import TypeAdapter, ValidationError

from communique.blocks import BLOCKS
from communique.checks.blocks import read_options
from communique.dates import Day
from communique.fields import FieldClass
from communique.kinds import Actor, Briefing, Claim, Event, Note, Page, Place, Source, Topic, Track
from communique.kinds.base import Citation, Cited, NameForm, Row
from communique.kinds.claim import NoAnswer, Variant
from communique.kinds.event_rows import Reading
from communique.known import known_from
from communique.markdown import Mention, fences, scan
from communique.pruning import Standing
from communique.references import PARTS, led_to, references
from communique.shapes import FieldShape, shape
from communique.written import UNTOLD, Written

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from communique.corpus import Corpus
    from communique.kinds import Record

WRITTEN_LATER: Final = "Written later."
"""What stands in place of a text that may not be shown."""
LATER_SOURCE: Final = "a source that is not in this view"
NAMED: Final = (Actor, Place, Track, Topic)
"""Kinds of which a record is known when something known names it."""


@dataclass(frozen=True, slots=True)
class AsOf:
    """What was known on ``day``; why each other record is left out; the sources that no such build can hold.

    ``untold`` are the texts (``record: field``) that cite nothing and whose day nobody knows, with the reason.
    """

    day: Day
    corpus: Corpus
    left_out: Mapping[str, str]
    undated: tuple[str, ...]
    untold: tuple[str, ...] = ()


def as_of(corpus: Corpus, day: Day, written: Written = UNTOLD) -> AsOf:
    """Cut ``corpus`` to what had been published by the end of ``day``; ``written`` dates what cites nothing."""
    cut = _Cut(corpus, day, written)
    kept = cut.run()
    undated = tuple(source.id for source in corpus.sources if known_from(source) is None)
    left_out = {
        id_: "undated: left out of every as-of build" if id_ in undated else f"not known on {day}"
        for id_ in corpus.records
        if id_ not in kept
    }
    dossier = corpus.dossier.model_copy(
        update={"summary": f"What had been published by {day}, and nothing later.", "covers": None}
    )
    graves = {
        id_: grave
        for id_, grave in corpus.tombstones.items()
        if (grave.merged_into is not None and led_to(corpus.tombstones, id_) in kept) or _by(grave.date, day)
    }
    untold = tuple(f"{id_}: {name}" for id_, name in sorted(cut.untold) if id_ in kept or id_ in cut.emptied)
    return AsOf(day, replace(corpus, dossier=dossier, records=kept, tombstones=graves), left_out, undated, untold)


def _by(date: Any, day: Day) -> bool:
    """Whether a date is surely not after ``day``."""
    latest = getattr(date, "latest", None)
    return isinstance(latest, Day) and latest <= day


class _Cut:
    """One cut. ``records`` are those still standing."""

    def __init__(self, corpus: Corpus, day: Day, written: Written) -> None:
        self.corpus = corpus
        self.day = day
        self.written = written
        self.untold: set[tuple[str, str]] = set()
        self.emptied: set[str] = set()
        self.sources = {
            source.id for source in corpus.sources if (since := known_from(source)) is not None and since <= day
        }
        self.records: dict[str, Record] = {}

    def known(self, id_: str) -> bool:
        """Whether the source ``id_`` was known; a merged one goes by what took its place."""
        return led_to(self.corpus.tombstones, id_) in self.sources

    def wrote(self, id_: str, name: str, words: str) -> bool:
        """Whether field ``name`` of the record, or of a row of it, had these words by then."""
        since = self.written.on(id_, name, words)
        if since is None:
            self.untold.add((id_, name))
        return since is not None and since <= self.day

    def run(self) -> dict[str, Record]:
        for record in self.corpus.records.values():
            if (cut := self._record(record)) is not None:
                self.records[record.id] = cut
        while self._settle():
            pass
        reached = _reached(self.corpus, self.records)
        return {id_: each for id_, each in self.records.items() if id_ in reached or not isinstance(each, NAMED)}

    # What was known, and what is said in its own right

    def _record(self, record: Record) -> Record | None:
        if isinstance(record, Source) and not self.known(record.id):
            return None
        if isinstance(record, Event):
            if not any(self.known(row.source) for row in record.sources):
                return None
            record = self._fallen_back(record)
        if isinstance(record, Briefing | Note) and record.date is not None and not _by(record.date, self.day):
            return None
        changed: dict[str, Any] = {"accept": (), "private_note": None, **self._texts(record)}
        for field in shape(type(record)):
            if field.row is not None and field.many and field.name != "accept":
                rows = (self._row(record.id, row) for row in getattr(record, field.name))
                changed[field.name] = tuple(row for row in rows if row is not None)
        return record.model_copy(update=changed)

    def _texts(self, record: Record) -> dict[str, Any]:
        """The record's own plain texts that go: a title stays with its record, the rest from when it was written."""
        gone: dict[str, Any] = {}
        for field in shape(type(record)):
            if field.field_class is FieldClass.TEXT and field.row is None and not field.markdown and not field.derived:
                text = getattr(record, field.name)
                if field.name not in ("title", "question") and text and not self.wrote(record.id, field.name, text):
                    gone[field.name] = WRITTEN_LATER if field.required else None
        return gone

    def _row(self, of: str, row: Any) -> Any:
        """The row of record ``of`` as it stood; None where it did not."""
        if isinstance(row, Citation):
            return self._noted(of, row, (row.source,)) if self.known(row.source) else None
        if isinstance(row, Cited | NameForm):
            return self._cited(of, row)
        date = getattr(row, "date", None) or getattr(row, "captured", None)
        if date is not None and not _by(date, self.day):
            return None
        changed: dict[str, Any] = {}
        if getattr(row, "source", None) and "unnamed" in type(row).model_fields and not self.known(row.source):
            changed |= {"source": None, "unnamed": LATER_SOURCE}
        return self._noted(of, row.model_copy(update=changed), ())

    def _cited(self, of: str, row: Any) -> Any:
        if row.sources and not any(self.known(id_) for id_ in row.sources):
            return None
        if not row.sources and isinstance(row, Cited) and not self._stands_alone(row):
            return None
        changed: dict[str, Any] = {"sources": tuple(id_ for id_ in row.sources if self.known(id_))}
        if getattr(row, "quote_source", None) and not self.known(row.quote_source):
            changed |= {"quote": None, "quote_source": None, "quote_is": None, "quote_at": None}
        if not row.sources or not all(self.known(id_) for id_ in row.sources):
            # Its further dates, and what an editor remarks, may rest on the source that came later.
            changed |= {name: None for name in ("end", "shown") if name in type(row).model_fields}
        return self._noted(of, row.model_copy(update=changed), row.sources)

    def _stands_alone(self, row: Cited) -> bool:
        if isinstance(row, Variant):
            return row.statement is not None
        return isinstance(row, NoAnswer) and _by(row.until, self.day)

    def _noted(self, of: str, row: Row, sources: Iterable[str]) -> Row:
        """The row, with its note where all its sources were known; without any, where it was written by then."""
        ids, note = tuple(sources), getattr(row, "note", None)
        stays = all(self.known(id_) for id_ in ids) if ids else bool(note) and self.wrote(of, "note", str(note))
        return row if stays or not note else row.model_copy(update={"note": None})

    # Readings as they stood

    def _fallen_back(self, event: Event) -> Event:
        """What rests on later sources alone gives way to the earliest known reading of it, or to nothing."""
        changed: dict[str, Any] = {}
        used: list[Reading] = []
        for name in {name for row in event.sources for name in row.supports}:
            if any(self.known(row.source) for row in event.sources if name in row.supports):
                continue
            field = next((each for each in shape(Event) if each.key == name), None)
            if field is None or field.name in ("title", "sources"):
                continue
            reading = self._reading(event, None, name)
            value = _read(field, reading.value) if reading is not None else None
            if value is not None and reading is not None:
                changed[field.name] = value
                used.append(reading)
            elif not field.required:
                changed[field.name] = field.default
        for name in PARTS:
            changed[name] = tuple(self._told_before(event, row, used) for row in getattr(event, name))
        changed["readings"] = tuple(row for row in event.readings if row not in used)
        return event.model_copy(update=changed)

    def _told_before(self, event: Event, row: Any, used: list[Reading]) -> Any:
        """A row whose own sources came later, in the words of a reading that was there."""
        reading = self._reading(event, row.id, "text")
        if reading is None or "text" not in type(row).model_fields or any(self.known(id_) for id_ in row.sources):
            return row
        used.append(reading)
        update = {"text": reading.value, "sources": reading.sources, "quote": None, "quote_source": None, "note": None}
        return row.model_copy(update={name: value for name, value in update.items() if name in type(row).model_fields})

    def _reading(self, event: Event, of: str | None, field: str) -> Reading | None:
        fits = (row for row in event.readings if row.of == of and row.field == field)
        return next((row for row in fits if any(self.known(id_) for id_ in row.sources)), None)

    # What leads nowhere

    def _settle(self) -> bool:
        """Take out once what leads nowhere; whether anything changed."""
        standing = Standing(self.corpus.tombstones, self.records)
        settled = {id_: new for id_, each in self.records.items() if (new := self._settled(standing, each)) is not None}
        changed = settled != self.records
        self.records = settled
        return changed

    def _settled(self, standing: Standing, record: Record) -> Record | None:
        changed: dict[str, Any] = {}
        for field in shape(type(record)):
            text = getattr(record, field.name)
            if field.markdown and text and text != WRITTEN_LATER and not self._told(standing, record, field.name, text):
                if field.required:
                    self.emptied.add(record.id)
                    return None
                untold = not _mentions(text) and self.written.on(record.id, field.name, text) is None
                changed[field.name] = None if untold else WRITTEN_LATER
        if isinstance(record, Briefing) and not all(
            standing.leads(record.id, target, local=local) for target, local in _named(record)
        ):
            return None
        pruned: Record | None = standing.pruned(record.id, record.model_copy(update=changed) if changed else record)
        if isinstance(pruned, Claim) and not pruned.assertions and not pruned.answers:
            return None
        return pruned

    def _told(self, standing: Standing, record: Record, name: str, text: str) -> bool:
        """Whether a text could stand: all it cites was known, or it cites nothing and was written by then. A page of
        the house need not cite."""
        found = _mentions(text)
        if not found:
            return isinstance(record, Page) or self.wrote(record.id, name, text)
        return all(standing.leads(record.id, each.id + (f"#{each.part}" if each.part else "")) for each in found)


def _mentions(text: str) -> list[Mention]:
    return [found for found in scan(text) if isinstance(found, Mention)]


def _named(briefing: Briefing) -> Iterator[tuple[str, bool]]:
    """What an edition names in its judgements and blocks: without one of them it is another edition."""
    for row in briefing.judgements:
        yield from ((id_, False) for id_ in row.rests_on)
    for fence in fences(briefing.body):
        known = fence.info in BLOCKS
        options = read_options(fence.info, fence.content, briefing.id, fence.line)[0] if known else None
        if options is not None:
            yield from ((each.target, each.ref.local) for each in references(options))


def _read(field: FieldShape, text: str) -> Any:
    """A reading's words as a value of ``field``; None where they are none."""
    info = Event.model_fields[field.name]
    try:
        return TypeAdapter(info.rebuild_annotation()).validate_python(text)
    except ValidationError:
        return None


def _reached(corpus: Corpus, records: Mapping[str, Record]) -> set[str]:
    """What the events, sources, claims and writings still standing name, directly or by what they name."""
    found: set[str] = set()
    waiting = [id_ for id_, each in records.items() if not isinstance(each, NAMED)]
    while waiting:
        id_ = waiting.pop()
        if id_ in found or id_ not in records:
            continue
        found.add(id_)
        waiting += [led_to(corpus.tombstones, target.partition("#")[0]) for target in _targets(records[id_])]
    return found


def _targets(record: Record) -> Iterator[str]:
    yield from (each.target for each in references(record))
    for field in shape(type(record)):
        if field.markdown and (text := getattr(record, field.name)):
            yield from (each.id for each in _mentions(text))
    if isinstance(record, Briefing):
        yield from (target for target, _ in _named(record))
