"""The fenced blocks a briefing is built of: their names and options. How each is drawn is in ``views/blocks.py``.

A new block is one model and one word in ``BLOCKS`` here, one view there, and one part in the templates.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field, WithJsonSchema

from communique.fields import (
    ActorId,
    BriefingId,
    ClaimId,
    Date,
    EventId,
    Fact,
    Id,
    Model,
    PartRef,
    Ref,
    SourceId,
    StatementRef,
    Text,
    TrackId,
    fault,
)


def _listed(value: Any) -> Any:
    """``a, b`` on one line is a list of two."""
    if isinstance(value, str):
        return tuple(word.strip() for word in value.split(",") if word.strip())
    return value


def _at_most_three(value: tuple[str, ...]) -> tuple[str, ...]:
    if len(value) > 3:
        raise fault("bad-value", f"{len(value)} numbers at a glance", "name the three that matter most")
    return value


_IDS = WithJsonSchema({"type": "string"})
Topics = Annotated[tuple[Annotated[Id, Ref(("topic",))], ...], BeforeValidator(_listed), _IDS]
Actors = Annotated[tuple[ActorId, ...], BeforeValidator(_listed), _IDS]
Claims = Annotated[tuple[ClaimId, ...], BeforeValidator(_listed), _IDS]
Quantities = Annotated[
    tuple[Annotated[PartRef, Ref(("event",), part="quantities")], ...],
    BeforeValidator(_listed),
    AfterValidator(_at_most_three),
    _IDS,
]
Events = Annotated[tuple[EventId, ...], BeforeValidator(_listed), _IDS]


class Judgements(Model):
    """The key judgements of the front matter, likelihood and confidence apart."""


class Glance(Model):
    """The matter at a glance: a map, the strip of its events, and up to three numbers."""

    track: Fact[TrackId | None] = None
    """Only events of this track."""

    start: Fact[Date | None] = Field(default=None, alias="from")
    """Only events that may have happened on or after this day; left out: of the time covered."""

    to: Fact[Date | None] = None
    """Only events that may have happened on or before this day; left out: of the time covered."""

    numbers: Fact[Quantities] = ()
    """Up to three numbers of events: event-id#row-id, with commas between; left out: events, statements, disputes."""


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


class FigureBlock(Model):
    """A picture of the edition's own, from ``briefings/figures/``: a photograph, a map or chart made elsewhere."""

    file: Fact[Text]
    """The name of its file, a .png or .jpg."""

    alt: Fact[Text]
    """What is to be seen in it, for those who cannot see it."""

    caption: Fact[Text]
    """What stands over it."""

    credit: Fact[Text]
    """Whose it is, and under what licence it may be shown."""


class Chain(Model):
    """How a source came to what it says."""

    source: Fact[SourceId]
    """The source at the near end of the chain."""


class Changes(Model):
    """What became known since an earlier edition, computed from the records and told in words."""

    since: Fact[BriefingId | None] = None
    """The earlier edition; left out: the one this edition updates or supersedes."""


class Corrections(Model):
    """What was put right in the edition and in the records it names."""

    since: Fact[Date | None] = None
    """Only corrections made on or after this day; left out: all."""


class Calendar(Model):
    """What is expected: planned events, and times allowed that still run, on the last day known."""

    topics: Fact[Topics] = ()
    """Only what is about these topics; left out: the edition's own, else all."""


class Sources(Model):
    """The graded list of every source the edition cites."""


BLOCKS: dict[str, type[Model]] = {
    "judgements": Judgements,
    "at-a-glance": Glance,
    "timeline": Timeline,
    "quotation": Quotation,
    "positions": Positions,
    "claims": ClaimsBlock,
    "delegations": Delegations,
    "whos-who": WhosWho,
    "figure": FigureBlock,
    "chain": Chain,
    "changes": Changes,
    "corrections": Corrections,
    "calendar": Calendar,
    "sources": Sources,
}

EXPECTED: dict[str, tuple[str, ...]] = {
    "note": ("judgements", "timeline", "claims"),
    "forecast": ("judgements", "positions", "calendar"),
    "bulletin": ("changes", "timeline", "corrections"),
    "chronology": ("at-a-glance", "timeline", "delegations"),
}
"""The blocks that readers expect of each type of briefing."""
