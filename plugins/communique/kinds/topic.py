"""Topics: what statements, terms and claims are about."""

from __future__ import annotations

from typing import ClassVar

from communique.fields import Fact, Markdown, Prose, Text
from communique.kinds.base import Record


class Topic(Record):
    """One topic."""

    kind: ClassVar[str] = "topic"

    title: Prose[Text]
    """Its name, as we print it."""

    also: Fact[tuple[Text, ...]] = ()
    """Other words a reader may look for."""

    summary: Prose[Markdown | None] = None
    """What is and is not counted under it."""
