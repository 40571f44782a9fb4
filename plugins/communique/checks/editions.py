"""What a reader may expect of a briefing of its sort."""

from __future__ import annotations

from typing import TYPE_CHECKING

from communique.blocks import EXPECTED
from communique.diagnostics import Diagnostic
from communique.kinds import Briefing
from communique.markdown import fences

if TYPE_CHECKING:
    from collections.abc import Iterator

    from communique.checks.context import Context


def joined(blocks: list[str]) -> str:
    """``'a', 'b'``: as they are written in the file."""
    return ", ".join(f"'{block}'" for block in blocks)


def check_editions(context: Context) -> Iterator[Diagnostic]:
    """Sections that an edition of its type is expected to have and has not; what it updates without telling what."""
    for each, record in context.whole():
        if not isinstance(record, Briefing):
            continue
        there = {fence.info for fence in fences(record.body)}
        if record.judgements:
            there.add("judgements")
        missing = [block for block in EXPECTED[record.type] if block not in there]
        if missing:
            what = f"a {record.type} without {joined(missing)}"
            hint = "add the block, or accept this with the reason"
            yield Diagnostic(each.mark(("type",)), "missing-section", what, hint)
        if (record.updates or record.supersedes) and "changes" not in there and not record.changes:
            field = "updates" if record.updates else "supersedes"
            what = "it carries on an earlier edition and does not say what is new"
            hint = "add a block 'changes', or say it in 'changes'"
            yield Diagnostic(each.mark((field,)), "missing-section", what, hint)
