"""What a build of a level and an instant may hold. Drafts, embargoed and higher marked records stay out, listed.

Files in = published + withheld + refused: ``Selection`` holds the first two, findings are the third.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from communique.blurring import blurred
from communique.checks.blocks import block_references
from communique.diagnostics import Diagnostic, Mark
from communique.disputes import denials, disputing
from communique.gaps import BY_ITS_SOURCES, with_gaps
from communique.kinds import Briefing, Claim, Event
from communique.markdown import escaped, without
from communique.markings import Marking, exceeds
from communique.pruning import led_to, retold
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
    """The corpus a build publishes, and why the other records are withheld, by id.

    ``remarks`` are lines to say once, of what else is left out.
    """

    corpus: Corpus
    withheld: Mapping[str, str]
    remarks: tuple[str, ...] = ()


def why_withheld(record: Record, dossier: Dossier, level: Marking, instant: datetime, *, drafts: bool = False) -> str:
    """Why ``record`` may not be published at this level and instant; empty where it may. A preview shows ``drafts``."""
    if record.draft and not drafts:
        return "draft"
    if record.embargo is not None and record.embargo > instant:
        return f"{EMBARGO}{record.embargo.isoformat()}"
    marking = record.marking or dossier.marking
    return f"marked {marking}" if exceeds(marking, level) else ""


def select(
    corpus: Corpus,
    level: Marking,
    instant: datetime,
    unapproved: Mapping[str, str] = MappingProxyType({}),
    *,
    drafts: bool = False,
) -> Selection:
    """Divide ``corpus``. Statements marked above the level are left out of their event; what names something withheld
    has a gap instead; points that are blurred are rounded. ``unapproved`` are records withheld for want of a review,
    each with the reason.
    """
    corpus = blurred(corpus)
    withheld = {
        record.id: why
        for record in corpus.records.values()
        if (why := why_withheld(record, corpus.dossier, level, instant, drafts=drafts) or unapproved.get(record.id, ""))
    }
    left_out = {
        ref: f"marked {said.statement.marking}"
        for ref, said in corpus.statements.items()
        if said.event.id not in withheld and said.statement.marking and exceeds(said.statement.marking, level)
    }
    return _divided(corpus, withheld, left_out)


def limited(corpus: Corpus, level: Marking) -> Corpus:
    """What a paper marked ``level`` may hold of what a build publishes: its banner, its name and its content agree."""
    own = corpus.dossier.marking
    if not exceeds(own, level) and not any(exceeds(each, level) for each in corpus.marked.values()):
        return corpus
    withheld = {
        record.id: f"marked {record.marking or own}"
        for record in corpus.records.values()
        if exceeds(record.marking or own, level)
    }
    left_out = {
        ref: f"marked {said.statement.marking}"
        for ref, said in corpus.statements.items()
        if said.event.id not in withheld and said.statement.marking and exceeds(said.statement.marking, level)
    }
    return _divided(corpus, withheld, left_out).corpus


def _divided(corpus: Corpus, withheld: dict[str, str], left_out: dict[str, str]) -> Selection:
    """``corpus`` without the records ``withheld`` and the statements ``left_out``, each given with the reason."""
    hidden = corpus.hidden & corpus.tombstones.keys()
    if not withheld and not left_out and not hidden:
        return Selection(corpus, {})
    kept = {id_: _without_rows(record, left_out) for id_, record in corpus.records.items() if id_ not in withheld}
    found = with_gaps(kept, corpus.tombstones, frozenset(withheld))
    withheld |= left_out | dict.fromkeys(found.fallen, BY_ITS_SOURCES)
    graves = {
        id_: grave
        for id_, grave in corpus.tombstones.items()
        if id_ not in hidden and (grave.merged_into is None or led_to(corpus.tombstones, id_) in found.records)
    }
    gaps = corpus.gaps | found.gaps | {ref.partition("#")[0] for ref in left_out}
    published = replace(corpus, records=found.records, tombstones=graves, gaps=gaps & found.records.keys())
    return Selection(published, withheld | dict.fromkeys(hidden, "a tombstone of the private content"))


def without_editions(corpus: Corpus) -> Corpus:
    """What a build publishes that makes no editions: none has a page, and a text names one by its title alone.

    Nothing is secret in this, so no gap tells of it.
    """
    editions = frozenset(each.id for each in corpus.briefings)
    if not editions and not corpus.pins:
        return corpus

    def told(target: str, words: str) -> str:
        return escaped(words or corpus.titles[led_to(corpus.tombstones, target)])

    def stands(target: str) -> bool:
        return led_to(corpus.tombstones, target.partition("#")[0]) not in editions

    kept = {
        id_: retold(record, lambda _, text: without(text, stands, told))
        for id_, record in corpus.records.items()
        if id_ not in editions
    }
    found = with_gaps(kept, corpus.tombstones, editions)
    graves = {id_: each for id_, each in corpus.tombstones.items() if stands(id_)}
    return replace(corpus, records=found.records, tombstones=graves, pins={})


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
    published = selection.corpus
    for claim in corpus.claims:
        if loaded[claim.id].private or not denials(claim):
            continue
        if claim.id not in selection.withheld:
            yield from _denial_withheld(claim, loaded, published)
            continue
        for number, ref in enumerate(claim.assertions):
            if ref in published.statements and not disputing(published, ref):
                mark = loaded[claim.id].mark(("assertions", number))
                what = "this assertion is published and its claim is not, so that its dispute would be missing"
                yield Diagnostic(mark, "bare-assertion", what, "publish the claim, or withhold the event")


def _denial_withheld(claim: Claim, loaded: Mapping[str, Loaded], published: Corpus) -> Iterator[Diagnostic]:
    """A published claim of which every denial is withheld: readers would take it for undisputed."""
    if denials(published.get(Claim, claim.id)):
        return
    for number, row in enumerate(claim.answers):
        event = row.statement.partition("#")[0]
        if row in denials(claim) and not loaded[event].private:
            mark = loaded[claim.id].mark(("answers", number, "statement"))
            what = "this denial is withheld and the assertion is published, so that it would seem undisputed"
            yield Diagnostic(
                mark, "bare-assertion", what, "publish the denial, or withhold the claim and the assertion"
            )
