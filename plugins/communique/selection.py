"""What a build of a level and an instant may hold. Drafts, embargoed and higher marked records stay out, listed.

Files in = published + withheld + refused: ``Selection`` holds the first two, findings are the third.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from communique.checks.blocks import block_references
from communique.corpus import Corpus
from communique.diagnostics import Diagnostic, Mark
from communique.kinds import Briefing, Event
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
    for ref, said in corpus.statements.items():
        if said.event.id in kept and said.statement.marking and exceeds(said.statement.marking, level):
            withheld[ref] = f"marked {said.statement.marking}"
    graves = {id_: grave for id_, grave in corpus.tombstones.items() if _led_to(corpus, id_) not in withheld}
    return Selection(Corpus(corpus.dossier, kept, graves, corpus.judged), withheld)


def _without_marked_rows(record: Record, level: Marking) -> Record:
    if not isinstance(record, Event) or not any(row.marking for row in record.statements):
        return record
    left_out = {row.id for row in record.statements if row.marking and exceeds(row.marking, level)}
    kept = {"statements": tuple(row for row in record.statements if row.id not in left_out)}
    for name in ("readings", "quantities"):
        # What is said of a row that is left out would give it away.
        kept[name] = tuple(row for row in getattr(record, name) if row.of not in left_out)
    return record.model_copy(update=kept)


def _led_to(corpus: Corpus, id_: str) -> str:
    """The id at the end of a tombstone's way."""
    while id_ in corpus.tombstones and (onward := corpus.tombstones[id_].merged_into):
        id_ = onward
    return id_


def check_withheld(corpus: Corpus, loaded: Mapping[str, Loaded], selection: Selection) -> Iterator[Diagnostic]:
    """References from published records to withheld ones, or to statements left out."""
    if not selection.withheld and selection.corpus.statements.keys() == corpus.statements.keys():
        return
    for record in selection.corpus.records.values():
        each = loaded[record.id]
        for target, name in mentioned(record):
            owner = target.partition("#")[0]
            if _is_withheld(target, corpus, selection) and (target == owner or owner not in selection.withheld):
                yield _finding(each.find((name,), target))
        if isinstance(record, Briefing):
            for mark, target in block_references(each, record):
                if _is_withheld(target, corpus, selection):
                    yield _finding(mark)
    yield from _bare_assertions(corpus, loaded, selection)


def _is_withheld(target: str, corpus: Corpus, selection: Selection) -> bool:
    left_out = target in corpus.statements and target not in selection.corpus.statements
    return left_out or target in selection.withheld


def _finding(mark: Mark) -> Diagnostic:
    hint = "take the reference out, or publish both"
    return Diagnostic(mark, "withheld-reference", "this names a record that the build withholds", hint)


def _bare_assertions(corpus: Corpus, loaded: Mapping[str, Loaded], selection: Selection) -> Iterator[Diagnostic]:
    """Claims that are withheld while what they dispute is published: it would stand there without its dispute."""
    for claim in corpus.claims:
        if claim.id not in selection.withheld:
            continue
        for number, ref in enumerate(claim.assertions):
            if ref in selection.corpus.statements:
                mark = loaded[claim.id].mark(("assertions", number))
                what = "this assertion is published and its claim is not, so that its dispute would be missing"
                yield Diagnostic(mark, "withheld-reference", what, "publish the claim, or withhold the event")
