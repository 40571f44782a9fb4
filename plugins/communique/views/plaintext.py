"""A sheet of plain text: the same views as a page, for the text part of a mail. No HTML is made, and none taken off.

Templates write a paragraph a line; ``fold`` breaks the lines once all stands, so that no template counts characters.
"""

from __future__ import annotations

import re
from textwrap import TextWrapper
from typing import TYPE_CHECKING, Final

from markupsafe import Markup

from communique.kinds import Event
from communique.views.sheet import Sheet

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from markdown_it.token import Token

    from communique.views.sheet import NoteMark

WIDTH: Final = 72
"""Columns of a line: what a reader of mail on a narrow screen, and a quoted reply, still show whole."""

_HANG = re.compile(r"(?P<margin>\s*(?:>\s?)*)(?P<bullet>(?:[-*–]|\[?\d+[.\])])\s+)?")
_BREAKS: Final = {"softbreak": " ", "hardbreak": "\n"}


class TextSheet(Sheet):
    """A sheet whose Markdown becomes plain text; its links are absolute, as on paper."""

    def rendered(self, parsed: Sequence[Token]) -> Markup:
        """Tokens of Markdown as text: a paragraph a line, lists and quotations marked, notes as numbers in brackets.

        The type says that nothing in it is escaped again; no template of a page ever prints it.
        """
        return Markup("\n".join(_Lines(self).of(parsed)).strip("\n"))


class _Lines:
    """Tokens to lines. ``margin`` stands before each line, ``lists`` are the open lists with their next number."""

    def __init__(self, sheet: TextSheet) -> None:
        self.sheet = sheet
        self.margin = ""
        self.bullet = ""
        self.lists: list[int | None] = []
        self.row: list[str] | None = None

    def of(self, parsed: Sequence[Token]) -> Iterator[str]:
        for at, token in enumerate(parsed):
            if token.type == "inline":
                yield from self._inline(token, parsed[at - 1])
            elif token.type in ("fence", "code_block"):
                yield from (f"{self.margin}    {line}" for line in token.content.splitlines())
                yield ""
            elif token.type == "hr":
                yield from ("* * *", "")
            else:
                yield from self._structure(token)

    def _structure(self, token: Token) -> Iterator[str]:
        if token.type in ("bullet_list_open", "ordered_list_open"):
            self.lists.append(int(token.attrs.get("start", 1)) if token.type.startswith("ordered") else None)
        elif token.type in ("bullet_list_close", "ordered_list_close"):
            self.lists.pop()
        elif token.type == "list_item_open":
            self.bullet = self._bullet()
        elif token.type == "blockquote_open":
            self.margin += "> "
        elif token.type == "blockquote_close":
            self.margin = self.margin.removesuffix("> ")
        elif token.type == "tr_open":
            self.row = []
        elif token.type == "tr_close":
            yield self.margin + " | ".join(self.row or ())
            self.row = None
        elif token.type == "table_close":
            yield ""

    def _bullet(self) -> str:
        number = self.lists[-1]
        if number is None:
            return "- "
        self.lists[-1] = number + 1
        return f"{number}. "

    def _inline(self, token: Token, before: Token) -> Iterator[str]:
        text = self.words(token.children or ())
        if self.row is not None:
            self.row.append(text)
            return
        if before.type == "heading_open":
            yield from ("", *heading(text, "=" if before.tag in ("h1", "h2") else "-"), "")
            return
        inside = "  " * max(0, len(self.lists) - 1)
        first = self.bullet or ("  " if self.lists else "")
        for number, line in enumerate(text.split("\n")):
            yield f"{self.margin}{inside}{first if number == 0 else ' ' * len(first)}{line}"
        self.bullet = ""
        yield ""

    def words(self, children: Sequence[Token]) -> str:
        said = ""
        targets: list[str] = []
        for child in children:
            if child.type in ("text", "code_inline"):
                said += child.content
            elif child.type in _BREAKS:
                said += _BREAKS[child.type]
            elif child.type == "citation":
                marks = [self.sheet.cite([id_], locator=where)[0] for id_, where in child.meta["cites"]]
                said = said.rstrip() + note_words(marks)
            elif child.type == "record_link":
                said += self._named(child)
            elif child.type == "link_open":
                targets.append(str(child.attrs.get("href", "")))
            elif child.type == "link_close":
                target = targets.pop()
                said += "" if said.endswith(target) else f" <{target}>"
        return said.replace("] [", ", ")

    def _named(self, link: Token) -> str:
        """The words of a link to a record; an event that goes by its number alone stands in brackets."""
        id_, part, words = (str(link.meta[key] or "") for key in ("id", "part", "words"))
        record = self.sheet.corpus.records.get(id_)
        text = self.sheet.mentioned(id_, part, words).text
        return f"({text})" if isinstance(record, Event) and text == record.number else text


def note_words(marks: Iterable[NoteMark]) -> str:
    """The numbers of notes as they stand after a word: `` [1, 4]``."""
    numbers = ", ".join(str(mark.number) for mark in sorted(marks, key=lambda each: each.number))
    return f" [{numbers}]" if numbers else ""


def heading(text: str, line: str) -> tuple[str, str]:
    """A heading with a line under it, as wide as it is, and no wider than a line of text."""
    return text, line * min(WIDTH, max(3, len(text)))


def fold(text: str, width: int = WIDTH) -> str:
    """``text`` with every line broken at ``width`` columns, and no two blank lines in a row.

    What a line starts with hangs: the margin of a quotation, the sign or number of a list. Addresses are never broken.
    """
    folded: list[str] = []
    for line in text.splitlines():
        if line.strip() or (folded and folded[-1]):
            folded += _folded(line.rstrip(), width)
    return "\n".join(folded).strip("\n") + "\n"


def _folded(line: str, width: int) -> list[str]:
    if len(line) <= width:
        return [line]
    match = _HANG.match(line)
    margin, bullet = (match.group("margin"), match.group("bullet") or "") if match else ("", "")
    wrapper = TextWrapper(
        width=width,
        initial_indent=margin + bullet,
        subsequent_indent=margin + " " * len(bullet),
        break_long_words=False,
        break_on_hyphens=False,
    )
    return wrapper.wrap(line[len(margin) + len(bullet) :])
