"""A published edition for tests that need one and not how it was made: a lock beside files of a few bytes."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

from communique.editions import Pin, PinnedFile, lock_text, source_digest
from communique.editions.pin import FormName
from communique.kinds import Briefing
from communique.load import load

BYTES: dict[FormName, bytes] = {
    "a4": b"%PDF-1.7 invented\n",
    "page": b"<article>Invented</article>\n",
    "mail-html": b"<article>Invented</article>\n",
    "mail-text": b"Invented\n",
}


def pinned(folder: Path, id_: str = "ferry-note", made: dict[FormName, bytes] | None = None, **changed: Any) -> Pin:
    """Publish the briefing ``id_`` of the dossier in ``folder`` without setting it: ``made`` are its files' bytes."""
    loaded = load(folder)
    record = loaded.loaded[id_].record
    data = loaded.loaded[id_].document.data
    assert isinstance(record, Briefing)
    assert isinstance(data, dict)
    assert loaded.corpus is not None
    dossier = loaded.corpus.dossier
    made = BYTES if made is None else made
    name = f"{dossier.id}-{id_}-{record.edition}-{record.date.text}-tlp-clear.pdf"
    files = tuple(
        PinnedFile(form=form, name=name if form == "a4" else None, sha256=digest(raw), bytes=len(raw))
        for form, raw in made.items()
    )
    told: dict[str, Any] = {
        "edition": id_,
        "number": record.edition,
        "title": record.title,
        "type": record.type,
        "dossier": dossier.id,
        "date": record.date,
        "as_of": record.as_of,
        "marking": record.marking or dossier.marking,
        "language": record.language or dossier.language,
        "supersedes": record.supersedes,
        "updates": record.updates,
        "instant": "2031-03-08T06:00:00+00:00",
        "commit": "0123456789abcdef0123456789abcdef01234567",
        "content": "0" * 64,
        "source": source_digest(data),
        "environment": {"weasyprint": "0.0 invented"},
        "files": files,
        **changed,
    }
    pin = Pin(**told)
    for form, raw in made.items():
        (folder / "briefings" / pin.kept_name(form)).write_bytes(raw)
    (folder / "briefings" / f"{id_}.lock").write_text(lock_text(pin), encoding="utf-8")
    return pin


def digest(raw: bytes) -> str:
    """The SHA-256 of ``raw``, as locks have it."""
    return hashlib.sha256(raw).hexdigest()
