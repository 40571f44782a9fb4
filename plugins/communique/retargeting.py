"""A record file in which every reference to one record names another: fields, links, citations and blocks.

Only the ids change; all else stays as its author wrote it, byte for byte.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from communique.blocks import BLOCKS
from communique.checks.blocks import read_options
from communique.errors import MigrationError
from communique.kinds import Briefing
from communique.markdown import fences, mentions_of
from communique.references import PARTS, references

if TYPE_CHECKING:
    from collections.abc import Iterator

    from communique.diagnostics import Mark
    from communique.kinds import Record
    from communique.records import Loaded


def retargeted(each: Loaded, old: str, new: str) -> str:
    """The text of a sound record file with ``new`` in place of ``old``. The same text where it does not name it.

    Raises MigrationError where a reference is written so that it cannot be told where it stands.
    """
    text = each.document.text
    for at in sorted(set(_places(each, text, old)), reverse=True):
        text = text[:at] + new + text[at + len(old) :]
    return text


def _places(each: Loaded, text: str, old: str) -> Iterator[int]:
    if each.tombstone is not None:
        if each.tombstone.merged_into == old:
            yield _place(text, each.mark(("merged_into",)), old)
        return
    record = each.record
    if record is None:
        return
    for reference in references(record):
        if reference.target.partition("#")[0] == old and not (reference.ref.local and _is_row(record, old)):
            yield _place(text, each.mark(reference.loc), old)
    yield from mentions_of(text, old)
    for number, row in enumerate(record.accept):
        if row.about and _word(old).search(row.about):
            yield _place(text, each.mark(("accept", number, "about")), old)
    if isinstance(record, Briefing):
        yield from _in_blocks(each, record, text, old)


def _in_blocks(each: Loaded, briefing: Briefing, text: str, old: str) -> Iterator[int]:
    for fence in fences(briefing.body):
        if fence.info not in BLOCKS:
            continue
        options, document = read_options(fence.info, fence.content, each.document.path, each.body_line + fence.line - 1)
        for reference in references(options) if options is not None else ():
            if reference.target.partition("#")[0] == old:
                yield _place(text, document.mark(reference.loc), old)


def _is_row(record: Record, id_: str) -> bool:
    return any(row.id == id_ for name in PARTS for row in getattr(record, name, ()))


def _place(text: str, mark: Mark, old: str) -> int:
    """Where ``old`` stands on the line of ``mark`` or, of a folded text, below it."""
    start = 0
    for _ in range(mark.line - 1):
        start = text.index("\n", start) + 1
    found = _word(old).search(text, start + mark.column - 1)
    if found is None:
        raise MigrationError(f"{mark}: '{old}' is named here, and it cannot be told where: write it on one line.")
    return found.start()


def _word(id_: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![a-z0-9-]){re.escape(id_)}(?![a-z0-9-])")
