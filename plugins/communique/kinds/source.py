"""Sources: what we read, how far we trust it, and whom it has it from."""

from __future__ import annotations

from typing import ClassVar, Literal, Self

from pydantic import Field, model_validator

from communique.fields import (
    ActorId,
    Apparatus,
    Date,
    Fact,
    Identity,
    Language,
    Prose,
    SourceId,
    Span,
    Text,
    Url,
    fault,
)
from communique.kinds.base import Record, Reliability, Row
from communique.kinds.patterns import Digest, LineRange

SourceType = Literal[
    "release", "transcript", "agency", "news", "broadcast", "post", "aggregator", "reference", "analysis"
]


class Parent(Row):
    """One parent of a source: where a passage of it comes from."""

    known_by: ClassVar[tuple[str, ...]] = ("source", "actor", "occasion", "unnamed")

    source: Fact[SourceId | None] = None
    """The parent, where it is a record."""

    actor: Fact[ActorId | None] = None
    """An actor's own word, of which we hold no record: the chain ends there, at somebody named."""

    occasion: Fact[Text | None] = None
    """When or where that actor said it: press conference of 8 January 2020."""

    unnamed: Fact[Text | None] = None
    """An origin without a record, that is no actor of ours: military sources, to RT."""

    how: Fact[Literal["translates", "rewrites", "quotes", "reprints", "reports"]]
    """How the passage was taken over."""

    part: Fact[Text | None] = None
    """Which passage."""

    @model_validator(mode="after")
    def _is_one_parent(self) -> Self:
        if sum(each is not None for each in (self.source, self.actor, self.unnamed)) != 1:
            what = "a row of 'cites' has one of 'source', 'actor' and 'unnamed'"
            raise fault("missing-key", what, "give one of the three")
        if self.occasion is not None and self.actor is None:
            raise fault("missing-key", "an 'occasion' without 'actor'", "name in 'actor' who spoke")
        return self


class Snapshot(Row):
    """One archived capture; its bytes live in the private store, found by hash."""

    known_by: ClassVar[tuple[str, ...]] = ("sha256",)

    captured: Fact[Date]
    """The day it was captured."""

    sha256: Identity[Digest]
    """Of the bytes."""

    ignore: Apparatus[tuple[LineRange, ...]] = ()
    """Line ranges of boilerplate, in which no quotation is looked for."""


class Source(Record):
    """One page, broadcast or document."""

    kind: ClassVar[str] = "source"

    title: Fact[Text]
    """Its own title; in round brackets where it is our description."""

    publisher: Fact[Text]
    """Who published it."""

    type: Fact[SourceType]
    """What sort of source it is."""

    url: Fact[Url | None] = None
    """Its address."""

    archived: Fact[Url | None] = None
    """Its address in a public archive."""

    language: Fact[Language]
    """The language it is written in."""

    published: Fact[Span | None] = None
    """The day it was published."""

    published_basis: Fact[Literal["shown", "address", "inferred"] | None] = None
    """How we know that day; known time rests on it."""

    published_note: Prose[Text | None] = None
    """Where the date of an undated page comes from."""

    seen: Fact[Date | None] = None
    """The day we saw it, where nothing is dated."""

    issued_by: Fact[ActorId | None] = None
    """The actor whose own release it is: the end of a chain."""

    reliability: Apparatus[Reliability]
    """A to F (Admiralty): how reliable the source is, whatever it says."""

    reliability_reason: Prose[Text]
    """Why, in a sentence."""

    copy_seen: Fact[Literal["whole", "opening", "none"]] = Field(alias="copy")
    """What we have seen of it; `none`: known only from those who cite it."""

    cites: Fact[tuple[Parent, ...]] = ()
    """Whom it has it from: one row a parent."""

    snapshots: Fact[tuple[Snapshot, ...]] = ()
    """Archived captures, one a row."""
