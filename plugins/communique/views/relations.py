"""How records hang together, told from both ends: what an event continues, and what continues it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from communique.kinds import Event
from communique.views.labels import KIND_NAMES
from communique.views.sheet import event_number
from communique.views.words import DateView, event_date

if TYPE_CHECKING:
    from collections.abc import Iterable

    from communique.corpus import Backlink
    from communique.views.sheet import Link, Sheet

RELATIONS = {
    "continues": ("Continues", "Continued by"),
    "answers": ("Answers", "Answered by"),
    "implements": ("Carries out", "Carried out by"),
    "replaces": ("Takes the place of", "Replaced by"),
    "see_also": ("See also", "Referred to by"),
}
"""Fields of an event that name others, with the words for either end."""

TEXTS = frozenset({"summary", "body", "judgements", "note"})


@dataclass(frozen=True, slots=True)
class Related:
    """A related event with its number and day."""

    link: Link
    number: str
    date: DateView


@dataclass(frozen=True, slots=True)
class Relation:
    """One relation of an event, in one direction, with the events at the other end."""

    words: str
    events: tuple[Related, ...]


@dataclass(frozen=True, slots=True)
class Mention:
    """A record that speaks of this one in its text."""

    link: Link
    kind: str


def relations(sheet: Sheet, event: Event) -> tuple[Relation, ...]:
    """What ``event`` names and what names it, in a fixed order of relations."""
    found: list[Relation] = []
    for field, (forth, back) in RELATIONS.items():
        named = getattr(event, field)
        naming = [id_ for id_ in _naming(sheet, event.id, field) if id_ not in named]
        found += [Relation(forth, _related(sheet, named)), Relation(back, _related(sheet, naming))]
    return tuple(each for each in found if each.events)


def _naming(sheet: Sheet, id_: str, field: str) -> list[str]:
    links = sheet.corpus.backlinks.get(id_, ())
    return [link.id for link in links if link.field == field and isinstance(sheet.corpus.records[link.id], Event)]


def _related(sheet: Sheet, ids: Iterable[str]) -> tuple[Related, ...]:
    events = sorted((sheet.corpus.get(Event, id_) for id_ in ids), key=lambda each: each.date.sort_key)
    return tuple(Related(sheet.link(each.id), event_number(each), event_date(each)) for each in events)


def mentions(sheet: Sheet, id_: str, kinds: Iterable[str] = ("note", "briefing", "page")) -> tuple[Mention, ...]:
    """The records of these kinds that speak of ``id_``, once each."""
    return tuple(
        Mention(sheet.link(link.id), KIND_NAMES[sheet.corpus.records[link.id].kind])
        for link in _once(sheet.corpus.backlinks.get(id_, ()))
        if sheet.corpus.records[link.id].kind in set(kinds)
    )


def _once(links: Iterable[Backlink]) -> Iterable[Backlink]:
    return {link.id: link for link in links}.values()
