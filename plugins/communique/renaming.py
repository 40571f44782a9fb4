"""``communique rename`` and ``merge``: an id gives way to another one, and stays as a tombstone that leads on."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from communique.canonical import CannotWriteError, apart, written
from communique.diagnostics import blocking, did_you_mean
from communique.drafts import path_of
from communique.errors import FindingsError, MigrationError
from communique.evidence import read_lock, write_lock
from communique.evidence.quoted import quotation_key, quoted_in
from communique.fields import ID_FORM, is_id
from communique.formatting import comments, formatted
from communique.history import Repository
from communique.instant import build_instant
from communique.kinds import KINDS
from communique.merging import carried, doubled, once, withheld_more
from communique.references import mentioned
from communique.retargeting import retargeted
from communique.rewriting import finish, rewrite
from communique.settings import read_settings
from communique.tree import VERDICTS, RawFile, way_to
from communique.worktree import WorkTree

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from communique.corpus import Corpus
    from communique.load import Checked
    from communique.records import Loaded


@dataclass(frozen=True, slots=True)
class Renamed:
    """``paths`` are written (or would be); ``remarks`` say what was not carried over, or stays as it was."""

    paths: tuple[str, ...]
    remarks: tuple[str, ...]


def rename(root: Path, old: str, new: str, *, write: bool = True) -> Renamed:
    """Give the record ``old`` (``id`` or ``kind/id``) the id ``new``, in its file's name and wherever it is named.

    Raises MigrationError where that cannot be, FindingsError where the dossier has errors before or after. Nothing is
    written then.
    """
    work = _Work(root, old)
    if not is_id(new):
        raise MigrationError(f"'{new}' is not an id: {ID_FORM}.")
    if new in work.checked.loaded:
        raise MigrationError(f"the id '{new}' is already taken; 'communique merge' joins two records of one kind.")
    each = work.each
    texts: dict[str, str | None] = {**work.retargeted(new)}
    kept = texts.pop(each.document.path, each.document.text)
    folder = each.document.path.rpartition("/")[0]
    texts[f"{folder}/{new}{each.kind.suffix}"] = kept
    texts[each.document.path] = work.tombstone(new)
    return work.done(new, texts, write=write)


def merge(root: Path, old: str, into: str, *, write: bool = True) -> Renamed:
    """Let the record ``into`` take the place of ``old``, of one kind with it: with what it has not, under its own id.

    Rows and values that ``into`` lacks are added to it; where both say something else ``into`` stays as it is, and the
    remarks tell. Raises as ``rename`` does.
    """
    work = _Work(root, old)
    target = work.find(into)
    each, taking = work.each, work.checked.loaded[target]
    if target == each.id:
        raise MigrationError(f"'{target}' cannot be merged into itself.")
    if taking.kind is not each.kind:
        raise MigrationError(f"'{each.id}' is of kind {each.kind.name}, and '{target}' of kind {taking.kind.name}.")
    if target in work.corpus.pins:
        raise MigrationError(f"'{target}' was published: what readers hold does not change.")
    if each.private != taking.private or withheld_more(work.record(each), work.record(taking)):
        raise MigrationError(f"'{each.id}' is withheld and '{target}' is less so: merging would publish what it says.")
    now = work.retargeted(target)
    gone = _data(each, now.pop(each.document.path, each.document.text))
    path = taking.document.path
    data, left = carried(each.kind.model, gone, _data(taking, now.get(path, taking.document.text)))
    work.remarks += [f"not carried over, since '{target}' says otherwise: {row}" for row in left]
    texts = {**now, path: work.written(taking, data), each.document.path: work.tombstone(target)}
    return work.done(target, texts, write=write)


class _Work:
    """A sound dossier, and the record of it that is to go by another id."""

    def __init__(self, root: Path, wanted: str) -> None:
        self.settings = read_settings(root)
        finish(root)
        self.tree = WorkTree(self.settings)
        self.checked: Checked = self.tree.checked({})
        if self.checked.corpus is None:
            raise FindingsError(blocking(self.checked.findings))
        self.corpus: Corpus = self.checked.corpus
        self.old = self.find(wanted)
        self.each: Loaded = self.checked.loaded[self.old]
        self.remarks: list[str] = []
        if self.old in self.corpus.pins:
            raise MigrationError(f"'{self.old}' was published: its PDF and its lock bear that id for ever.")

    def find(self, wanted: str) -> str:
        """The id of the record that is meant. Raises MigrationError where there is none."""
        kind, _, id_ = wanted.rpartition("/")
        if kind and kind not in KINDS:
            raise MigrationError(f"there is no kind '{kind}'; {did_you_mean(kind, KINDS, 'leave it out')}.")
        if grave := self.corpus.tombstones.get(id_):
            gone = f"it leads to '{grave.merged_into}'" if grave.merged_into else "it was removed"
            raise MigrationError(f"'{id_}' is no record any more: {gone}.")
        record = self.corpus.records.get(id_)
        known = [each.id for each in self.corpus.records.values() if not kind or each.kind == kind]
        if record is None or (kind and record.kind != kind):
            raise MigrationError(f"there is no {kind or 'record'} '{id_}'; {did_you_mean(id_, known, 'look for it')}.")
        return id_

    def record(self, each: Loaded) -> Any:
        """The record of a file."""
        return self.corpus.records[each.id]

    def retargeted(self, new: str) -> dict[str, str]:
        """Every file that names the record, with ``new`` in place of its id; but for what readers hold."""
        found: dict[str, str] = {}
        for each in self.checked.loaded.values():
            text = retargeted(each, self.old, new)
            if text == each.document.text:
                continue
            if each.id in self.corpus.pins:
                self.remarks.append(f"{each.document.path} was published, and goes on naming '{self.old}'")
                continue
            found[each.document.path] = self._in_form(each, text, new)
        return found

    def _in_form(self, each: Loaded, text: str, new: str) -> str:
        """``text`` without a value or row twice in one list, and in canonical form where the file was in it."""
        data, was = _data(each, text), _data(each, each.document.text)
        single = once(data, was)
        if rows := tuple(doubled(each.kind.model, single, was)):
            raise MigrationError(
                f"{each.document.path}: '{self.old}' and '{new}' both stand in {', '.join(rows)}: make them one first."
            )
        if single != data:
            return self.written(each, single)
        before = _raw(each, each.document.text)
        if formatted(before) == before.text:
            found = formatted(_raw(each, text))
            return found if isinstance(found, str) else text
        return text

    def written(self, each: Loaded, data: Mapping[str, Any]) -> str:
        """The file of ``each`` with ``data``. Raises MigrationError where a comment would be lost."""
        front = each.document.text.split("\n---", 1)[0] if each.kind.suffix == ".md" else each.document.text
        if line := next(comments(front), 0):
            raise MigrationError(
                f"{each.document.path}:{line}: a comment would be lost: put it into a note or private_note first."
            )
        try:
            return written(each.kind, data)
        except CannotWriteError as error:
            raise MigrationError(f"{each.document.path}: {error}.") from error

    def tombstone(self, onward: str) -> str | None:
        """What stays at the record's place; nothing of a draft that git never had: nobody knows its id."""
        home = self.settings.private_content if self.each.private else self.settings.root
        assert home is not None
        repository = Repository.of(home.resolve())
        path = path_of(self.each.kind, self.old)
        known = repository is None or (repository.has_commits and repository.file("HEAD", path) is not None)
        if self.record(self.each).draft and not known:
            return None
        data = {"merged_into": onward, "date": f"{build_instant(self.settings):%Y-%m-%d}"}
        number = getattr(self.record(self.each), "number", None)
        # A number goes with its record; of a record that went into another one it must not be given again.
        if number and onward in self.corpus.records:
            data["number"] = number
        return written(self.each.kind, data)

    def done(self, new: str, texts: dict[str, str | None], *, write: bool) -> Renamed:
        """Look at what would come of it, and write it. Raises FindingsError or MigrationError, with nothing written."""
        after = self.tree.checked(texts)
        if after.corpus is None:
            raise FindingsError(blocking(after.findings))
        for record in after.corpus.records.values():
            names = {target.partition("#")[0] for target, _ in mentioned(record)}
            if self.old in names and record.id not in self.corpus.pins:
                raise MigrationError(f"'{record.id}' would still name '{self.old}'; nothing was written.")
        texts |= self._verdicts(new)
        if write:
            rewrite(self.settings.root, texts)
        return Renamed(tuple(sorted(texts)), tuple(self.remarks))

    def _verdicts(self, new: str) -> dict[str, str | None]:
        """The lock files of verdicts: a quotation is known by whose words it is, and by its source."""

        def now(id_: str) -> str:
            return new if id_ == self.old else id_

        keys: dict[str, str] = {}
        for record in self.corpus.records.values():
            for quoted in quoted_in(record):
                speaker = now(quoted.speaker) if quoted.speaker else quoted.speaker
                keys[quoted.key] = quotation_key(quoted.text, now(quoted.source), speaker)
        found: dict[str, str | None] = {}
        root, private = self.settings.root, self.settings.private_content
        for path in (VERDICTS, *([f"{way_to(root, private)}/{VERDICTS}"] if private else [])):
            if not (root / path).is_file():
                continue
            text = (root / path).read_text(encoding="utf-8")
            rows = read_lock(text).values()
            moved = [
                replace(row, source=now(row.source), quotation=keys.get(row.quotation, row.quotation)) for row in rows
            ]
            if moved != list(rows):
                found[path] = write_lock(moved, {})
        return found


def _raw(each: Loaded, text: str) -> RawFile:
    return RawFile(each.document.path, each.kind, text, private=each.private)


def _data(each: Loaded, text: str) -> dict[str, Any]:
    """The data of a sound record file that has ``text``."""
    document, _, body = apart(_raw(each, text))
    data = document.data if isinstance(document.data, dict) else {}
    return {**data, "body": body} if each.kind.suffix == ".md" else data
