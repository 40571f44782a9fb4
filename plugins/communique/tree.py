"""Files on disk to text, safely: nothing outside the tree is followed, nothing unread is passed over in silence."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from communique.diagnostics import Diagnostic, Mark
from communique.editions import FIGURE_SUFFIXES, FIGURES, PINNED_SUFFIXES
from communique.kinds import KINDS, Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

MAX_BYTES = 1024 * 1024
"""A record is a page of text; a megabyte of YAML is something else."""

DOSSIER = "content/dossier.yaml"
VERDICTS = "content/verdicts.lock"
"""The verdicts on quotations (``evidence/lock.py``): no record, and read beside them."""


@dataclass(frozen=True, slots=True)
class RawFile:
    """A file of the tree. ``kind`` is None for the dossier's own file; ``unread`` where its text could not be had.

    ``path`` is relative to the root. ``private`` files are of the private content.
    """

    path: str
    kind: Kind | None
    text: str
    unread: bool = False
    private: bool = False


def read_tree(root: Path) -> tuple[list[RawFile], list[Diagnostic]]:
    """Every record file below ``root``, in order of path, and findings on what could not or may not be read."""
    files: list[RawFile] = []
    findings: list[Diagnostic] = []
    for path, kind in _expected(root, findings):
        text = _read(root, path, findings)
        files.append(RawFile(path, kind, text or "", unread=text is None))
    return files, findings


def read_private(
    root: Path, folder: Path, contents: Mapping[str, bytes] | None = None
) -> tuple[list[RawFile], list[Diagnostic]]:
    """The record files of the private content in ``folder``, with their paths as seen from ``root``; and findings.

    ``contents`` are read in place of what the folder holds, where they are given. The dossier is described once, in
    ``root``: a second description is a finding.
    """
    way = way_to(root, folder)
    files, findings = read_tree(folder) if contents is None else of_contents(contents)
    shown = [replace(each, mark=replace(each.mark, path=f"{way}/{each.mark.path}")) for each in findings]
    for each in files:
        if each.kind is None:
            mark = Mark(f"{way}/{each.path}")
            shown.append(
                Diagnostic(mark, "stray-file", "the private content has no dossier.yaml of its own", "remove it")
            )
    kept = [replace(each, path=f"{way}/{each.path}", private=True) for each in files if each.kind is not None]
    return kept, shown


def way_to(root: Path, folder: Path) -> str:
    """How findings write the way from the dossier in ``root`` to its private content in ``folder``."""
    return os.path.relpath(folder, root.resolve())


def of_contents(contents: Mapping[str, bytes]) -> tuple[list[RawFile], list[Diagnostic]]:
    """The record files among ``contents``, by path as seen from the root: those of a revision, which no disk has."""
    findings: list[Diagnostic] = []
    files: list[RawFile] = []
    seen = [path for path in sorted(contents) if not any(_is_passed_over(part) for part in path.split("/"))]
    for path, kind in _of_kinds(seen, findings):
        text = _decoded(path, contents[path], findings)
        files.append(RawFile(path, kind, text or "", unread=text is None))
    return files, findings


def _expected(root: Path, findings: list[Diagnostic]) -> Iterator[tuple[str, Kind | None]]:
    yield from _of_kinds(sorted(_walk(root, "content", findings) + _walk(root, "briefings", findings)), findings)


def _of_kinds(paths: Iterable[str], findings: list[Diagnostic]) -> Iterator[tuple[str, Kind | None]]:
    folders = {kind.folder: kind for kind in KINDS.values()}
    for path in paths:
        folder, _, name = path.rpartition("/")
        kind = folders.get(folder)
        if path == DOSSIER:
            yield path, None
        elif path == VERDICTS:
            continue
        elif kind and name.endswith(kind.suffix):
            yield path, kind
        elif not _is_of_an_edition(folder, name):  # ``editions/`` reads those
            hint = f"records of this folder end in {kind.suffix}" if kind else "no record kind lives here"
            hint = f"figures end in {' or '.join(FIGURE_SUFFIXES)}" if folder == FIGURES else hint
            findings.append(Diagnostic(Mark(path), "stray-file", "this file is not published", hint))


def _is_of_an_edition(folder: str, name: str) -> bool:
    """Whether a file is kept of a published edition, or a figure that one may show."""
    wanted = {"briefings": PINNED_SUFFIXES, FIGURES: FIGURE_SUFFIXES}
    return name.endswith(wanted.get(folder, ()))


def kind_of(path: str) -> Kind | None:
    """The kind of record that ``path``, as seen from the dossier, is the place of; None where it is none's."""
    folder, _, name = path.rpartition("/")
    return next((kind for kind in KINDS.values() if kind.folder == folder and name.endswith(kind.suffix)), None)


