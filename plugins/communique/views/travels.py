"""How one sentence travelled: a quotation beside what later accounts made of it, stop by stop along their chain."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise
from typing import TYPE_CHECKING

from communique.chains import Hop, chain
from communique.kinds import Source
from communique.views import labels
from communique.views.citing import cite_source
from communique.views.labels import language_name
from communique.views.sheet import Link
from communique.views.sourcelist import published
from communique.views.verdicts import VerdictView, verdict_view
from communique.views.words import Foreign, foreign

if TYPE_CHECKING:
    from communique.kinds import Event
    from communique.kinds.event_rows import Reading, Statement
    from communique.views.sheet import Grade, Sheet

_WORD = re.compile(r"\w+", re.UNICODE)


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of words; ``mark`` is ``key`` where the first telling lost it later, ``drift`` where it is new here."""

    text: str
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Stop:
    """One telling. ``words`` is None where none of its words are recorded; ``pieces`` are the same words, marked."""

    source: Link
    grade: Grade
    facts: str
    how: str
    words: Foreign | None
    pieces: tuple[Piece, ...]
    where: str
    note: str
    verdict: VerdictView | None


@dataclass(frozen=True, slots=True)
class Travel:
    """The way of one quotation, the first telling first; ``text`` is what the statement says in our words."""

    number: int
    text: str
    stops: tuple[Stop, ...]


def travels(sheet: Sheet, event: Event) -> tuple[Travel, ...]:
    """Every quotation of ``event`` that later accounts have in other words, along the chain between them."""
    return tuple(
        Travel(number, statement.text, _stops(sheet, event, statement, way))
        for number, statement in enumerate(event.statements, start=1)
        if statement.quote and statement.quote_source
        for way in _ways(sheet, event, statement)
    )


def _ways(sheet: Sheet, event: Event, statement: Statement) -> list[tuple[Hop, ...]]:
    """The chains from the quoted source to each account with other words; one inside another is left out."""
    start = statement.quote_source or ""
    found: list[tuple[Hop, ...]] = []
    for id_ in _worded(event, statement):
        via = next((each.via for each in event.sources if each.source == id_), None)
        way = _path(chain(sheet.source_records, id_, via), start)
        if len(way) > 1:
            found.append(way)
    names = [tuple(hop.source for hop in way) for way in found]
    inside = [any(other[: len(own)] == own and other != own for other in names) for own in names]
    return [way for way, part in zip(found, inside, strict=True) if not part]


def _path(hop: Hop, start: str) -> tuple[Hop, ...]:
    """The hops from the source ``start`` down to ``hop``; empty where it is not among its origins."""
    if hop.source == start:
        return (hop,)
    for parent in hop.parents:
        if way := _path(parent, start):
            return (*way, hop)
    return ()


def _worded(event: Event, statement: Statement) -> dict[str, Reading]:
    """The sources that have other words for this quotation."""
    rows = [row for row in event.readings if row.of == statement.id and row.field == "quote"]
    return {id_: row for row in rows for id_ in row.sources}


def _stops(sheet: Sheet, event: Event, statement: Statement, way: tuple[Hop, ...]) -> tuple[Stop, ...]:
    worded = _worded(event, statement)
    own = sheet.corpus.dossier.language
    first = sheet.corpus.get(Source, way[0].source or "")
    last = _last_in(sheet, first.language, way, worded)
    quoted = foreign(statement.quote or "", first.language, own)
    stops = [_stop(sheet, event, way[0], "origin", quoted, None, last, statement.speaker)]
    # A hop says how the account below took it over, so each stop is told by the hop above it.
    for above, hop in pairwise(way):
        source = sheet.corpus.get(Source, hop.source or "")
        row = worded.get(source.id)
        words = foreign(row.value, source.language, own) if row else None
        first_words = statement.quote if source.language == first.language else None
        stops.append(_stop(sheet, event, hop, labels.PASSED_ON[above.how], words, row, first_words, statement.speaker))
    return tuple(stops)


def _last_in(sheet: Sheet, language: str, way: tuple[Hop, ...], worded: dict[str, Reading]) -> str | None:
    """The words of the last telling in ``language``, which show what of the first one got lost."""
    for hop in reversed(way):
        id_ = hop.source or ""
        if id_ in worded and sheet.corpus.get(Source, id_).language == language:
            return worded[id_].value
    return None


def _stop(
    sheet: Sheet,
    event: Event,
    hop: Hop,
    how: str,
    words: Foreign | None,
    row: Reading | None,
    compared: str | None,
    speaker: str | None,
) -> Stop:
    source = sheet.corpus.get(Source, hop.source or "")
    listed = any(each.source == source.id for each in event.sources)
    mark = cite_source(sheet, event, source.id) if listed else None
    link = sheet.link(source.id)
    return Stop(
        Link(link.href, source.publisher),
        mark.grade if mark else sheet.cite([source.id])[0].grade,
        f"{language_name(source.language)}, {published(source)}",
        how,
        words,
        pieces(words.text, compared, "drift" if row else "key") if words else (),
        labels.WHERE[row.where] if row and row.where else "",
        (row.note or "") if row else "",
        verdict_view(sheet, words.text, source, speaker) if words else None,
    )


def pieces(text: str, compared: str | None, mark: str) -> tuple[Piece, ...]:
    """``text`` cut into runs, those that ``compared`` does not have marked; whole where there is nothing to compare."""
    if compared is None:
        return (Piece(text),)
    spans = [match.span() for match in _WORD.finditer(text)]
    ours = [text[start:end].casefold() for start, end in spans]
    theirs = [match.group().casefold() for match in _WORD.finditer(compared)]
    found: list[Piece] = []
    at = 0
    for tag, first, last, _, _ in SequenceMatcher(None, ours, theirs, autojunk=False).get_opcodes():
        if tag == "equal" or first == last:
            continue
        start, end = spans[first][0], spans[last - 1][1]
        found += [Piece(text[at:start]), Piece(text[start:end], mark)]
        at = end
    return tuple(piece for piece in (*found, Piece(text[at:])) if piece.text)
