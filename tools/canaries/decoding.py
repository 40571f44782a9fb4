"""Everything that can be read out of a published file, in whatever way it is packed, as texts to search in.

What a file is is told by its bytes, not by its name: an output that is added later is opened like those of today.
"""

from __future__ import annotations

import base64
import binascii
import gzip
import html
import io
import json
import re
import sqlite3
import zipfile
import zlib
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote

from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, StreamObject

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_DEPTH: Final = 4
_BASE64: Final = re.compile(rb"[A-Za-z0-9+/_-]{16,}={0,2}")
_TAG: Final = re.compile(r"<[^<>]*>")
_INVISIBLE: Final = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))
_FOLDED: Final = re.compile(r"\r?\n[ \t]")


def tree_texts(folder: Path) -> Iterator[tuple[str, str]]:
    """Every text below ``folder``: the file's path first, and that path itself as a text, decoded."""
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        yield name, unquote(name)
        if path.is_file():
            for text in texts(path.read_bytes()):
                yield name, text


def texts(raw: bytes, depth: int = _DEPTH) -> Iterator[str]:
    """The texts in ``raw``: as they stand, unescaped, and those of what is packed in it."""
    yield from _readings(raw.decode("utf-8", "replace"))
    if b"\0" in raw:
        yield raw.decode("latin-1")
        yield raw.decode("utf-16-le", "replace")
        yield raw.decode("utf-16-be", "replace")
    if depth:
        for inner in _unpacked(raw):
            yield from texts(inner, depth - 1)


def _readings(text: str) -> Iterator[str]:
    """A text as it stands, and as HTML, JSON, addresses and folded lines (RFC 5545) would be read."""
    yield text
    plain = html.unescape(text)
    yield plain
    yield unquote(plain)
    yield _TAG.sub("", plain).translate(_INVISIBLE)
    yield _FOLDED.sub("", text)
    if text[:1] in "[{":
        try:
            yield from _strings(json.loads(text))
        except ValueError:
            return


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
        yield html.unescape(value)
    elif isinstance(value, list):
        for each in value:
            yield from _strings(each)
    elif isinstance(value, dict):
        for key, each in value.items():
            yield str(key)
            yield from _strings(each)


def _unpacked(raw: bytes) -> Iterator[bytes]:
    if raw[:2] == b"\x1f\x8b":
        yield gzip.decompress(raw)
    elif raw[:4] == b"PK\x03\x04":
        with zipfile.ZipFile(io.BytesIO(raw)) as packed:
            for name in packed.namelist():
                yield name.encode()
                yield packed.read(name)
    elif raw[:5] == b"%PDF-":
        yield from _pdf(raw)
    elif raw[:8] == b"\x89PNG\r\n\x1a\n":
        yield from _png(raw)
    elif raw[:16] == b"SQLite format 3\0":
        database = sqlite3.connect(":memory:")
        database.deserialize(raw)
        yield "\n".join(database.iterdump()).encode("utf-8", "replace")
        database.close()
    elif b"\0" not in raw:
        yield from _base64(raw)


def _base64(raw: bytes) -> Iterator[bytes]:
    for match in _BASE64.finditer(raw):
        run = match[0].rstrip(b"=")
        try:
            yield base64.b64decode(run + b"=" * (-len(run) % 4), altchars=b"-_" if b"-" in run or b"_" in run else None)
        except (binascii.Error, ValueError):
            continue


def _png(raw: bytes) -> Iterator[bytes]:
    at = 8
    while at + 8 <= len(raw):
        length, kind = int.from_bytes(raw[at : at + 4], "big"), raw[at + 4 : at + 8]
        chunk = raw[at + 8 : at + 8 + length]
        if kind in (b"tEXt", b"eXIf", b"iTXt"):
            yield chunk
        if kind in (b"zTXt", b"iTXt"):
            for start in range(len(chunk)):
                if chunk[start : start + 1] == b"\x78":
                    try:
                        yield zlib.decompress(chunk[start:])
                        break
                    except zlib.error:
                        continue
        at += 12 + length


def _pdf(raw: bytes) -> Iterator[bytes]:
    """The text of its pages, every string and stream of every object, and what is attached to it."""
    reader = PdfReader(io.BytesIO(raw))
    for page in reader.pages:
        text = page.extract_text()
        yield text.encode("utf-8", "replace")
        yield re.sub(r"-?\s+", "", text).encode("utf-8", "replace")
    words: list[bytes] = []
    seen: set[tuple[int, int]] = set()
    waiting: list[object] = [reader.trailer]
    while waiting:
        each = waiting.pop()
        if isinstance(each, IndirectObject):
            if (each.idnum, each.generation) in seen:
                continue
            seen.add((each.idnum, each.generation))
            each = each.get_object()
        if isinstance(each, StreamObject):
            yield each.get_data()
        if isinstance(each, DictionaryObject):
            words += [str(key).encode() for key in each]
            waiting += [each.raw_get(key) for key in each]
        elif isinstance(each, ArrayObject):
            waiting += list.__iter__(each)
        elif isinstance(each, bytes | str):
            words.append(each if isinstance(each, bytes) else each.encode("utf-8", "replace"))
    yield b"\n".join(words).replace(b"\0", b"")
