"""Numbers that differ: quantities and transfers of the same measure and object, across events and sources. A pure core.

The object of a number is the actor or thing it measures: a transfer is known by what was transferred, an actor by its
id, in whatever event; any other row, and an event as a whole, is an object of its own.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from communique.durations import Limit, Measure, MeasureError, parse
from communique.names import fold
from communique.references import parts

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from communique.kinds import Claim, Event
    from communique.yamlfile import Loc

    Key = tuple[str, ...]

_NUMBER: Final = re.compile(r"\d{1,3}(?:[,\u202f]\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?")
_MEASURED: Final = {"quantities": "value", "transfers": "quantity"}


@dataclass(frozen=True, slots=True)
class Figure:
    """One number: the row it is of, and the sources that have it. ``read`` where it is another source's reading."""

    event: str
    row: str
    loc: Loc
    words: str
    value: Measure
    unit: str
    sources: tuple[str, ...]
    read: bool = False

    @property
    def says(self) -> tuple[object, ...]:
        """What is compared: bounds and unit, not how they are written."""
        return self.value.limit, self.value.low, self.value.high, fold(self.unit)

    @property
    def shown(self) -> str:
        """As it is printed, with its unit."""
        return f"{self.value.words} {self.unit}".strip()


def differing(events: Iterable[Event]) -> Iterator[tuple[Figure, ...]]:
    """Groups of figures of one measure and object that do not all say the same, in the order of the events."""
    groups: dict[Key, list[Figure]] = {}
    for event in events:
        for key, figure in _figures(event):
            if figure.value.limit is not Limit.UNKNOWN:
                groups.setdefault(key, []).append(figure)
    for found in groups.values():
        if len({figure.says for figure in found}) > 1:
            yield tuple(found)


def _figures(event: Event) -> Iterator[tuple[Key, Figure]]:
    things = {row.id: fold(row.what) for row in event.transfers}
    local = {row.id for _, row in parts(event)}
    keys: dict[str, tuple[Key, Loc, str, str]] = {}
    for number, row in enumerate(event.quantities):
        thing = (things[row.of],) if row.of in things else (event.id, row.of or "")
        if row.of and row.of not in things and row.of not in local:
            thing = ("actor", row.of)
        key = ("quantity", fold(row.measure), *thing)
        keys[row.id] = (key, ("quantities", number), row.measure, row.unit or "")
        yield key, Figure(event.id, row.id, keys[row.id][1], row.measure, row.value, row.unit or "", row.sources)
    for number, transfer in enumerate(event.transfers):
        key = ("transfer", fold(transfer.what))
        keys[transfer.id] = (key, ("transfers", number), transfer.what, "")
        if transfer.quantity is not None:
            loc = ("transfers", number)
            yield key, Figure(event.id, transfer.id, loc, transfer.what, transfer.quantity, "", transfer.sources)
    yield from _read(event, keys)


def _read(event: Event, keys: dict[str, tuple[Key, Loc, str, str]]) -> Iterator[tuple[Key, Figure]]:
    """The figures that other sources have in place of a row's, where they are numbers."""
    for reading in event.readings:
        if reading.of in keys and reading.field == _MEASURED[str(keys[reading.of][1][0])]:
            key, loc, words, unit = keys[reading.of]
            try:
                value = parse(reading.value)
            except MeasureError:
                continue
            yield key, Figure(event.id, reading.of, loc, words, value, unit, reading.sources, read=True)


def carried(figure: Figure, other: Figure, claims: Iterable[Claim]) -> bool:
    """Whether the reader already sees the two side by side: as value and reading, or as variants of one claim."""
    if (figure.event, figure.row) == (other.event, other.row):
        return True
    return any(_has(claim, figure) and _has(claim, other) for claim in claims)


def _has(claim: Claim, figure: Figure) -> bool:
    wanted = {number for number in (figure.value.low, figure.value.high) if number is not None}
    for variant in claim.variants:
        about = (variant.statement or "").partition("#")[0] == figure.event or set(variant.sources) & set(
            figure.sources
        )
        if about and wanted & set(_numbers(variant.value)):
            return True
    return False


def _numbers(text: str) -> Iterator[Decimal]:
    for found in _NUMBER.findall(text):
        yield Decimal(re.sub(r"[,\u202f]", "", found))
