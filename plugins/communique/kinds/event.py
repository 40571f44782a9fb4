"""Events: what happened, or was said to have happened, on a day."""

from __future__ import annotations

from typing import ClassVar, Literal, Self

from pydantic import model_validator

from communique import dates
from communique.fields import (
    Apparatus,
    Date,
    EndDate,
    EventId,
    Fact,
    Identity,
    Markdown,
    PlaceId,
    Prose,
    SourceId,
    Text,
    TrackId,
    fault,
)
from communique.kinds.base import Citation, Record
from communique.kinds.event_rows import (
    Compliance,
    Presence,
    Quantity,
    Reading,
    Session,
    Side,
    Statement,
    Term,
    Transfer,
)
from communique.kinds.patterns import Clock, Number, Round, Zone

EventType = Literal["meeting", "announcement", "agreement", "decision", "transfer", "military"]
Status = Literal["planned", "held", "reported", "postponed", "cancelled"]
Format = Literal["in-person", "indirect", "shuttle", "virtual", "phone", "hybrid", "written", "unknown"]
Result = Literal["signed", "partly-signed", "announced", "none-announced", "unknown"]


class Event(Record):
    """One event. Who met whom, what continues what and which deadlines run are derived from these fields."""

    kind: ClassVar[str] = "event"
    spaced: ClassVar[bool] = True

    number: Identity[Number | None] = None
    """E-031: given by `communique number` at publication, never typed."""

    title: Prose[Text]
    """What happened, in our words, as a headline."""

    type: Fact[EventType]
    """What sort of event it is."""

    status: Fact[Status] = "held"
    """Whether it took place. Only `held` counts as having met."""

    date: Fact[Date]
    """EDTF: the day, or as much of it as is known. `"[2020-06-29..2020-07-02]"` is one day of those."""

    end: Fact[EndDate | None] = None
    """It lasted until this day; `..` when it goes on."""

    date_text: Fact[Text | None] = None
    """The words for the date, where EDTF alone loses them: late May."""

    time: Fact[Clock | None] = None
    """Hour and minute, local: 11:15."""

    zone: Fact[Zone | None] = None
    """The time zone `time` is in: Europe/Zurich."""

    format: Fact[Format] = "unknown"
    """How the sides dealt with each other. `indirect`: in one place, not in one room."""

    place: Fact[PlaceId | None] = None
    """Where it happened."""

    result: Fact[Result | None] = None
    """What came out of it."""

    tracks: Fact[tuple[TrackId, ...]] = ()
    """The negotiation tracks it belongs to."""

    round: Fact[Round | None] = None
    """Which round of the first track named."""

    continues: Fact[tuple[EventId, ...]] = ()
    """Earlier events that this one takes up; the other end is derived."""

    answers: Fact[tuple[EventId, ...]] = ()
    """Events that this one replies to."""

    implements: Fact[tuple[EventId, ...]] = ()
    """Agreements or decisions that this one carries out."""

    replaces: Fact[tuple[EventId, ...]] = ()
    """Events whose outcome this one takes the place of."""

    see_also: Apparatus[tuple[EventId, ...]] = ()
    """Events a reader of this one should know."""

    document: Fact[Text | None] = None
    """The title of the document signed, adopted or published."""

    document_source: Fact[SourceId | None] = None
    """The source that holds the document's text."""

    takes_effect: Fact[Date | None] = None
    """The day from which it applies."""

    sources: Fact[tuple[Citation, ...]] = ()
    """Every source this record uses, once each, with its credibility here."""

    sides: Fact[tuple[Side, ...]] = ()
    """The parties, mediators and hosts."""

    present: Fact[tuple[Presence, ...]] = ()
    """Who sat for each side: one row a person."""

    sessions: Fact[tuple[Session, ...]] = ()
    """Who met whom, where not all sides were in one room."""

    statements: Fact[tuple[Statement, ...]] = ()
    """Who said what to whom: one act, one row. Cited as event-id#statement-id."""

    terms: Fact[tuple[Term, ...]] = ()
    """What was agreed, one undertaking a row."""

    compliance: Fact[tuple[Compliance, ...]] = ()
    """How each term was kept; grows downwards."""

    transfers: Fact[tuple[Transfer, ...]] = ()
    """Arms or equipment that changed hands, or are said to have."""

    quantities: Fact[tuple[Quantity, ...]] = ()
    """Numbers worth comparing across sources."""

    readings: Fact[tuple[Reading, ...]] = ()
    """What other sources have instead; what we print stands in the field itself."""

    concerns: Fact[tuple[PlaceId, ...]] = ()
    """Places it is about, when they are not where it happened."""

    summary: Prose[Markdown | None] = None
    """A few sentences of our own, each cited."""

    @model_validator(mode="after")
    def _ends_after_its_start(self) -> Self:
        if self.end is not None and dates.reversed_pair(self.date, self.end):
            what = f"it ends ({self.end}) before it starts ({self.date})"
            raise fault("end-before-start", what, "mend one of the two", field="end")
        try:
            dates.span(self.date, self.end)
        except dates.DateError as error:
            raise fault("bad-date", error.message, error.hint, field="date") from None
        return self
