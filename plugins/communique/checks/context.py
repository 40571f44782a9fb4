"""What a rule is given, and the one way to resolve an id."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from communique.diagnostics import Diagnostic, Mark, did_you_mean
from communique.kinds import KINDS
from communique.markdown import Mention, Oddity, scan
from communique.references import Reference, markdown_texts, parts, references
from communique.spellings import name_index

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from communique.editions import Figure, Pin
    from communique.evidence import Judged
    from communique.kinds import Dossier, Record, Tombstone
    from communique.names import NameIndex
    from communique.records import Loaded
    from communique.yamlfile import Loc


@dataclass(frozen=True)
class Context:
    """Every file read (also broken ones), the records and tombstones that could be made of them, and settings.

    ``dossier`` is None where its own file could not be read. ``judged`` are the verdicts on quotations; ``archived``
    the snapshots whose bytes are here, None without a store; ``pins`` are of the editions that were published,
    ``figures`` those that editions may show, by path.
    """

    loaded: Mapping[str, Loaded]
    records: Mapping[str, Record]
    tombstones: Mapping[str, Tombstone]
    language: str = "en"
    longest_quotation: int = 12
    judged: Mapping[str, Judged] = field(default_factory=dict)
    archived: frozenset[str] | None = None
    dossier: Dossier | None = None
    pins: Mapping[str, Pin] = field(default_factory=dict)
    figures: Mapping[str, Figure] = field(default_factory=dict)

    def whole(self) -> Iterator[tuple[Loaded, Record]]:
        """Each file that gave a record, with the record."""
        for each in self.loaded.values():
            if each.record is not None:
                yield each, each.record

    @cached_property
    def references(self) -> dict[str, tuple[Reference, ...]]:
        """What each record names in its fields; walked once for all rules."""
        return {each.id: tuple(references(record)) for each, record in self.whole()}

    @cached_property
    def mentions(self) -> dict[str, tuple[tuple[Loc, Mention | Oddity], ...]]:
        """What each record names in its texts, and what is wrong in them by itself; scanned once for all rules."""
        return {
            each.id: tuple((loc, found) for loc, text in markdown_texts(record) for found in scan(text))
            for each, record in self.whole()
        }

    @cached_property
    def names(self) -> NameIndex:
        """Every form of every name, as this dossier prints them."""
        return name_index(self.records.values(), self.language)

    @cached_property
    def has_broken_files(self) -> bool:
        """Whether some file could not be made a record: then nothing can be said of what is *not* cited."""
        return any(each.record is None and each.tombstone is None for each in self.loaded.values())

    @cached_property
    def _ids(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {name: [] for name in KINDS}
        for id_, each in self.loaded.items():
            found[each.kind.name].append(id_)
        return found

    @cached_property
    def _rows(self) -> dict[str, dict[str, set[str]]]:
        rows: dict[str, dict[str, set[str]]] = {}
        for each, record in self.whole():
            lists: dict[str, set[str]] = {}
            for loc, row in parts(record):
                lists.setdefault(str(loc[0]), set()).add(row.id)
            rows[each.id] = lists
        return rows

    def rows_of(self, id_: str, lists: str) -> set[str]:
        """The ids of the rows of record ``id_`` in the lists named (words with blanks between)."""
        of = self._rows.get(id_, {})
        return set().union(*(of.get(name, set()) for name in lists.split()))

    def has(self, id_: str, kinds: tuple[str, ...]) -> bool:
        """Whether a file of one of ``kinds`` claims ``id_``, broken or not."""
        each = self.loaded.get(id_)
        return each is not None and bool({each.kind.name, *each.also} & set(kinds))

    @cached_property
    def copies(self) -> dict[str, str]:
        """Records whose file says the same as another one of their kind, with that one's id, the shorter of the two."""
        first: dict[tuple[str, str], str] = {}
        found: dict[str, str] = {}
        for each, _ in sorted(self.whole(), key=lambda pair: (len(pair[0].id), pair[0].id)):
            other = first.setdefault((each.kind.name, each.document.text), each.id)
            if other != each.id:
                found[each.id] = other
        return found

    def resolve(self, id_: str, kinds: tuple[str, ...], mark: Mark) -> Iterator[Diagnostic]:
        """Findings where ``id_`` is not the id of a record of one of ``kinds`` (``record``: of any)."""
        wanted = tuple(KINDS) if kinds == ("record",) else kinds
        code = f"unknown-{kinds[0]}"
        each = self.loaded.get(id_)
        if each is None:
            known = [known for kind in wanted for known in self._ids[kind]]
            word = " or ".join(kinds)
            hint = did_you_mean(id_, known, f"add {KINDS[wanted[0]].folder}/{id_}{KINDS[wanted[0]].suffix}")
            yield Diagnostic(mark, code, f"no {word} '{id_}'", hint)
        elif id_ in self.tombstones:
            yield from self._led_on(id_, code, mark)
        elif not self.has(id_, wanted):
            what = f"'{id_}' is of kind {each.kind.name}, not {' or '.join(kinds)}"
            yield Diagnostic(mark, code, what, "name another record")

    def _led_on(self, id_: str, code: str, mark: Mark) -> Iterator[Diagnostic]:
        grave = self.tombstones[id_]
        if grave.merged_into is not None:
            hint = f"write '{grave.merged_into}'"
            yield Diagnostic(mark, "moved-record", f"'{id_}' is now '{grave.merged_into}'", hint)
        else:
            yield Diagnostic(mark, code, f"'{id_}' was removed", "take the reference out")

    def resolve_row(self, id_: str, row: str, lists: str, mark: Mark) -> Iterator[Diagnostic]:
        """Findings where record ``id_`` has no row ``row`` in the lists named; none where the record is broken."""
        if id_ not in self.records:
            return
        known = self.rows_of(id_, lists)
        if row not in known:
            word = " or ".join(name.rstrip("s") for name in lists.split()).replace("quantitie", "quantity")
            hint = did_you_mean(row, known, "add the row, or mend its id")
            yield Diagnostic(mark, "unknown-part", f"'{id_}' has no {word} '{row}'", hint)
