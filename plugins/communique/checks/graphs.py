"""Chains of references that come back to where they started."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from communique.diagnostics import Diagnostic

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from communique.checks.context import Context


class Graph(NamedTuple):
    """A field whose references may not come back; ``row`` is the key of the id where the field holds rows."""

    kind: str
    field: str
    row: str
    code: str


GRAPHS = (
    Graph("actor", "part_of", "", "cycle"),
    Graph("event", "continues", "", "cycle"),
    Graph("event", "answers", "", "cycle"),
    Graph("event", "implements", "", "cycle"),
    Graph("event", "replaces", "", "cycle"),
    Graph("place", "country", "", "cycle"),
    Graph("briefing", "supersedes", "", "cycle"),
    Graph("briefing", "updates", "", "cycle"),
    Graph("source", "cites", "source", "circular-reporting"),
)


def check_cycles(context: Context) -> Iterator[Diagnostic]:
    """One finding a ring, at the record of the ring whose id comes first."""
    for graph in GRAPHS:
        edges = _edges(context, graph)
        for ring in rings(edges):
            each = context.loaded[ring[0]]
            way = " → ".join((*ring, ring[0]))
            mark = each.mark(_place(context, graph, ring), key=True)
            hint = "take out the reference that closes the ring" if graph.code == "cycle" else "the page says so"
            yield Diagnostic(mark, graph.code, f"'{graph.field}' leads round in a ring: {way}", hint)


def _edges(context: Context, graph: Graph) -> dict[str, tuple[str, ...]]:
    return {
        id_: tuple(target for _, target in _targets(record, graph) if target != id_)
        for id_, record in context.records.items()
        if record.kind == graph.kind
    }


def _targets(record: object, graph: Graph) -> Iterator[tuple[tuple[str | int, ...], str]]:
    value = getattr(record, graph.field)
    rows = value if isinstance(value, tuple) else (value,) if value else ()
    for number, row in enumerate(rows):
        target = getattr(row, graph.row) if graph.row else row
        loc = (graph.field, number) if isinstance(value, tuple) else (graph.field,)
        if target:
            yield loc, target


def _place(context: Context, graph: Graph, ring: tuple[str, ...]) -> tuple[str | int, ...]:
    onward = ring[1] if len(ring) > 1 else ring[0]
    targets = _targets(context.records[ring[0]], graph)
    return next((loc for loc, target in targets if target == onward), (graph.field,))


def rings(edges: Mapping[str, tuple[str, ...]]) -> list[tuple[str, ...]]:
    """One ring for each knot of ``edges``, starting at its smallest id. Walks without recursion, in linear time."""
    found: list[tuple[str, ...]] = []
    done: set[str] = set()
    for start in sorted(edges):
        way: list[str] = []
        on_way: set[str] = set()
        stack: list[tuple[str, int]] = [(start, 0)]
        while stack:
            at, number = stack.pop()
            if number == 0:
                if at in done:
                    continue
                way.append(at)
                on_way.add(at)
            onward = edges.get(at, ())
            if number < len(onward):
                stack.append((at, number + 1))
                if onward[number] in on_way:
                    found.append(_turned(way[way.index(onward[number]) :]))
                elif onward[number] not in done:
                    stack.append((onward[number], 0))
            else:
                way.pop()
                on_way.discard(at)
                done.add(at)
    return sorted(set(found))


def _turned(ring: list[str]) -> tuple[str, ...]:
    first = ring.index(min(ring))
    return tuple(ring[first:] + ring[:first])
