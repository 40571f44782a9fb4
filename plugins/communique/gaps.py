"""Published records without what is withheld: a gap shows neither id, number, date nor kind, and there is one a record.

A row or reference that leads to something withheld goes; so does a row that rests on withheld sources alone. In a text
the place of it is ``(withheld)``, once for neighbours. That something went is all that is kept: the record's id.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from communique.blocks import BLOCKS
from communique.checks.blocks import read_options
from communique.kinds import Briefing, Claim, Event
from communique.kinds.source import Parent
from communique.markdown import fences, without
from communique.pruning import Standing, led_to, retold
from communique.references import references
from communique.shapes import shape

if TYPE_CHECKING:
    from collections.abc import Mapping

    from communique.kinds import Record, Tombstone
    from communique.markdown import Fence

WITHHELD: Final = "(withheld)"
"""What stands in a text where something withheld was named."""

NOT_SHOWN: Final = "what is not shown here"
"""The origin of a source whose parent is withheld."""

BY_ITS_SOURCES: Final = "rests on what is withheld"
_SEVERAL = re.compile(rf"{re.escape(WITHHELD)}(?:(?:[\s,;]|\b(?:and|or)\b)*{re.escape(WITHHELD)})+")


@dataclass(frozen=True, slots=True)
class Gapped:
    """``records`` without what leads to something withheld; ``gaps`` are those of them from which something went;
    ``fallen`` are records that cannot be without it, and are withheld too.
    """

    records: dict[str, Record]
    gaps: frozenset[str]
    fallen: frozenset[str]


def with_gaps(records: Mapping[str, Record], tombstones: Mapping[str, Tombstone], withheld: frozenset[str]) -> Gapped:
    """``records`` as they may be published beside what is ``withheld``, of which none is among them."""
    standing = {id_: _resting(record, tombstones, withheld) for id_, record in records.items()}
    kept = {id_: record for id_, record in standing.items() if record is not None}
    while True:
        settled = _settled(Standing(tombstones, kept), kept)
        if settled == kept:
            break
        kept = settled
    gaps = frozenset(id_ for id_, record in kept.items() if record != records[id_])
    return Gapped(kept, gaps, frozenset(records.keys() - kept.keys()))


def _resting(record: Record, tombstones: Mapping[str, Tombstone], withheld: frozenset[str]) -> Record | None:
    """The record without rows that rest on withheld sources alone; None where it is an event that does."""

    def gone(id_: str) -> bool:
        return led_to(tombstones, id_) in withheld

    if isinstance(record, Event) and record.sources and all(gone(row.source) for row in record.sources):
        return None
    changed: dict[str, Any] = {}
    for field in shape(type(record)):
        if field.row is None or not field.many:
            continue
        rows = getattr(record, field.name)
        kept = tuple(_spoken(row, gone) for row in rows if not _rests_on_gone(row, gone))
        if field.row is Parent:
            kept = _parents(kept, gone)
        if kept != rows:
            changed[field.name] = kept
    return record.model_copy(update=changed) if changed else record


def _rests_on_gone(row: Any, gone: Any) -> bool:
    sources = getattr(row, "sources", ())
    return bool(sources) and all(gone(id_) for id_ in sources)


def _spoken(row: Any, gone: Any) -> Any:
    """The row without words that are quoted from a withheld source."""
    if not getattr(row, "quote_source", None) or not gone(row.quote_source):
        return row
    return row.model_copy(update={"quote": None, "quote_source": None, "quote_is": None, "quote_at": None})


def _parents(rows: tuple[Any, ...], gone: Any) -> tuple[Any, ...]:
    """Whom a source has it from, with one origin that says nothing in place of all that are withheld: without it the
    source would seem to be the end of its chain.
    """
    kept = tuple(row for row in rows if not any(id_ is not None and gone(id_) for id_ in (row.source, row.actor)))
    return kept if len(kept) == len(rows) else (*kept, Parent(unnamed=NOT_SHOWN, how="reports"))


def _settled(standing: Standing, records: Mapping[str, Record]) -> dict[str, Record]:
    found: dict[str, Record] = {}
    for id_, record in records.items():
        pruned: Record | None = standing.pruned(id_, _retold(standing, record))
        if pruned is None:
            continue
        if isinstance(pruned, Claim) and isinstance(record, Claim) and record.assertions and not pruned.assertions:
            continue  # what it asks was asserted by nobody who may be named: the question alone would tell
        found[id_] = pruned
    return found


def _retold(standing: Standing, record: Record) -> Record:
    """The record with its texts rewritten where they name what does not stand."""

    def tell(name: str, text: str) -> str:
        told = without(text, lambda target: standing.leads(record.id, target), WITHHELD)
        if isinstance(record, Briefing) and name == "body":
            told = _without_blocks(standing, record.id, told)
        return _SEVERAL.sub(WITHHELD, told)

    return retold(record, tell)


def _without_blocks(standing: Standing, owner: str, body: str) -> str:
    """A briefing's text, in which a block that names what does not stand does not name it, or is gone."""
    lines = body.split("\n")
    for fence in reversed(fences(body)):
        if fence.info not in BLOCKS:
            continue
        new = _block(standing, owner, fence)
        if new is None:
            lines[fence.line - 2 : fence.line + fence.content.count("\n")] = ["", WITHHELD, ""]
        elif new != fence.content:
            lines[fence.line - 1 : fence.line - 1 + fence.content.count("\n")] = new.rstrip("\n").split("\n")
    return "\n".join(lines)


def _block(standing: Standing, owner: str, fence: Fence) -> str | None:
    """The block's content without what does not stand; None where an option would be left with nothing."""
    options, document = read_options(fence.info, fence.content, "", fence.line)
    if options is None or not isinstance(document.data, dict):
        return fence.content
    gone = {each.target for each in references(options) if not standing.leads(owner, each.target)}
    if not gone:
        return fence.content
    lines: list[str] = []
    for key, value in document.data.items():
        words = value if isinstance(value, list) else [word.strip() for word in str(value).split(",")]
        kept = [word for word in words if word not in gone]
        if not kept:
            return None
        told = str(value) if len(kept) == len(words) else ", ".join(kept)
        lines.append(f"{key}: {json.dumps(told, ensure_ascii=False)}")
    return "\n".join(lines) + "\n"
