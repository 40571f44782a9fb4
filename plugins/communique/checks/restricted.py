"""Restricted records and the trees they may stand in: none in a public tree, none unmarked in the private content."""

from __future__ import annotations

from typing import TYPE_CHECKING

from communique.checks.blocks import block_references
from communique.diagnostics import Diagnostic
from communique.kinds import Briefing, Event
from communique.markdown import Mention
from communique.markings import exceeds, highest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from communique.checks.context import Context
    from communique.diagnostics import Mark
    from communique.kinds import Record
    from communique.markings import Marking
    from communique.records import Loaded

PUBLIC: Marking = "TLP:CLEAR"
"""What anyone may read."""


def check_restricted(context: Context) -> Iterator[Diagnostic]:
    """Markings above TLP:CLEAR in a public tree, names of private records there, private records without a marking.

    Embargoes are looked at where the instant is known (``selection.check_withheld``).
    """
    for each, record in context.whole():
        if isinstance(record, Briefing):
            yield from _above(context, each, record)
        if each.private:
            yield from _unmarked(each, record)
        elif context.dossier is not None and context.dossier.public:
            yield from _marked(each, record)
            yield from _names_private(context, each, record)


def _unmarked(each: Loaded, record: Record) -> Iterator[Diagnostic]:
    if record.marking is None and record.embargo is None and not record.draft:
        what = "a record of the private content without a marking or an embargo would be published"
        yield Diagnostic(each.mark(()), "unmarked-private", what, "give 'marking', 'embargo' or 'draft: yes'")


def _marked(each: Loaded, record: Record) -> Iterator[Diagnostic]:
    hint = "move the record to the private content (PRIVATE_CONTENT)"
    if record.marking is not None and exceeds(record.marking, PUBLIC):
        what = f"{record.marking} in a tree that anyone may read"
        yield Diagnostic(each.mark(("marking",)), "restricted-in-public", what, hint)
    for number, row in enumerate(record.statements if isinstance(record, Event) else ()):
        if row.marking is not None and exceeds(row.marking, PUBLIC):
            what = f"{row.marking} in a tree that anyone may read"
            yield Diagnostic(each.mark(("statements", number, "marking")), "restricted-in-public", what, hint)


def _above(context: Context, each: Loaded, record: Briefing) -> Iterator[Diagnostic]:
    """What a briefing names that is marked higher than the briefing itself."""
    if context.dossier is None:
        return
    own = record.marking or context.dossier.marking
    for mark, target in _named(context, each, record):
        marking = _marking(context, target)
        if exceeds(marking, own):
            what = f"this is marked {marking} and the briefing {own}: its readers see a gap"
            yield Diagnostic(mark, "above-its-marking", what, "mark the briefing higher, or take the reference out")


def _marking(context: Context, target: str) -> Marking:
    """The marking of a record or of one statement; the lowest where there is none to be had."""
    id_, _, row = target.partition("#")
    record = context.records.get(id_)
    if record is None or context.dossier is None:
        return PUBLIC
    own = record.marking or context.dossier.marking
    said = next((each for each in getattr(record, "statements", ()) if each.id == row), None)
    return highest((own, said.marking)) if said is not None and said.marking else own


def _names_private(context: Context, each: Loaded, record: Record) -> Iterator[Diagnostic]:
    if not context.has_private:
        return
    hint = "take it out; the private record may name this one"
    what = "this names a record of the private content, in a tree that anyone may read"
    for mark, target in _named(context, each, record):
        named = context.loaded.get(target.partition("#")[0])
        if named is not None and named.private:
            yield Diagnostic(mark, "restricted-in-public", what, hint)


def _named(context: Context, each: Loaded, record: Record) -> Iterator[tuple[Mark, str]]:
    """Every record or row that ``record`` names, in a field, in its text or in a block, with its place."""
    yield from ((each.mark(ref.loc), ref.target) for ref in context.references[each.id])
    for loc, found in context.mentions[each.id]:
        if isinstance(found, Mention):
            target = f"{found.id}#{found.part}" if found.part else found.id
            yield each.find(loc, found.written, found.at), target
    if isinstance(record, Briefing):
        yield from block_references(each, record)
