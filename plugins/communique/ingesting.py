"""``communique ingest``: a saved page, PDF or text becomes a snapshot in the store and a row of a source record."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from communique import dates
from communique.canonical import CannotWriteError
from communique.dates import DateError
from communique.diagnostics import blocking
from communique.drafts import draft_text
from communique.errors import FindingsError, SnapshotError
from communique.fields import ID_FORM, is_id
from communique.instant import build_instant
from communique.kinds import KINDS, Source
from communique.load import load_with
from communique.records import load_record
from communique.settings import read_settings
from communique.snapshots.archive import exposed, the_store
from communique.snapshots.fenced import extract_fenced
from communique.snapshots.store import digest
from communique.sourcefile import with_snapshot
from communique.tree import RawFile
from communique.whole import write_whole

if TYPE_CHECKING:
    from pathlib import Path

    from communique.settings import Settings
    from communique.snapshots.extract import Extracted

_DAY = re.compile(r"(?<!\d)(20\d\d|19\d\d)[/-](\d\d)[/-](\d\d)(?!\d)")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the command line says of a page; empty: taken from the page itself, or left open."""

    url: str
    id: str = ""
    publisher: str = ""
    captured: str = ""
    language: str = ""
    ignore: tuple[str, ...] = ()


def ingest(root: Path, file: Path, wanted: Wanted) -> list[str]:
    """Keep ``file`` in the store and put it in a source record; what was done, in sentences.

    Raises SnapshotError for what is no page, PDF or text, and where two records would be confused; nothing is kept.
    """
    settings = read_settings(root)
    store = the_store(settings)
    content = _read(file)
    captured = _day(wanted.captured) or build_instant(settings).date().isoformat()
    sources = _sources(root, settings)
    # All that can be said no to comes before the first byte is written.
    try:
        extracted = extract_fenced(content)
    except SnapshotError as error:
        raise SnapshotError(f"{file.name}: {error}") from error
    existing = _existing(sources, wanted)
    id_ = existing.id if existing else _new_id(wanted, extracted, captured, sources)
    path = root / KINDS["source"].folder / f"{id_}.yaml"
    name = digest(content)
    told = [f"{extracted.type}, {len(content):,} bytes, {len(extracted.text):,} letters of text"]
    if existing and any(row.sha256 == name for row in existing.snapshots):
        store.put(content)
        return [*told, f"{_shown(path, root)} has this very capture already; nothing was changed"]
    if existing:
        text = with_snapshot(path.read_text(encoding="utf-8"), captured, name, wanted.ignore)
        told.append(f"{_shown(path, root)}: one capture more, of {captured} ({len(existing.snapshots) + 1} now)")
    else:
        try:
            text = draft_text(KINDS["source"], _source(wanted, extracted, captured, name))
        except CannotWriteError as error:
            raise SnapshotError(f"{_shown(path, root)}: {error}.") from error
        told.append(f"{_shown(path, root)}: a new source, as a draft; what is still to be judged stands in it")
    _sound(path, root, text)
    store.put(content)
    write_whole(path, text.encode())
    told.append(f"kept as {name}")
    if exposed(store.folder):
        told.append("warning: the store stands in a git tree that does not ignore it; move it, or add it to .gitignore")
    return told


def _read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise SnapshotError(f"{file}: {error.strerror or error}.") from error


def _sources(root: Path, settings: Settings) -> dict[str, Source]:
    checked = load_with(settings)
    if not checked.loaded and blocking(checked.findings):
        raise FindingsError(blocking(checked.findings))
    broken = [
        each for each in checked.loaded.values() if each.kind.name == "source" and blocking(each.document.findings)
    ]
    if broken:
        raise FindingsError([finding for each in broken for finding in blocking(each.document.findings)])
    return {each.id: each.record for each in checked.loaded.values() if isinstance(each.record, Source)}


def _existing(sources: dict[str, Source], wanted: Wanted) -> Source | None:
    """The source meant. Raises SnapshotError where id and address name two different ones."""
    same = [source for source in sources.values() if source.url and _same(source.url) == _same(wanted.url)]
    if wanted.id:
        named = sources.get(wanted.id)
        if named is not None and named.url and _same(named.url) != _same(wanted.url):
            raise SnapshotError(f"'{wanted.id}' is the page {named.url}; give that address, or another --id.")
        if named is None and same:
            raise SnapshotError(f"this address is already that of '{same[0].id}'; leave --id out, or write that one.")
        return named
    if len(same) > 1:
        raise SnapshotError(f"{' and '.join(each.id for each in same)} have this address; say which with --id.")
    return same[0] if same else None


def _same(url: str) -> str:
    parts = urlsplit(url)
    host = (parts.hostname or "").removeprefix("www.")
    query = f"?{parts.query}" if parts.query else ""
    return f"{host}{parts.path.rstrip('/')}{query}"


def _new_id(wanted: Wanted, extracted: Extracted, captured: str, sources: dict[str, Source]) -> str:
    day, _ = _published(wanted, extracted)
    host = (urlsplit(wanted.url).hostname or "source").removeprefix("www.").rpartition(".")[0] or "source"
    made = f"{re.sub(r'[^a-z0-9]+', '-', host.lower()).strip('-')}-{day or f'seen-{captured}'}"
    id_ = wanted.id or made
    if not is_id(id_):
        raise SnapshotError(f"'{id_}' is not an id: {ID_FORM}.")
    if id_ in sources:
        raise SnapshotError(f"'{id_}' is already another page of that publisher; give this one an --id of its own.")
    return id_


def _source(wanted: Wanted, extracted: Extracted, captured: str, sha256: str) -> dict[str, Any]:
    """What a page says of itself, as the fields of a record; ``und`` where it names no language."""
    day, basis = _published(wanted, extracted)
    host = (urlsplit(wanted.url).hostname or "unknown").removeprefix("www.")
    language = wanted.language or extracted.language.replace("_", "-")
    code, _, region = language.partition("-")
    known = re.fullmatch(r"[a-z]{2,3}", code.lower())
    return {
        "title": _line(extracted.title or wanted.url),
        "publisher": _line(wanted.publisher or extracted.publisher or host),
        "type": "news",
        "url": wanted.url,
        "language": code.lower() + (f"-{region}" if region else "") if known else "und",
        **({"published": day, "published_basis": basis} if day else {"seen": captured}),
        "reliability": "F",
        "reliability_reason": "Not judged yet.",
        "copy": "whole",
        "snapshots": [{"captured": captured, "sha256": sha256, "ignore": list(wanted.ignore)}],
    }


def _line(text: str) -> str:
    """What a page says, on one line."""
    return " ".join(text.split())


def _published(wanted: Wanted, extracted: Extracted) -> tuple[str, str]:
    """The day a page gives for itself, and on what that rests. A page's own address comes before its machine data."""
    if found := _DAY.search(wanted.url):
        return "-".join(found.groups()), "address"
    return (extracted.published, "shown") if extracted.published else ("", "")


def _day(text: str) -> str:
    if text:
        try:
            dates.parse(text)
        except DateError as error:
            raise SnapshotError(f"--captured {text}: {error.message}.") from error
    return text


def _sound(path: Path, root: Path, text: str) -> None:
    """Raises FindingsError where the record would not be one."""
    loaded = load_record(RawFile(_shown(path, root), KINDS["source"], text), KINDS["source"])
    wrong = blocking(loaded.document.findings)
    if wrong or loaded.record is None:
        raise FindingsError(wrong)


def _shown(path: Path, root: Path) -> str:
    return path.relative_to(root).as_posix()
