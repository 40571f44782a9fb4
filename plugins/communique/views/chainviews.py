"""Chains of sources as trees: whom one source has it from, and what rests on an origin."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from communique.chains import Hop, chain, origins
from communique.corpus import address
from communique.kinds import Source
from communique.views import labels
from communique.views.labels import language_name
from communique.views.sheet import Grade, Link
from communique.views.words import joined

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

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
    """Everything that some uses rest on, from the origins down."""

    roots: tuple[AccountView, ...]
    sources: int
    origins: int


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
    return _account(sheet, hop.source or "", hop.unnamed, how, below, origin=origin, again=again, ring=hop.ring)


def accounts(sheet: Sheet, uses: Iterable[tuple[str, str | None]]) -> Accounts:
    """What rests on what: the origins of ``uses``, and below each the accounts that took it over."""
    given = list(dict.fromkeys(uses))
    hops = [chain(sheet.source_records, id_, via) for id_, via in given]
    edges: defaultdict[str, dict[str, list[str]]] = defaultdict(dict)
    roots: dict[str, None] = {}
    for hop in hops:
        found = _collect(hop, edges)
        roots.update(dict.fromkeys(found or [_key(hop)]))
    drawn: set[str] = set()
    trees = tuple(_downwards(sheet, root, "", edges, drawn, ()) for root in roots)
    sources = {id_ for id_, _ in given}
    return Accounts(trees, len(sources), len(origins(sheet.source_records, given)))


def _key(hop: Hop) -> str:
    return hop.source if hop.source is not None else f"unnamed: {hop.unnamed}"


def _collect(hop: Hop, edges: defaultdict[str, dict[str, list[str]]]) -> list[str]:
    """Note every edge of a chain, parent to child; returns the ends of the chain."""
    if hop.ring:
        return []
    if not hop.parents:
        return [_key(hop)]
    ends: list[str] = []
    for parent in hop.parents:
        if not parent.ring:
            how = _passed_on([parent.how], [parent.part])
            found = edges[_key(parent)].setdefault(_key(hop), [])
            found += [how] if how not in found else []
        ends += _collect(parent, edges)
    return ends


def _downwards(
    sheet: Sheet,
    key: str,
    how: str,
    edges: Mapping[str, dict[str, list[str]]],
    drawn: set[str],
    way: tuple[str, ...],
) -> AccountView:
    children = edges.get(key, {})
    again = key in drawn and bool(children)
    drawn.add(key)
    below = tuple(
        _downwards(sheet, child, "; ".join(hows), edges, drawn, (*way, key))
        for child, hows in children.items()
        if child not in way and not again
    )
    unnamed = key.removeprefix("unnamed: ") if key.startswith("unnamed: ") else ""
    return _account(sheet, "" if unnamed else key, unnamed, how, below, origin=not way, again=again, ring=False)


def _account(
    sheet: Sheet,
    id_: str,
    unnamed: str,
    how: str,
    below: tuple[AccountView, ...],
    *,
    origin: bool,
    again: bool,
    ring: bool,
) -> AccountView:
    if not id_:
        return AccountView(unnamed, None, None, "", how, origin, seen=False, again=again, ring=ring, below=below)
    source = sheet.corpus.get(Source, id_)
    link = Link(sheet.href(address(source)), source.publisher)
    grade = Grade(source.reliability)
    seen = source.copy_seen != "none"
    return AccountView(
        source.publisher, link, grade, source_facts(source), how, origin, seen=seen, again=again, ring=ring, below=below
    )


def source_facts(source: Source) -> str:
    """Language and day of a source: ``Russian, 3 July 2020``."""
    day = source.published.words() if source.published else "undated"
    return f"{language_name(source.language)}, {day}"


def _passed_on(hows: list[str], parts: list[str]) -> str:
    words = joined([labels.PASSED_ON[how] for how in hows if how])
    said = joined([part for part in parts if part])
    return ": ".join(part for part in (words, said) if part)
