"""Chains of sources as trees: whom one source has it from, and what rests on an origin."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from communique.chains import ACTOR, UNNAMED, Hop, chain
from communique.corpus import address
from communique.kinds import Source
from communique.tongue import gettext, say
from communique.views import labels
from communique.views.labels import language_name
from communique.views.sheet import Grade, Link
from communique.views.words import joined

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from communique.corroboration import Support
    from communique.views.sheet import Sheet


@dataclass(frozen=True, slots=True)
class AccountView:
    """One account in a tree. ``link`` is None for an origin nobody named; ``name`` is always there.

    ``how`` says how it took the passage over from the account above it (or, in a chain, passed it on to that one);
    ``again`` that its own branches were drawn before; ``ring`` that the chain comes back here and is cut.
    """

    name: str
    link: Link | None
    grade: Grade | None
    facts: str
    how: str
    origin: bool
    seen: bool
    again: bool
    ring: bool
    below: tuple[AccountView, ...]


@dataclass(frozen=True, slots=True)
class Accounts:
    """Everything that some uses rest on, from the origins down.

    ``warning`` names reporting from a single origin, or in a ring; ``ring`` says that there is one among the accounts.
    """

    roots: tuple[AccountView, ...]
    sources: int
    origins: int
    warning: str
    ring: bool


def chain_of(sheet: Sheet, id_: str, via: str | None = None) -> AccountView:
    """The chain that ends at a source: below each account stand those it has it from."""
    return _upwards(sheet, chain(sheet.source_records, id_, via), set())


def _upwards(sheet: Sheet, hop: Hop, drawn: set[str]) -> AccountView:
    again = hop.source in drawn and bool(hop.parents)
    if hop.source:
        drawn.add(hop.source)
    below = () if again else tuple(_upwards(sheet, parent, drawn) for parent in hop.parents)
    how = _passed_on([hop.how], [hop.part])
    origin = not hop.parents and not hop.ring
    place = _Place(how, below, origin=origin, again=again, ring=hop.ring)
    return _account(sheet, hop.key, place, hop.occasion)


def accounts(sheet: Sheet, uses: Iterable[tuple[str, str | None]]) -> Accounts:
    """What rests on what: the origins of ``uses``, and below each the accounts that took it over."""
    given = list(dict.fromkeys(uses))
    hops = [chain(sheet.source_records, id_, via) for id_, via in given]
    edges: defaultdict[str, dict[str, list[str]]] = defaultdict(dict)
    occasions: defaultdict[str, list[str]] = defaultdict(list)
    roots: dict[str, None] = {}
    for hop in hops:
        found = _collect(hop, edges, occasions)
        roots.update(dict.fromkeys(found or [hop.key]))
    drawn: set[str] = set()
    tellings = _Tellings(edges, {key: "; ".join(dict.fromkeys(words)) for key, words in occasions.items()})
    trees = tuple(_downwards(sheet, root, "", tellings, drawn, ()) for root in roots)
    rests_on = sheet.support(given)
    warning = _named_as(sheet, rests_on)
    return Accounts(trees, rests_on.accounts, len(rests_on.origins), warning, bool(rests_on.rings))


def _named_as(sheet: Sheet, found: Support) -> str:
    """What is to be said of how independent the accounts are; nothing of a single account, which says it itself."""
    if found.rings and len(found.rings) == len(found.origins):
        return gettext("Circular reporting: these have it from each other, and from nobody else.")
    if found.single and found.accounts > 1:
        return say(
            "Single-origin reporting: all {number} accounts go back to {origin}.",
            number=found.accounts,
            origin=sheet.origin_name(found.origins[0]),
        )
    return ""


@dataclass(frozen=True, slots=True)
class _Tellings:
    """Who took it over from whom, and how; and on which occasions an actor gave a word of which there is no record."""

    edges: Mapping[str, dict[str, list[str]]]
    occasions: Mapping[str, str]


def _collect(
    hop: Hop, edges: defaultdict[str, dict[str, list[str]]], occasions: defaultdict[str, list[str]]
) -> list[str]:
    """Note every edge of a chain, parent to child, and every occasion; returns the ends of the chain."""
    if hop.ring:
        return []
    if hop.occasion:
        occasions[hop.key].append(hop.occasion)
    if not hop.parents:
        return [hop.key]
    ends: list[str] = []
    for parent in hop.parents:
        if not parent.ring:
            how = _passed_on([parent.how], [parent.part])
            found = edges[parent.key].setdefault(hop.key, [])
            found += [how] if how not in found else []
        ends += _collect(parent, edges, occasions)
    return ends


def _downwards(
    sheet: Sheet,
    key: str,
    how: str,
    tellings: _Tellings,
    drawn: set[str],
    way: tuple[str, ...],
) -> AccountView:
    children = tellings.edges.get(key, {})
    again = key in drawn and bool(children)
    drawn.add(key)
    below = tuple(
        _downwards(sheet, child, "; ".join(hows), tellings, drawn, (*way, key))
        for child, hows in children.items()
        if child not in way and not again
    )
    return _account(
        sheet, key, _Place(how, below, origin=not way, again=again, ring=False), tellings.occasions.get(key, "")
    )


@dataclass(frozen=True, slots=True)
class _Place:
    """Where an account stands in a tree."""

    how: str
    below: tuple[AccountView, ...]
    origin: bool
    again: bool
    ring: bool


def _account(sheet: Sheet, key: str, place: _Place, occasion: str) -> AccountView:
    """The account of a source, or of an origin without a record: an actor's own word, or somebody nobody named."""
    name, link, grade, facts, seen = key.removeprefix(UNNAMED), None, None, "", False
    if key.startswith(ACTOR):
        id_ = key.removeprefix(ACTOR)
        name, link, facts = sheet.name(id_), sheet.link(id_), occasion
    elif not key.startswith(UNNAMED):
        source = sheet.corpus.get(Source, key)
        name, link = source.publisher, Link(sheet.href(address(source)), source.publisher)
        grade, facts, seen = Grade(source.reliability), source_facts(source), source.copy_seen != "none"
    how, below = place.how, place.below
    return AccountView(name, link, grade, facts, how, place.origin, seen, place.again, place.ring, below)


def source_facts(source: Source) -> str:
    """Language and day of a source: ``Russian, 3 July 2020``."""
    day = source.published.words() if source.published else "undated"
    return f"{language_name(source.language)}, {day}"


def _passed_on(hows: list[str], parts: list[str]) -> str:
    words = joined([labels.PASSED_ON[how] for how in hows if how])
    said = joined([part for part in parts if part])
    return ": ".join(part for part in (words, said) if part)
