"""The digest of the records that an edition is made from: one that readers can work out with everyday tools."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Final

from communique.editions import PINNED_SUFFIXES

if TYPE_CHECKING:
    from communique.history import Repository

FOLDERS: Final = ("content", "briefings")


def content_digest(repository: Repository, commit: str) -> str:
    """SHA-256 over a line ``digest  path`` for each file below ``content/`` and ``briefings/``, as ``sha256sum`` prints
    it, in the order of their paths. What is kept of published editions does not count.
    """
    rows = [row for row in repository.files(commit, *FOLDERS) if not row[0].endswith(PINNED_SUFFIXES)]
    contents = repository.blobs([id_ for _, id_ in rows])
    lines = (f"{hashlib.sha256(contents[id_]).hexdigest()}  {path}\n" for path, id_ in rows)
    return hashlib.sha256("".join(lines).encode()).hexdigest()
