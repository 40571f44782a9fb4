"""The store: bytes by their SHA-256, with the text taken out of them beside. Private, and outside git.

::

    STORE/ab/ab12…            the bytes, as they were saved; never changed
    STORE/ab/ab12….txt        the page's own text: the lines that `ignore` counts
    STORE/ab/ab12….outside    what else the page holds
    STORE/ab/ab12….json       what took the text out, with its version

All but the first can be made again from it.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from communique.errors import SnapshotError
from communique.snapshots.extract import Extracted, extractor
from communique.snapshots.fenced import extract_fenced

if TYPE_CHECKING:
    from collections.abc import Iterator

_NAME = re.compile(r"[0-9a-f]{64}")


def digest(content: bytes) -> str:
    """The name of ``content``."""
    return hashlib.sha256(content).hexdigest()


@dataclass(frozen=True, slots=True)
class Store:
    """The store in ``folder``, which need not be there yet."""

    folder: Path

    def path(self, sha256: str) -> Path:
        """Where these bytes stand, or would."""
        return self.folder / sha256[:2] / sha256

    def has(self, sha256: str) -> bool:
        """Whether the bytes are here."""
        return self.path(sha256).is_file()

    def names(self) -> Iterator[str]:
        """The name of everything that is here."""
        for path in sorted(self.folder.glob("??/*")):
            if _NAME.fullmatch(path.name):
                yield path.name

    def put(self, content: bytes) -> tuple[str, Extracted]:
        """Keep ``content``. Raises SnapshotError, keeping nothing, where no text can be taken out of it."""
        extracted = extract_fenced(content)
        name = digest(content)
        if not self.has(name):
            self._write(self.path(name), content)
        self._write_text(name, extracted)
        return name, extracted

    def keep(self, content: bytes) -> None:
        """Keep ``content`` as it is; its text is taken out when somebody asks for it."""
        name = digest(content)
        if not self.has(name):
            self._write(self.path(name), content)

    def text(self, sha256: str) -> tuple[str, str] | None:
        """The text of a snapshot and what else the page holds; None where its bytes are not here, or not its own.

        It is taken out anew where another version of the extractor did it.
        """
        path = self.path(sha256)
        if not path.is_file():
            return None
        kept = self._kept(path)
        if kept is not None:
            return kept
        content = path.read_bytes()
        if digest(content) != sha256:
            return None
        try:
            extracted = extract_fenced(content)
        except SnapshotError:
            return None
        # A store that may only be read still serves: its texts are then taken out each time.
        if os.access(path.parent, os.W_OK):
            self._write_text(sha256, extracted)
        return extracted.text, extracted.outside

    def _kept(self, path: Path) -> tuple[str, str] | None:
        try:
            told = json.loads(path.with_name(f"{path.name}.json").read_text(encoding="utf-8"))
            if told["extractor"] != extractor(told["type"]):
                return None
            text = path.with_name(f"{path.name}.txt").read_bytes().decode()
            outside = path.with_name(f"{path.name}.outside").read_bytes().decode()
        except (OSError, ValueError, KeyError, TypeError):
            return None
        if [digest(text.encode()), digest(outside.encode())] != told.get("digests"):
            return None
        return text, outside

    def _write_text(self, name: str, extracted: Extracted) -> None:
        told = {
            "type": extracted.type,
            "extractor": extractor(extracted.type),
            "digests": [digest(extracted.text.encode()), digest(extracted.outside.encode())],
        }
        path = self.path(name)
        self._write(path.with_name(f"{name}.txt"), extracted.text.encode())
        self._write(path.with_name(f"{name}.outside"), extracted.outside.encode())
        self._write(path.with_name(f"{name}.json"), (json.dumps(told, indent=2) + "\n").encode())

    def _write(self, path: Path, content: bytes) -> None:
        """Write a file whole or not at all, for nobody but its owner to read."""
        try:
            for folder in (self.folder, path.parent):
                folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            handle, made = tempfile.mkstemp(prefix=".new-", dir=path.parent)
            with os.fdopen(handle, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            Path(made).replace(path)
        except OSError as error:
            raise SnapshotError(f"the store cannot be written: {error.strerror or error}.") from error

    def wrong(self) -> list[str]:
        """The names of bytes that are not those the name says."""
        return [name for name in self.names() if digest(self.path(name).read_bytes()) != name]
