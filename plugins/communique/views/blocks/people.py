"""Who sat for each side, and who is who."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from communique import dates
from communique.dates import Day
from communique.kinds import Actor, Event
from communique.tongue import Words, say
from communique.views.citing import cite_row
from communique.views.delegations import SideView
from communique.views.delegations import delegations as sides_of
from communique.views.naming import short_link
from communique.views.sheet import event_number
from communique.views.words import DateView, Foreign, event_date, in_other_script

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from communique.blocks import Delegations, WhosWho
    from communique.kinds.actor import Tenure
    from communique.views.blocks.edition import Edition
    from communique.views.sheet import Link, NoteMark

SHOWN: Final = Words({"person": "Persons", "body": "Bodies", "armed-group": "Armed groups"})
"""Types of actor that are explained, with the words over them. States and groupings explain themselves."""


@dataclass(frozen=True, slots=True)
class Delegation:
    """The sides of one event."""

    number: str
    event: Link
    date: DateView
    sides: tuple[SideView, ...]


def delegations(edition: Edition, options: Delegations) -> tuple[Delegation, ...]:
    """The delegations of the events the block names."""
    sheet = edition.sheet
    events = (sheet.corpus.get(Event, id_) for id_ in options.events)
    return tuple(
        Delegation(event_number(event), sheet.link(event.id), event_date(event), sides_of(sheet, event))
        for event in events
    )


@dataclass(frozen=True, slots=True)
class Post:
    """A post as sources show it."""

    text: str
    when: str
    notes: tuple[NoteMark, ...]


@dataclass(frozen=True, slots=True)
class Who:
    """One actor. ``posts`` is empty where we have none on record."""

    link: Link
    native: Foreign | None
    posts: tuple[Post, ...]
    part_of: tuple[Link, ...]
    note: str


@dataclass(frozen=True, slots=True)
class WhoGroup:
    """The actors of one type, by name."""

    title: str
    rows: tuple[Who, ...]


def whos_who(edition: Edition, options: WhosWho) -> tuple[WhoGroup, ...]:
    """The actors the block names, or all persons and bodies that the edition's events name."""
    corpus = edition.sheet.corpus
    ids = options.actors or tuple(dict.fromkeys((*_named(edition.events), *_spoke(edition))))
    found = (corpus.get(Actor, id_) for id_ in ids)
    # An actor we can only name is left out, unless the block asks for it: it would explain nothing.
    told = (actor for actor in found if options.actors or actor.tenures or actor.part_of)
    actors = sorted(told, key=lambda each: edition.sheet.name(each.id).casefold())
    groups = (
        WhoGroup(title, tuple(_who(edition, actor) for actor in actors if actor.type == type_))
        for type_, title in SHOWN.items()
    )
    return tuple(group for group in groups if group.rows)


def _named(events: Iterable[Event]) -> Iterator[str]:
    for event in events:
        yield from (side.actor for side in event.sides)
        yield from (row.actor for row in event.present)
        for statement in event.statements:
            yield from statement.by
            if statement.speaker:
                yield statement.speaker


def _spoke(edition: Edition) -> Iterator[str]:
    """Those who speak in the claims shown."""
    statements = edition.sheet.corpus.statements
    for claim in edition.claims:
        for ref in (*claim.assertions, *(answer.statement for answer in claim.answers)):
            if speaker := statements[ref].statement.speaker:
                yield speaker


def _who(edition: Edition, actor: Actor) -> Who:
    sheet = edition.sheet
    return Who(
        sheet.link(actor.id),
        in_other_script(actor.names, sheet.corpus.dossier.language),
        tuple(_post(edition, actor, row) for row in actor.tenures),
        tuple(short_link(sheet, id_) for id_ in actor.part_of),
        "That all name forms are one person is assumed." if actor.identity == "assumed" else "",
    )


def _post(edition: Edition, actor: Actor, row: Tenure) -> Post:
    return Post(row.post, _when(row, edition.until), cite_row(edition.sheet, actor, row))


def _when(row: Tenure, until: Day | None) -> str:
    """Since when and until when sources show the post, and nothing of what was shown after ``until``."""
    if row.shown is None:
        return say("from {day}", day=row.start.words()) if row.start else ""
    latest = row.shown.latest
    if until is not None and not (isinstance(latest, Day) and latest <= until):
        return say("shown from {day}", day=dates.bounds_words(row.shown.starts))
    return say("shown {day}", day=row.shown.words())
