"""The list of readers: a CSV or YAML file outside the repository, read and checked whole before anything is sent."""

from __future__ import annotations

import contextlib
import hashlib
import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any, Final, Literal

from pydantic import AfterValidator, BeforeValidator

from communique.diagnostics import Diagnostic, Mark, blocking
from communique.errors import FindingsError, MailError
from communique.fields import Language, Model, Private, Reads, Text, fault
from communique.mail.addresses import Address, AddressError, read_address
from communique.mail.headers import is_breaking
from communique.markings import MARKINGS, Marking, exceeds
from communique.validation import validate
from communique.yamlfile import Document, forbidden, parse

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

LONGEST: Final = 32 * 1024 * 1024
_DELIMITERS: Final = (",", ";", "\t")
_CELL: Final = re.compile(r' *"(?P<quoted>(?:[^"]|"")*)" *')
"""A cell in quotation marks, a mark in it doubled."""


def _address(value: Any) -> Address:
    try:
        return value if isinstance(value, Address) else read_address(str(value))
    except AddressError as error:
        raise fault("bad-value", error.what, error.hint) from error


def _name(value: str) -> str:
    if is_breaking(value):
        raise fault("bad-value", "the name holds a tab, a line break or another unseen character", "delete it")
    return value


def _lower(value: Any) -> Any:
    return value.strip().lower() if isinstance(value, str) else value


def _upper(value: Any) -> Any:
    return value.strip().upper() if isinstance(value, str) else value


class Reader(Model):
    """One reader of a list."""

    address: Private[Annotated[Address, Reads(_address)]]
    """Where mail for this reader goes."""

    name: Private[Annotated[Text, AfterValidator(_name)] | None] = None
    """The reader's name, as it stands before the address."""

    language: Private[Language | None] = None
    """The language of the words around the edition; left out: the edition's."""

    pdf: Private[Annotated[Literal["attached", "link"], BeforeValidator(_lower)]] = "attached"
    """Whether the PDF comes along, or a link to it."""

    paper: Private[Annotated[Literal["a4", "letter"], BeforeValidator(_lower)]] = "a4"
    """The size of the paper it is made for."""

    level: Private[Annotated[Marking, BeforeValidator(_upper)]] = MARKINGS[0]
    """The highest marking this reader may be sent."""

    suppressed: Private[bool] = False
    """Yes: stays on the list and gets nothing."""


class _Rows(Model):
    """A list as YAML: rows, or a map that has them under ``readers``."""

    readers: Private[tuple[Reader, ...]]
    """The readers."""


@dataclass(frozen=True, slots=True)
class ReaderList:
    """A list that was read and found right. ``places`` are where each reader stands, for findings that come later."""

    name: str
    readers: tuple[Reader, ...]
    places: tuple[Mark, ...]

    @property
    def digest(self) -> str:
        """The digest of who gets what: the order of rows and how they are written do not count."""
        told = sorted(json.dumps(fingerprint(reader), ensure_ascii=False) for reader in self.readers)
        return hashlib.sha256("\n".join(told).encode()).hexdigest()


def fingerprint(reader: Reader) -> list[str]:
    """All that is written of a reader, address first."""
    told = (reader.name, reader.language, reader.pdf, reader.paper, reader.level, str(reader.suppressed).lower())
    return [reader.address.key, *(each or "" for each in told)]


def read_list(name: str, path: Path, marking: Marking) -> ReaderList:
    """The list in ``path``, for an edition with ``marking``.

    Raises FindingsError with every finding of the whole file: syntax, addresses, one reader twice, a level below the
    marking; MailError where the file cannot be read at all.
    """
    document = _parsed(path)
    rows = None if blocking(document.findings) else validate(_Rows, document.data, document)
    found = list(document.findings)
    if rows is not None:
        places = [document.mark(("readers", number, "address")) for number in range(len(rows.readers))]
        if not rows.readers:
            found.append(Diagnostic(Mark(str(path)), "missing-key", "the list has no reader", "add one"))
        found += _twice(rows.readers, places)
        found += _too_low(rows.readers, document, marking)
        if not blocking(found):
            return ReaderList(name, rows.readers, tuple(places))
    raise FindingsError(blocking(found))


def names(path: Path, address: Address) -> bool:
    """Whether ``address`` stands in the list at ``path``, however it is written there, and be the list wrong."""
    text = path.read_text(encoding="utf-8", errors="replace")
    for word in re.split(r"[\s,;\"']+", text):
        with contextlib.suppress(AddressError):
            if read_address(word).key == address.key:
                return True
    return False


def _twice(readers: tuple[Reader, ...], places: list[Mark]) -> Iterator[Diagnostic]:
    first: dict[str, Mark] = {}
    for reader, place in zip(readers, places, strict=True):
        known = first.setdefault(reader.address.key, place)
        if known is not place:
            what = f"'{reader.address.shown}' is already given on line {known.line}"
            yield Diagnostic(place, "duplicate-row", what, "keep one of the two")


