"""What a build of a level and an instant may hold. Drafts, embargoed and higher marked records stay out, listed.

Files in = published + withheld + refused: ``Selection`` holds the first two, findings are the third.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from communique.blurring import blurred
from communique.checks.blocks import block_references
from communique.diagnostics import Diagnostic, Mark
from communique.gaps import BY_ITS_SOURCES, with_gaps
from communique.kinds import Briefing, Event
from communique.markings import Marking, exceeds
from communique.pruning import led_to
from communique.references import mentioned

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    from communique.corpus import Corpus
    from communique.kinds import Dossier, Record
    from communique.records import Loaded


EMBARGO: Final = "embargo until "


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
        return f"{EMBARGO}{record.embargo.isoformat()}"
    marking = record.marking or dossier.marking
    return f"marked {marking}" if exceeds(marking, level) else ""


def select(corpus: Corpus, level: Marking, instant: datetime) -> Selection:
    """Divide ``corpus``. Statements marked above the level are left out of their event; what names something withheld
    has a gap instead; points that are blurred are rounded.
    """
    corpus = blurred(corpus)
    withheld = {
        record.id: why
        for record in corpus.records.values()
        if (why := why_withheld(record, corpus.dossier, level, instant))
    }
    left_out = {
        ref: f"marked {said.statement.marking}"
        for ref, said in corpus.statements.items()
        if said.event.id not in withheld and said.statement.marking and exceeds(said.statement.marking, level)
    }
    if not withheld and not left_out:
        return Selection(corpus, {})
    kept = {id_: _without_rows(record, left_out) for id_, record in corpus.records.items() if id_ not in withheld}
    found = with_gaps(kept, corpus.tombstones, frozenset(withheld))
    withheld |= left_out | dict.fromkeys(found.fallen, BY_ITS_SOURCES)
    graves = {
        id_: grave
        for id_, grave in corpus.tombstones.items()
        if grave.merged_into is None or led_to(corpus.tombstones, id_) in found.records
    }
    gaps = found.gaps | ({ref.partition("#")[0] for ref in left_out} & found.records.keys())
    published = replace(corpus, records=found.records, tombstones=graves, gaps=gaps)
    return Selection(published, withheld)


def _without_rows(record: Record, left_out: Mapping[str, str]) -> Record:
    """An event without the statements left out, and without what is said of them, which would give them away."""
    if not isinstance(record, Event):
        return record
    gone = {row.id for row in record.statements if f"{record.id}#{row.id}" in left_out}
    if not gone:
        return record
    kept: dict[str, Any] = {"statements": tuple(row for row in record.statements if row.id not in gone)}
    for name in ("readings", "quantities"):
        kept[name] = tuple(row for row in getattr(record, name) if row.of not in gone)
    return record.model_copy(update=kept)


def check_withheld(corpus: Corpus, loaded: Mapping[str, Loaded], selection: Selection) -> Iterator[Diagnostic]:
    """Notes on references from published records to withheld ones, where readers see a gap; and errors on statements
    that would be published without the claim that disputes them.
    """
    if not selection.withheld:
        return
    yield from _embargoed_in_public(corpus, loaded, selection)
    for id_ in selection.corpus.records:
        each, record = loaded[id_], corpus.records[id_]
        for target, name in mentioned(record):
            owner = target.partition("#")[0]
            if _is_withheld(target, corpus, selection) and (target == owner or owner not in selection.withheld):
                yield _finding(each.find((name,), target))
        if isinstance(record, Briefing):
            for mark, target in block_references(each, record):
                if _is_withheld(target, corpus, selection):
                    yield _finding(mark)
    yield from _bare_assertions(corpus, loaded, selection)


def _embargoed_in_public(corpus: Corpus, loaded: Mapping[str, Loaded], selection: Selection) -> Iterator[Diagnostic]:
    """Records whose embargo still runs, in a tree that anyone may read."""
    for id_, why in selection.withheld.items():
        if corpus.dossier.public and why.startswith(EMBARGO) and not loaded[id_].private:
            mark = loaded[id_].mark(("embargo",))
            hint = "move the record to the private content (PRIVATE_CONTENT)"
            yield Diagnostic(mark, "restricted-in-public", f"{why}, in a tree that anyone may read", hint)


def _is_withheld(target: str, corpus: Corpus, selection: Selection) -> bool:
    left_out = target in corpus.statements and target not in selection.corpus.statements
    return left_out or target in selection.withheld


def _finding(mark: Mark) -> Diagnostic:
    hint = "take the reference out, or publish both"
    what = "this names a record that the build withholds: readers see a gap"
    return Diagnostic(mark, "withheld-reference", what, hint)


def _bare_assertions(corpus: Corpus, loaded: Mapping[str, Loaded], selection: Selection) -> Iterator[Diagnostic]:
    """Claims that are withheld while what they dispute is published: it would stand there without its dispute.

    A claim of the private content says nothing of what the public tree knows, and is no reason to stop.
    """
    for claim in corpus.claims:
        if claim.id not in selection.withheld or loaded[claim.id].private:
            continue
        for number, ref in enumerate(claim.assertions):
            if ref in selection.corpus.statements:
                mark = loaded[claim.id].mark(("assertions", number))
                what = "this assertion is published and its claim is not, so that its dispute would be missing"
                yield Diagnostic(mark, "bare-assertion", what, "publish the claim, or withhold the event")
