"""Ids lead to records: every reference of every record, and every tombstone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from communique.diagnostics import Diagnostic

if TYPE_CHECKING:
    from collections.abc import Iterator

    from communique.checks.context import Context
    from communique.diagnostics import Mark
    from communique.references import Reference


def check_links(context: Context) -> Iterator[Diagnostic]:
    """Unknown ids, ids of the wrong kind, ids that moved, rows that are not there, records that name themselves."""
    for each, _ in context.whole():
        for reference in context.references[each.id]:
            yield from follow(context, each.id, reference, each.mark(reference.loc))


def follow(context: Context, id_: str, reference: Reference, mark: Mark) -> Iterator[Diagnostic]:
    """Findings on one ``reference`` made by record ``id_``, placed at ``mark``."""
    ref, target = reference.ref, reference.target
    if ref.local:
        if target not in context.rows_of(id_, ref.part) and not context.has(target, ref.kinds):
            yield from context.resolve_row(id_, target, ref.part, mark)
        return
    owner, _, row = target.partition("#")
    if owner == id_ and not row:
        yield Diagnostic(mark, "self-reference", f"'{id_}' names itself", "take it out")
        return
    yield from context.resolve(owner, ref.kinds, mark)
    if row and owner in context.records and context.loaded[owner].kind.name in ref.kinds:
        yield from context.resolve_row(owner, row, ref.part, mark)


def check_tombstones(context: Context) -> Iterator[Diagnostic]:
    """Tombstones lead, in one step or several, to a record that exists."""
    for id_, grave in context.tombstones.items():
        seen, at = {id_}, grave.merged_into
        while at is not None and at in context.tombstones and at not in seen:
            seen.add(at)
            at = context.tombstones[at].merged_into
        if (at is not None and at not in context.loaded) or at in seen:
            mark = context.loaded[id_].mark(("merged_into",))
            what = "it leads round in a ring" if at in seen else f"no record '{at}'"
            yield Diagnostic(mark, "dead-tombstone", what, "name a record that exists, or write 'removed: why'")
