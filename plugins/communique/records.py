"""One file's text to one record, with the marks of everything in it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any, Final, TypeVar

from communique.diagnostics import Diagnostic, Mark, blocking, mark_at
from communique.fields import ID_FORM, is_id
from communique.kinds import Dossier, Kind, Record, Tombstone
from communique.kinds.base import is_tombstone
from communique.markdown import front_matter
from communique.migrations import FIRST, current, migrated
from communique.validation import validate
from communique.yamlfile import Document, forbidden, parse

if TYPE_CHECKING:
    from collections.abc import Callable

    from communique.tree import RawFile

M = TypeVar("M", Record, Tombstone)
T = TypeVar("T")

_UNWRITTEN: Final = re.compile(r"^TODO \(([^()\n]*)\)?", re.MULTILINE)
"""What ``communique init`` and ``new`` write in place of what only an editor can say."""


@dataclass(slots=True)
class Loaded:
    """A file and what became of it. ``record`` is None where it could not be read; its findings say why.

    ``also`` are the kinds of other files that claim the same id; ``private`` files are of the private content.
    """

    id: str
    kind: Kind
    document: Document
    record: Record | None = None
    tombstone: Tombstone | None = None
    body_line: int = 1
    also: list[str] = field(default_factory=list)
    private: bool = False
    _told: dict[str, tuple[object, Any]] = field(default_factory=dict, repr=False, compare=False)

    def once(self, what: str, make: Callable[[], T], of: object = None) -> T:
        """What ``make`` gives, made once for this file, and again only when it was made of another ``of``.

        For what is told of a file by itself: while a dossier is served, files that stay are not walked again.
        """
        kept = self._told.get(what)
        if kept is None or kept[0] is not of:
            kept = self._told[what] = (of, make())
        found: T = kept[1]
        return found

    def mark(self, loc: tuple[str | int, ...], *, key: bool = False) -> Mark:
        """Where ``loc`` stands in the file; a body's own lines are found by ``find``."""
        if loc[:1] == ("body",):
            return Mark(self.document.path, self.body_line, 1)
        return self.document.mark(loc, key=key)

    def find(self, loc: tuple[str | int, ...], word: str, at: int = 0) -> Mark:
        """Where ``word`` stands in the text at ``loc``, in which it begins at ``at``; 0: wherever it first stands."""
        text = getattr(self.record, str(loc[0]), "") if loc else ""
        if loc[:1] != ("body",):
            return self.document.find(loc, word, text.count(word, 0, at) if at else 0)
        at = at or text.find(word)
        if at < 0:
            return self.mark(loc)
        return mark_at(self.document.path, text, at, self.body_line)


def id_of(path: str, kind: Kind) -> str:
    """The id that a file's name gives its record."""
    return PurePosixPath(path).name.removesuffix(kind.suffix)


def load_record(file: RawFile, kind: Kind, version: int | None = None) -> Loaded:
    """Read ``file`` as a record of ``kind``; one of an older ``version`` of the format as the newest would have it."""
    id_ = id_of(file.path, kind)
    if is_id(id_):
        return (_markdown if kind.suffix == ".md" else _yaml)(file, kind, id_, version)
    # The rest of the file is read under a name that is none, so that its own faults are told in the same run.
    read = load_record(replace(file, path=str(PurePosixPath(file.path).with_name(f"x{kind.suffix}"))), kind, version)
    loaded = Loaded(id_, kind, read.document)
    loaded.document.path = file.path
    loaded.document.findings = [
        Diagnostic(Mark(file.path), "bad-file-name", f"'{id_}' is not an id", ID_FORM),
        *(replace(finding, mark=replace(finding.mark, path=file.path)) for finding in read.document.findings),
    ]
    return loaded


def load_past(file: RawFile, kind: Kind) -> Loaded:
    """Read what git has of a record, in whichever version of the format it was written: the newest that it fits."""
    loaded = load_record(file, kind)
    for version in range(current() - 1, FIRST - 1, -1):
        if loaded.record is not None or loaded.tombstone is not None:
            break
        loaded = load_record(file, kind, version)
    return loaded


def load_dossier(file: RawFile, version: int | None = None) -> tuple[Dossier | None, Document]:
    """Read ``content/dossier.yaml``."""
    document = parse(file.text, file.path)
    _schema_line(document, "dossier", "../schema/dossier.json")
    if not _is_map(document):
        return None, document
    if version is not None:
        assert isinstance(document.data, dict)
        document.data = migrated("dossier", document.data, version)
    _tell_unwritten(document, document.data)
    return validate(Dossier, document.data, document), document


def _yaml(file: RawFile, kind: Kind, id_: str, version: int | None) -> Loaded:
    document = parse(file.text, file.path)
    loaded = Loaded(id_, kind, document)
    if not _is_map(document):
        return loaded
    if is_tombstone(document.data):
        loaded.tombstone = _validated(Tombstone, loaded, version)
        return loaded
    _schema_line(document, kind.name, f"../../schema/{kind.name}.json")
    loaded.record = _validated(kind.model, loaded, version)
    return loaded


