"""The words for a change: date narrowed, delegate added, source graded anew, denial linked.

A statement is named by who makes it, how and on what; its text is not repeated here, so that no assertion stands
without what was answered to it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from communique.changes import How
from communique.dates import Edtf
from communique.durations import Measure
from communique.kinds.base import Citation
from communique.kinds.claim import Answer, NoAnswer, Variant
from communique.kinds.event_rows import Compliance, Presence, Reading, Side, Statement
from communique.views import labels
from communique.views.words import joined

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from communique.changes import Change
    from communique.corpus import Corpus
    from communique.fields import Model
    from communique.shapes import FieldShape

ROWS: Mapping[str, str] = {
    "present": "delegate",
    "sides": "side",
    "sessions": "session",
    "statements": "statement",
    "terms": "term",
    "compliance": "state of a term",
    "transfers": "transfer",
    "quantities": "number",
    "readings": "reading",
    "sources": "source",
    "answers": "answer",
    "no_answer": "missing answer",
    "variants": "variant",
    "name_forms": "spelling",
    "tenures": "post",
    "cites": "parent",
    "snapshots": "capture",
    "corrections": "correction",
    "judgements": "key judgement",
    "accept": "accepted finding",
}
"""What one row of a list is called."""

ENUMERATIONS: Mapping[str, Mapping[str, str]] = {
    "status": labels.STATUSES,
    "format": labels.FORMATS,
    "result": labels.RESULTS,
    "act": labels.ACTS,
    "stage": labels.STAGES,
    "presence": labels.PRESENCE,
    "signed": labels.SIGNED,
    "part": labels.PARTS,
    "state": labels.COMPLIANCE,
    "how": labels.ANSWERS,
    "quote_is": labels.QUOTE_IS,
}

_FIELD_NAMES: Mapping[str, str] = {key: key for key in ("date", "reliability", "type")} | {"assertions": "assertion"}
"""Where a field is called otherwise here than beside its value."""

DONE: Mapping[How, str] = {
    How.ADDED: "added",
    How.WITHDRAWN: "withdrawn",
    How.GIVEN: "given",
    How.EMPTIED: "taken out",
    How.WIDENED: "widened",
    How.NARROWED: "narrowed",
    How.MOVED: "moved",
    How.NUMBER: "changed",
    How.PREFERRED: "now follows another reading",
    How.REGRADED: "graded anew",
    How.CHANGED: "changed",
    How.REWORDED: "reworded",
}
LONGEST = 140
"""Of a value that is printed in full; longer ones are only said to have changed."""


@dataclass(frozen=True, slots=True)
class Wording:
    """Words for the changes between two corpora, in which ids are named as the one or the other names them."""

    before: Corpus
    after: Corpus

    def name(self, id_: str) -> str:
        """What a record is called, or was."""
        owner = id_.partition("#")[0]
        return self.after.titles.get(owner) or self.before.titles.get(owner) or id_

    def words(self, change: Change) -> str:
        """One change in words, without the name of its record: ``date narrowed: June 2020 → 24 June 2020``."""
        if change.is_record:
            return self._record(change)
        assert change.field is not None
        if change.is_row:
            row = change.after if change.after is not None else change.before
            return f"{self._row_sort(change.field, row)} {DONE[change.how]}: {self.row_words(row)}"
        what = self._field(change)
        if change.how in (How.REWORDED, How.EMPTIED):
            return f"{what} {DONE[change.how]}"
        was, now = self._value(change.field, change.before), self._value(change.field, change.after)
        if change.how in (How.ADDED, How.GIVEN):
            return f"{what} {DONE[change.how]}: {now}"
        if change.how is How.WITHDRAWN:
            return f"{what} {DONE[change.how]}: {was}"
        if max(len(was), len(now)) > LONGEST:
            return f"{what} {DONE[change.how]}"
        return f"{what} {DONE[change.how]}: {was} → {now}"

    def _record(self, change: Change) -> str:
        kind = labels.KIND_NAMES.get(change.kind, change.kind)
        if change.how is How.MERGED:
            return f"{kind} merged into {self.name(change.after)}"
        return f"{kind} {DONE[change.how]}"

    def _row_sort(self, field: FieldShape, row: Model) -> str:
        if isinstance(row, Answer):
            return f"answer ({labels.ANSWERS[row.how]})"
        return ROWS.get(field.key, field.key.replace("_", " "))

    def _field(self, change: Change) -> str:
        assert change.field is not None
        key = change.field.key
        name = _FIELD_NAMES.get(key) or labels.field_name(key)
        if change.key:
            name = f"{name} ({labels.language_name(change.key)})"
        return f"{self._whose(change)}{name}"

    def _whose(self, change: Change) -> str:
        """Of which row of the record: ``delegate Miguel Correa: ``."""
        if not change.rows:
            return ""
        field = change.rows[-1][0]
        row = change.row
        assert row is not None
        return f"{self._row_sort(field, row)} {self.row_words(row)}: "

    def row_words(self, row: Model) -> str:
        """By what readers know a row again."""
        for sort, told in _ROW_WORDS.items():
            if isinstance(row, sort):
                return told(self, row)
        for name in ("post", "text", "what", "measure", "label", "id", "sha256", "unnamed", "source", "actor"):
            if value := getattr(row, name, None):
                return _shortened(self.name(str(value)))
        return type(row).__name__.lower()

    def _value(self, field: FieldShape, value: Any) -> str:
        if value is None:
            return "nothing"
        if isinstance(value, Edtf | Measure):
            return value.words() if isinstance(value, Edtf) else value.words
        if isinstance(value, bool):
            return "yes" if value else "no"
        if field.ref is not None and isinstance(value, str):
            return self.referred(value)
        text = str(value)
        return ENUMERATIONS.get(field.key, {}).get(text, text)

    def referred(self, target: str) -> str:
        """What a reference leads to: a record by its name, a statement by its voice, its act and its day."""
        said = self.after.statements.get(target) or self.before.statements.get(target)
        if said is None:
            return self.name(target)
        return f"{self.row_words(said.statement)}, {(said.statement.date or said.event.date).words()}"


def _shortened(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[:LONGEST].rsplit(' ', 1)[0]} …"


def _statement(wording: Wording, row: Statement) -> str:
    who = joined([wording.name(id_) for id_ in row.by]) or row.unnamed or ""
    return f"{who}, {labels.ACTS[row.act].lower()} on {wording.name(row.topic)}"


def _presence(wording: Wording, row: Presence) -> str:
    told = wording.name(row.actor)
    told += f", for {wording.name(row.side)}" if row.side else ""
    return told if row.presence == "attended" else f"{told} ({labels.PRESENCE[row.presence]})"


def _reading(wording: Wording, row: Reading) -> str:
    names = joined([wording.name(id_) for id_ in row.sources])
    return f"{row.label or labels.field_name(row.field)}: {_shortened(row.value)}" + (f", by {names}" if names else "")


def _variant(wording: Wording, row: Variant) -> str:
    del wording
    return f"{row.label}: {row.value}"


def _answer(wording: Wording, row: Answer) -> str:
    return wording.referred(row.statement)


def _compliance(wording: Wording, row: Compliance) -> str:
    del wording
    return f"{row.term} {labels.COMPLIANCE[row.state]} on {row.as_of.words()}"


_ROW_WORDS: dict[type[Model], Callable[[Wording, Any], str]] = {
    Statement: _statement,
    Presence: _presence,
    Reading: _reading,
    Variant: _variant,
    Answer: _answer,
    Compliance: _compliance,
    Side: lambda wording, row: wording.name(row.actor),
    NoAnswer: lambda wording, row: wording.name(row.actor),
    Citation: lambda wording, row: wording.name(row.source),
}
