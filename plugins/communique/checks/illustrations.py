"""The figures that editions bring along: each is there, can be shown, and is shown by some edition."""

from __future__ import annotations

from typing import TYPE_CHECKING

from communique.blocks import FigureBlock
from communique.checks.blocks import read_blocks
from communique.diagnostics import Diagnostic, Mark, did_you_mean
from communique.editions import FIGURES
from communique.kinds import Briefing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from communique.checks.context import Context
    from communique.records import Loaded


def check_illustrations(context: Context) -> Iterator[Diagnostic]:
    """Findings on every figure block, at the line of its file, and on files that no edition shows."""
    shown: set[str] = set()
    for each, record in context.whole():
        if isinstance(record, Briefing):
            for path, mark in named_figures(each, record):
                shown.add(path)
                yield from _figure(context, path, mark)
    for path in sorted(context.figures.keys() - shown) if not context.has_broken_files else ():
        hint = "show it in a 'figure' block, or take it out"
        yield Diagnostic(Mark(path), "stray-file", "no edition shows this figure", hint)


def named_figures(each: Loaded, briefing: Briefing) -> Iterator[tuple[str, Mark]]:
    """The path of every figure that an edition shows, with the place of its name; of blocks without faults.

    An edition takes figures from the folder beside its own source only: one of the public dossier none of the private
    content.
    """
    home = each.document.path.removesuffix(f"briefings/{briefing.id}.md")
    for options, document in read_blocks(each, briefing):
        if isinstance(options, FigureBlock):
            yield f"{home}{FIGURES}/{options.file}", document.mark(("file",))


def _figure(context: Context, path: str, mark: Mark) -> Iterator[Diagnostic]:
    figure = context.figures.get(path)
    if figure is None:
        folder, _, name = path.rpartition("/")
        known = [each.name for each in context.figures.values() if each.path.rpartition("/")[0] == folder]
        hint = did_you_mean(name, known, "put the picture there, or mend its name")
        yield Diagnostic(mark, "unknown-figure", f"there is no figure {path}", hint)
    elif figure.wrong:
        yield Diagnostic(mark, "bad-figure", f"the figure {path}: {figure.wrong}", figure.hint)
