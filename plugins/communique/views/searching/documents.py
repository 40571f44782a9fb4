"""What the index holds of each published record: words, where they stand, and what a search is narrowed by."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from communique import dates
from communique.dates import Day, Edtf
from communique.kinds import Actor, Briefing, Claim, Event, Note, Place, Source, Topic, Track
from communique.names import fold, stem, tokens
from communique.references import mentioned
from communique.views.searching.spelled import Spelled
from communique.views.searching.texts import Passage, passages
from communique.views.words import is_latin

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from communique.corpus import Corpus
    from communique.kinds import Record

MOST_MONTHS: Final = 240
"""A span of more than twenty years says nothing about a month."""
_LAST: Final = 9999 * 12 + 11
"""December 9999."""


@dataclass(frozen=True, slots=True)
class Document:
    """One record as it is searched. ``path`` is the page a result leads to, ``date`` its date in words.

    ``hidden`` are words that find it and are never shown; ``narrow`` are the values of each facet: kind, track, actor,
    topic, month.
    """

    path: str
    title: str
    date: str
    sort: str
    passages: tuple[Passage, ...]
    hidden: tuple[str, ...]
    narrow: tuple[tuple[str, str], ...]


def documents(corpus: Corpus) -> Iterator[Document]:
    """A document a record, in the order of their pages."""
    spelled = Spelled(corpus.names)
    for id_, record in sorted(corpus.records.items()):
        yield _document(corpus, spelled, id_, record)


def _document(corpus: Corpus, spelled: Spelled, id_: str, record: Record) -> Document:
    told = tuple(_passages(record, corpus.titles))
    title = corpus.titles[id_]
    text = " ".join([title, *(passage.text for passage in told)])
    names = {id_, *(target for target, _ in mentioned(record) if target in corpus.records)}
    date = date_of(record)
    return Document(
        path=corpus.addresses[id_],
        title=title,
        date=date.words() if date else "",
        sort=str(date.sort_key[0]) if date else "",
        passages=told,
        hidden=(*spelled.words(names | spelled.named_in(text)), *_plainer(text)),
        narrow=tuple(_narrow(corpus, record, names)),
    )


def _passages(record: Record, titles: Mapping[str, str]) -> Iterator[Passage]:
    if isinstance(record, Event) and record.number:
        yield Passage("number", "", record.number)
    if isinstance(record, Actor | Place):
        texts = dict.fromkeys([*record.names.values(), *(form.text for form in record.name_forms)])
        yield Passage("names", "", " · ".join(texts))
    if isinstance(record, Topic):
        yield Passage("names", "", " · ".join((record.title, *record.also)))
    yield from passages(record, titles)


def _plainer(text: str) -> Iterator[str]:
    """Words in other scripts as they are compared: without marks over letters, without article or ending."""
    found: dict[str, None] = {}
    for word, _ in tokens(text):
        if not is_latin(word):
            found |= dict.fromkeys((fold(word), stem(fold(word))))
            found.pop(word, None)
    yield from sorted(found)


def _narrow(corpus: Corpus, record: Record, names: set[str]) -> Iterator[tuple[str, str]]:
    yield "kind", record.kind
    for facet, model in (("track", Track), ("actor", Actor), ("topic", Topic)):
        yield from ((facet, id_) for id_ in sorted(names) if isinstance(corpus.records[id_], model))
    dated = [record, *(corpus.records[id_] for id_ in names)] if isinstance(record, Claim) else [record]
    months = {month for each in dated if (date := date_of(each)) for month in months_of(date)}
    yield from (("month", month) for month in sorted(months))


def date_of(record: Record) -> Edtf | None:
    """The date a record is found by: when an event was, when a source or a text of ours appeared."""
    if isinstance(record, Event):
        return dates.span(record.date, record.end)
    if isinstance(record, Source):
        return record.published
    return record.date if isinstance(record, Note | Briefing) else None


def months_of(date: Edtf) -> Iterator[str]:
    """Every month a date may touch, as ``2020-07``; of an open date, those of the days that are given.

    Months before the year 0 or after 9999 are nobody's choice in a form, and have no short way to be written.
    """
    days = [day for bounds in date.possible for day in bounds if isinstance(day, Day)]
    if not days:
        return
    first, last = min(days), max(days)
    number, end = first.year * 12 + first.month - 1, last.year * 12 + last.month - 1
    for month in range(max(number, 0), min(end, number + MOST_MONTHS, _LAST) + 1):
        yield f"{month // 12:04}-{month % 12 + 1:02}"
