"""The corpus: all records, linked and frozen. Everything a reader sees is computed from here.

``load`` goes from a folder to a corpus and its findings; the checks that look across records are in ``checks``.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING, TypeVar, cast

from communique.kinds import (
    KINDS,
    Actor,
    Briefing,
    Claim,
    Dossier,
    Event,
    Note,
    Page,
    Place,
    Record,
    Source,
    Tombstone,
    Topic,
    Track,
)
from communique.markings import exceeds, highest
from communique.references import mentioned
from communique.spellings import name_index

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from communique.editions import Figure, Pin
    from communique.evidence import Judged
    from communique.kinds.event_rows import Statement
    from communique.markings import Marking
    from communique.names import NameIndex

R = TypeVar("R", bound=Record)


@dataclass(frozen=True, slots=True)
class Backlink:
    """That the record ``id`` names another one, in the field ``field`` (``summary`` and ``body`` for links in text)."""

    id: str
    field: str


@dataclass(frozen=True, slots=True)
class Said:
    """A statement with the event it stands in."""

    event: Event
    statement: Statement

    @property
    def ref(self) -> str:
        """How it is cited: event-id#statement-id."""
        return f"{self.event.id}#{self.statement.id}"


@dataclass(frozen=True)
class Corpus:
    """All records of a dossier. Frozen; derived look-ups are computed once, on first use.

    ``judged`` are the verdicts on quotations, by the key of each; ``gaps`` the records of which a part is withheld;
    ``hidden`` the tombstones of the private content, which no build publishes: their ids alone would tell;
    ``pins`` are of the editions that were published, by id; ``figures`` those that each edition shows, by its
    id and their names.
    """

    dossier: Dossier
    records: Mapping[str, Record]
    tombstones: Mapping[str, Tombstone] = field(default_factory=dict)
    judged: Mapping[str, Judged] = field(default_factory=dict)
    gaps: frozenset[str] = frozenset()
    hidden: frozenset[str] = frozenset()
    pins: Mapping[str, Pin] = field(default_factory=dict)
    figures: Mapping[str, Mapping[str, Figure]] = field(default_factory=dict)

    def of(self, model: type[R]) -> tuple[R, ...]:
        """The records of one kind, in the order of their ids."""
        return cast("tuple[R, ...]", self._by_kind.get(model.kind, ()))

    @cached_property
    def _by_kind(self) -> dict[str, tuple[Record, ...]]:
        found: dict[str, list[Record]] = {name: [] for name in KINDS}
        for record in self.records.values():
            found[record.kind].append(record)
        return {name: tuple(sorted(each, key=lambda record: record.id)) for name, each in found.items()}

    @cached_property
    def heartland(self) -> tuple[Place, ...]:
        """The points of the country in which most of all places lie; none where that is one only."""
        points = [each for each in self.places if each.type != "state" and None not in (each.lat, each.lon)]
        often = Counter(each.country for each in points if each.country)
        country, most = max(often.items(), key=lambda each: (each[1], each[0]), default=("", 0))
        return tuple(each for each in points if each.country == country) if most > 1 else ()

    @cached_property
    def events(self) -> tuple[Event, ...]:
        """Events in the order a timeline shows them: by earliest day, then latest, then number and id."""
        return tuple(sorted(self.of(Event), key=lambda event: (event.date.sort_key, event.number or "", event.id)))

    @property
    def actors(self) -> tuple[Actor, ...]:
        """Actors by id."""
        return self.of(Actor)

    @property
    def places(self) -> tuple[Place, ...]:
        """Places by id."""
        return self.of(Place)

    @property
    def sources(self) -> tuple[Source, ...]:
        """Sources by id."""
        return self.of(Source)

    @cached_property
    def titles(self) -> Mapping[str, str]:
        """What we call each record: the house form of an actor or place, the title of anything else."""
        return MappingProxyType({id_: self._name(record) for id_, record in self.records.items()})

    @cached_property
    def in_text(self) -> Mapping[str, str]:
        """What a link without words says in a text: an event's number, as on paper; the title of anything else.

        A title in the middle of a sentence would be taken for a part of it.
        """
        numbers = {event.id: event.number for event in self.of(Event) if event.number}
        return MappingProxyType({**self.titles, **numbers})

    def _name(self, record: Record) -> str:
        if isinstance(record, Actor | Place):
            return record.names[self.dossier.language]
        return str(getattr(record, "title", None) or getattr(record, "question", None) or record.id)

    @cached_property
    def addresses(self) -> Mapping[str, str]:
        """Where each record's page stands, relative to the site's root."""
        return MappingProxyType({id_: address(record) for id_, record in self.records.items()})

    @cached_property
    def sources_by_id(self) -> Mapping[str, Source]:
        """Sources by id, for walking chains."""
        return MappingProxyType({source.id: source for source in self.sources})

    @property
    def tracks(self) -> tuple[Track, ...]:
        """Tracks by id."""
        return self.of(Track)

    @property
    def topics(self) -> tuple[Topic, ...]:
        """Topics by id."""
        return self.of(Topic)

    @property
    def claims(self) -> tuple[Claim, ...]:
        """Claims by id."""
        return self.of(Claim)

    @property
    def notes(self) -> tuple[Note, ...]:
        """Notes by id."""
        return self.of(Note)

    @cached_property
    def pages(self) -> tuple[Page, ...]:
        """Standing pages in their order."""
        return tuple(sorted(self.of(Page), key=lambda page: (page.order or 999, page.id)))

    @cached_property
    def briefings(self) -> tuple[Briefing, ...]:
        """Briefings, the latest edition first."""
        by_date = sorted(self.of(Briefing), key=lambda each: (each.date.sort_key, each.edition, each.id))
        return tuple(reversed(by_date))

    def get(self, model: type[R], id_: str) -> R:
        """The record ``id_`` of this kind. Raises LookupError where there is none."""
        record = self.records.get(id_)
        if not isinstance(record, model):
            raise LookupError(f"no {model.kind} '{id_}'")
        return record

    @cached_property
    def marked(self) -> Mapping[str, Marking]:
        """The marking of each record and statement that has one of its own above the dossier's, by id or reference."""
        found = {id_: record.marking for id_, record in self.records.items()}
        found |= {ref: said.statement.marking for ref, said in self.statements.items()}
        own = self.dossier.marking
        return MappingProxyType({ref: each for ref, each in found.items() if each is not None and exceeds(each, own)})

    @property
    def marking(self) -> Marking:
        """The highest marking of anything in it: that of an output which holds all of it."""
        return highest((self.dossier.marking, *self.marked.values()))

    @cached_property
    def names(self) -> NameIndex:
        """Every form of every name: for search and for links by name."""
        return name_index(self.records.values(), self.dossier.language)

    @cached_property
    def statements(self) -> Mapping[str, Said]:
        """Every statement by its reference, in the order of the events."""
        return MappingProxyType(
            {
                f"{event.id}#{statement.id}": Said(event, statement)
                for event in self.events
                for statement in event.statements
            }
        )

    @cached_property
    def backlinks(self) -> Mapping[str, tuple[Backlink, ...]]:
        """Who names a record or a row, by the id or ``event-id#row-id`` that is named."""
        found: defaultdict[str, dict[Backlink, None]] = defaultdict(dict)
        for record in self.records.values():
            for target, name in mentioned(record):
                found[target][Backlink(record.id, name)] = None
        return MappingProxyType({target: tuple(links) for target, links in found.items()})

    def naming(self, id_: str, model: type[R]) -> tuple[R, ...]:
        """The records of one kind that name ``id_``, in a field or a text: events in their order, others by id."""
        named = (self.records[link] for link in {link.id for link in self.backlinks.get(id_, ())})
        found = [record for record in named if isinstance(record, model)]
        return tuple(sorted(found, key=lambda each: (self._event_places.get(each.id, 0), each.id)))

    @cached_property
    def _event_places(self) -> dict[str, int]:
        return {event.id: place for place, event in enumerate(self.events)}

    @cached_property
    def said_by(self) -> Mapping[str, tuple[Said, ...]]:
        """What counts as said by each actor, or was spoken by it, in the order of the events."""
        return self._said(lambda row: (*row.by, row.speaker))

    @cached_property
    def said_on(self) -> Mapping[str, tuple[Said, ...]]:
        """The statements on each topic, in the order of the events."""
        return self._said(lambda row: (row.topic,))

    @cached_property
    def quoted_from(self) -> Mapping[str, tuple[Said, ...]]:
        """The statements with words of each source, in the order of the events."""
        return self._said(lambda row: (row.quote_source,))

    def _said(self, ids: Callable[[Statement], Iterable[str | None]]) -> Mapping[str, tuple[Said, ...]]:
        found: defaultdict[str, list[Said]] = defaultdict(list)
        for said in self.statements.values():
            for id_ in dict.fromkeys(filter(None, ids(said.statement))):
                found[id_].append(said)
        return MappingProxyType({id_: tuple(each) for id_, each in found.items()})

    @cached_property
    def claims_of(self) -> Mapping[str, tuple[Claim, ...]]:
        """The claims in which a statement is an assertion or an answer, by the statement's reference."""
        found: defaultdict[str, list[Claim]] = defaultdict(list)
        for claim in self.claims:
            for ref in dict.fromkeys((*claim.assertions, *(answer.statement for answer in claim.answers))):
                found[ref].append(claim)
        return MappingProxyType({ref: tuple(claims) for ref, claims in found.items()})


def address(record: Record) -> str:
    """Where a record's page stands, relative to the site's root; standing pages stand at the top."""
    folder = KINDS[record.kind].address
    return f"{folder}/{record.id}/index.html" if folder else f"{record.id}/index.html"
