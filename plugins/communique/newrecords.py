"""``communique new KIND``: a draft record from what was asked for, with what the dossier and the day already say."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from communique.canonical import CannotWriteError
from communique.diagnostics import Severity, did_you_mean
from communique.drafts import draft_text, id_for, path_of
from communique.errors import FindingsError, SettingsError
from communique.fields import ID_FORM, is_id
from communique.instant import build_instant
from communique.kinds import KINDS, Source
from communique.records import id_of
from communique.settings import read_settings
from communique.shapes import FieldShape, shape
from communique.worktree import WorkTree

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from communique.diagnostics import Diagnostic
    from communique.kinds import Kind
    from communique.settings import Settings

UNJUDGED: Final = "6"
"""The credibility that a new citation has until somebody judges it: the truth cannot be told (Admiralty)."""

PRESET: Final[Mapping[str, Mapping[str, str]]] = {
    "source": {"reliability": "F", "reliability_reason": "TODO (why it is graded so, in a sentence)"},
    "note": {"body": "TODO (what happened, every sentence cited)"},
    "page": {"body": "TODO (its text)"},
}
"""What stands in a new record until somebody says better: a grade that grades nothing, a text that check finds."""

ASKED: Final[Mapping[str, tuple[str, ...]]] = {
    "event": ("status", "format", "place", "tracks"),
    "actor": ("part_of",),
    "place": ("country", "lat", "lon", "precision"),
    "source": ("url", "published", "published_basis", "issued_by"),
    "track": ("convenors",),
    "topic": ("summary",),
    "claim": ("assertions",),
    "note": ("summary",),
    "page": ("summary",),
}
"""What is asked beside what a record must have; an empty answer leaves it out."""

CITING: Final = ("event",)
"""Kinds whose records rest on sources of their own."""


@dataclass(frozen=True, slots=True)
class New:
    """``path`` is from the dossier; ``findings`` are what is still to be done about it; ``remarks`` are sentences."""

    path: str
    findings: tuple[Diagnostic, ...]
    remarks: tuple[str, ...]


class Desk:
    """The dossier that a record is written for: what it has, and what day it is."""

    def __init__(self, root: Path) -> None:
        """Raises SettingsError where ``root`` has no dossier, FindingsError where it is of another version."""
        self.root = root
        self.settings: Settings = read_settings(root)
        self.today = f"{build_instant(self.settings):%Y-%m-%d}"
        self.tree = WorkTree(self.settings)
        self.ids = {id_of(file.path, file.kind): file.kind.name for file in self.tree.all().values() if file.kind}

    @property
    def language(self) -> str:
        """The language that names are given in first."""
        read = (self.tree.parse(file) for file in self.tree.files if file.kind is None)
        return next((each[0].language for each in read if isinstance(each, tuple) and each[0]), "en")

    def known(self, *kinds: str) -> list[str]:
        """The ids of records of these kinds; ``record``: of all."""
        return sorted(id_ for id_, kind in self.ids.items() if kind in kinds or "record" in kinds)

    def sources_of_today(self) -> tuple[str, ...]:
        """The sources taken in today, the last saved first: what somebody who writes a record has just read."""
        found: list[tuple[float, str]] = []
        for file in self.tree.files:
            if file.kind is KINDS["source"]:
                record = getattr(self.tree.parse(file), "record", None)
                if isinstance(record, Source) and self.today in _days(record):
                    found.append(((self.root / file.path).stat().st_mtime, record.id))
        return tuple(id_ for _, id_ in sorted(found, reverse=True))

    def findings(self, path: str, text: str) -> tuple[Diagnostic, ...]:
        """What is wrong with the file ``path`` if it has ``text`` in this dossier."""
        checked = self.tree.checked({path: text})
        return tuple(each for each in checked.findings if each.mark.path == path)


def open_fields(kind: Kind) -> tuple[FieldShape, ...]:
    """The fields of a kind that one text or a list of them can say; rows are written in the file."""
    left = ("number", "draft")
    return tuple(each for each in shape(kind.model) if each.row is None and not each.derived and each.key not in left)


def missing(kind: Kind, fields: Mapping[str, Any]) -> tuple[FieldShape, ...]:
    """The fields that a record of ``kind`` must have and ``fields`` do not say."""
    given = fields.keys() | PRESET.get(kind.name, {}).keys()
    return tuple(each for each in open_fields(kind) if each.required and each.key not in given)


def check_id(desk: Desk, id_: str) -> str:
    """What is wrong with ``id_`` as the id of a new record, or nothing."""
    if not is_id(id_):
        return f"'{id_}' is not an id: {ID_FORM}"
    if id_ in desk.ids:
        return f"the id '{id_}' is already taken, by a record of kind {desk.ids[id_]}"
    return ""


def proposed_id(kind: Kind, desk: Desk, fields: Mapping[str, Any]) -> str:
    """The id that the house rule makes of the record's own words; empty where they have no Latin letters."""
    return id_for(kind, {"seen": desk.today, **fields})


