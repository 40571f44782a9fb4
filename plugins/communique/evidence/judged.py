"""What is known of each quotation: looked up in the snapshots that are here, else as the lock file has it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from typing import TYPE_CHECKING

from communique.evidence.lock import LockRow
from communique.evidence.quoted import Quoted, quoted_in, speaker_of
from communique.kinds import Source
from communique.quotations import NORMALISER, Copy, Verdict, judge
from communique.tongue import message

if TYPE_CHECKING:
    from communique.kinds import Record

Archive = Callable[[str], tuple[str, str] | None]
"""From a snapshot's digest to its text and what else the page holds; None where its bytes are not here."""

NO_SNAPSHOT = message("no snapshot here")
_BEST = ("found", "altered", "cannot-check", "not-found")


@dataclass(frozen=True, slots=True)
class Evidence:
    """What verdicts are made from: the rows of the lock file, and the archive where this machine has one."""

    rows: Mapping[str, LockRow] = field(default_factory=dict)
    archive: Archive | None = None


@dataclass(frozen=True, slots=True)
class Judged:
    """A verdict, and how it is known: looked up now (``live``), or given ``on`` a day; neither: nobody could look."""

    verdict: Verdict
    snapshot: str = ""
    on: str = ""
    live: bool = False


def judge_all(records: Mapping[str, Record], evidence: Evidence) -> dict[str, Judged]:
    """The verdict on every quotation of ``records``, by its key."""
    archive = cache(evidence.archive) if evidence.archive else None
    copies = cache(Copy)
    found: dict[str, Judged] = {}
    for record in records.values():
        for quoted in quoted_in(record):
            source = records.get(quoted.source)
            if quoted.key not in found and isinstance(source, Source):
                found[quoted.key] = _judge(quoted, source, records, evidence.rows, archive, copies)
    return found


def _judge(
    quoted: Quoted,
    source: Source,
    records: Mapping[str, Record],
    rows: Mapping[str, LockRow],
    archive: Archive | None,
    copies: Callable[[str, tuple[str, ...], str], Copy],
) -> Judged:
    live: list[Judged] = []
    # The newest capture first: of two that say the same, it is the one named.
    for row in sorted(source.snapshots, key=lambda each: each.captured.sort_key, reverse=True):
        texts = archive(row.sha256) if archive else None
        if texts is not None:
            copy = copies(texts[0], row.ignore, texts[1])
            live.append(Judged(judge(quoted.text, copy, speaker_of(quoted, records)), row.sha256, live=True))
    best = min(live, key=lambda each: _BEST.index(each.verdict.word), default=None)
    locked = _locked(quoted, source, rows)
    if best is None or (locked is not None and _found_elsewhere(locked, live)):
        return locked or Judged(Verdict("cannot-check", reason=NO_SNAPSHOT))
    best = _of_an_opening(best, source)
    return replace(best, on=locked.on) if locked is not None and locked.verdict == best.verdict else best


def _locked(quoted: Quoted, source: Source, rows: Mapping[str, LockRow]) -> Judged | None:
    """What the lock file knows, where it was found by today's rules in a snapshot that the source still has."""
    row = rows.get(quoted.key)
    if row is None or row.normaliser != NORMALISER:
        return None
    if row.snapshot not in {each.sha256 for each in source.snapshots}:
        return None
    return Judged(row.verdict, row.snapshot, row.date)


def _found_elsewhere(locked: Judged, live: list[Judged]) -> bool:
    """Whether it was found in a capture that this machine lacks, and in none that it has."""
    here = {each.snapshot for each in live}
    found = any(each.verdict.word == "found" for each in live)
    return locked.verdict.word == "found" and locked.snapshot not in here and not found


def _of_an_opening(judged: Judged, source: Source) -> Judged:
    """Who has only the opening of a text cannot say that words are not in it."""
    if source.copy_seen != "opening" or judged.verdict.word not in ("altered", "not-found"):
        return judged
    reason = "only the opening was captured, and it is not in that"
    return replace(judged, verdict=Verdict("cannot-check", None, judged.verdict.passage, reason))
