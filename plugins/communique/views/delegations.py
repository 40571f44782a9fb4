"""Who sat there: each side with its people, how sure it is that they did, and how much of the list is known."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from communique.kinds import Actor
from communique.views import labels
from communique.views.citing import cite_row
from communique.views.words import Foreign, in_other_script, joined

if TYPE_CHECKING:
    from communique.kinds import Event
    from communique.kinds.event_rows import Presence, Side
    from communique.views.sheet import Link, NoteMark, Sheet


@dataclass(frozen=True, slots=True)
class PersonView:
    """One person. ``presence`` is the class of the line drawn beside the name, ``presence_words`` the word for it.

    ``post`` and ``named`` are as the source has them; ``named`` is empty where it is how we print the name.
    """

    link: Link
    native: Foreign | None
    presence: str
    presence_words: str
    part: str
    post: str
    named: str
    signed: str
    notes: tuple[NoteMark, ...]
    note: str
    identity_assumed: bool


@dataclass(frozen=True, slots=True)
class SideView:
    """One side with its people; ``link`` is None for those whose side is not known."""

    link: Link | None
    roles: str
    list_words: str
    people: tuple[PersonView, ...]
    note: str


def delegations(sheet: Sheet, event: Event) -> tuple[SideView, ...]:
    """The sides of ``event`` in the order of the record; at the end those who sat for none of them."""
    found = [_side(sheet, event, side) for side in event.sides]
    sides = {side.actor for side in event.sides}
    rest = tuple(_person(sheet, event, row) for row in event.present if row.side not in sides)
    if rest:
        found.append(SideView(None, "", "", rest, ""))
    return tuple(found)


def _side(sheet: Sheet, event: Event, side: Side) -> SideView:
    people = tuple(_person(sheet, event, row) for row in event.present if row.side == side.actor)
    roles = joined([labels.ROLES[role] for role in side.roles])
    list_words = labels.LISTS[side.list] if side.list else ""
    return SideView(sheet.link(side.actor), roles, list_words, people, side.note or "")


def _person(sheet: Sheet, event: Event, row: Presence) -> PersonView:
    actor = sheet.corpus.get(Actor, row.actor)
    link = sheet.link(row.actor)
    return PersonView(
        link,
        in_other_script(actor.names, sheet.corpus.dossier.language),
        row.presence,
        labels.PRESENCE[row.presence],
        labels.PARTS[row.part] if row.part else "",
        row.post or "",
        row.named if row.named and row.named != link.text else "",
        labels.SIGNED[row.signed] if row.signed else "",
        cite_row(sheet, event, row),
        row.note or "",
        actor.identity == "assumed",
    )
