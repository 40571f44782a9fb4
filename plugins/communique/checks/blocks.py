"""The blocks of briefings: known names, right options, ids that lead somewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from communique.blocks import BLOCKS
from communique.checks.links import follow
from communique.diagnostics import Diagnostic, Mark, blocking, did_you_mean
from communique.kinds import Briefing
from communique.kinds.prose import Writing
from communique.markdown import fences
from communique.references import references
from communique.validation import validate
from communique.yamlfile import Document, parse

if TYPE_CHECKING:
    from collections.abc import Iterator

    from communique.checks.context import Context
    from communique.fields import Model
    from communique.records import Loaded


def check_blocks(context: Context) -> Iterator[Diagnostic]:
    """Findings on every fenced block of every text, at its lines; in briefings each is a part made from records."""
    for each, record in context.whole():
        for fence in fences(record.body) if isinstance(record, Writing) else ():
            line = each.body_line + fence.line - 1
            if not fence.closed:
                mark = Mark(each.document.path, line - 1)
                yield Diagnostic(mark, "bad-block", "this block is not closed", "end it with a line of ```")
            elif fence.info and isinstance(record, Briefing):
                yield from _block(context, each, fence.info, fence.content, line)


def block_references(each: Loaded, briefing: Briefing) -> Iterator[tuple[Mark, str]]:
    """Every id that a briefing's blocks name, with its place; of blocks without faults."""
    for options, document in read_blocks(each, briefing):
        for reference in references(options):
            yield document.mark(reference.loc), reference.target


def read_blocks(each: Loaded, briefing: Briefing) -> Iterator[tuple[Model, Document]]:
    """The options of a briefing's blocks with their places, in order; of blocks without faults."""
    for fence in fences(briefing.body):
        if fence.info in BLOCKS:
            line = each.body_line + fence.line - 1
            options, document = read_options(fence.info, fence.content, each.document.path, line)
            if options is not None:
                yield options, document


def _block(context: Context, each: Loaded, info: str, content: str, line: int) -> Iterator[Diagnostic]:
    path = each.document.path
    if info not in BLOCKS:
        hint = did_you_mean(info, BLOCKS, f"there are {', '.join(BLOCKS)}")
        yield Diagnostic(Mark(path, line - 1, 4), "unknown-block", f"no block '{info}'", hint)
        return
    options, document = read_options(info, content, path, line)
    # A block with a fault is one finding of its own sort, whatever the fault: the hint says the rest.
    for finding in document.findings:
        yield Diagnostic(finding.mark, "bad-block", f"{info}: {finding.what}", finding.hint)
    if options is not None:
        for reference in references(options):
            yield from follow(context, each.id, reference, document.mark(reference.loc))


def read_options(name: str, content: str, path: str, line: int) -> tuple[Model | None, Document]:
    """The options of block ``name`` from its content, which starts at ``line`` of the file ``path``."""
    if not content.strip():
        document = Document(path, content, data={}, first_line=max(1, line - 1))
    else:
        document = parse(content, path, first_line=line)
    if blocking(document.findings):
        return None, document
    return validate(BLOCKS[name], document.data, document), document
