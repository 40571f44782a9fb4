"""``communique import FILE``: a table becomes draft records, with a report of what did not map."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

from communique.canonical import CannotWriteError
from communique.drafts import draft_text, faults, free, id_for, path_of
from communique.errors import ImportFileError
from communique.imports import TIMELINE_COLUMNS, event_of, read_csv, read_timeline_json, record_of
from communique.kinds import KINDS
from communique.load import load_with
from communique.settings import read_settings

if TYPE_CHECKING:
    from collections.abc import Mapping

    from communique.imports import Row
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
        id_ = row.cells.get("id") or free(id_for(sort, made.fields) or sort.name, taken)
        try:
            text = draft_text(sort, made.fields)
        except CannotWriteError as error:
            raise ImportFileError(f"{id_}: {error}") from error
        wrong = "; ".join(f"{each.what} ({each.hint})" if each.hint else each.what for each in faults(sort, id_, text))
        if wrong:
            found.left.append(f"{file.name}:{row.line}: left out: {wrong}")
            continue
        taken.add(id_)
        ready[root / path_of(sort, id_)] = text
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
