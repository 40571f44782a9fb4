"""The rows of an event: sides, persons, sessions, statements, terms, transfers, quantities, readings."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal, Self

from pydantic import model_validator

from communique.fields import (
    ActorId,
    Apparatus,
    Date,
    DateOrUnknown,
    Fact,
    Id,
    Identity,
    Measure,
    PlaceId,
    Prose,
    Ref,
    SourceId,
    TermId,
    Text,
    TopicId,
    fault,
)
from communique.kinds.base import Cited, Row
from communique.markings import Marking

Role = Literal["party", "host", "mediator", "facilitator", "witness", "observer"]
Act = Literal["position", "demand", "offer", "refusal", "assertion", "denial", "plan", "characterisation"]
QuoteIs = Literal["original", "translation", "back-translation", "unknown"]
LocalPart = Annotated[Id, Ref(("actor",), part="statements terms sessions transfers quantities", local=True)]


class Side(Row):
    """A party, mediator or host, and how much is known of who sat for it."""

    known_by: ClassVar[tuple[str, ...]] = ("actor",)

    actor: Fact[ActorId]
    """The side's actor."""

    roles: Fact[tuple[Role, ...]] = ("party",)
    """What it was there as."""

    list: Fact[Literal["complete", "cut", "not-given"] | None] = None
    """Whether the sources give all who sat for it."""


class Presence(Cited):
    """One person at the event."""

    known_by: ClassVar[tuple[str, ...]] = ("actor",)

    actor: Fact[ActorId]
    """The person."""

    side: Fact[ActorId | None] = None
    """The side sat for, one of the event's sides."""

    part: Fact[Literal["head", "member"] | None] = None
    """Head or member of the delegation; left out: the sources do not say."""

    presence: Fact[Literal["attended", "reported", "invited", "absent"]] = "attended"
    """`reported`: a source we do not lean on says so."""

    post: Fact[Text | None] = None
    """The post as the source titles it; posts held are the actor's tenures."""

    named: Fact[Text | None] = None
    """The name as the source spells it."""

    signed: Fact[Literal["signed", "not-signed", "as-witness"] | None] = None
    """Whether this person put a name to the document."""


class Session(Cited):
    """Who was in one room."""

    id: Identity[Id]
    """Unique among the rows of this event."""

    date: Fact[Date | None] = None
    """Its day; left out: the event's."""

    sides: Fact[tuple[ActorId, ...]]
    """Those in the room, of the event's sides."""

    format: Fact[
        Literal["in-person", "indirect", "shuttle", "virtual", "phone", "hybrid", "written", "unknown"] | None
    ] = None
    """Left out: the event's."""

    place: Fact[PlaceId | None] = None
    """Left out: the event's."""


class Statement(Cited):
    """Who says what to whom, by one act."""

    id: Identity[Id]
    """Unique among the rows of this event; cited as event-id#id."""

    by: Fact[tuple[ActorId, ...]] = ()
    """Whose statement it counts as; two or more: a joint statement. May be empty with `unnamed`."""

    speaker: Fact[ActorId | None] = None
    """Who spoke for it."""

    unnamed: Fact[Text | None] = None
    """A speaker nobody named: anonymous LNA sources, to Al Arabiya."""

    to: Fact[tuple[ActorId, ...]] = ()
    """Whom it is addressed to; left out: nobody in particular."""

    act: Fact[Act]
    """What the words do; one act, one row."""

    topic: Fact[TopicId]
    """What it is about."""

    date: Fact[Date | None] = None
    """Left out: the event's; so a later reply may stand here too."""

    place: Fact[PlaceId | None] = None
    """Left out: the event's."""

    text: Fact[Text]
    """What is said, in our words."""

    quote: Fact[Text | None] = None
    """A short verbatim part of it."""

    quote_source: Fact[SourceId | None] = None
    """The source whose words these are; its language is the quotation's."""

    quote_is: Fact[QuoteIs | None] = None
    """Whether these are the speaker's own words or a translation of them."""

    quote_at: Fact[Text | None] = None
    """Where in the source the quotation stands."""

    within: Fact[Measure | None] = None
    """The time allowed: 45-90 days."""

    counted_from: Fact[DateOrUnknown | None] = None
    """The day `within` counts from, or unknown."""

    monitor: Fact[Text | None] = None
    """Who would see to it."""

    marking: Apparatus[Marking | None] = None
    """TLP 2.0; left out: the record's."""

    @model_validator(mode="after")
    def _has_a_voice_and_a_source_of_its_words(self) -> Self:
        if not self.by and not self.unnamed:
            raise fault("missing-key", "nobody says this", "give 'by', or 'unnamed' with the words of the source")
        if self.quote and not self.quote_source:
            raise fault("missing-key", "a quotation without 'quote_source'", "name the source whose words these are")
        return self


