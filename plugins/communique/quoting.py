"""``communique quotes``: look every quotation up in the snapshots here, and write the lock file of verdicts."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from communique.diagnostics import blocking
from communique.errors import FindingsError
from communique.evidence import Judged, LockRow, Quoted, quoted_in, read_lock, write_lock
from communique.instant import build_instant
from communique.load import load_with
from communique.quotations import NORMALISER
from communique.settings import read_settings
from communique.snapshots.archive import archive
from communique.tree import VERDICTS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from communique.diagnostics import Diagnostic

_OURS = {"quotation-altered"}
"""Errors on which verdicts are written all the same: they are what the lock file is for."""


@dataclass(frozen=True, slots=True)
class QuotesReport:
    """Every quotation with its verdict, in order of records; whether the lock file differs or was written."""

    judged: tuple[tuple[Quoted, Judged], ...]
    changed: bool
    written: bool


def judge_quotations(root: Path, *, write: bool = True) -> QuotesReport:
    """Look up all quotations of the dossier in ``root``, and write the lock file unless told otherwise.

    A verdict that nobody can give again here (no snapshot) stays as it was. Raises FindingsError where the records have
    other errors than altered quotations.
    """
    settings = read_settings(root)
    checked = load_with(settings, archive(settings))
    wrong: list[Diagnostic] = [each for each in blocking(checked.findings) if each.code not in _OURS]
    if wrong:
        raise FindingsError(wrong)
    found = [
        (each, quoted, checked.judged[quoted.key])
        for each in checked.loaded.values()
        if each.record is not None
        for quoted in quoted_in(each.record)
    ]
    today = build_instant(settings).date().isoformat()
    changed = False
    for folder, private in ((root, False), (settings.private_content, True)):
        if folder is not None:
            rows = [
                _row(quoted, judged, today)
                for each, quoted, judged in found
                if each.private is private and judged.snapshot
            ]
            changed |= _lock(folder / VERDICTS, rows, write=write)
    return QuotesReport(tuple((quoted, judged) for _, quoted, judged in found), changed, changed and write)


def _lock(path: Path, rows: list[LockRow], *, write: bool) -> bool:
    """Write one lock file if asked to; whether it differs. Verdicts of private records stand beside those only."""
    old = path.read_text(encoding="utf-8") if path.is_file() else ""
    new = write_lock(rows, read_lock(old))
    if write and new != old:
        path.write_text(new, encoding="utf-8")
    return new != old


def _row(quoted: Quoted, judged: Judged, today: str) -> LockRow:
    on = today if judged.live else judged.on
    return LockRow(quoted.source, quoted.key, NORMALISER, judged.snapshot, judged.verdict, on)


def report_lines(report: QuotesReport, *, found: bool) -> Iterator[str]:
    """A line a quotation, those found only when asked; then how many there are of each verdict, and the lock file."""
    counts = Counter(judged.verdict.word for _, judged in report.judged)
    for quoted, judged in report.judged:
        verdict = judged.verdict
        if verdict.word == "found" and not found:
            continue
        at = f", {verdict.place.words}" if verdict.place else ""
        since = "" if judged.live or not judged.on else f" (on {judged.on}, not re-checked here)"
        why = f": {why}" if (why := verdict.reason or verdict.remark) else ""
        has = f" “{verdict.passage}”" if verdict.word == "altered" and verdict.passage else ""
        yield f"{verdict.word}: {quoted.id}: “{quoted.text}” in {quoted.source}{at}{since}{why}{has}"
    told = ", ".join(f"{counts[word]} {word}" for word in ("found", "altered", "not-found", "cannot-check"))
    lock = "written" if report.written else "would change" if report.changed else "is up to date"
    kept = report.changed or any(judged.snapshot for _, judged in report.judged)
    of_lock = f"{VERDICTS} {lock}" if kept else f"no source quoted here has a snapshot, so {VERDICTS} is not needed"
    noun = "quotation" if len(report.judged) == 1 else "quotations"
    yield f"{len(report.judged)} {noun}: {told}; {of_lock}"
