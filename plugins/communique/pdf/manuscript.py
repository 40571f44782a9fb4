"""What a PDF is set from: everything, as values. The same manuscript in the same environment gives the same bytes."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from communique.plan import Imprint

BASE: Final = "https://theme.invalid/"
"""Where the HTML finds its style sheets, fonts and figures: paths below this address, which nobody can own."""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file carried inside the PDF (PDF/A-3, associated with the whole document as its Data)."""

    name: str
    content: bytes
    description: str
    media_type: str


@dataclass(frozen=True, slots=True)
class Manuscript:
    """``imprint`` is what the PDF says of itself; ``files`` are all that the HTML may fetch, by path below BASE."""

    html: str
    imprint: Imprint
    files: Mapping[str, bytes]
    attachments: tuple[Attachment, ...] = field(default=())

    @property
    def digest(self) -> str:
        """SHA-256 over all of it, in hexadecimal."""
        summed = hashlib.sha256()
        for part in self._parts():
            summed.update(len(part).to_bytes(8, "big"))
            summed.update(part)
        return summed.hexdigest()

    def _parts(self) -> Iterator[bytes]:
        yield self.html.encode()
        yield repr(self.imprint).encode()
        for path, content in sorted(self.files.items()):
            yield path.encode()
            yield content
        for attachment in self.attachments:
            yield repr((attachment.name, attachment.description, attachment.media_type)).encode()
            yield attachment.content