def _too_low(readers: tuple[Reader, ...], document: Document, marking: Marking) -> Iterator[Diagnostic]:
    for number, reader in enumerate(readers):
        if exceeds(marking, reader.level) and not reader.suppressed:
            what = f"this reader may be sent {reader.level}, and the edition is {marking}"
            hint = "raise the level, suppress the reader, or take the edition to another list"
            yield Diagnostic(document.mark(("readers", number, "level")), "bad-value", what, hint)


def _parsed(path: Path) -> Document:
    try:
        if path.stat().st_size > LONGEST:
            raise MailError(f"the list {path} is larger than {LONGEST:,} bytes.")
        text = path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except OSError as error:
        raise MailError(f"the list {path} cannot be read: {error.strerror or error}.") from None
    except UnicodeDecodeError as error:
        before = error.object[: error.start]
        column = error.start - (before.rfind(b"\n") + 1) + 1
        mark = Mark(str(path), before.count(b"\n") + 1, column)
        raise FindingsError([Diagnostic(mark, "not-utf8", "this is not UTF-8", "save the file as UTF-8")]) from None
    if path.suffix.lower() in (".yaml", ".yml"):
        return _under_readers(parse(text, str(path)))
    return _from_csv(text, str(path))


def _under_readers(document: Document) -> Document:
    """Rows without a head get one, so that both forms are read alike."""
    if isinstance(document.data, list):
        document.data = {"readers": document.data}
        document.values = {("readers", *loc) if loc else loc: place for loc, place in document.values.items()}
        document.keys = {("readers", *loc): place for loc, place in document.keys.items()}
        document.orphans = {("readers", *loc) for loc in document.orphans}
    return document


def _from_csv(text: str, path: str) -> Document:
    """A table as the same document: a row a reader, empty cells left out, and where each cell stands."""
    document = Document(path, text)
    if refused := forbidden(text.replace("\t", " "), path):
        document.findings.append(refused)
        return document
    lines = text.split("\n")
    head, *rows = lines
    delimiter = next((each for each in _DELIMITERS if each in head), ",")
    columns, _ = _cells(head, delimiter)
    names = [cell.strip().lower() for cell, _ in columns]
    for number, (name, column) in enumerate(zip(names, (place for _, place in columns), strict=True)):
        if name and name in names[:number]:
            what = f"there are two columns '{name}'"
            document.findings.append(Diagnostic(Mark(path, 1, column), "duplicate-key", what, "keep one of the two"))
    document.values[("readers",)] = 1, 1
    readers: list[Mapping[str, str]] = []
    for line, row in enumerate(rows, start=2):
        if row.strip(f"{delimiter} \t"):
            at = ("readers", len(readers))
            readers.append(_csv_row(document, at, names, _cells(row, delimiter), line))
    document.data = {"readers": readers}
    return document


def _csv_row(
    document: Document,
    at: tuple[str | int, ...],
    names: list[str],
    told: tuple[list[tuple[str, int]], int],
    line: int,
) -> Mapping[str, str]:
    found: dict[str, str] = {}
    cells, broken = told
    document.values[at] = line, 1
    if broken:
        what = "a cell starts with a quotation mark and does not end with one"
        hint = "close it before the next delimiter; a mark inside such a cell is doubled"
        document.findings.append(Diagnostic(Mark(document.path, line, broken), "wrong-type", what, hint))
    if len(cells) > len(names):
        mark = Mark(document.path, line, cells[len(names)][1])
        what = f"{len(cells)} cells, and the first line names {len(names)}"
        document.findings.append(Diagnostic(mark, "wrong-type", what, "put a cell with a delimiter in it in quotes"))
    for name, (cell, column) in zip(names, cells, strict=False):
        if cell.strip():
            found[name] = cell.strip()
            document.values[(*at, name)] = document.keys[(*at, name)] = line, column
    return found


def _cells(line: str, delimiter: str) -> tuple[list[tuple[str, int]], int]:
    """The cells of one line (RFC 4180) with the column each starts in; and where quotation marks go wrong, else 0.

    A mark within a cell that has none around it is a sign like others. A cell with a line break is no cell of a list.
    """
    found: list[tuple[str, int]] = []
    at = 0
    while at <= len(line):
        match = _CELL.match(line, at)
        if match is not None and line[match.end() : match.end() + 1] in ("", delimiter):
            end, cell = match.end(), match["quoted"].replace('""', '"')
        elif line[at:].lstrip(" ").startswith('"'):
            return found, at + 1
        else:
            end = at + len(line[at:].partition(delimiter)[0])
            cell = line[at:end]
        found.append((cell, at + 1))
        at = end + 1
    return found, 0
