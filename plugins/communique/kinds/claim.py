"""Claims: questions of fact with what was asserted, what was answered, and the variants in between."""

from __future__ import annotations

from typing import ClassVar, Final, Literal, Self

from pydantic import model_validator

from communique.fields import ActorId, Date, Fact, Markdown, Prose, StatementRef, Text, TopicId, fault
from communique.kinds.base import Citation, Cited, Record, Row

DENYING: Final = frozenset({"denies", "denies-part", "corrects"})
"""Answers that dispute what was asserted, if only in part."""


class Answer(Row):
    """A statement that replies to the assertions."""

    known_by: ClassVar[tuple[str, ...]] = ("statement",)

    statement: Fact[StatementRef]
    """The reply: event-id#statement-id."""

    how: Fact[Literal["denies", "denies-part", "deflects", "confirms", "corrects"]]
    """How it replies."""


class NoAnswer(Cited):
    """Somebody whose reply was asked or looked for, without result."""

    known_by: ClassVar[tuple[str, ...]] = ("actor",)

    actor: Fact[ActorId]
    """Who did not answer."""

    until: Fact[Date | None] = None
    """The last day on which none had been found."""


class Variant(Cited):
    """A number or wording that differs; rows with one label stand together."""

    known_by: ClassVar[tuple[str, ...]] = ("label", "value")

    label: Fact[Text]
    """What differs."""

    value: Fact[Text]
    """What this one has."""

    statement: Fact[StatementRef | None] = None
    """The statement that carries it."""

    @model_validator(mode="after")
    def _rests_on_something(self) -> Self:
        if not self.statement and not self.sources:
            raise fault("missing-source", f"variant '{self.value}' rests on nothing", "give 'statement' or 'sources'")
        return self


class Claim(Record):
    """A question of fact. Whether it is disputed or corroborated is derived, never typed."""

    kind: ClassVar[str] = "claim"

    question: Prose[Text]
    """The question, so that yes and no are both answers."""

    topic: Fact[TopicId]
    """What it is about."""

    assertions: Fact[tuple[StatementRef, ...]] = ()
    """Statements that say yes: event-id#statement-id."""

    answers: Fact[tuple[Answer, ...]] = ()
    """Every reply, also those that do not quite deny."""

    no_answer: Fact[tuple[NoAnswer, ...]] = ()
    """Who was asked or looked for without result."""

    variants: Fact[tuple[Variant, ...]] = ()
    """Numbers and wordings that differ between tellings."""

    sources: Fact[tuple[Citation, ...]] = ()
    """Sources cited by rows that no statement of ours carries, with their credibility here."""

    summary: Prose[Markdown | None] = None
    """What can be said, in our words, each sentence cited."""
