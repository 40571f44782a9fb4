"""``content/verdicts.lock``: the verdicts as they were given where the snapshots are, a line of JSON a quotation.

Sorted by source and quotation, so that two editors' changes merge line by line. A line stays as it is, date and all,
while looking again gives the same verdict.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, get_args

from communique.quotations import Place, Verdict
from communique.quotations.verdicts import Word

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


@dataclass(frozen=True, slots=True)
class LockRow:
    """One verdict: of which quotation, by which rules, in which snapshot, on which day."""

    source: str
    quotation: str
    normaliser: str
    snapshot: str
    verdict: Verdict
    date: str


def read_lock(text: str) -> dict[str, LockRow]:
    """Rows by quotation. Raises ValueError, naming the line, where one cannot be read."""
    found: dict[str, LockRow] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        try:
            row = _row(json.loads(line))
        except (ValueError, KeyError, TypeError, AttributeError, StopIteration) as error:
            raise ValueError(number) from error
        found[row.quotation] = row
    return found


def _row(told: dict[str, object]) -> LockRow:
    texts = {name: str(told[name]) for name in ("source", "quotation", "normaliser", "snapshot", "date")}
    word = next(each for each in get_args(Word) if each == told["verdict"])
    place = told.get("place")
    at = Place(*(int(each) for each in place)) if isinstance(place, list) else None
    extra = {name: str(told.get(name, "")) for name in ("passage", "reason", "remark")}
    return LockRow(**texts, verdict=Verdict(word, at, **extra))


def write_lock(rows: Iterable[LockRow], before: Mapping[str, LockRow]) -> str:
    """The text of the lock file. A row that only its date would change keeps the date it had in ``before``."""
    lines = []
    for row in sorted({row.quotation: row for row in rows}.values(), key=lambda row: (row.source, row.quotation)):
        old = before.get(row.quotation)
        kept = old if old is not None and replace(row, date=old.date) == old else row
        lines.append(json.dumps(_plain(kept), ensure_ascii=False))
    return "".join(f"{line}\n" for line in lines)


def _plain(row: LockRow) -> dict[str, object]:
    told = asdict(row)
    verdict = row.verdict
    told["verdict"] = verdict.word
    if verdict.place is not None:
        told["place"] = [verdict.place.line, verdict.place.paragraph, verdict.place.page]
    told |= {name: text for name in ("passage", "reason", "remark") if (text := getattr(verdict, name))}
    return told
