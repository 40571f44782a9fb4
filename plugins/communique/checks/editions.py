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


def check_succession(context: Context) -> Iterator[Diagnostic]:
    """Editions that supersede another one and do not come after it, and two that supersede the same one."""
    heirs: dict[str, str] = {}
    for each, record in context.whole():
        if not isinstance(record, Briefing) or record.supersedes is None or record.supersedes == record.id:
            continue
        earlier = context.records.get(record.supersedes)
        other = heirs.setdefault(record.supersedes, record.id)
        if other != record.id:
            what = f"'{other}' supersedes '{record.supersedes}' too"
            yield Diagnostic(each.mark(("supersedes",)), "bad-succession", what, "supersede the last of the line")
        if not isinstance(earlier, Briefing):
            continue
        if record.edition <= earlier.edition:
            what = f"edition {record.edition} supersedes edition {earlier.edition}"
            hint = f"number it {earlier.edition + 1}"
            yield Diagnostic(each.mark(("edition",)), "bad-succession", what, hint)
        if record.date.sort_key < earlier.date.sort_key:
            what = f"it is of {record.date.words()} and supersedes an edition of {earlier.date.words()}"
            yield Diagnostic(each.mark(("date",)), "bad-succession", what, "date it on the day it is written")
