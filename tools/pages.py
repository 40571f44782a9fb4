"""A dossier's files as mutators see them: where keys, rows and texts stand, and how one place is changed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from communique.blocks import BLOCKS
from communique.fields import Model
from communique.kinds import Dossier
from communique.load import parse_file
from communique.records import Loaded
from communique.shapes import FieldShape, model_at, shape
from communique.tree import RawFile
from communique.yamlfile import Document, Loc

if TYPE_CHECKING:
    from communique.load import Parsed

FENCE = re.compile(r"^```([a-z-]+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True, slots=True)
class Mutation:
    """One change to the file ``path``. ``text`` is what it holds afterwards; None: the file is gone.

    ``old`` and ``new`` are the first and last line changed, before and after; ``copy`` is the path of a second file
    with this text, where the mutation is that and the file itself stays.
    """

    path: str
    text: str | None
    old: tuple[int, int]
    new: tuple[int, int]
    told: str
    copy: str = ""


@dataclass(frozen=True, slots=True)
class Spot:
    """A text that stands on one line: where it leads to, its line and columns (from 0), and the field it fills."""

    loc: Loc
    line: int
    start: int
    end: int
    field: FieldShape | None


class Page:
    """A file of the dossier as a mutator sees it: its lines, and where its keys, rows and texts stand."""

    def __init__(self, file: RawFile) -> None:
        self.file = file
        self.path = file.path
        self.parsed: Parsed = parse_file(file)
        self.lines = file.text.split("\n")

    @property
    def document(self) -> Document:
        return self.parsed.document if isinstance(self.parsed, Loaded) else self.parsed[1]

    @property
    def model(self) -> type[Model]:
        return self.file.kind.model if self.file.kind else Dossier

    def at(self, loc: Loc) -> Any:
        found: Any = self.document.data
        for step in loc:
            found = found[step]
        return found

    @cached_property
    def keys(self) -> list[tuple[Loc, int, int]]:
        """Every key with its line (from 1) and column (from 0); options of blocks too."""
        found = [(loc, line, column - 1) for loc, (line, column) in self.document.keys.items()]
        return found + [(spot.loc, spot.line, 0) for spot in self._options()]

    @cached_property
    def rows(self) -> list[tuple[Loc, int, int]]:
        """Every row that starts with ``- ``, with its line and the column of the dash."""
        return [
            (loc, line, column - 3)
            for loc, (line, column) in self.document.values.items()
            if loc and isinstance(loc[-1], int) and self.lines[line - 1][: column - 1].endswith("- ")
        ]

    @cached_property
    def spots(self) -> list[Spot]:
        """Every text that stands on one line, quotes and all."""
        found = [self._spot(loc, *place) for loc, place in self.document.values.items()]
        return [spot for spot in found if spot is not None] + list(self._options())

    def _spot(self, loc: Loc, line: int, column: int) -> Spot | None:
        try:
            value = self.at(loc)
        except (KeyError, IndexError, TypeError):
            return None
        if not isinstance(value, str):
            return None
        rest = self.lines[line - 1][column - 1 :]
        for raw in (value, f'"{value}"', f"'{value}'"):
            if rest.startswith(raw) and not rest[len(raw) :].lstrip().startswith(":"):
                return Spot(loc, line, column - 1, column - 1 + len(raw), field_at(self.model, loc))
        return None

    def _options(self) -> Iterator[Spot]:
        text = self.file.text
        if not self.path.startswith("briefings/"):
            return
        for fence in FENCE.finditer(text):
            first = text[: fence.start(2)].count("\n") + 1
            for number, line in enumerate(fence[2].splitlines()):
                option = re.match(r"([a-z]+): (.+)$", line)
                if option:
                    loc: Loc = ("body", fence[1], option[1])
                    field = field_at(BLOCKS[fence[1]], (option[1],)) if fence[1] in BLOCKS else None
                    yield Spot(loc, first + number, option.start(2), option.end(2), field)

    def block_end(self, line: int, column: int) -> int:
        """The last line of the key or row that starts at ``column`` of ``line``."""
        dash = self.lines[line - 1][column : column + 2] == "- "
        last = line
        for number in range(line + 1, len(self.lines) + 1):
            text = self.lines[number - 1]
            indent = len(text) - len(text.lstrip())
            if not text.strip():
                continue
            list_of_key = indent == column and text.lstrip().startswith("- ") and not dash
            if (indent <= column and not list_of_key) or text == "---" or text.startswith("```"):
                break
            last = number
        return last

    def changed(self, first: int, last: int, now: list[str], told: str) -> Mutation | None:
        """The mutation that puts the lines ``now`` in place of lines ``first`` to ``last``."""
        lines = [*self.lines[: first - 1], *now, *self.lines[last:]]
        text = "\n".join(lines)
        if text == self.file.text:
            return None
        end = max(first, first + len(now) - 1)
        return Mutation(self.path, text, (first, last), (first, end), told)

    def put(self, spot: Spot, raw: str, told: str) -> Mutation | None:
        """The mutation that writes ``raw`` at ``spot``."""
        line = self.lines[spot.line - 1]
        return self.changed(spot.line, spot.line, [line[: spot.start] + raw + line[spot.end :]], told)

    def raw(self, spot: Spot) -> str:
        return self.lines[spot.line - 1][spot.start : spot.end]


def field_at(model: type[Model], loc: Loc) -> FieldShape | None:
    """The field that the value at ``loc`` fills: its own, or that of the list or map it stands in."""
    keys = [step for step in loc if isinstance(step, str)]
    owner = model_at(model, tuple(keys[:-1]))
    for name in reversed(keys):
        for field in shape(owner):
            if field.key == name:
                return field
    return None
