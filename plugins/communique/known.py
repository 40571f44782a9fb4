"""The corpus as it was known on a day: what rests only on later sources is not in it.

A source is known from the last day on which it may have been published, else from the day it was seen. A row is
known once one of its sources is, an event likewise. What an edition itself cites or links counts as known: its
editor had it before her.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from communique.dates import Day
from communique.kinds import Claim, Event, Source
from communique.kinds.base import Citation, Cited

if TYPE_CHECKING:
    from collections.abc import Callable

    from communique.corpus import Corpus
    from communique.kinds import Record

    Known = Callable[[str], bool]
    """Whether the source of this id was known."""


def known_from(source: Source) -> Day | None:
    """The day from which a source is known: the last on which it may have been published, or the first on which it was
    surely seen or captured; None where nothing says it."""
    dates = (source.published, source.seen, *(row.captured for row in source.snapshots))
    days = [date.latest for date in dates if date is not None and isinstance(date.latest, Day)]
    return min(days, default=None)


def as_known(corpus: Corpus, day: Day, vouched: frozenset[str] = frozenset()) -> Corpus:
    """What was known of ``corpus`` on ``day``. The ids ``vouched`` count as known, whatever their dates."""

    def known(id_: str) -> bool:
        source = corpus.records.get(id_)
        since = known_from(source) if isinstance(source, Source) else None
        return id_ in vouched or (since is not None and since <= day)

    records = {
        id_: _cut(record, known)
        for id_, record in corpus.records.items()
        if not isinstance(record, Event) or id_ in vouched or any(known(row.source) for row in record.sources)
    }
    told = {f"{each.id}#{row.id}" for each in records.values() if isinstance(each, Event) for row in each.statements}
    for id_, record in records.items():
        if isinstance(record, Claim):
            records[id_] = _without_later(record, told)
    return replace(corpus, records=records)


def _cut(record: Record, known: Known) -> Record:
    """The record without the rows that no source known by then carries."""
    changed: dict[str, Any] = {}
    for name, rows in record:
        if isinstance(rows, tuple) and any(isinstance(row, Cited | Citation) for row in rows):
            changed[name] = tuple(_narrowed(row, known) for row in rows if _stands(row, known))
    return record.model_copy(update=changed) if changed else record


def _stands(row: Any, known: Known) -> bool:
    if isinstance(row, Citation):
        return known(row.source)
    return not row.sources or any(known(id_) for id_ in row.sources)


def _narrowed(row: Any, known: Known) -> Any:
    """The row with the sources known by then, and without words quoted from a later one."""
    if isinstance(row, Citation):
        return row
    changed: dict[str, Any] = {"sources": tuple(id_ for id_ in row.sources if known(id_))}
    if getattr(row, "quote_source", None) and not known(row.quote_source):
        changed |= {"quote": None, "quote_source": None, "quote_is": None, "quote_at": None}
    return row.model_copy(update=changed)


def _without_later(claim: Claim, told: set[str]) -> Claim:
    return claim.model_copy(
        update={
            "assertions": tuple(ref for ref in claim.assertions if ref in told),
            "answers": tuple(row for row in claim.answers if row.statement in told),
            "variants": tuple(row for row in claim.variants if row.statement is None or row.statement in told),
        }
    )
