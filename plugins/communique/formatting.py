"""``communique format``: records in their one canonical form, as a code formatter does it for code.

Form editors drop comments and styles when they save; a record that is formatted before and after is the same, byte for
byte. So a file with a comment is left alone, and its author is told where a remark belongs.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import yaml

from communique.canonical import CannotWriteError, apart, written
from communique.diagnostics import Diagnostic, Mark
from communique.errors import FindingsError, ReviewError
from communique.load import other_version
from communique.markdown import front_matter
from communique.settings import read_settings
from communique.tree import read_tree
from communique.whole import write_whole

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from communique.tree import RawFile

MENDED: Final = frozenset({"yaml-null", "schema-line"})
"""Findings that a file may have and still be put into form: keys without a value go."""


@dataclass(frozen=True, slots=True)
class Formatted:
    """What became of the files: ``changed`` were not in form, ``refused`` could not be put into it."""

    changed: tuple[str, ...]
    refused: tuple[str, ...]
    files: int


def format_dossier(
    root: Path, wanted: Sequence[Path] = (), *, write: bool = True, drop_comments: bool = False
) -> Formatted:
    """Put the record files of the dossier in ``root``, or those ``wanted``, into their canonical form.

    Without ``write`` nothing is written. Raises ReviewError where a wanted file is no record of this dossier,
    FindingsError where the dossier is in another version of the format.
    """
    read_settings(root)
    files, _ = read_tree(root)
    if other := other_version(files):
        raise FindingsError([other])
    changed: list[str] = []
    refused: list[str] = []
    chosen = list(_chosen(root, files, wanted))
    for file in chosen:
        new = formatted(file, drop_comments=drop_comments)
        if isinstance(new, Diagnostic):
            refused.append(f"{new.mark}: {new.what}; {new.hint}")
        elif new != file.text:
            changed.append(file.path)
            if write:
                write_whole(root / file.path, new.encode())
    return Formatted(tuple(changed), tuple(refused), len(chosen))


def formatted(file: RawFile, *, drop_comments: bool = False) -> str | Diagnostic:
    """The file's text in canonical form, or why it has none."""
    if file.unread:
        return Diagnostic(Mark(file.path), "unreadable", "it cannot be read", "'communique check' says why")
    if file.kind is not None and file.kind.suffix == ".md" and front_matter(file.text) is None:
        return Diagnostic(Mark(file.path), "front-matter", "no front matter", "'communique check' says more")
    data = _data(file, drop_comments=drop_comments)
    try:
        return data if isinstance(data, Diagnostic) else written(file.kind, data)
    except CannotWriteError as error:
        return Diagnostic(Mark(file.path), "yaml-syntax", str(error), "leave it as it is, and tell us")


def _data(file: RawFile, *, drop_comments: bool) -> dict[str, Any] | Diagnostic:
    document, text, body = apart(file)
    faults = [each for each in document.findings if each.code not in MENDED]
    if faults or not isinstance(document.data, dict):
        mark = faults[0].mark if faults else Mark(file.path)
        return Diagnostic(mark, "yaml-syntax", "it cannot be read", "'communique check' says why")
    comment = next(comments(text), None)
    if comment is not None and not drop_comments:
        mark = Mark(file.path, comment + document.first_line - 1)
        hint = "forms drop comments: put it into a note or private_note, or give --drop-comments"
        return Diagnostic(mark, "yaml-syntax", "a comment stands here", hint)
    return {**document.data, "body": body} if body else document.data


def comments(text: str) -> Iterator[int]:
    """The lines, from 1, on which a comment stands, but for the schema line at the top."""
    covered = bytearray(len(text))
    for token in yaml.scan(text, getattr(yaml, "CSafeLoader", yaml.SafeLoader)):
        if isinstance(token, yaml.ScalarToken):
            start, end = token.start_mark.index, token.end_mark.index
            # What follows | or > on its own line may be a comment.
            start = _next_line(text, start) if token.style in ("|", ">") else start
            covered[start:end] = b"\1" * max(0, end - start)
    rest = "".join("x" if hidden and letter != "\n" else letter for letter, hidden in zip(text, covered, strict=True))
    for number, line in enumerate(rest.split("\n"), 1):
        at = line.find("#")
        if at >= 0 and (at == 0 or line[at - 1].isspace()) and not (number == 1 and "yaml-language-server" in line):
            yield number


def _next_line(text: str, at: int) -> int:
    end = text.find("\n", at)
    return len(text) if end < 0 else end + 1


def _chosen(root: Path, files: Iterable[RawFile], wanted: Sequence[Path]) -> Iterator[RawFile]:
    by_path = {file.path: file for file in files}
    if not wanted:
        yield from by_path.values()
        return
    for path in wanted:
        name = Path(os.path.relpath(path.absolute(), root.absolute())).as_posix()
        if name not in by_path:
            raise ReviewError(f"{path}: this is no record file of the dossier.")
        yield by_path[name]