def new_record(
    desk: Desk, kind: Kind, id_: str, fields: Mapping[str, Any], sources: tuple[str, ...] = (), *, draft: bool = True
) -> New:
    """Write a record of ``kind``. ``sources`` are ``id`` or ``id:credibility``.

    Raises SettingsError where something it must have is missing or its id is taken, FindingsError where it would not
    be sound; nothing is written then.
    """
    whole, remarks = _filled(desk, kind, fields, sources)
    if wanted := missing(kind, whole):
        raise SettingsError(f"a new {kind.name} needs {_listed([f'--{option(each)}' for each in wanted])}.")
    id_ = id_ or proposed_id(kind, desk, whole)
    if not id_:
        raise SettingsError("no id can be made of its words: name one before the options.")
    if wrong := check_id(desk, id_):
        raise SettingsError(f"{wrong}; name another one before the options.")
    path = path_of(kind, id_)
    try:
        text = draft_text(kind, whole, draft=draft)
    except CannotWriteError as error:
        raise SettingsError(f"{id_}: {error}.") from error
    findings = desk.findings(path, text)
    if wrong_ones := [each for each in findings if each.severity is Severity.ERROR]:
        raise FindingsError(wrong_ones)
    target = desk.root / path
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("x", encoding="utf-8", newline="\n") as opened:
        opened.write(text)
    return New(path, findings, tuple(remarks))


def option(field: FieldShape) -> str:
    """The option that says a field."""
    return "name" if field.key == "names" else field.key.replace("_", "-")


def _filled(
    desk: Desk, kind: Kind, fields: Mapping[str, Any], sources: tuple[str, ...]
) -> tuple[dict[str, Any], list[str]]:
    """The fields with what the day and the dossier say."""
    whole: dict[str, Any] = {**PRESET.get(kind.name, {}), **fields}
    remarks: list[str] = []
    if kind.name == "source" and not {"published", "seen"} & whole.keys():
        whole["seen"] = desk.today
        remarks.append(f"seen: {desk.today}, since no day of publication is given")
    if kind.name in CITING:
        today = desk.sources_of_today() if not sources else ()
        if len(today) > 1:
            remarks.append(f"sources taken in today are {_listed(today)}: none was taken; name one with --source")
        elif today:
            remarks.append(f"it rests on '{today[0]}', the source taken in today")
        rows = [_citation(desk, each) for each in sources or today[: len(today) == 1]]
        if rows:
            whole["sources"] = rows
            if any(row["credibility"] == UNJUDGED for row in rows):
                remarks.append(f"credibility {UNJUDGED} (it cannot be judged) stands there until you judge it")
    return whole, remarks


def _citation(desk: Desk, written: str) -> dict[str, str]:
    id_, _, credibility = written.partition(":")
    if desk.ids.get(id_) != "source":
        hint = did_you_mean(id_, desk.known("source"), "take it in with 'communique ingest'")
        raise SettingsError(f"there is no source '{id_}'; {hint}.")
    return {"source": id_, "credibility": credibility or UNJUDGED}


def _days(source: Source) -> Iterator[str]:
    yield from (row.captured.text for row in source.snapshots)
    if source.seen:
        yield source.seen.text


def _listed(words: Any) -> str:
    *first, last = words
    return f"{', '.join(first)} and {last}" if first else str(last)
