"""What was put right in the edition itself and in the records it names."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from communique.dates import OPEN
from communique.views.corrections import corrections_of

if TYPE_CHECKING:
    from communique.blocks import Corrections
    from communique.kinds import Record
    from communique.kinds.base import Correction
    from communique.views.blocks.edition import Edition
    from communique.views.corrections import CorrectionView


@dataclass(frozen=True, slots=True)
class CorrectionsView:
    """The corrections, the newest first. ``since`` are the words for the day they are counted from, if there is one."""

    rows: tuple[CorrectionView, ...]
    since: str


def corrections(edition: Edition, options: Corrections) -> CorrectionsView:
    """The corrections of the edition and of all it names, cites included."""
    corpus = edition.sheet.corpus
    named = (edition.briefing.id, *sorted(edition.named), *sorted(edition.cited))
    records = [corpus.records[id_] for id_ in dict.fromkeys(named) if id_ in corpus.records]
    rows = [
        view
        for record in records
        for row, view in zip(reversed(record.corrections), corrections_of(edition.sheet, record), strict=True)
        if _wanted(edition, record, row, options)
    ]
    rows.sort(key=lambda view: view.date.sort, reverse=True)
    return CorrectionsView(tuple(rows), options.since.words() if options.since else "")


def _wanted(edition: Edition, record: Record, row: Correction, options: Corrections) -> bool:
    """Whether it was made in the time asked for. What came after the edition's last day is in it only if its own."""
    if options.since is not None and not row.date.possibly_within(options.since.earliest, OPEN):
        return False
    return record is edition.briefing or edition.until is None or row.date.possibly_within(OPEN, edition.until)
