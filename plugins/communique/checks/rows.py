"""What the rows of one record must have in common."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from communique.diagnostics import Diagnostic, did_you_mean
from communique.kinds import Claim, Event
from communique.kinds.base import Cited
from communique.kinds.event_rows import Reading
from communique.references import parts
from communique.shapes import shape, written_keys

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from communique.checks.context import Context
    from communique.kinds import Record
    from communique.records import Loaded
    from communique.yamlfile import Loc

NEED_SOURCES = {
    "present",
    "sessions",
    "statements",
    "terms",
    "transfers",
    "quantities",
    "readings",
    "compliance",
}
"""Lists whose rows are sentences we publish: each says on which source it rests."""


def check_rows(context: Context) -> Iterator[Diagnostic]:
    """Rows against the record's own lists: ids, sources, sides, fields, lengths of quotations."""
    for each, record in context.whole():
        if isinstance(record, Event):
            yield from _event(context, each, record)
        if isinstance(record, Event | Claim):
            yield from _citations(context, each, record)


def _event(context: Context, each: Loaded, event: Event) -> Iterator[Diagnostic]:
    yield from _row_ids(each, event)
    yield from _sides(context, each, event)
    yield from _readings(each, event)
    yield from _quotations(context, each, event)
    if not event.draft and not event.sources:
        yield Diagnostic(each.mark(("title",)), "missing-source", "the event rests on no source", "add 'sources'")


def _row_ids(each: Loaded, event: Event) -> Iterator[Diagnostic]:
    seen: Counter[str] = Counter()
    for loc, row in parts(event):
        seen[row.id] += 1
        if seen[row.id] == 2:
            what = f"'{row.id}' is the id of two rows"
            yield Diagnostic(each.mark((*loc, "id")), "duplicate-row-id", what, "give one of them another id")


def _sides(context: Context, each: Loaded, event: Event) -> Iterator[Diagnostic]:
    sides = [side.actor for side in event.sides]
    named: list[tuple[Loc, str]] = [
        (("present", number, "side"), row.side) for number, row in enumerate(event.present) if row.side
    ]
    for number, session in enumerate(event.sessions):
        named += [(("sessions", number, "sides", place), side) for place, side in enumerate(session.sides)]
    for loc, side in _unlisted(context, "actor", named, sides):
        hint = did_you_mean(side, sides, "add it to 'sides'")
        yield Diagnostic(each.mark(loc), "unlisted-side", f"'{side}' is not among the event's sides", hint)


def _unlisted(
    context: Context, kind: str, named: Iterable[tuple[Loc, str]], listed: list[str]
) -> Iterator[tuple[Loc, str]]:
    """The first place of each id that is ``named`` and not ``listed``.

    An id that nobody has is told elsewhere; so is one that was listed, and is misspelt there.
    """
    broken = [id_ for id_ in listed if not context.has(id_, (kind,))]
    missing: dict[str, Loc] = {}
    for loc, id_ in named:
        if id_ not in listed and context.has(id_, (kind,)):
            missing.setdefault(id_, loc)
    if len(missing) > len(broken):
        yield from ((loc, id_) for id_, loc in missing.items())


def _readings(each: Loaded, event: Event) -> Iterator[Diagnostic]:
    rows: dict[str, Any] = {row.id: row for _, row in parts(event)}
    for number, reading in enumerate(event.readings):
        row = rows.get(reading.of or "", event if reading.of is None else None)
        keys = {*written_keys(type(row)), "other"} if row is not None else set()
        if keys and reading.field not in keys:
            mark = each.mark(("readings", number, "field"))
            hint = did_you_mean(reading.field, keys, "use 'field: other' with a label")
            yield Diagnostic(mark, "unknown-field", f"there is no field '{reading.field}' to read otherwise", hint)


def _quotations(context: Context, each: Loaded, event: Event) -> Iterator[Diagnostic]:
    longest = context.longest_quotation
    quotes: list[tuple[Loc, str | None]] = [
        (("statements", number, "quote"), row.quote) for number, row in enumerate(event.statements)
    ]
    quotes += [
        (("readings", number, "value"), row.value) for number, row in enumerate(event.readings) if row.field == "quote"
    ]
    for loc, quote in quotes:
        words = len((quote or "").split())
        if words > longest:
            what = f"the quotation has {words} words; the longest allowed is {longest}"
            yield Diagnostic(each.mark(loc), "quotation-too-long", what, "quote less and paraphrase the rest")


def _citations(context: Context, each: Loaded, record: Event | Claim) -> Iterator[Diagnostic]:
    listed = [citation.source for citation in record.sources]
    keys = written_keys(type(record))
    twice = {source for source, times in Counter(listed).items() if times > 1}
    for number, citation in enumerate(record.sources):
        if citation.source in twice and citation.source in listed[:number]:
            mark = each.mark(("sources", number, "source"))
            what = f"'{citation.source}' is listed twice"
            yield Diagnostic(mark, "duplicate-row-id", what, "list each source once, with its credibility")
        for place, name in enumerate(citation.supports):
            if name not in keys:
                mark = each.mark(("sources", number, "supports", place))
                yield Diagnostic(
                    mark, "unknown-field", f"there is no field '{name}' to support", did_you_mean(name, keys)
                )
    if isinstance(record, Event):
        yield from _row_sources(context, each, record, listed)


def _row_sources(context: Context, each: Loaded, event: Event, listed: list[str]) -> Iterator[Diagnostic]:
    rows = list(_cited_rows(event))
    for loc, row in rows:
        if not row.sources and loc[0] in NEED_SOURCES:
            what = f"this {'reading' if isinstance(row, Reading) else 'row'} rests on no source"
            yield Diagnostic(each.mark(loc), "missing-source", what, "add 'sources' to it")
    for at, source in _unlisted(context, "source", _named_sources(rows) if listed else (), listed):
        what = f"'{source}' is not among the record's sources"
        hint = did_you_mean(source, listed, "add it to 'sources' with its credibility")
        yield Diagnostic(each.mark(at), "unlisted-source", what, hint)


def _cited_rows(record: Record) -> Iterator[tuple[Loc, Cited]]:
    for field in shape(type(record)):
        if field.row is not None and issubclass(field.row, Cited):
            for number, row in enumerate(getattr(record, field.name)):
                yield (field.key, number), row


def _named_sources(rows: Iterable[tuple[Loc, Cited]]) -> Iterator[tuple[Loc, str]]:
    for loc, row in rows:
        for number, source in enumerate(row.sources):
            yield (*loc, "sources", number), source
        quote_source = getattr(row, "quote_source", None)
        if quote_source:
            yield (*loc, "quote_source"), quote_source
