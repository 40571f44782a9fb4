"""The rows of the ledger as values."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    """Where a message to one reader stands."""

    QUEUED = "queued"
    ARMED = "armed"
    """Its last octets are about to be sent, or were: whoever finds it so after a crash knows no more."""
    SENT = "sent"
    REFUSED = "refused"
    RETRY = "retry"
    UNKNOWN = "unknown"
    BOUNCED = "bounced"
    """It was taken, and came back later: the reader does not have it."""


@dataclass(frozen=True, slots=True)
class Run:
    """One edition on its way to one list. ``kind`` is ``edition`` or ``correction``; ``corrects`` the wrong edition.

    ``frozen`` is the statement that was signed (``freezing``); ``readers`` what stood in the list, by reader.
    """

    id: int
    edition: str
    kind: str
    list: str
    corrects: str
    frozen: str
    readers: dict[str, str]
    prepared_by: str
    prepared: str
    started: str
    ended: str


@dataclass(frozen=True, slots=True)
class Delivery:
    """One message to one reader. ``reader`` is the keyed name; ``address`` is empty once it is forgotten."""

    id: int
    run: int
    edition: str
    kind: str
    list: str
    reader: str
    address: str
    name: str
    language: str
    form: str
    paper: str
    level: str
    message_id: str
    state: State
    tries: int
    due: float
    reply: str
    at: str


@dataclass(frozen=True, slots=True)
class Suppression:
    """A reader who gets nothing more: from one list, or (``list`` empty) from any."""

    reader: str
    list: str
    address: str
    why: str
    told: str
    at: str
