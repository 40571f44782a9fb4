"""What rests on a source: the records that use it and for what, and the words we quote from it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from communique.kinds import Event, Source
from communique.views.citing import citations, credibility
from communique.views.labels import KIND_NAMES, QUOTE_IS, field_name
from communique.views.readings import Difference, differences
from communique.views.sheet import Grade, Link, event_number
from communique.views.verdicts import VerdictView, verdict_view
from communique.views.words import Foreign, counted, foreign, joined

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from communique.kinds import Record
    from communique.views.sheet import Sheet

ROWS = {
    "present": ("person", "persons"),
    "sessions": ("session", "sessions"),
    "statements": ("statement", "statements"),
    "terms": ("term", "terms"),
    "compliance": ("row of compliance", "rows of compliance"),
    "transfers": ("transfer", "transfers"),
    "quantities": ("number", "numbers"),
    "readings": ("other reading", "other readings"),
    "no_answer": ("missing answer", "missing answers"),
    "variants": ("variant", "variants"),
    "name_forms": ("name form", "name forms"),
    "tenures": ("post", "posts"),
}
"""Lists whose rows name sources, with the words for one and for many."""


@dataclass(frozen=True, slots=True)
class UseView:
    """A record that uses the source: graded as it is believed there, with what it carries."""

    link: Link
    kind: str
    number: str
    grade: Grade
    carries: str
    sort: str


@dataclass(frozen=True, slots=True)
class QuotedView:
    """Words quoted from the source, and the statement they stand in."""

    words: Foreign
    statement: Link
    kind: str
    verdict: VerdictView


@dataclass(frozen=True, slots=True)
class DifferingView:
    """Matters on which the source has something else than what we print, in one event."""

    event: Link
    number: str
    rows: tuple[Difference, ...]


def uses(sheet: Sheet, id_: str) -> tuple[UseView, ...]:
    """The records that use a source, events first and in order."""
    naming = dict.fromkeys(link.id for link in sheet.corpus.backlinks.get(id_, ()))
    found = [view for name in naming if (view := _use(sheet, sheet.corpus.records[name], id_))]
    return tuple(sorted(found, key=lambda view: (view.kind != "event", view.kind, view.sort)))


def _use(sheet: Sheet, record: Record, id_: str) -> UseView | None:
    listed = next((row for row in citations(record) if row.source == id_), None)
    carried = list(_carried(record, id_))
    if listed is None and not carried:
        return None
    fields = [field_name(field) for field in listed.supports] if listed else []
    number = event_number(record) if isinstance(record, Event) else ""
    sort = str(record.date.sort_key) if isinstance(record, Event) else record.id
    return UseView(
        sheet.link(record.id),
        KIND_NAMES[record.kind],
        number,
        Grade(sheet.corpus.get(Source, id_).reliability, credibility(record, id_)),
        joined([*fields, *carried]),
        sort,
    )


def _carried(record: Record, id_: str) -> Iterator[str]:
    """``3 statements``, ``1 other reading``: the rows of a record that name the source."""
    counts: Counter[str] = Counter()
    for name in ROWS:
        counts[name] = sum(id_ in row.sources for row in getattr(record, name, ()))
    for name, number in counts.items():
        if number:
            yield counted(number, *ROWS[name])


def cited_by(sheet: Sheet, id_: str) -> Iterable[str]:
    """The sources that have something from this one."""
    return [each.id for each in sheet.corpus.naming(id_, Source) if any(row.source == id_ for row in each.cites)]


def differing(sheet: Sheet, id_: str) -> tuple[DifferingView, ...]:
    """Every reading of the source that we do not print, beside what we print, event by event."""
    return tuple(
        DifferingView(sheet.link(event.id), event_number(event), found)
        for event in sheet.corpus.naming(id_, Event)
        if (found := differences(sheet, event, id_))
    )


def quoted(sheet: Sheet, source: Source) -> tuple[QuotedView, ...]:
    """Every quotation taken from the source."""
    own = sheet.corpus.dossier.language
    return tuple(
        QuotedView(
            foreign(said.statement.quote, source.language, own),
            sheet.link(said.ref, said.statement.text),
            QUOTE_IS[said.statement.quote_is or "unknown"],
            verdict_view(sheet, said.statement.quote, source, said.statement.speaker),
        )
        for said in sheet.corpus.quoted_from.get(source.id, ())
        if said.statement.quote
    )
