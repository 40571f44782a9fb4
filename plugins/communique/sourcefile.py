"""A source record as text: a new one from what a page says of itself, and one row more in one that is there."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_AFTER = ("marking", "embargo", "draft", "private_note", "corrections", "accept")
"""The keys that stand below the snapshots in the canonical order."""

_PLAIN = re.compile(r"[^\W\d_][\w ,;()./«»“”’–-]*")
_RESERVED = {"true", "false", "yes", "no", "on", "off", "null"}


@dataclass(frozen=True, slots=True)
class Draft:
    """What a page says of itself. ``language`` is ``und`` where it says none; ``published`` may be empty."""

    title: str
    publisher: str
    url: str
    language: str
    published: str
    basis: str


def new_source(draft: Draft, captured: str, sha256: str, ignore: Sequence[str]) -> str:
    """The text of a new record: a draft, so that nothing unjudged is published."""
    return "".join(f"{line}\n" for line in _lines(draft, captured, sha256, ignore))


def _lines(draft: Draft, captured: str, sha256: str, ignore: Sequence[str]) -> Iterator[str]:
    yield "# yaml-language-server: $schema=../../schema/source.json"
    yield f"title: {scalar(draft.title)}"
    yield f"publisher: {scalar(draft.publisher)}"
    yield "type: news"
    yield f"url: {scalar(draft.url)}"
    yield f"language: {scalar(draft.language)}"
    if draft.published:
        yield f"published: {draft.published}"
        yield f"published_basis: {draft.basis}"
    else:
        yield f"seen: {captured}"
    yield "reliability: F"
    yield "reliability_reason: Not judged yet."
    yield "copy: whole"
    yield "snapshots:"
    yield from _row(captured, sha256, ignore)
    yield "draft: yes"


def with_snapshot(text: str, captured: str, sha256: str, ignore: Sequence[str]) -> str:
    """``text`` of a record with one capture more; every other line stays as it is."""
    lines = text.rstrip("\n").split("\n")
    row = list(_row(captured, sha256, ignore))
    tops = {match[1]: number for number, line in enumerate(lines) if (match := re.match(r"([a-z_]+):", line))}
    if "snapshots" in tops:
        after = [number for number in tops.values() if number > tops["snapshots"]]
        at = min(after, default=len(lines))
        while lines[at - 1].lstrip().startswith("#") or not lines[at - 1].strip():
            at -= 1
    else:
        row.insert(0, "snapshots:")
        at = min((tops[key] for key in _AFTER if key in tops), default=len(lines))
    return "\n".join([*lines[:at], *row, *lines[at:]]) + "\n"


def _row(captured: str, sha256: str, ignore: Sequence[str]) -> Iterator[str]:
    yield f"- captured: {captured}"
    yield f"  sha256: {sha256}"
    if ignore:
        yield f"  ignore: [{', '.join(ignore)}]"


def scalar(text: str) -> str:
    """``text`` as YAML reads it back: plain where nothing in it could be taken for a sign, else in quotes."""
    text = " ".join(text.split())
    if re.fullmatch(r"https?://[^\s#]+", text):
        return text
    plain = _PLAIN.fullmatch(text) and text.casefold() not in _RESERVED and not text.endswith(" ")
    return text if plain else json.dumps(text, ensure_ascii=False)
