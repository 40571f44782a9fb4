"""What a published edition may no longer say or hide."""

from __future__ import annotations

from typing import TYPE_CHECKING

from communique.diagnostics import Diagnostic, Mark
from communique.editions import source_digest
from communique.kinds import Briefing
from communique.markings import exceeds

if TYPE_CHECKING:
    from collections.abc import Iterator

    from communique.checks.context import Context
    from communique.editions import Pin
    from communique.records import Loaded

_NEW = "put it back, and write a new edition that supersedes this one"


def check_pinned(context: Context) -> Iterator[Diagnostic]:
    """Published editions whose source is gone, says something else now, or is marked lower than what readers hold."""
    for id_, pin in context.pins.items():
        each = context.loaded.get(id_)
        if each is None:
            mark = Mark(f"briefings/{id_}.md")
            yield Diagnostic(
                mark, "changed-edition", "this edition was published and its source is gone", "put it back"
            )
        elif each.tombstone is not None:
            what = "this edition was published: no tombstone can take its place"
            yield Diagnostic(each.mark(()), "changed-edition", what, "put its source back")
        elif isinstance(each.record, Briefing):
            yield from _changed(context, each, each.record, pin)


def _changed(context: Context, each: Loaded, record: Briefing, pin: Pin) -> Iterator[Diagnostic]:
    data = each.document.data
    if isinstance(data, dict) and source_digest(data) != pin.source:
        field, what = _first_change(record, pin)
        yield Diagnostic(each.mark((field,)), "changed-edition", f"{what} after it was published", _NEW)
    marking = record.marking or (context.dossier.marking if context.dossier else None)
    if marking is not None and exceeds(pin.marking, marking):
        what = f"marked {marking}, and the PDF that was published says {pin.marking}"
        yield Diagnostic(each.mark(("marking",)), "changed-edition", what, f"mark it {pin.marking}")


def _first_change(record: Briefing, pin: Pin) -> tuple[str, str]:
    """The field that was changed, as far as the lock can tell, and what became of it."""
    now = {
        "title": (record.title, pin.title),
        "type": (record.type, pin.type),
        "edition": (record.edition, pin.number),
        "date": (record.date.text, pin.date.text),
        "supersedes": (record.supersedes, pin.supersedes),
        "updates": (record.updates, pin.updates),
    }
    for field, (here, published) in now.items():
        if here != published:
            return field, f"'{field}' was changed"
    return "body", "its text or one of its fields was changed"
