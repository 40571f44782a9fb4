"""Two PDFs part by part: for where bytes cannot be compared, and to say what is different in an altered one."""

from __future__ import annotations

import hashlib
import io
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest
from typing import TYPE_CHECKING, Any, Final

from pypdf import PdfReader
from pypdf.errors import PyPdfError

from communique.publishing.metadata import properties_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

_OF_THE_MACHINE: Final = {"RenderEnvironment", "Digest"}
_DEEPEST: Final = 200


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a PDF compared; ``difference`` is empty where it is the same in both."""

    name: str
    difference: str

    @property
    def same(self) -> bool:
        """Whether it is."""
        return not self.difference


def compare(ours: bytes, theirs: bytes) -> tuple[Part, ...]:
    """Text, tags, outline, attachments and what each says of itself; ``ours`` is the one we know."""
    try:
        one, other = PdfReader(io.BytesIO(ours)), PdfReader(io.BytesIO(theirs))
        return (*(Part(name, part(one, other)) for name, part in _PARTS.items()), _told(ours, theirs))
    except (PyPdfError, OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        return (Part("file", f"it cannot be taken apart: {type(error).__name__}"),)


def _text(one: PdfReader, other: PdfReader) -> str:
    ours, theirs = _words(one), _words(other)
    if [word for word, _ in ours] == [word for word, _ in theirs]:
        return ""
    matched = SequenceMatcher(None, [word for word, _ in ours], [word for word, _ in theirs], autojunk=False)
    for sort, start, end, begin, until in matched.get_opcodes():
        if sort != "equal":
            page = (ours[start] if start < len(ours) else ours[-1])[1] if ours else 1
            was, now = (" ".join(word for word, _ in each[:8]) for each in (ours[start:end], theirs[begin:until]))
            return f"page {page}: '{was}' there, '{now}' here" if was and now else _one_sided(page, was, now)
    return ""


def _one_sided(page: int, was: str, now: str) -> str:
    return f"page {page}: '{was}' is missing" if was else f"page {page}: '{now}' is added"


def _words(reader: PdfReader) -> list[tuple[str, int]]:
    return [(word, number) for number, page in enumerate(reader.pages, 1) for word in page.extract_text().split()]


def _tags(one: PdfReader, other: PdfReader) -> str:
    return _first_difference(tuple(_structure(one)), tuple(_structure(other)))


def _structure(reader: PdfReader) -> Iterator[str]:
    """The types of the structure elements, each as deep as it stands."""
    root = reader.root_object.get("/StructTreeRoot")
    waiting: list[tuple[Any, int]] = [(root.get_object(), 0)] if root is not None else []
    while waiting:
        each, depth = waiting.pop()
        if isinstance(each, list):
            waiting += [(row.get_object(), depth) for row in reversed(each)]
        elif isinstance(each, dict) and depth < _DEEPEST:
            if "/S" in each:
                yield f"{'.' * depth}{each['/S']}"
            if "/K" in each:
                waiting.append((each["/K"].get_object(), depth + 1))


def _outline(one: PdfReader, other: PdfReader) -> str:
    return _first_difference(tuple(_bookmarks(one.outline)), tuple(_bookmarks(other.outline)))


def _bookmarks(rows: Sequence[Any], depth: int = 0) -> Iterator[str]:
    for row in rows:
        if isinstance(row, list):
            yield from _bookmarks(row, depth + 1)
        else:
            yield f"{'.' * depth}{row.title}"


def _attachments(one: PdfReader, other: PdfReader) -> str:
    ours, theirs = _attached(one), _attached(other)
    return _by_name(ours, theirs)


def _attached(reader: PdfReader) -> dict[str, str]:
    return {
        name: " ".join(hashlib.sha256(content).hexdigest() for content in contents)
        for name, contents in reader.attachments.items()
    }


def _told(ours: bytes, theirs: bytes) -> Part:
    one, other = (
        {name: value for name, value in properties_of(each).items() if name not in _OF_THE_MACHINE}
        for each in (ours, theirs)
    )
    return Part("metadata", _by_name(one, other))


def _by_name(ours: Mapping[str, str], theirs: Mapping[str, str]) -> str:
    wrong = [name for name in sorted({*ours, *theirs}) if ours.get(name) != theirs.get(name)]
    return f"{', '.join(wrong)} {'is' if len(wrong) == 1 else 'are'} different" if wrong else ""


def _first_difference(ours: Sequence[str], theirs: Sequence[str]) -> str:
    for number, (was, now) in enumerate(zip_longest(ours, theirs, fillvalue="nothing"), 1):
        if was != now:
            return f"number {number} is {now}, and was {was}"
    return ""


_PARTS: Final[dict[str, Callable[[PdfReader, PdfReader], str]]] = {
    "text": _text,
    "tags": _tags,
    "outline": _outline,
    "attachments": _attachments,
}