def _is_passed_over(name: str) -> bool:
    """Hidden files and editors' backups are nobody's records."""
    return name.startswith(".") or name.endswith("~")


def _walk(root: Path, folder: str, findings: list[Diagnostic]) -> list[str]:
    """Files below ``folder``, relative to ``root``; hidden files and editors' backups are left out as Pelican does."""
    found: list[str] = []
    if _is_link(root, folder, findings):
        return found
    try:
        entries = sorted(os.scandir(root / folder), key=lambda entry: entry.name)
    except FileNotFoundError:
        return found
    except OSError as error:
        findings.append(Diagnostic(Mark(folder), "unreadable", f"{error.strerror}", "look at its permissions"))
        return found
    for entry in entries:
        path = f"{folder}/{entry.name}"
        if _is_passed_over(entry.name):
            continue
        if entry.is_symlink():
            if not _is_link(root, path, findings):
                found.append(path)
        elif entry.is_dir(follow_symlinks=False):
            found += _walk(root, path, findings)
        else:
            found.append(path)
    return found


def _is_link(root: Path, path: str, findings: list[Diagnostic]) -> bool:
    """Whether ``path`` is a symbolic link that may not be followed; a link to a file inside the tree may."""
    full = root / path
    if not full.is_symlink():
        return False
    try:
        target = full.resolve(strict=True)
    except (OSError, RuntimeError):
        findings.append(Diagnostic(Mark(path), "symlink", "this link leads nowhere", "put the file itself here"))
        return True
    if target.is_file() and target.is_relative_to(root.resolve()):
        return False
    what = "this link leads out of the tree" if not target.is_relative_to(root.resolve()) else "this folder is a link"
    findings.append(Diagnostic(Mark(path), "symlink", what, "put the file itself here"))
    return True


def _read(root: Path, path: str, findings: list[Diagnostic]) -> str | None:
    full = root / path
    try:
        if not full.is_file():
            findings.append(Diagnostic(Mark(path), "unreadable", "this is no regular file", "put a text file here"))
            return None
        if full.stat().st_size > MAX_BYTES:
            what = f"{full.stat().st_size:,} bytes; a record may have {MAX_BYTES:,}"
            findings.append(Diagnostic(Mark(path), "too-large", what, "split the record"))
            return None
        raw = full.read_bytes()
    except OSError as error:
        findings.append(Diagnostic(Mark(path), "unreadable", f"{error.strerror}", "look at its permissions"))
        return None
    return _decoded(path, raw, findings)


def _decoded(path: str, raw: bytes, findings: list[Diagnostic]) -> str | None:
    try:
        return raw.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        before = raw[: error.start]
        line = before.count(b"\n") + 1
        column = len(before[before.rfind(b"\n") + 1 :].decode("utf-8", "replace")) + 1
        what = f"byte 0x{raw[error.start]:02X} is not UTF-8"
        findings.append(Diagnostic(Mark(path, line, column), "not-utf8", what, "save the file as UTF-8"))
        return None
