"""The list of actors, by type."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from communique.plan import Page
from communique.tongue import gettext
from communique.views.frame import Frame, frame
from communique.views.labels import ACTOR_GROUPS
from communique.views.naming import links
from communique.views.sheet import Link, Sheet
from communique.views.words import Foreign, in_other_script

if TYPE_CHECKING:
    from collections.abc import Iterator

    from communique.corpus import Corpus
    from communique.kinds import Actor
    from communique.views.sheet import Site

PATH = "actors/index.html"


@dataclass(frozen=True, slots=True)
class ActorRow:
    """One actor in the list; ``post`` is the last post recorded."""

    link: Link
    native: Foreign | None
    part_of: tuple[Link, ...]
    post: str
    events: int
    statements: int


@dataclass(frozen=True, slots=True)
class ActorGroup:
    """The actors of one type."""

    title: str
    persons: bool
    rows: tuple[ActorRow, ...]


@dataclass(frozen=True, slots=True)
class ActorsPage:
    """All actors."""

    frame: Frame
    groups: tuple[ActorGroup, ...]


def pages(site: Site) -> Iterator[Page]:
    """The list of actors."""
    sheet = Sheet(site, PATH)
    events, statements = _counts(site.corpus)
    groups = tuple(
        ActorGroup(title, type_ == "person", rows)
        for type_, title in ACTOR_GROUPS.items()
        if (rows := _rows(sheet, type_, events, statements))
    )
    told = gettext("Persons, bodies, states, armed groups and groupings, with every spelling of their names.")
    yield Page(
        PATH, "pages/actors.html", ActorsPage(frame(sheet, gettext("Actors"), section=PATH, description=told), groups)
    )


def _counts(corpus: Corpus) -> tuple[Counter[str], Counter[str]]:
    """How many events each actor sat at or was a side of, and how many statements are its own."""
    events: Counter[str] = Counter()
    statements: Counter[str] = Counter()
    for event in corpus.events:
        there = {row.actor for row in event.present if row.presence in ("attended", "reported")}
        events.update(there | {side.actor for side in event.sides})
        for row in event.statements:
            statements.update({*row.by, row.speaker or ""} - {""})
    return events, statements


def _rows(sheet: Sheet, type_: str, events: Counter[str], statements: Counter[str]) -> tuple[ActorRow, ...]:
    actors = [actor for actor in sheet.corpus.actors if actor.type == type_]
    rows = [_row(sheet, actor, events[actor.id], statements[actor.id]) for actor in actors]
    return tuple(sorted(rows, key=lambda row: row.link.text.casefold()))


def _row(sheet: Sheet, actor: Actor, events: int, statements: int) -> ActorRow:
    return ActorRow(
        sheet.link(actor.id),
        in_other_script(actor.names, sheet.corpus.dossier.language),
        links(sheet, actor.part_of),
        actor.tenures[-1].post if actor.tenures else "",
        events,
        statements,
    )