class Term(Cited):
    """One undertaking of an agreement."""

    id: Identity[Id]
    """Unique among the rows of this event; cited as event-id#id."""

    topic: Fact[TopicId]
    """What it is about."""

    bound: Fact[tuple[ActorId, ...]] = ()
    """Who has to do it."""

    text: Fact[Text]
    """What is to be done, in our words."""

    within: Fact[Measure | None] = None
    """The time allowed; the day it runs out is derived."""

    counted_from: Fact[DateOrUnknown | None] = None
    """The day `within` counts from, or unknown."""


class Compliance(Cited):
    """How a term stood on a day."""

    known_by: ClassVar[tuple[str, ...]] = ("term", "as_of")

    term: Fact[TermId]
    """The term's id in this event."""

    as_of: Fact[Date]
    """The day this was so."""

    state: Fact[Literal["under-way", "met", "partly-met", "not-met", "lapsed", "replaced", "disputed", "unknown"]]
    """How it stood."""

    text: Fact[Text | None] = None
    """What was done, in our words."""


class Transfer(Cited):
    """Arms or equipment that changed hands, or are said to have."""

    id: Identity[Id]
    """Unique among the rows of this event."""

    what: Fact[Text]
    """The thing."""

    quantity: Fact[Measure | None] = None
    """How many, with its bound: at least 14; several; unknown."""

    supplier: Fact[ActorId | None] = None
    """Who gives."""

    recipients: Fact[tuple[ActorId, ...]] = ()
    """Those claimed to receive."""

    stage: Fact[Literal["alleged", "requested", "contracted", "shipped", "delivered"]]
    """How far it had come."""

    route: Fact[Text | None] = None
    """The way it took."""


class Quantity(Cited):
    """A number worth comparing across sources."""

    id: Identity[Id]
    """Unique among the rows of this event."""

    of: Fact[LocalPart | None] = None
    """The row or actor it measures."""

    measure: Fact[Text]
    """What is measured; the same words wherever the same thing is."""

    value: Fact[Measure]
    """The number with its bound."""

    unit: Fact[Text | None] = None
    """Its unit: km2, vehicles."""


class Reading(Cited):
    """What another source has in place of what we print."""

    known_by: ClassVar[tuple[str, ...]] = ("of", "field", "label", "value")

    of: Fact[LocalPart | None] = None
    """Which row or actor of this event; left out: the event."""

    field: Fact[Text]
    """The field that differs; `other` where there is none, with a label."""

    label: Fact[Text | None] = None
    """What differs, in words."""

    value: Prose[Text]
    """What that source has."""

    phrase: Fact[Text | None] = None
    """The words that stand there: earlier this week."""

    counted_from: Fact[DateOrUnknown | None] = None
    """The day the phrase counts from."""

    where: Fact[Literal["headline", "body", "caption"] | None] = None
    """Where in the source it stands."""

    @model_validator(mode="after")
    def _other_has_a_label(self) -> Self:
        if self.field == "other" and not self.label:
            raise fault("missing-key", "'field: other' without 'label'", "say in 'label' what differs")
        return self
