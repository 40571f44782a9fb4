"""Tracks: negotiation processes under their convenors. Their events and rounds are those that name them."""

from __future__ import annotations

from typing import ClassVar, Literal

from communique.fields import ActorId, Fact, Markdown, Prose, Text
from communique.kinds.base import Record


class Track(Record):
    """One negotiation process, or a thread that runs through several."""

    kind: ClassVar[str] = "track"

    title: Prose[Text]
    """Its name, as we print it."""

    type: Fact[Literal["un", "mediation", "bilateral", "intra-party", "issue"]]
    """What sort of process it is; `issue` is a thread without a convenor."""

    convenors: Fact[tuple[ActorId, ...]] = ()
    """Who calls it together; empty for an issue thread."""

    summary: Prose[Markdown | None] = None
    """A few sentences of our own, each cited."""
