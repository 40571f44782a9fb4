"""The record kinds. A new kind is one file in this package, one row in ``KINDS`` and one template."""

from __future__ import annotations

from dataclasses import dataclass

from communique.kinds.actor import Actor
from communique.kinds.base import Record, Tombstone
from communique.kinds.claim import Claim
from communique.kinds.dossier import Dossier
from communique.kinds.event import Event
from communique.kinds.place import Place
from communique.kinds.prose import Briefing, Note, Page
from communique.kinds.source import Source
from communique.kinds.topic import Topic
from communique.kinds.track import Track

__all__ = [
    "KINDS",
    "Actor",
    "Briefing",
    "Claim",
    "Dossier",
    "Event",
    "Kind",
    "Note",
    "Page",
    "Place",
    "Record",
    "Source",
    "Tombstone",
    "Topic",
    "Track",
]


@dataclass(frozen=True, slots=True)
class Kind:
    """A record kind: its model, the folder its files live in, and their ending.

    ``address`` is the folder of its pages on the site; pages of kind "page" stand at the top.
    """

    model: type[Record]
    folder: str
    suffix: str
    address: str

    @property
    def name(self) -> str:
        """The word for the kind: event, actor, place …"""
        return self.model.kind


KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        Kind(Event, "content/events", ".yaml", "events"),
        Kind(Actor, "content/actors", ".yaml", "actors"),
        Kind(Place, "content/places", ".yaml", "places"),
        Kind(Source, "content/sources", ".yaml", "sources"),
        Kind(Track, "content/tracks", ".yaml", "tracks"),
        Kind(Topic, "content/topics", ".yaml", "topics"),
        Kind(Claim, "content/claims", ".yaml", "claims"),
        Kind(Note, "content/notes", ".md", "notes"),
        Kind(Page, "content/pages", ".md", ""),
        Kind(Briefing, "briefings", ".md", "briefings"),
    )
}
