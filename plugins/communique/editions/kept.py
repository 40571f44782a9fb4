"""All published editions of a dossier, from ``briefings/``: every lock, and whether the bytes beside it are its own."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from communique.diagnostics import Diagnostic, Mark, blocking
from communique.editions.lockfile import LOCK, PUT_BACK, read_lock
from communique.editions.pin import FORMS, SIGNATURE
from communique.errors import FindingsError
from communique.fields import FieldClass
from communique.kinds import Briefing
from communique.shapes import shape

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from communique.editions.pin import Pin

FOLDER: Final = "briefings"
_KEPT: Final = tuple(form.suffix for form in FORMS.values())
PINNED_SUFFIXES: Final = (LOCK, *_KEPT, *(suffix + SIGNATURE for suffix in _KEPT))
"""How the names of files end that stand beside a briefing once it is published."""
_LONGEST: Final = 256 * 1024


def read_pins(root: Path, findings: list[Diagnostic] | None = None, shown: str = "") -> dict[str, Pin]:
    """The pin of every published edition below ``root``, by the id of its briefing.

    What is wrong with a lock or with the bytes beside it goes to ``findings``, with paths below ``shown``, and such
    an edition is left out; without a list, FindingsError is raised.
    """
    found: dict[str, Pin] = {}
    told: list[Diagnostic] = []
    names = _names(root / FOLDER)
    for name in (name for name in names if name.endswith(LOCK)):
        pin, wrong = _read(root, name, shown)
        told += wrong
        if pin is not None:
            found[pin.edition] = pin
    told += _strays(names, found, shown)
    if findings is None and blocking(told):
        raise FindingsError(blocking(told))
    if findings is not None:
        findings += told
    return found


def _names(folder: Path) -> list[str]:
    try:
        return sorted(each.name for each in folder.iterdir() if each.name.endswith(PINNED_SUFFIXES))
    except OSError:  # a folder that is not there holds none; one that cannot be read is told by the tree
        return []


def _read(root: Path, name: str, shown: str) -> tuple[Pin | None, list[Diagnostic]]:
    path = f"{shown}{FOLDER}/{name}"
    try:
        text = _bytes_of(root / FOLDER / name).decode()
    except (OSError, ValueError) as error:
        what = f"this lock cannot be read: {getattr(error, 'strerror', None) or 'it is not UTF-8 text'}"
        return None, [Diagnostic(Mark(path), "bad-lock", what, PUT_BACK)]
    pin, findings = read_lock(text, path)
    if pin is None:
        return None, findings
    if name != f"{pin.edition}{LOCK}":
        what = f"this is the lock of '{pin.edition}'"
        findings.append(Diagnostic(Mark(path), "bad-lock", what, "give the file the name it had"))
        return None, findings
    findings += _changed(root / FOLDER, pin, text, path)
    return (None if blocking(findings) else pin), findings


def _bytes_of(path: Path) -> bytes:
    if path.is_symlink() or path.stat().st_size > _LONGEST:
        raise OSError(0, "it is a link, or far too large")
    return path.read_bytes()


def _changed(folder: Path, pin: Pin, text: str, path: str) -> Iterator[Diagnostic]:
    for name, wanted in pin.kept.items():
        kept = folder / name
        try:
            if kept.is_symlink():
                raise OSError(0, "it is a link")
            with kept.open("rb") as opened:
                found = hashlib.file_digest(opened, "sha256").hexdigest()
        except OSError as error:
            what = f"'{name}' cannot be read: {error.strerror or error}"
        else:
            what = f"'{name}' has other bytes than were published" if found != wanted else ""
        if what:
            line = text.count("\n", 0, text.index(wanted)) + 1
            yield Diagnostic(Mark(path, line), "changed-file", what, PUT_BACK)


def _strays(names: list[str], pins: Mapping[str, Pin], shown: str) -> Iterator[Diagnostic]:
    """Files that look as if an edition were kept in them, and that no lock names."""
    locked = {name.removesuffix(LOCK) for name in names if name.endswith(LOCK)}
    for name in names:
        edition = name.partition(".")[0]
        unnamed = name not in pins[edition].kept if edition in pins else edition not in locked
        if unnamed and not name.endswith(LOCK):
            what = "no lock file names this file, so it is not published"
            yield Diagnostic(Mark(f"{shown}{FOLDER}/{name}"), "stray-file", what, "take it out, or put its lock back")


def source_digest(data: Mapping[str, Any]) -> str:
    """The digest of what a briefing's source says to readers: all but how we handle it and what is private.

    ``data`` are the values of its front matter as written, with the ``body``.
    """
    ours = {field.key for field in shape(Briefing) if field.field_class in (FieldClass.APPARATUS, FieldClass.PRIVATE)}
    told = {key: value for key, value in data.items() if key not in ours and key != "id"}
    told["body"] = str(told.get("body", "")).strip()
    return hashlib.sha256(json.dumps(told, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
