"""Actors: persons, bodies, states, armed groups and groupings."""

from __future__ import annotations

from typing import ClassVar, Literal, Self

from pydantic import model_validator

from communique import dates
from communique.fields import ActorId, EndDate, Fact, Markdown, Prose, Span, Text, fault
from communique.kinds.base import Cited, NameForm, Names, Record


class Tenure(Cited):
    """A post held over time."""

    known_by: ClassVar[tuple[str, ...]] = ("post", "body")

    post: Fact[Text]
    """The post, in our words."""

    body: Fact[ActorId | None] = None
    """The body it is a post in."""

    start: Fact[Span | None] = None
    """From when; left out when not known."""

    end: Fact[EndDate | None] = None
    """Until when; left out when not known."""

    shown: Fact[Span | None] = None
    """The span in which sources show the person in it; says nothing of before and after."""

    @model_validator(mode="after")
    def _ends_after_its_start(self) -> Self:
        if self.start is not None and self.end is not None and dates.reversed_pair(self.start, self.end):
            what = f"it ends ({self.end}) before it starts ({self.start})"
            raise fault("end-before-start", what, "mend one of the two", field="end")
        return self


class Actor(Record):
    """Who acts. Meetings, positions and counterparts are derived."""

    kind: ClassVar[str] = "actor"

    type: Fact[Literal["person", "body", "state", "armed-group", "grouping"]]
    """What sort of actor it is."""

    names: Fact[Names]
    """What we print, one form a language."""

    part_of: Fact[tuple[ActorId, ...]] = ()
    """The bodies, states or groups it belongs to."""

    identity: Fact[Literal["certain", "assumed"]] = "certain"
    """Whether all the name forms are surely one."""

    name_forms: Fact[tuple[NameForm, ...]] = ()
    """Every spelling seen, with where."""

    tenures: Fact[tuple[Tenure, ...]] = ()
    """Posts held."""

    summary: Prose[Markdown | None] = None
    """A few sentences of our own, each cited."""

    note: Prose[Text | None] = None
    """A remark that is published."""