def _markdown(file: RawFile, kind: Kind, id_: str, version: int | None) -> Loaded:
    split = front_matter(file.text)
    if split is None:
        return Loaded(id_, kind, Document(file.path, file.text, findings=[_no_front_matter(file)]))
    front, body, body_line = split
    document = parse(front, file.path, first_line=2)
    refused = forbidden(body, file.path, body_line)
    if refused is not None:
        document.findings.append(refused)
    # Places are looked up in the whole file, so the front matter keeps its line numbers.
    document.text = file.text
    loaded = Loaded(id_, kind, document)
    # The body reaches its model without the blank lines around it; its first line moves with them.
    loaded.body_line = body_line + body[: len(body) - len(body.lstrip())].count("\n")
    if not front.strip():
        document.data = {}
    if not _is_map(document):
        return loaded
    assert isinstance(document.data, dict)
    if is_tombstone(document.data):
        loaded.tombstone = _validated(Tombstone, loaded, version)
        return loaded
    if not body.strip():
        mark = Mark(file.path, body_line, 1)
        document.findings.append(Diagnostic(mark, "missing-key", "there is no text below the front matter", "write it"))
        return loaded
    if "body" in document.data:
        mark = document.mark(("body",), key=True)
        hint = "the text below the front matter is the body"
        document.findings.append(Diagnostic(mark, "unknown-key", "no field 'body' here", hint))
        return loaded
    for found in _UNWRITTEN.finditer(body.lstrip()):
        _tell(
            document, Mark(file.path, loaded.body_line + body.lstrip().count("\n", 0, found.start())), "body", found[1]
        )
    document.data["body"] = body
    loaded.record = _validated(kind.model, loaded, version)
    return loaded


def _no_front_matter(file: RawFile) -> Diagnostic:
    """What is wrong with the lines of ``---``: told where the second one is expected, if there is a first."""
    lines = file.text.split("\n")
    if lines[0].rstrip() != "---":
        hint = "start with a line of ---, the fields, and another line of ---"
        return Diagnostic(Mark(file.path), "front-matter", "no front matter at the top", hint)
    ends = (number for number, line in enumerate(lines[1:], 2) if not line.strip(" -"))
    mark = Mark(file.path, next(ends, len(lines)))
    return Diagnostic(mark, "front-matter", "the front matter is not closed", "write a line of --- below the fields")


def _is_map(document: Document) -> bool:
    if isinstance(document.data, dict):
        return True
    if not blocking(document.findings):
        mark = Mark(document.path, document.first_line, 1)
        what = "the file is empty" if document.data is None else "a record is a map of keys and values"
        document.findings.append(Diagnostic(mark, "wrong-type", what, "write one 'key: value' a line"))
    return False


def _validated(model: type[M], loaded: Loaded, version: int | None) -> M | None:
    document = loaded.document
    assert isinstance(document.data, dict)
    if version is not None:
        document.data = migrated(loaded.kind.name, document.data, version)
    derived = {"id": loaded.id, **({"stands_for": loaded.kind.name} if model is Tombstone else {})}
    for key in derived.keys() & document.data.keys():
        mark = document.mark((key,), key=True)
        document.findings.append(Diagnostic(mark, "unknown-key", f"no field '{key}' here", "the file's name says it"))
        return None
    refused = bool(blocking(document.findings))
    _tell_unwritten(document, {key: value for key, value in document.data.items() if key != "body"})
    record = validate(model, {**derived, **document.data}, document)
    # A record with a duplicate key or an empty value is readable but says two things: it does not count.
    return None if refused else record


def _tell_unwritten(document: Document, value: Any, loc: tuple[str | int, ...] = ()) -> None:
    """A finding on each text that is still to be written."""
    if isinstance(value, str):
        if found := _UNWRITTEN.match(value):
            name = next((str(step) for step in reversed(loc) if isinstance(step, str)), "")
            _tell(document, document.mark(loc), name, found[1])
    elif isinstance(value, dict | list):
        for step, each in value.items() if isinstance(value, dict) else enumerate(value):
            _tell_unwritten(document, each, (*loc, step))


def _tell(document: Document, mark: Mark, name: str, wanted: str) -> None:
    document.findings.append(Diagnostic(mark, "unwritten", f"'{name}' is still to be written", f"say {wanted}"))


def _schema_line(document: Document, kind: str, schema: str) -> None:
    first = document.text.split("\n", 1)[0]
    wanted = f"# yaml-language-server: $schema={schema}"
    if first.strip() != wanted:
        what = f"the first line does not name the schema of kind {kind}"
        document.findings.append(Diagnostic(Mark(document.path), "schema-line", what, f"make it '{wanted}'"))
