"""Notes, pages and briefings: Markdown with front matter."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import Field

from communique.fields import (
    Apparatus,
    BriefingId,
    Date,
    Fact,
    Identity,
    Language,
    Markdown,
    Prose,
    RecordId,
    Span,
    Text,
    TopicId,
    TrackId,
)
from communique.kinds.base import Record, Row
from communique.kinds.patterns import Round


class Writing(Record):
    """What the three Markdown kinds share."""

    first: ClassVar[tuple[str, ...]] = ("title", "summary")

    title: Prose[Text]
    """Its title."""

    summary: Prose[Text | None] = None
    """One or two sentences that stand under the title and in lists."""

    body: Prose[Markdown] = Field(json_schema_extra={"x-derived": True})
    """What follows the front matter."""


class Note(Writing):
    """A text that tells a story across records, every sentence cited."""

    kind: ClassVar[str] = "note"

    authors: Fact[tuple[Text, ...]] = ()
    """Who wrote it, as printed."""

    date: Fact[Date | None] = None
    """The day it was written."""


class Page(Writing):
    """A standing page: method, about, imprint."""

    kind: ClassVar[str] = "page"

    order: Apparatus[Round | None] = None
    """Its place among the standing pages."""


class Judgement(Row):
    """A key judgement. Likelihood stays in the sentence, confidence beside it (ICD 203 keeps the two apart)."""

    text: Prose[Text]
    """The sentence, with its word of likelihood."""

    confidence: Fact[Literal["high", "moderate", "low"]]
    """How sure we are of the judgement."""

    rests_on: Fact[tuple[RecordId, ...]] = ()
    """The records it rests on."""


class Briefing(Writing):
    """One edition: an edited selection with text, dated and numbered."""

    kind: ClassVar[str] = "briefing"

    type: Fact[Literal["note", "forecast", "bulletin", "chronology"]]
    """What sort of briefing it is."""

    edition: Identity[Round]
    """The number of this edition."""

    date: Fact[Date]
    """The day of this edition."""

    covers: Fact[Span | None] = None
    """The time it is about; A/B is a span."""

    as_of: Fact[Date | None] = None
    """Nothing that became known later gets in."""

    supersedes: Fact[BriefingId | None] = None
    """The edition of the same briefing that this one corrects."""

    updates: Fact[BriefingId | None] = None
    """The earlier briefing that this one carries on."""

    authors: Fact[tuple[Text, ...]] = ()
    """Who wrote it, as printed."""

    language: Fact[Language | None] = None
    """Left out: the dossier's."""

    paper: Apparatus[Literal["a4", "letter", "both"] | None] = None
    """The paper it is set on; left out: the dossier's (the setting ``PAPER``)."""

    send_to: Apparatus[Text | None] = None
    """The name of a mailing list that is kept elsewhere."""

    tracks: Fact[tuple[TrackId, ...]] = ()
    """Tracks it is about."""

    topics: Fact[tuple[TopicId, ...]] = ()
    """Topics it is about."""

    judgements: Prose[tuple[Judgement, ...]] = ()
    """Key judgements, the weightiest first."""

    changes: Prose[Text | None] = None
    """What is new since the edition before."""
