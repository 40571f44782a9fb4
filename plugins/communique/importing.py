"""``communique import FILE``: a table becomes draft records, with a report of what did not map."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

from communique.canonical import CannotWriteError, canonical
from communique.diagnostics import blocking
from communique.errors import ImportFileError
from communique.imports import TIMELINE_COLUMNS, event_of, read_csv, read_timeline_json, record_of
from communique.kinds import KINDS
from communique.load import load_with
from communique.records import load_record
from communique.settings import read_settings
from communique.tree import RawFile

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from communique.imports import Made, Row
    from communique.kinds import Kind
    from communique.load import Checked

FORMS: Final = ("csv", "timelinejs")


@dataclass(slots=True)
class Imported:
    """What became of a table: ``written`` are paths of new records; ``left`` and ``remarks`` are lines to report."""

    written: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)


def import_table(root: Path, file: Path, kind: str = "event", form: str = "", *, write: bool = True) -> Imported:
    """Write a draft record for each row of ``file`` that gives one. No file that is there is ever written over.

    ``form`` is csv or timelinejs; if empty it is told from the columns. Raises ImportFileError where the file is no
    table, and then writes nothing.
    """
    checked = load_with(read_settings(root))
    rows, form = _rows(file, form)
    found = Imported()
    taken = set(checked.loaded)
    ready: dict[Path, str] = {}
    for row in rows:
        made = event_of(row, _tracks(checked)) if form == "timelinejs" else record_of(row, KINDS[kind])
        if isinstance(made, str):
            found.left.append(f"{file.name}:{row.line}: left out: {made}")
            continue
        sort = KINDS["event"] if form == "timelinejs" else KINDS[kind]
        id_ = _id(row, made, sort, taken)
        text = _text(sort, id_, made)
        wrong = "; ".join(_faults(sort, id_, text))
        if wrong:
            found.left.append(f"{file.name}:{row.line}: left out: {wrong}")
            continue
        taken.add(id_)
        ready[root / sort.folder / f"{id_}{sort.suffix}"] = text
        found.remarks += [f"{file.name}:{row.line}: {id_}: {remark}" for remark in made.remarks]
    for path, text in ready.items():
        if write:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
        found.written.append(path.relative_to(root).as_posix())
    return found


def _rows(file: Path, form: str) -> tuple[tuple[Row, ...], str]:
    try:
        content = file.read_bytes()
    except OSError as error:
        raise ImportFileError(f"{file}: {error.strerror or error}.") from error
    try:
        if content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
            return read_timeline_json(content), "timelinejs"
        columns, rows = read_csv(content)
    except ImportFileError as error:
        raise ImportFileError(f"{file.name}: {error}") from error
    timeline = "Headline" in columns and "Year" in columns and set(columns) <= {*TIMELINE_COLUMNS, ""}
    return rows, form or ("timelinejs" if timeline else "csv")


def _tracks(checked: Checked) -> Mapping[str, str]:
    records = (each.record for each in checked.loaded.values())
    return {record.title.lower(): record.id for record in records if record is not None and record.kind == "track"}  # type: ignore[attr-defined]


def _text(kind: Kind, id_: str, made: Made) -> str:
    data = {**made.fields, "draft": "yes"}
    head = f"# yaml-language-server: $schema=../../schema/{kind.name}.json\n"
    try:
        if kind.suffix == ".md":
            body = str(data.pop("body", "")).strip()
            return f"---\n{canonical(kind.model, data)}---\n\n{body}\n"
        return head + canonical(kind.model, data)
    except CannotWriteError as error:
        raise ImportFileError(f"{id_}: {error}") from error


def _faults(kind: Kind, id_: str, text: str) -> Iterator[str]:
    loaded = load_record(RawFile(f"{kind.folder}/{id_}{kind.suffix}", kind, text), kind)
    for finding in blocking(loaded.document.findings):
        yield f"{finding.what} ({finding.hint})" if finding.hint else finding.what


def _id(row: Row, made: Made, kind: Kind, taken: set[str]) -> str:
    """The row's own id; else words of its title and its day, with a number where that is taken."""
    if given := row.cells.get("id"):
        return given
    names = made.fields.get("names") or {}
    title = made.fields.get("title") or made.fields.get("question") or next(iter(names.values()), kind.name)
    words = re.sub(r"[^a-z0-9]+", "-", _latin(str(title)).lower()).strip("-").split("-")
    day = re.sub(r"[^0-9-]", "", str(made.fields.get("date") or made.fields.get("published") or ""))
    base = "-".join([*[word for word in words[:5] if word], *([day.strip("-")] if day else [])]) or kind.name
    id_, number = base, 2
    while id_ in taken:
        id_, number = f"{base}-{number}", number + 1
    return id_


def _latin(text: str) -> str:
    return unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
