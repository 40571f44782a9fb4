"""Where an actor was, and whom it met there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from communique.views import labels
from communique.views.eventrows import EventRow, event_row
from communique.views.meetings import rooms
from communique.views.naming import links
from communique.views.words import joined

if TYPE_CHECKING:
    from collections.abc import Iterator

    from communique.kinds import Actor, Event
    from communique.views.sheet import Link, Sheet


@dataclass(frozen=True, slots=True)
class Attendance:
    """An event at which the actor sat, was to sit, or was expected: with its role or post, and how sure that is."""

    event: EventRow
    role: str
    presence: str
    presence_words: str


@dataclass(frozen=True, slots=True)
class Counterpart:
    """A side the actor was in one room with, and when."""

    link: Link
    count: int
    events: tuple[Link, ...]


def attendances(sheet: Sheet, actor: Actor) -> tuple[Attendance, ...]:
    """The events of an actor by day: as a side, or as a person who sat for one."""
    return tuple(
        Attendance(event_row(sheet, event), *found)
        for event in sheet.corpus.events
        for found in _seat(sheet, event, actor.id)
    )


def _seat(sheet: Sheet, event: Event, id_: str) -> Iterator[tuple[str, str, str]]:
    """Role, presence and its word; a side that is also listed as a person counts once."""
    for row in event.present:
        if row.actor == id_:
            side = f"for {sheet.name(row.side)}" if row.side and row.side != id_ else ""
            yield ", ".join(part for part in (row.post, side) if part), row.presence, labels.PRESENCE[row.presence]
            return
    for row_of_side in event.sides:
        if row_of_side.actor == id_:
            sure = "attended" if event.status == "held" else "reported"
            words = "" if event.status == "held" else labels.STATUSES[event.status]
            yield joined([labels.ROLES[role] for role in row_of_side.roles]), sure, words
            return


def counterpart_views(sheet: Sheet, actor: Actor) -> tuple[Counterpart, ...]:
    """Whom the actor met, the most frequent first: the other sides of every room it was in."""
    found: dict[str, list[Event]] = {}
    for event in sheet.corpus.events:
        own = _sides(event, actor.id)
        others = {other for group in rooms(event) if group & own for other in group - own}
        for other in sorted(others):
            found.setdefault(other, []).append(event)
    views = [
        Counterpart(sheet.link(id_), len(events), links(sheet, [e.id for e in events])) for id_, events in found.items()
    ]
    return tuple(sorted(views, key=lambda view: (-view.count, view.link.text)))


def _sides(event: Event, id_: str) -> frozenset[str]:
    """The sides the actor was there as, or sat for; whoever is only reported or was absent sat for none."""
    sat = {row.side for row in event.present if row.actor == id_ and row.presence == "attended" and row.side}
    return frozenset(sat | ({id_} & {side.actor for side in event.sides}))


def transfers_of(sheet: Sheet, id_: str) -> tuple[Link, ...]:
    """Events with a transfer from or to this actor."""
    return links(
        sheet,
        [
            event.id
            for event in sheet.corpus.events
            if any(row.supplier == id_ or id_ in row.recipients for row in event.transfers)
        ],
    )
