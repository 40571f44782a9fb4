"""The index of texts: small scripts, of which a search loads only those that it needs, from a server or from a file.

Terms in order, in chunks (``w-7.js``); for each the records that have it. Records in shelves (``d-42.js``), with the
passages that a result quotes. ``root.js`` says where a term and a record stand. What a search is narrowed by are terms
as well (``=kind:event``). A record stands on the shelf that its address says, so that a new one moves no other.
"""

from __future__ import annotations

import hashlib
import json
import math
from bisect import insort
from collections import Counter, defaultdict
from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING, Any, Final

from communique.names import root, tokens
from communique.plan import File

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from communique.views.searching.documents import Document

FOLDER: Final = "search/texts/"
CALL: Final = "communiqueTexts"
"""The function of the page's script that takes what a file holds."""
ON_SHELF: Final = 3
"""How many records a shelf holds, more or less: enough to spare files, few enough to load for one result."""
CHUNK: Final = 20_000
"""How many letters a chunk of terms holds, more or less; compressed about a third."""
COMMON: Final = 0.6
"""The part of all records that has a word which says nothing beside others."""
WEIGHTS: Final = {"title": 10.0, "names": 8.0, "number": 8.0, "date": 2.0, "hidden": 1.0}
"""What a word counts for where it stands; 1 anywhere else. A source's title is not ours and counts as text."""
OTHERS: Final = 0.6
"""What a source counts for beside a record that says the same in our words."""
SATURATION, LENGTH = 1.2, 0.5
"""Okapi BM25 (Robertson and Zaragoza, 2009): how soon more of a word adds little; how much long texts are held back."""
LEVELS: Final = "abcdefgh"
"""How much a word says of a record, in eight steps."""


def index(documents: Iterable[Document], marking: str) -> Iterator[File]:
    """The files of the index of ``documents``; each begins with ``marking``, since a script has no banner."""
    shelves = _shelves(documents)
    placed = [document for shelf in shelves for document in shelf]
    found = [terms(document) for document in placed]
    chunks = list(_chunks(_postings(found, placed)))
    files: dict[str, Any] = {f"w-{at}": dict(chunk) for at, chunk in enumerate(chunks)}
    files |= {f"d-{at}": [_told(document) for document in shelf] for at, shelf in enumerate(shelves) if shelf}
    files["dates"] = [_day(document.sort) for document in placed]
    told = {name: _script(marking, name, value) for name, value in files.items()}
    files["root"] = {
        "version": hashlib.sha256(b"".join(told[name] for name in sorted(told))).hexdigest()[:8],
        "records": len(placed),
        "shelves": [len(shelf) for shelf in shelves],
        "starts": [next(iter(chunk))[0] for chunk in chunks],
        "common": sorted(_common(found)),
    }
    told["root"] = _script(marking, "root", files["root"])
    for name, content in sorted(told.items()):
        yield File(f"{FOLDER}{name}.js", content)


def _script(marking: str, name: str, value: Any) -> bytes:
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return f"/* {marking} */{CALL}({json.dumps(name)},{text});\n".encode()


def _shelves(documents: Iterable[Document]) -> list[list[Document]]:
    """Documents on shelves; their number is a power of two, so that it seldom changes."""
    given = list(documents)
    count = 1 << max(0, math.ceil(math.log2(max(len(given), 1) / ON_SHELF)))
    shelves: list[list[Document]] = [[] for _ in range(count)]
    for document in given:
        place = int.from_bytes(hashlib.sha256(document.path.encode()).digest()[:4], "big") % count
        insort(shelves[place], document, key=lambda each: each.path)
    return shelves


def _told(document: Document) -> list[Any]:
    """A record as its result shows it."""
    kind = next(value for name, value in document.narrow if name == "kind")
    passages = [[each.field, each.row, each.text] for each in document.passages]
    return [document.path, document.title, kind, document.date, passages]


def _day(told: str) -> int | None:
    try:
        return date.fromisoformat(told).toordinal()
    except ValueError:
        return None


# Terms


def terms(document: Document) -> Mapping[str, float]:
    """What a document is found by, and how much of each it has."""
    found: defaultdict[str, float] = defaultdict(float)
    source = ("kind", "source") in document.narrow
    fields = [("text" if source else "title", document.title), *((each.field, each.text) for each in document.passages)]
    for field, text in fields:
        weight = WEIGHTS.get(field, 1.0)
        for word, _ in tokens(text):
            found[root(word)] += weight
    for word in document.hidden:
        found[word] += WEIGHTS["hidden"]
    found.pop("", None)
    return found


def _postings(found: Sequence[Mapping[str, float]], documents: Sequence[Document]) -> Mapping[str, str]:
    """Each term with the records that have it: a letter for how much it says there, then how many are skipped."""
    lengths = [sum(each.values()) for each in found]
    usual = sum(lengths) / max(len(lengths), 1) or 1.0
    told: defaultdict[str, list[str]] = defaultdict(list)
    last: dict[str, int] = {}

    def add(term: str, at: int, level: int) -> None:
        skipped = at - last.get(term, -1) - 1
        told[term].append(f"{LEVELS[level]}{skipped or ''}")
        last[term] = at

    for at, (document, each) in enumerate(zip(documents, found, strict=True)):
        damped = SATURATION * (1 - LENGTH + LENGTH * lengths[at] / usual)
        top = len(LEVELS) * (OTHERS if ("kind", "source") in document.narrow else 1.0)
        for term, much in each.items():
            add(term, at, int(top * much / (much + damped)))
        for name, value in document.narrow:
            add(f"={name}:{value}", at, 0)
    return {term: "".join(parts) for term, parts in told.items()}


def _chunks(postings: Mapping[str, str]) -> Iterator[list[tuple[str, str]]]:
    """Terms in the order of their letters, as a browser compares them, in chunks of about one size."""
    filled = 0

    def number(row: tuple[str, str]) -> int:
        nonlocal filled
        filled += len(row[0]) + len(row[1])
        return filled // CHUNK

    in_order = sorted(postings.items(), key=lambda row: row[0].encode("utf-16-be"))
    for _, rows in groupby(in_order, number):
        yield list(rows)


def _common(found: Sequence[Mapping[str, float]]) -> Iterator[str]:
    """Words of most records."""
    counts = Counter(term for each in found for term in each)
    return (term for term, count in counts.items() if count > COMMON * len(found) and len(found) > 1)
