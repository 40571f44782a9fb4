"""What a build of a level and an instant may hold. Drafts, embargoed and higher marked records stay out, listed.

Files in = published + withheld + refused: ``Selection`` holds the first two, findings are the third.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from communique.corpus import Corpus
from communique.diagnostics import Diagnostic
from communique.kinds import Event
from communique.markings import Marking, exceeds
from communique.references import mentioned

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    from communique.kinds import Dossier, Record
    from communique.records import Loaded


@dataclass(frozen=True, slots=True)
class Selection:
    """The corpus a build publishes, and why the other records are withheld, by id."""

    corpus: Corpus
    withheld: Mapping[str, str]


def why_withheld(record: Record, dossier: Dossier, level: Marking, instant: datetime) -> str:
    """Why ``record`` may not be published at this level and instant; empty where it may."""
    if record.draft:
        return "draft"
    if record.embargo is not None and record.embargo > instant:
        return f"embargo until {record.embargo.isoformat()}"
    marking = record.marking or dossier.marking
    return f"marked {marking}" if exceeds(marking, level) else ""


def select(corpus: Corpus, level: Marking, instant: datetime) -> Selection:
    """Divide ``corpus``. Statements marked above the level are left out of their event."""
    withheld = {
        record.id: why
        for record in corpus.records.values()
        if (why := why_withheld(record, corpus.dossier, level, instant))
    }
    kept = {id_: _without_marked_rows(record, level) for id_, record in corpus.records.items() if id_ not in withheld}
    return Selection(Corpus(corpus.dossier, kept, corpus.tombstones, corpus.judged), withheld)


def _without_marked_rows(record: Record, level: Marking) -> Record:
    if not isinstance(record, Event) or not any(row.marking for row in record.statements):
        return record
    kept = tuple(row for row in record.statements if not row.marking or not exceeds(row.marking, level))
    return record.model_copy(update={"statements": kept})


def check_withheld(corpus: Corpus, loaded: Mapping[str, Loaded], selection: Selection) -> Iterator[Diagnostic]:
    """References from published records to withheld ones, or to statements left out."""
    if not selection.withheld and selection.corpus.statements.keys() == corpus.statements.keys():
        return
    statements = selection.corpus.statements
    for record in selection.corpus.records.values():
        for target, name in mentioned(record):
            owner = target.partition("#")[0]
            left_out = target in corpus.statements and target not in statements
            if (owner in selection.withheld and target == owner) or (owner not in selection.withheld and left_out):
                mark = loaded[record.id].find((name,), target)
                hint = "take the reference out, or publish both"
                yield Diagnostic(mark, "withheld-reference", "this names a record that the build withholds", hint)
