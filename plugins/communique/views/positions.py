"""The positions matrix: parties down, time across, each cell leading to the statement it comes from."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from communique.tongue import say
from communique.views.citing import cite_row
from communique.views.labels import ACTS
from communique.views.naming import short_name
from communique.views.parties import parties_of
from communique.views.periods import Columns, Period, columns
from communique.views.sheet import event_number
from communique.views.statements import statement_date
from communique.views.words import counted, joined

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from communique.corpus import Said
    from communique.dates import Edtf
    from communique.views.sheet import Grade, Link, NoteMark, Sheet
    from communique.views.words import DateView

STANCES: Final = frozenset({"position", "demand", "offer", "refusal", "plan", "characterisation"})
"""Acts that take a position. Assertions and denials of fact belong to claims, beside what answers them."""

MANY: Final = 9
"""With more parties than this, those that spoke once share the last row."""


@dataclass(frozen=True, slots=True)
class Position:
    """One statement in a cell. ``who`` is the speaker where it is not the party itself.

    ``moved``: another act than on the party's last day. ``party`` is named only in a row that several parties
    share; ``topic`` only in a table of several topics.
    """

    link: Link
    number: str
    date: DateView
    party: str
    act: str
    text: str
    who: str
    topic: Link | None
    notes: tuple[NoteMark, ...]
    grade: Grade | None
    moved: bool


@dataclass(frozen=True, slots=True)
class Cell:
    """What a party said in one period; ``period`` is its title, for narrow screens."""

    period: str
    positions: tuple[Position, ...]


@dataclass(frozen=True, slots=True)
class PartyRow:
    """One party over time. ``link`` is None in the row that several share; ``silent`` names the empty periods."""

    link: Link | None
    name: str
    cells: tuple[Cell, ...]
    silent: str


@dataclass(frozen=True, slots=True)
class Matrix:
    """The table. ``count`` says how many statements stand in it."""

    periods: tuple[Period, ...]
    rows: tuple[PartyRow, ...]
    count: str
    several_topics: bool


def positions(sheet: Sheet, topics: Sequence[str], parties: Sequence[str] = ()) -> Matrix | None:
    """The matrix of these topics, for these parties or for all that took a position; None where nobody did."""
    wanted = tuple(parties)
    shown = [said for said in stances(sheet, topics) if not wanted or parties_of(sheet.corpus, said.statement, wanted)]
    if not shown:
        return None
    by_party: defaultdict[str, list[Said]] = defaultdict(list)
    for said in shown:
        for party in parties_of(sheet.corpus, said.statement, wanted) or ("",):
            by_party[party].append(said)
    table = columns(date_of(said) for said in shown)
    several = len(topics) > 1
    alone, shared = _rows(by_party, wanted)
    rows = [_row(sheet, table, party, by_party[party], several) for party in alone]
    if shared:
        rows.append(_shared(sheet, table, by_party, shared, several))
    return Matrix(table.periods, tuple(rows), counted(len(shown), "statement"), several)


def by_topic(sheet: Sheet, actor: str) -> Matrix | None:
    """What one actor wanted over time, a row a topic, those with most first; None where it took no position.

    Its own are what counts as said by it, and what it spoke for others.
    """
    own = _by_day(said for said in sheet.corpus.said_by.get(actor, ()) if said.statement.topic)
    if not own:
        return None
    grouped: defaultdict[str, list[Said]] = defaultdict(list)
    for said in own:
        grouped[said.statement.topic].append(said)
    table = columns(date_of(said) for said in own)
    ordered = sorted(grouped, key=lambda topic: (-len(grouped[topic]), topic))
    rows = tuple(_topic_row(sheet, table, topic, actor, grouped[topic]) for topic in ordered)
    return Matrix(table.periods, rows, counted(len(own), "statement"), several_topics=False)


def _topic_row(sheet: Sheet, table: Columns, topic: str, actor: str, found: Iterable[Said]) -> PartyRow:
    cells: list[list[Position]] = [[] for _ in table.periods]
    for said, moved in moves(found):
        cells[table.place(date_of(said))].append(position_view(sheet, said, actor, moved=moved, several=False))
    link = sheet.link(topic)
    return PartyRow(link, link.text, _cells(table, cells), _silent(table, cells))


def stances(sheet: Sheet, topics: Sequence[str]) -> list[Said]:
    """The statements on these topics that take a position, by day."""
    if len(topics) == 1:
        return _by_day(sheet.corpus.said_on.get(topics[0], ()))
    wanted = frozenset(topics)
    return _by_day(said for said in sheet.corpus.statements.values() if said.statement.topic in wanted)


def _by_day(found: Iterable[Said]) -> list[Said]:
    """Those that take a position."""
    return sorted((said for said in found if said.statement.act in STANCES), key=lambda said: date_of(said).sort_key)


def date_of(said: Said) -> Edtf:
    """The day a statement was made: its own, else that of its event."""
    return said.statement.date or said.event.date


def _rows(by_party: dict[str, list[Said]], wanted: tuple[str, ...]) -> tuple[list[str], list[str]]:
    """The parties with a row of their own, those that said most first; and those that share one."""
    if wanted:
        return [party for party in wanted if party in by_party], []
    often = Counter({party: len(found) for party, found in by_party.items() if party})
    order = [party for party, _ in often.most_common()]
    crowded = len(order) > MANY
    alone = [party for party in order if not crowded or often[party] > 1]
    return alone, [party for party in (*order, "") if party in by_party and party not in alone]


def _row(sheet: Sheet, table: Columns, party: str, found: Iterable[Said], several: bool) -> PartyRow:
    cells: list[list[Position]] = [[] for _ in table.periods]
    for said, moved in moves(found):
        cells[table.place(date_of(said))].append(position_view(sheet, said, party, moved=moved, several=several))
    link = sheet.link(party)
    return PartyRow(link, link.text, _cells(table, cells), _silent(table, cells))


def moves(found: Iterable[Said]) -> Iterator[tuple[Said, bool]]:
    """Each statement, and whether its act is none of those on the last day the party spoke on the topic.

    A characterisation says how somebody sees the others, not what it wants: it is no change and undoes none.
    """
    by_topic: dict[str, tuple[str, set[str], set[str]]] = {}
    for said in found:
        act, topic, day = said.statement.act, said.statement.topic, date_of(said).text
        if act == "characterisation":
            yield said, False
            continue
        last, acts, before = by_topic.get(topic, ("", set(), set()))
        if day != last:
            acts, before = set(), acts
        yield said, bool(before) and act not in before and act not in acts
        by_topic[topic] = day, acts | {act}, before


def _shared(
    sheet: Sheet, table: Columns, by_party: dict[str, list[Said]], shared: Sequence[str], several: bool
) -> PartyRow:
    cells: list[list[Position]] = [[] for _ in table.periods]
    once = {said.ref: said for party in shared for said in by_party[party]}
    for said in sorted(once.values(), key=lambda each: date_of(each).sort_key):
        cells[table.place(date_of(said))].append(position_view(sheet, said, "", moved=False, several=several))
    return PartyRow(None, "Others", _cells(table, cells), _silent(table, cells))


def _cells(table: Columns, cells: Sequence[Sequence[Position]]) -> tuple[Cell, ...]:
    return tuple(Cell(period.title, tuple(found)) for period, found in zip(table.periods, cells, strict=True))


def _silent(table: Columns, cells: Sequence[Sequence[Position]]) -> str:
    silent = [period.title for period, found in zip(table.periods, cells, strict=True) if not found]
    return f"Nothing recorded: {', '.join(silent).removesuffix('.')}." if silent else ""


def position_view(sheet: Sheet, said: Said, party: str, *, moved: bool, several: bool) -> Position:
    """One statement as it stands in a cell of ``party``."""
    row = said.statement
    notes = cite_row(sheet, said.event, row)
    date = statement_date(said, date_of(said).sort_key[0].year)
    return Position(
        link=sheet.link(said.ref, date.words),
        number=event_number(said.event),
        date=date,
        party="" if party else joined([short_name(sheet, id_) for id_ in row.by]),
        act=ACTS[row.act],
        text=row.text,
        who=_who(sheet, said, party),
        topic=sheet.link(row.topic) if several else None,
        notes=notes,
        grade=min((note.grade for note in notes), key=str, default=None),
        moved=moved,
    )


def _who(sheet: Sheet, said: Said, party: str) -> str:
    """Who spoke, for whom and with whom, as far as the row does not say it."""
    row = said.statement
    told = [sheet.name(row.speaker)] if row.speaker else []
    told += [row.unnamed] if row.unnamed else []
    others = [id_ for id_ in row.by if id_ != party]
    if not party:
        return ", ".join(told)
    if len(row.by) == 1:
        told += [say("for {name}", name=short_name(sheet, id_)) if told else short_name(sheet, id_) for id_ in others]
    elif others:
        told.append(f"jointly with {joined([short_name(sheet, id_) for id_ in others])}")
    return ", ".join(told)
