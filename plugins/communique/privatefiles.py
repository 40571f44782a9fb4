"""What must never be committed: lists of readers, ledgers, messages, private keys. Looked for in the whole tree.

A table or YAML file counts as a list when it has a column or key ``address`` with an address in it. Samples with
nobody's addresses (RFC 2606, RFC 6761) may stand below ``docs/`` and ``tests/``.
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Final

from communique.diagnostics import Diagnostic, Mark
from communique.history import Repository

if TYPE_CHECKING:
    from collections.abc import Iterator

_YAML: Final = (".yaml", ".yml")
_TABLES: Final = (".csv", ".tsv", ".txt", ".list", *_YAML)
_KEYS: Final = (".pem", ".key")
_SECRET: Final = ".secret"
_MESSAGES: Final = (".eml", ".mbox")
_LARGEST: Final = 32 * 1024 * 1024
_SAMPLES: Final = ("docs/", "tests/")
_PASSED_OVER: Final = {"node_modules", "__pycache__"}
_LEDGER: Final = b"SQLite format 3\0"
_APPLICATION: Final = slice(68, 72)
_OURS: Final = b"COML"
_PRIVATE_KEY: Final = re.compile(rb"-----BEGIN [A-Z ]*PRIVATE KEY-----")
_ADDRESS: Final = re.compile(r"[^\s,;\"'<>:@]+@(?P<domain>[^\s,;\"'<>:@]+\.[^\s,;\"'<>:@]+)")
_EXAMPLE: Final = re.compile(r"(?:.*\.)?(?:example\.(?:org|com|net)|example|test|invalid|localhost)", re.IGNORECASE)
_HINT: Final = "move it out of the tree, and out of git where it was committed"


def check_private_files(root: Path) -> Iterator[Diagnostic]:
    """A finding for each file below ``root``, tracked by git or not, that holds what is private."""
    for path in sorted(_candidates(root)):
        try:
            if (found := _private(root / path, sample=path.startswith(_SAMPLES))) is not None:
                line, column, what = found
                yield Diagnostic(Mark(path, line, column), "private-file", what, _HINT)
        except OSError:
            continue  # what cannot be read is told by those who have to read it


def _candidates(root: Path) -> set[str]:
    """The files of the tree, and those that git tracks in hidden folders; records are read by the checker itself."""
    found: set[str] = set()
    for folder, folders, files in os.walk(root):
        way = os.path.relpath(folder, root)
        folders[:] = [each for each in folders if not _passed_over(each, top=way == ".")]
        found.update(name if way == "." else f"{way}/{name}" for name in files)
    repository = Repository.of(root)
    if repository is not None:
        told = repository.git("ls-files", "-z", "--", repository.prefix or ".").decode("utf-8", "replace")
        found.update(each.removeprefix(repository.prefix) for each in told.split("\0") if each)
    return {each for each in found if not (each.startswith("content/") and each.endswith(".yaml"))}


def _passed_over(folder: str, *, top: bool) -> bool:
    """Whether nothing is looked for in a folder: what is hidden or built, which git ignores."""
    return folder.startswith(".") or folder in _PASSED_OVER or (top and folder.partition(".")[0] == "output")


def _private(path: Path, *, sample: bool) -> tuple[int, int, str] | None:
    """Line, column and what is private in a file; None where nothing is. A ``sample`` may have example addresses."""
    suffix = path.suffix.lower()
    if path.is_symlink() or not path.is_file() or path.stat().st_size > _LARGEST:
        return None
    if suffix in _TABLES:
        text = path.read_bytes().decode("utf-8-sig", "replace")
        return _reader_in(text, sample=sample) if _is_list(text, suffix) else None
    if suffix in _MESSAGES:
        return 1, 1, "a message stands in the tree"
    if suffix == _SECRET:
        return 1, 1, "the secret of a ledger stands in the tree"
    with path.open("rb") as opened:
        head = opened.read(4096)
    if head.startswith(_LEDGER) and head[_APPLICATION] == _OURS:
        return 1, 1, "a ledger stands in the tree"
    if suffix in _KEYS and _PRIVATE_KEY.search(head):
        return 1, 1, "a private key stands in the tree"
    return None


def _is_list(text: str, suffix: str) -> bool:
    """Whether a table has a column ``address``, or a YAML file such a key."""
    if suffix in _YAML:
        return re.search(r"(?m)^[\s-]*address:", text) is not None
    first = text.partition("\n")[0].lower()
    return "address" in [cell.strip(' "\r') for cell in re.split(r"[,;\t]", first)]


def _reader_in(text: str, *, sample: bool) -> tuple[int, int, str] | None:
    for number, line in enumerate(text.splitlines(), start=1):
        for match in _ADDRESS.finditer(line):
            if not (sample and _EXAMPLE.fullmatch(match["domain"])):
                return number, match.start() + 1, "a list of readers stands in the tree"
    return None
