"""Strict YAML: text in, plain values with the line and column of each out.

Records are read by a small builder of our own over PyYAML's event stream, because loaders lose positions, recurse
in C (a few thousand brackets end the interpreter) and guess types. Here every scalar stays text until the type of
its field converts it; anchors, aliases, tags, maps in braces, nulls and second documents are refused.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import yaml

from communique.diagnostics import Diagnostic, Mark, mark_at

if TYPE_CHECKING:
    from collections.abc import Callable

Loc = tuple[str | int, ...]
"""The way to a value: keys and row numbers from the top of the record, ``("sides", 0, "actor")``."""

Plain = str | list[Any] | dict[str, Any]
"""What a record is before its model reads it: texts, lists and maps, nothing else."""

Event = Any
"""One of PyYAML's events; its type stubs know neither their anchors nor their styles."""

MAX_DEPTH = 32
NEAR = 2
"""A fault so few lines from another one may follow from it: a key that lost its value, a row out of line."""

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_CUT = re.compile(r"\s+#\S")
_FORBIDDEN = re.compile("[^\t\n\x20-\x7e\xa0-\u2027\u202a-\u202c\u202f-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_NULLS = {"", "~", "null", "Null", "NULL"}


@dataclass(slots=True)
class Document:
    """A parsed file. ``values`` and ``keys`` give the (line, column) of each value and of each key, from 1;
    ``orphans`` are keys below one that has no value, which may have been meant as its value."""

    path: str
    text: str
    data: Plain | None = None
    values: dict[Loc, tuple[int, int]] = field(default_factory=dict)
    keys: dict[Loc, tuple[int, int]] = field(default_factory=dict)
    findings: list[Diagnostic] = field(default_factory=list)
    first_line: int = 1
    orphans: set[Loc] = field(default_factory=set)

    def mark(self, loc: Loc, *, key: bool = False) -> Mark:
        """Where the value at ``loc`` stands (or its key), or the nearest thing above it that stands somewhere."""
        if key and loc in self.keys:
            return Mark(self.path, *self.keys[loc])
        while loc and loc not in self.values:
            loc = loc[:-1]
        return Mark(self.path, *self.values.get(loc, (self.first_line, 1)))

    def find(self, loc: Loc, word: str, nth: int = 0) -> Mark:
        """Where ``word`` stands in the source of the text at ``loc`` for the ``nth`` time (from 0).

        The text's start where that cannot be told: a folded text breaks its lines elsewhere.
        """
        start = self.mark(loc)
        lines = self.text.split("\n")
        before = sum(len(line) + 1 for line in lines[: start.line - 1]) + start.column - 1
        at = find_nth(self.text, word, before, nth)
        if at < 0:
            return start
        return mark_at(self.path, self.text, at)


def find_nth(text: str, word: str, start: int, nth: int) -> int:
    """Where ``word`` stands in ``text`` after ``start`` for the ``nth`` time, counted from 0; -1 if it does not."""
    at = text.find(word, start)
    while at >= 0 and nth > 0:
        at, nth = text.find(word, at + max(1, len(word))), nth - 1
    return at


class _RefusedError(Exception):
    """Reading stops here; what was wrong is already among the findings."""


class _Builder:
    def __init__(self, document: Document, first_line: int, events: Callable[[], Event]) -> None:
        self.document = document
        self.next = events
        self.offset = first_line - 1
        self.source = document.text.split("\n")

    def place(self, mark: Any) -> tuple[int, int]:
        return mark.line + 1 + self.offset, mark.column + 1

    def find_fault(self, code: str, mark: Any, what: str, hint: str = "") -> None:
        line, column = self.place(mark)
        self.document.findings.append(Diagnostic(Mark(self.document.path, line, column), code, what, hint))

    def refuse(self, code: str, mark: Any, what: str, hint: str = "") -> _RefusedError:
        self.find_fault(code, mark, what, hint)
        return _RefusedError()

    def build(self) -> Plain | None:
        data: Plain | None = None
        documents = 0
        while not isinstance(event := self.next(), yaml.StreamEndEvent):
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    raise self.refuse(
                        "yaml-documents",
                        event.start_mark,
                        "a second document starts here",
                        "one file, one record",
                    )
            elif isinstance(event, yaml.NodeEvent):
                data = self.value(event, ())
        return data

    def value(self, event: Event, loc: Loc) -> Plain | None:
        self.refuse_foreign(event)
        start = event.start_mark
        self.document.values[loc] = start.line + 1 + self.offset, start.column + 1
        if isinstance(event, yaml.ScalarEvent):
            return self.scalar(event, loc)
        if len(loc) >= MAX_DEPTH:
            raise self.refuse("too-deep", event.start_mark, f"nested deeper than {MAX_DEPTH} levels")
        if isinstance(event, yaml.SequenceStartEvent):
            return self.sequence(event, loc)
        return self.mapping(event, loc)

    def refuse_foreign(self, event: Event) -> None:
        if isinstance(event, yaml.AliasEvent):
            raise self.refuse(
                "yaml-alias",
                event.start_mark,
                f"alias '*{event.anchor}'",
                "write the value out, or quote the text",
            )
        if event.anchor is not None:
            raise self.refuse(
                "yaml-alias", event.start_mark, f"anchor '&{event.anchor}'", "take it out, or quote the text"
            )
        if event.tag is not None:
            raise self.refuse("yaml-tag", event.start_mark, f"tag '{event.tag}'", "take it out, or quote the text")

    def scalar(self, event: Event, loc: Loc) -> str | None:
        text: str = event.value
        plain = event.implicit[0]
        if plain and text in _NULLS:
            key = f"'{loc[-1]}' has" if loc and isinstance(loc[-1], str) else "a row has"
            hint = "leave the line out, or write 'unknown' where it applies and is not known"
            self.find_fault("yaml-null", event.start_mark, f"{key} no value", hint)
            return None
        if plain:
            self.find_cut(event, text)
        elif escaped := _FORBIDDEN.search(text):
            what = f"the character U+{ord(escaped.group()):04X} may not stand in a text"
            self.find_fault("yaml-syntax", event.start_mark, what, "take out what stands after the backslash")
        return text

    def find_cut(self, event: Event, text: str) -> None:
        end = event.end_mark
        line = self.source[end.line] if end.line < len(self.source) else ""
        if _CUT.match(line, end.column):
            self.find_fault(
                "cut-at-hash",
                end,
                f"the text ends at '{text[-20:]}': ' #' starts a comment",
                "put the text in quotes, or a space after '#'",
            )

    def sequence(self, event: Event, loc: Loc) -> list[Any]:
        flow = event.flow_style
        rows: list[Any] = []
        while not isinstance(inner := self.next(), yaml.SequenceEndEvent):
            if flow and not isinstance(inner, yaml.ScalarEvent):
                self.refuse_foreign(inner)
                if inner.start_mark.line > event.start_mark.line:
                    raise self.refuse("yaml-syntax", event.start_mark, "a bracket is not closed", "end it with ']'")
                hint = "write the list one row a line, each starting with '- '"
                raise self.refuse("yaml-flow-list", inner.start_mark, "brackets hold plain ids only", hint)
            rows.append(self.value(inner, (*loc, len(rows))))
        return rows

    def mapping(self, event: Event, loc: Loc) -> dict[str, Any]:
        if event.flow_style:
            line = self.source[event.start_mark.line][event.start_mark.column :].strip()
            hint = f'quote it: "{line}"' if ".." in line else "write one key a line"
            raise self.refuse("yaml-flow-map", event.start_mark, "a map in braces", hint)
        found: dict[str, Any] = {}
        first: dict[str, tuple[int, int]] = {}
        told = 0
        value: Plain | None = ""
        while not isinstance(key := self.next(), yaml.MappingEndEvent):
            name, place = self.key(key), self.place(key.start_mark)
            at = (*loc, name)
            if name in first and name in found:
                if not self.is_told(told, place[0], loc):
                    what = f"'{name}' is already given on line {first[name][0]}"
                    hint = "keep one, or start a new row with '- '" if loc else "keep one"
                    self.find_fault("duplicate-key", key.start_mark, what, hint)
                told = place[0]
                value = self.pass_over(at)
                found[name] = found[name] or value or ""
                continue
            if value is None:
                self.document.orphans.add(at)
            first[name] = self.document.keys[at] = place
            value = self.value(self.next(), at)
            if value is not None:
                found[name] = value
        return found

    def is_told(self, last: int, line: int, loc: Loc) -> bool:
        """Whether a key given again is part of a mistake told before: one row pasted into another has many."""
        return last > 0 and (bool(loc) or line - last <= NEAR)

    def pass_over(self, loc: Loc) -> Plain | None:
        """Read a value that does not count, for its own faults; where its parts stand is forgotten."""
        document = self.document
        kept = document.values, document.keys, document.orphans
        document.values, document.keys, document.orphans = {}, {}, set()
        value = self.value(self.next(), loc)
        document.values, document.keys, document.orphans = kept
        return value

    def key(self, event: Event) -> str:
        self.refuse_foreign(event)
        if not isinstance(event, yaml.ScalarEvent):
            raise self.refuse("yaml-syntax", event.start_mark, "a key is one word", "write 'key: value'")
        name: str = event.value
        if name == "<<":
            raise self.refuse("yaml-alias", event.start_mark, "merge key '<<'", "write the keys out")
        return name


def parse(text: str, path: str, *, first_line: int = 1) -> Document:
    """Read one YAML document.

    ``text`` is the whole text, ``path`` is what findings name, ``first_line`` the line of the file on which the text
    starts (front matter starts on line 2). Problems are in ``findings``, never raised; ``data`` is None when the
    text could not be read at all.
    """
    document = Document(path, text, first_line=first_line)
    refused = forbidden(text, path, first_line)
    if refused is not None:
        document.findings.append(refused)
        return document
    _find_tab(document)
    try:
        data = _Builder(document, first_line, _LOADER(text).get_event).build()
    except _RefusedError:
        return document
    except yaml.MarkedYAMLError as error:
        fault = _syntax_fault(error, document, first_line)
        if not any(abs(fault.mark.line - other.mark.line) <= NEAR for other in document.findings):
            document.findings.append(fault)
        return document
    document.data = data
    return document


def _find_tab(document: Document) -> None:
    at = document.text.find("\t")
    if at >= 0:
        mark = mark_at(document.path, document.text, at, document.first_line)
        document.findings.append(Diagnostic(mark, "yaml-syntax", "a tab stands here", "use spaces"))


def forbidden(text: str, path: str, first_line: int = 1) -> Diagnostic | None:
    """A finding on the first character that may not stand in a text file: a control, another line separator, or a
    directional override (UAX #9, 2.2), which shows letters in another order than they are quoted in.
    """
    match = _FORBIDDEN.search(text)
    if match is None:
        return None
    at = match.start()
    mark = mark_at(path, text, at, first_line)
    what = f"the character U+{ord(match.group()):04X} may not stand in a text file"
    return Diagnostic(mark, "yaml-syntax", what, "delete it")


_HINTS = (
    # what PyYAML says; what stands on the line; what to do
    (r"mapping values are not allowed", r":\s.*:(\s|$)", "a text with ': ' in it needs quotes around it"),
    (r"mapping values are not allowed", r"", "look at the indentation of this line and of the one above"),
    (r"cannot start any token|directive", r"[@`%]", "a text that starts with a sign needs quotes around it"),
    (r"expected alphabetic", r"[&*]", "a text that starts with * or & needs quotes around it"),
    (r"did not find expected key", r":\s+\[.*\]\s*\S", "a text that starts with [ needs quotes around it"),
    (r"did not find expected key", r"['\"]", "a quote mark inside a quoted text is doubled, or use the other kind"),
    (r"expected '-' indicator|expected key", r"", "look at the indentation of this line"),
    (r"could not find expected ':'", r"", "a key is followed by a colon and a space"),
    (r"unexpected end of stream", r"", "a quote mark is opened and not closed"),
    (r"escape", r"", "in double quotes a backslash is doubled; single quotes take it as it is"),
    (r"expected comment or line break", r"[|>]", "a text after | or > starts on the next line"),
    (r"expected node content", r",", "an id is missing between two commas"),
    (r"expected ',' or ']'", r"", "a bracket is opened and not closed; a text that starts with [ needs quotes"),
    (r"expected <document start>", r"", "one file, one record: take out the line '...'"),
)


def _syntax_fault(error: yaml.MarkedYAMLError, document: Document, first_line: int) -> Diagnostic:
    problem, context = error.problem or "not YAML", error.context or ""
    lines = document.text.split("\n")
    # What was opened and never closed is told where it was opened, not where the file ended meanwhile.
    opened = re.search(r"quoted scalar|simple key|flow sequence", context)
    mark = (error.context_mark if opened else None) or error.problem_mark or error.context_mark
    line, column = (mark.line, mark.column) if mark else (0, 0)
    shown = lines[line] if line < len(lines) else ""
    hint = next(
        (hint for says, sees, hint in _HINTS if re.search(says, f"{problem} {context}") and re.search(sees, shown)),
        "look at the quotes and the indentation here",
    )
    place = line + first_line, column + 1
    if shown.lstrip().startswith("- ") and "block mapping" in context:
        place = _lost_dash(document, lines, first_line) or place
    return Diagnostic(Mark(document.path, *place), "yaml-syntax", f"not YAML: {problem}", hint)


def _lost_dash(document: Document, lines: list[str], first_line: int) -> tuple[int, int] | None:
    """Where a map stands in place of rows: below a key, and before the row at which reading stopped."""
    key = next(reversed(document.keys), ())[:1]
    line, column = document.values.get(key, (first_line, 1))
    on_key_line = document.keys.get(key, (line, 1))[0] == line
    return None if on_key_line or lines[line - first_line][column - 1 :].startswith("- ") else (line, column)
