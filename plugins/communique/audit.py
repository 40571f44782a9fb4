"""Evidence coverage, measured like test coverage: what of all that we print can be followed to where it comes from.

A pure core: from a corpus to counts. ``MEASURES`` are the four questions, each asked of every record.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from communique.chains import UNNAMED
from communique.corroboration import support, uses_of
from communique.evidence import quoted_in
from communique.kinds import KINDS, Briefing, Claim, Event, Page, Topic
from communique.references import markdown_texts
from communique.sentences import sentences
from communique.tongue import message

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from communique.corpus import Corpus
    from communique.kinds import Record
    from communique.kinds.event_rows import Statement


@dataclass(frozen=True, slots=True)
class Count:
    """How many of ``total`` are covered; ``unchecked`` are those nobody can tell of here, and part of no share."""

    covered: int = 0
    total: int = 0
    unchecked: int = 0

    def __add__(self, other: Count) -> Count:
        return Count(self.covered + other.covered, self.total + other.total, self.unchecked + other.unchecked)

    @property
    def told(self) -> int:
        """Those of which something can be said."""
        return self.total - self.unchecked

    @property
    def share(self) -> float | None:
        """Per cent covered; None where there is nothing to cover, or nothing that can be told."""
        return 100 * self.covered / self.told if self.told else None


def _sentences(_: Corpus, record: Record) -> Count:
    """Sentences of Markdown that cite a source or a record; a judgement does by what it rests on."""
    cites = [each.cites for _, text in markdown_texts(record) for each in sentences(text)]
    if isinstance(record, Briefing):
        cites += [bool(row.rests_on) for row in record.judgements]
    return Count(sum(cites), len(cites))


def _statements(corpus: Corpus, record: Record) -> Count:
    """Statements with an origin somebody stands for: a chain of theirs ends at a source or at an actor's own word."""
    if not isinstance(record, Event):
        return Count()
    return Count(sum(has_origin(corpus, record, row) for row in record.statements), len(record.statements))


def has_origin(corpus: Corpus, event: Event, row: Statement) -> bool:
    """Whether a chain of ``row`` ends at a record or an actor; one that nobody named can only be believed."""
    found = support(corpus.sources_by_id, uses_of(event, row))
    return any(not end.startswith(UNNAMED) and end not in found.rings for end in found.origins)


def _quotations(corpus: Corpus, record: Record) -> Count:
    """Quotations found word for word in an archived copy, ours and those of other readings."""
    judged = [corpus.judged.get(each.key) for each in quoted_in(record)]
    words = [each.verdict.word if each else "cannot-check" for each in judged]
    return Count(words.count("found"), len(words), words.count("cannot-check"))


def _claims(_: Corpus, record: Record) -> Count:
    """Claims with both sides: an assertion, and an answer or the words that none was found."""
    if not isinstance(record, Claim):
        return Count()
    return Count(int(bool(record.assertions) and bool(record.answers or record.no_answer)), 1)


APART = (Page, Topic)
"""Pages tell of the house, topics what is counted under them: neither is evidence."""


class Measure(NamedTuple):
    """One question: its name, what it counts in words, and the count of one record."""

    name: str
    words: str
    of: Callable[[Corpus, Record], Count]


MEASURES: tuple[Measure, ...] = (
    Measure("sentences", message("sentences that cite a source or a record"), _sentences),
    Measure("statements", message("statements with an origin: a source, or the word of somebody named"), _statements),
    Measure("quotations", message("quotations found in the archived copy"), _quotations),
    Measure("claims", message("claims with both sides"), _claims),
)


@dataclass(frozen=True, slots=True)
class Row:
    """The counts of one record, by measure; ``apart`` those that are in no total."""

    kind: str
    id: str
    counts: Mapping[str, Count]
    apart: bool

    @property
    def path(self) -> str:
        """Its file."""
        return f"{KINDS[self.kind].folder}/{self.id}{KINDS[self.kind].suffix}"

    @property
    def lacks(self) -> bool:
        """Whether something of it is not covered that could be."""
        return any(count.covered < count.told for count in self.counts.values())


@dataclass(frozen=True, slots=True)
class Accepted:
    """A finding that an editor lets stand."""

    record: str
    code: str
    about: str
    reason: str


@dataclass(frozen=True, slots=True)
class Audit:
    """Counts per record, per kind and in all, and the accepted findings."""

    rows: tuple[Row, ...]
    kinds: Mapping[str, Mapping[str, Count]]
    total: Mapping[str, Count]
    accepted: tuple[Accepted, ...]

    @property
    def share(self) -> float:
        """Of everything that could be covered, how much is, in per cent; 100 where there is nothing."""
        share = sum(self.total.values(), Count()).share
        return 100.0 if share is None else share

    @property
    def accepted_by_code(self) -> dict[str, int]:
        """How many findings of each code are accepted."""
        return dict(sorted(Counter(each.code for each in self.accepted).items()))


def audit(corpus: Corpus) -> Audit:
    """Measure ``corpus``, with the verdicts that were given on its quotations, here or where the snapshots are."""
    rows = []
    for record in sorted(corpus.records.values(), key=lambda each: (list(KINDS).index(each.kind), each.id)):
        counts = {each.name: each.of(corpus, record) for each in MEASURES}
        if any(count.total for count in counts.values()):
            rows.append(Row(record.kind, record.id, counts, isinstance(record, APART)))
    kinds = {name: _sum(row for row in rows if row.kind == name) for name in dict.fromkeys(row.kind for row in rows)}
    accepted = tuple(
        Accepted(record.id, row.code, row.about or "", row.reason)
        for record in corpus.records.values()
        for row in record.accept
    )
    return Audit(tuple(rows), kinds, _sum(row for row in rows if not row.apart), accepted)


def _sum(rows: Iterable[Row]) -> dict[str, Count]:
    found = list(rows)
    return {each.name: sum((row.counts[each.name] for row in found), Count()) for each in MEASURES}
