"""Tables to rows: CSV as spreadsheets save it, and TimelineJS's JSON, which has the same columns by other names."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from communique.errors import ImportFileError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its cells by column, none of them empty, and the line of the file it starts on (of JSON: its number)."""

    line: int
    cells: Mapping[str, str]


@dataclass(slots=True)
class Made:
    """What a row became: the fields of a record, as an editor would write them, and remarks on what did not map."""

    fields: dict[str, Any] = field(default_factory=dict)
    remarks: list[str] = field(default_factory=list)


def read_csv(content: bytes) -> tuple[tuple[str, ...], tuple[Row, ...]]:
    """The columns and rows of a CSV file: UTF-8 (a byte order mark may stand before it), comma, semicolon or tab.

    Raises ImportFileError where it is no such file.
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ImportFileError("the file is not UTF-8; save it from the spreadsheet as 'CSV UTF-8'.") from error
    first = text.partition("\n")[0]
    mark = max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=True)
    try:
        return _table(reader)
    except csv.Error as error:
        raise ImportFileError(f"line {reader.line_num}: this is no CSV: {error}.") from error


def _table(reader: Any) -> tuple[tuple[str, ...], tuple[Row, ...]]:
    columns = tuple(cell.strip() for cell in next(reader, ()))
    if not any(columns):
        raise ImportFileError("the first line names no columns.")
    twice = sorted({name for name in columns if name and columns.count(name) > 1})
    if twice:
        raise ImportFileError(f"the column {', '.join(twice)} is there twice.")
    rows: list[Row] = []
    line = reader.line_num + 1
    for cells in reader:
        if len(cells) > len(columns) and any(cell.strip() for cell in cells[len(columns) :]):
            raise ImportFileError(f"line {line}: {len(cells)} cells, and only {len(columns)} columns.")
        found = {name: cell.strip() for name, cell in zip(columns, cells, strict=False) if name and cell.strip()}
        if found:
            rows.append(Row(line, found))
        line = reader.line_num + 1
    return columns, tuple(rows)


def read_timeline_json(content: bytes) -> tuple[Row, ...]:
    """The events of TimelineJS's JSON, as rows with the columns of its spreadsheet. Raises ImportFileError."""
    try:
        told = json.loads(content)
        events = told["events"]
        rows = [Row(number, dict(_cells(event))) for number, event in enumerate(events, 1)]
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise ImportFileError("this is no TimelineJS file: it has no list 'events'.") from error
    for key, type_ in (("title", "title"), ("eras", "era")):
        extra = told.get(key) or []
        for each in extra if isinstance(extra, list) else [extra]:
            rows.append(Row(len(rows) + 1, {**dict(_cells(each)), "Type": type_}))
    return tuple(rows)


def _cells(event: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for prefix, key in (("", "start_date"), ("End ", "end_date")):
        date = event.get(key) or {}
        for part in ("year", "month", "day"):
            if date.get(part):
                yield f"{prefix}{part.title()}", str(date[part])
        if date.get("hour") not in (None, ""):
            yield f"{prefix}Time", f"{int(date['hour']):02}:{int(date.get('minute') or 0):02}"
    text = event.get("text") or {}
    media = event.get("media") or {}
    named = {
        "Display Date": event.get("display_date") or (event.get("start_date") or {}).get("display_date"),
        "Headline": text.get("headline"),
        "Text": text.get("text"),
        "Media": media.get("url"),
        "Media Credit": media.get("credit"),
        "Media Caption": media.get("caption"),
        "Group": event.get("group"),
    }
    yield from ((name, str(value).strip()) for name, value in named.items() if value and str(value).strip())


def plain_text(markup: str) -> str:
    """A cell's HTML as plain text: paragraphs and line breaks stay, and links keep their address."""
    import html

    text = re.sub(r"(?i)<\s*(br|/p|/div|/li)\s*/?>", "\n\n", markup)
    text = re.sub(r"(?is)<a\s[^>]*href=[\"']([^\"']+)[\"'][^>]*>(.*?)</a>", r"\2 (\1)", text)
    text = html.unescape(re.sub(r"<[^>]*>", "", text))
    lines = (" ".join(line.split()) for line in text.split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
