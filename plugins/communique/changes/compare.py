"""Two corpora to the changes between them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from communique.changes.rows import paired
from communique.changes.values import How, difference
from communique.fields import FieldClass, Model
from communique.kinds import KINDS
from communique.references import following
from communique.shapes import shape

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from communique.corpus import Corpus
    from communique.kinds import Record
    from communique.kinds.event_rows import Reading
    from communique.shapes import FieldShape

    Way: TypeAlias = tuple[tuple[FieldShape, Model | None, Model | None], ...]

GRADES: Final = frozenset({"reliability", "credibility"})


@dataclass(frozen=True, slots=True)
class Change:
    """One change to the record ``record``, of kind ``kind``.

    ``field`` is None for a record as a whole. ``rows`` are the rows on the way to the field, each as it was and as it
    is; a change to a whole row has that row last, with ``before`` or ``after`` the row itself. ``key`` is the language
    of a name. The value before and after may be None.
    """

    how: How
    record: str
    kind: str
    field: FieldShape | None = None
    rows: Way = ()
    before: Any = None
    after: Any = None
    key: str = ""

    @property
    def is_row(self) -> bool:
        """Whether a whole row came or went."""
        return self.field is not None and self.field.row is not None

    @property
    def is_record(self) -> bool:
        """Whether a whole record came, went or gave way to another."""
        return self.field is None

    @property
    def row(self) -> Model | None:
        """The innermost row it stands in, as it is now, or as it was where it is gone."""
        if not self.rows:
            return None
        _, before, after = self.rows[-1]
        return after or before

    @property
    def touches_fact(self) -> bool:
        """Whether something that readers were told is now said otherwise, or no longer: a correction is due.

        What is only added takes nothing back (DESIGN: a change to a fact that was public needs a correction).
        """
        if self.how in (How.ADDED, How.GIVEN, How.MERGED):
            return False
        if self.field is None:
            return self.how is How.WITHDRAWN
        return self.field.field_class in (FieldClass.FACT, FieldClass.IDENTITY)


def compare(before: Corpus, after: Corpus) -> tuple[Change, ...]:
    """Every change on the way from ``before`` to ``after``: by kind, then by id, then in the order of the fields.

    Fields that never leave the repository are not compared: a change names nothing that no reader may see.
    """
    return tuple(_changes(before, after))


def compare_records(before: Record, after: Record, hidden: Collection[str] = ()) -> tuple[Change, ...]:
    """Every change between two states of one record. Rows with an id in ``hidden`` are left out of both."""
    found = _Record(after.id, after.kind, getattr(before, "readings", ())).of_model(before, after, ())
    return tuple(each for each in found if not (hidden and _named(each) & set(hidden)))


def _named(change: Change) -> set[str]:
    """The rows a change is of, or is said of."""
    rows = [row for _, *pair in change.rows for row in pair if row is not None]
    return {str(name) for row in rows for key in ("id", "of", "term") if (name := getattr(row, key, None))}


def _changes(before: Corpus, after: Corpus) -> Iterator[Change]:
    yield from _Record("dossier", "dossier").of_model(before.dossier, after.dossier, ())
    for kind in KINDS.values():
        ids = {each.id for each in (*before.of(kind.model), *after.of(kind.model))}
        for id_ in sorted(ids):
            yield from _of_record(before, after, id_)


def _of_record(before: Corpus, after: Corpus, id_: str) -> Iterator[Change]:
    old, new = before.records.get(id_), after.records.get(id_)
    if old is None and new is not None:
        yield Change(How.ADDED, id_, new.kind, after=new)
    elif new is None and old is not None:
        grave = after.tombstones.get(id_)
        into = grave.merged_into if grave else None
        yield Change(How.MERGED if into else How.WITHDRAWN, id_, old.kind, before=old, after=into)
    elif old is not None and new is not None:
        # Naming a record by its new id says nothing new.
        old, new = following(old, after.tombstones), following(new, after.tombstones)
        yield from _Record(id_, new.kind, getattr(old, "readings", ())).of_model(old, new, ())


@dataclass(frozen=True, slots=True)
class _Record:
    """Compares two states of one record. ``readings`` are those of other sources that it had before."""

    id: str
    kind: str
    readings: tuple[Reading, ...] = ()

    def of_model(self, before: Model, after: Model, rows: Way) -> Iterator[Change]:
        """The changes between two states of the record, or of one of its rows."""
        for field in shape(type(after)):
            old, new = getattr(before, field.name), getattr(after, field.name)
            if old == new or (field.derived and field.key == "id") or field.field_class is FieldClass.PRIVATE:
                continue
            if field.row is not None:
                yield from self.of_rows(field, _listed(old, field), _listed(new, field), rows)
            elif isinstance(old, dict) or isinstance(new, dict):
                yield from self.of_names(field, old or {}, new or {}, rows)
            elif field.many:
                yield from self.of_values(field, old, new, rows)
            else:
                yield Change(self.how(field, old, new, rows), self.id, self.kind, field, rows, old, new)

    def of_rows(self, field: FieldShape, old: tuple[Model, ...], new: tuple[Model, ...], rows: Way) -> Iterator[Change]:
        """Rows that came, went or changed."""
        for was, now in paired(old, new):
            way = (*rows, (field, was, now))
            if was is None:
                yield Change(How.ADDED, self.id, self.kind, field, way, None, now)
            elif now is None:
                yield Change(How.WITHDRAWN, self.id, self.kind, field, way, was, None)
            elif was != now:
                yield from self.of_model(was, now, way)

    def of_names(self, field: FieldShape, old: dict[str, str], new: dict[str, str], rows: Way) -> Iterator[Change]:
        """Names, language by language."""
        for key in sorted(old.keys() | new.keys()):
            was, now = old.get(key), new.get(key)
            if was != now:
                yield Change(difference(was, now), self.id, self.kind, field, rows, was, now, key)

    def of_values(self, field: FieldShape, old: tuple[Any, ...], new: tuple[Any, ...], rows: Way) -> Iterator[Change]:
        """Values that came and went. The order of a list says nothing, so another order is no change."""
        for value in new:
            if value not in old:
                yield Change(How.ADDED, self.id, self.kind, field, rows, None, value)
        for value in old:
            if value not in new:
                yield Change(How.WITHDRAWN, self.id, self.kind, field, rows, value, None)

    def how(self, field: FieldShape, old: Any, new: Any, rows: Way) -> How:
        """How a single value differs."""
        if field.key in GRADES and old is not None and new is not None:
            return How.REGRADED
        if new is not None and self.was_a_reading(field, str(new), rows):
            return How.PREFERRED
        how = difference(old, new)
        return How.REWORDED if how is How.CHANGED and field.field_class is FieldClass.TEXT else how

    def was_a_reading(self, field: FieldShape, new: str, rows: Way) -> bool:
        """Whether what is printed now had stood beside the field as another source's reading."""
        of = next((getattr(was, "id", None) or getattr(was, "actor", None) for _, was, _ in rows[-1:]), None)
        return any(each.of == of and each.field == field.key and each.value == new for each in self.readings)


def _listed(value: Any, field: FieldShape) -> tuple[Model, ...]:
    if field.many:
        return tuple(value)
    return () if value is None else (value,)
