"""The fenced blocks a briefing is built of: their names and options. How each is drawn is in ``views/blocks.py``.

A new block is one model and one word in ``BLOCKS`` here, one view there, and one part in the templates.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, WithJsonSchema

from communique.fields import (
    ActorId,
    ClaimId,
    Date,
    EventId,
    Fact,
    Id,
    Model,
    Ref,
    SourceId,
    StatementRef,
    TrackId,
)


def _listed(value: Any) -> Any:
    """``a, b`` on one line is a list of two."""
    if isinstance(value, str):
        return tuple(word.strip() for word in value.split(",") if word.strip())
    return value


_IDS = WithJsonSchema({"type": "string"})
Topics = Annotated[tuple[Annotated[Id, Ref(("topic",))], ...], BeforeValidator(_listed), _IDS]
Actors = Annotated[tuple[ActorId, ...], BeforeValidator(_listed), _IDS]
Claims = Annotated[tuple[ClaimId, ...], BeforeValidator(_listed), _IDS]
Events = Annotated[tuple[EventId, ...], BeforeValidator(_listed), _IDS]


class Judgements(Model):
    """The key judgements of the front matter, likelihood and confidence apart."""


class Timeline(Model):
    """Events in order, as a list and a drawing."""

    track: Fact[TrackId | None] = None
    """Only events of this track."""

    events: Fact[Events] = ()
    """Only these events."""

    start: Fact[Date | None] = Field(default=None, alias="from")
    """Only events that may have happened on or after this day."""

    to: Fact[Date | None] = None
    """Only events that may have happened on or before this day."""

    lanes: Fact[Literal["track", "none"]] = "track"
    """What the rows of the drawing are."""


class Quotation(Model):
    """One statement with its verbatim words, where they stand, and how far to trust them."""

    statement: Fact[StatementRef]
    """The statement: event-id#statement-id."""


class Positions(Model):
    """The positions matrix: topics down, parties across; of the time covered, else the last before it."""

    topics: Fact[Topics]
    """The topics, with commas between."""

    parties: Fact[Actors] = ()
    """The parties, with commas between; left out: all that took a position."""


class ClaimsBlock(Model):
    """Claims, each beside its answers."""

    claims: Fact[Claims]
    """The claims, with commas between."""

    start: Fact[Date | None] = Field(default=None, alias="from")
    """Only assertions that may have been made on or after this day; earlier ones are counted. Answers are never cut."""


class Delegations(Model):
    """Who sat for each side."""

    events: Fact[Events]
    """The events, with commas between."""


class WhosWho(Model):
    """The persons and bodies named, with the posts that sources show."""

    actors: Fact[Actors] = ()
    """The actors, with commas between; left out: all that the edition's events name."""


class Chain(Model):
    """How a source came to what it says."""

    source: Fact[SourceId]
    """The source at the near end of the chain."""


class Sources(Model):
    """The graded list of every source the edition cites."""


BLOCKS: dict[str, type[Model]] = {
    "judgements": Judgements,
    "timeline": Timeline,
    "quotation": Quotation,
    "positions": Positions,
    "claims": ClaimsBlock,
    "delegations": Delegations,
    "whos-who": WhosWho,
    "chain": Chain,
    "sources": Sources,
}
