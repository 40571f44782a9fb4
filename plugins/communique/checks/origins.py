"""Whose word things are in the end: single origins, and sources older than what they are cited for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from communique.chains import ACTOR, UNNAMED
from communique.corroboration import claim_support, event_support
from communique.dates import Day
from communique.diagnostics import Diagnostic
from communique.kinds import Claim, Event, Source
from communique.references import parts

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from communique.checks.context import Context
    from communique.corroboration import Support
    from communique.dates import Edtf
    from communique.kinds.base import Cited
    from communique.records import Loaded
    from communique.yamlfile import Loc

_HAPPENED: Final = frozenset({"date", "end", "time", "status", "result"})
"""Fields of an event that nobody can know before it: place, format and round are announced."""


def check_origins(context: Context) -> Iterator[Diagnostic]:
    """A note where everything is the word of one; a warning where a source is older than what it tells."""
    sources = {id_: record for id_, record in context.records.items() if isinstance(record, Source)}
    events = {id_: record for id_, record in context.records.items() if isinstance(record, Event)}
    for each, record in context.whole():
        if isinstance(record, Event):
            yield from _single(each, ("title",), event_support(sources, record), "accounts of it")
            if record.status == "held":
                yield from _too_early(each, record, sources)
        elif isinstance(record, Claim):
            said = [
                (event, row)
                for id_, _, name in (ref.partition("#") for ref in record.assertions)
                if (event := events.get(id_)) is not None
                for row in event.statements
                if row.id == name
            ]
            found = claim_support(sources, context.records, said)
            yield from _single(each, ("question",), found, f"accounts of {_assertions(len(said))}")


def _assertions(count: int) -> str:
    return "its one assertion" if count == 1 else f"its {count} assertions"


def _single(each: Loaded, loc: Loc, found: Support, accounts: str) -> Iterator[Diagnostic]:
    """A single account says itself that it is alone; several that are one do not."""
    if found.single and found.accounts > 1:
        origin = found.origins[0]
        name = f"'{origin.removeprefix(ACTOR)}'" if not origin.startswith(UNNAMED) else origin.removeprefix(UNNAMED)
        all_ = "both" if found.accounts == 2 else f"all {found.accounts}"
        what = f"{all_} {accounts} go back to one origin: {name}"
        if found.rings:
            what = f"the {found.accounts} {accounts} have it from each other, and from no origin: {name}"
        yield Diagnostic(each.mark(loc), "single-origin", what, "look for one that does not; the page says so")


# Sources that are too old


def _too_early(each: Loaded, event: Event, sources: Mapping[str, Source]) -> Iterator[Diagnostic]:
    """One finding a day that sources could not know, at that day: it is as likely to be wrong as they are."""
    found: dict[Loc, dict[str, str]] = {}
    dates: dict[Loc, Edtf] = {("date",): event.date}
    for citation in event.sources:
        if _HAPPENED & set(citation.supports) and (day := _before(sources, citation.source, event.date)):
            found.setdefault(("date",), {})[citation.source] = day
    for loc, row in _happened(event):
        own = getattr(row, "date", None)
        at: Loc = (*loc, "date") if own else ("date",)
        dates[at] = own or event.date
        for id_ in row.sources:
            if day := _before(sources, id_, dates[at]):
                found.setdefault(at, {})[id_] = day
    for at, early in found.items():
        told = ", ".join(f"'{id_}' ({day})" for id_, day in early.items())
        what = f"what is told of {dates[at].text} rests on what was published before: {told}"
        yield Diagnostic(each.mark(at), "source-too-early", what, "mend the date, or cite a source that could know it")


def _happened(event: Event) -> Iterator[tuple[Loc, Cited]]:
    """The rows that tell of something done; who is invited is known before."""
    rows = [(("present", number), row) for number, row in enumerate(event.present) if row.presence != "invited"]
    yield from (*rows, *parts(event))


def _before(sources: Mapping[str, Source], id_: str, date: Edtf) -> str:
    """The day a source was out, where that was certainly over before ``date`` began; nothing where it was not."""
    source = sources.get(id_)
    out = source.published.latest if source is not None and source.published is not None else None
    began = date.earliest
    return str(out) if isinstance(out, Day) and isinstance(began, Day) and out < began else ""
