"""``communique publish``: an edition becomes what readers hold. Its forms, signatures and lock go beside its source.

Nothing is committed: the last lines say how. Until the lock is in its place nothing is published; a run that is
stopped before leaves files that no lock names, and the next run takes them away.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import tempfile
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from communique.editions import (
    FORMS,
    PINNED_SUFFIXES,
    Pin,
    PinnedFigure,
    PinnedFile,
    lock_text,
    read_pins,
    source_digest,
)
from communique.editions.pin import SIGNATURE
from communique.errors import PublishError
from communique.instant import build_instant
from communique.press.build import MOST_BYTES
from communique.publishing.candidate import candidate
from communique.publishing.content import content_digest
from communique.publishing.forms import Made
from communique.publishing.order import Order
from communique.publishing.rebuilt import Place, Rebuilt, rebuild
from communique.settings import read_settings
from communique.signing import embed_signature, load_key, sign
from communique.views.stamp import Stamp

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from communique.publishing.candidate import Candidate
    from communique.settings import Settings
    from communique.signing import Key


@dataclass(frozen=True, slots=True)
class Wish:
    """What was asked for: ``despite_embargo`` publishes before an embargo ends, ``embed`` makes a copy with the
    signature inside, ``write`` is off for a trial run.
    """

    edition: str
    at: str = ""
    despite_embargo: bool = False
    embed: bool = False
    write: bool = True


def publish(root: Path, wish: Wish, say: Callable[[str], None]) -> Pin:
    """Pin an edition and write what readers will hold; returns its pin.

    Raises PublishError with what stands in the way, FindingsError, SettingsError, GitError or BuildError; then nothing
    was written.
    """
    root = root.resolve()
    settings = read_settings(root)
    settings = replace(settings, build_instant=wish.at or settings.build_instant)
    instant = build_instant(settings).astimezone(UTC).replace(microsecond=0)
    with _one_at_a_time(root):
        found = candidate(settings, wish.edition, instant, despite_embargo=wish.despite_embargo)
        key = _key(settings, wish, instant)
        order = _order(found, instant, key)
        say(f"{wish.edition}: making it at commit {order.stamp.commit[:12]}")
        made = rebuild(Place(root, settings.private_content if found.private else None), order, say)
        if wish.embed and key is not None:
            made = _with_signature_inside(made, key, instant)
        _weigh(made)
        files = {f"{wish.edition}{FORMS[form].suffix}": each.content for form, each in made.forms.items()}
        signatures = {name: sign(key, raw, instant) for name, raw in files.items() if key and name.endswith(".pdf")}
        pin = _pin(found, order, made, signatures)
        if wish.write:
            files |= {name + SIGNATURE: raw for name, raw in signatures.items()}
            _write(found.folder, pin, files)
            say(f"{wish.edition}: {len(files)} files and their lock")
    return pin


def _key(settings: Settings, wish: Wish, instant: datetime) -> Key | None:
    if settings.signing_key is not None:
        return load_key(settings.signing_key, settings.signing_certificate, instant)
    if wish.embed:
        raise PublishError("--embed-signature needs a key: set SIGNING_KEY.")
    return None


def _with_signature_inside(made: Rebuilt, key: Key, instant: datetime) -> Rebuilt:
    plain = made.forms.get("a4") or made.forms["letter"]
    name = plain.name.replace(".pdf", "-signed.pdf") if plain.name else None
    inside = Made("a4-signed", name, embed_signature(key, plain.content, instant, "Published"))
    return Rebuilt({**made.forms, "a4-signed": inside}, made.environment)


def _order(found: Candidate, instant: datetime, key: Key | None) -> Order:
    commit = found.repository.commit()
    private = found.private.commit() if found.private else ""
    content = content_digest(found.repository, commit)
    if found.private:
        content = hashlib.sha256(f"{content}\n{content_digest(found.private, private)}\n".encode()).hexdigest()
    signer = key.certificate.words if key else ""
    return Order(found.briefing.id, found.marking, Stamp(commit, content, instant, signer, private))


def _weigh(made: Rebuilt) -> None:
    for form, each in made.forms.items():
        if each.name is not None and len(each.content) > MOST_BYTES:
            told = f"{each.name}: {FORMS[form].words} has {len(each.content):,} bytes, and may have {MOST_BYTES:,}. "
            raise PublishError(told + "Take out a figure or make it smaller, or show fewer records.")


def _pin(found: Candidate, order: Order, made: Rebuilt, signatures: Mapping[str, bytes]) -> Pin:
    briefing, stamp = found.briefing, order.stamp
    rows = []
    for form, each in made.forms.items():
        signature = signatures.get(f"{briefing.id}{FORMS[form].suffix}")
        rows.append(
            PinnedFile(
                form=form,
                name=each.name,
                sha256=hashlib.sha256(each.content).hexdigest(),
                bytes=len(each.content),
                signature=hashlib.sha256(signature).hexdigest() if signature else None,
            )
        )
    return Pin(
        edition=briefing.id,
        number=briefing.edition,
        title=briefing.title,
        type=briefing.type,
        dossier=found.dossier.id,
        date=briefing.date,
        as_of=briefing.as_of,
        marking=order.level,
        language=briefing.language or found.dossier.language,
        supersedes=briefing.supersedes,
        updates=briefing.updates,
        instant=stamp.instant,
        commit=stamp.commit,
        private_commit=stamp.private_commit or None,
        content=stamp.content,
        source=source_digest(found.data),
        signer=stamp.signer or None,
        environment=dict(made.environment),
        files=tuple(rows),
        figures=tuple(_figure(found.folder, name) for name in found.figures),
    )


def _figure(folder: Path, name: str) -> PinnedFigure:
    """What git has of a figure is what stands in the folder: ``candidate`` saw to that."""
    raw = (folder / "figures" / name).read_bytes()
    return PinnedFigure(name=name, sha256=hashlib.sha256(raw).hexdigest())


def _write(folder: Path, pin: Pin, files: Mapping[str, bytes]) -> None:
    """All files under names of their own first; then each in its place, the lock last."""
    clear_up(folder, pin.edition)
    try:
        with tempfile.TemporaryDirectory(prefix=f".{pin.edition}.", dir=folder) as scratch:
            for name, content in {**files, f"{pin.edition}.lock": lock_text(pin).encode()}.items():
                _write_through(Path(scratch) / name, content)
            try:
                for name in files:
                    (Path(scratch) / name).rename(folder / name)
                (Path(scratch) / f"{pin.edition}.lock").rename(folder / f"{pin.edition}.lock")
            except BaseException:
                clear_up(folder, pin.edition)
                raise
        _sync(folder)
    except OSError as error:
        raise PublishError(f"briefings/: {error.strerror or error}; nothing was published.") from error
    read_pins(folder.parent)


def clear_up(folder: Path, edition: str) -> None:
    """Take away what a publishing that was stopped left of ``edition``; nothing where its lock is there."""
    if (folder / f"{edition}.lock").exists():
        return
    for suffix in PINNED_SUFFIXES:
        with suppress(OSError):
            (folder / f"{edition}{suffix}").unlink()
    for left in folder.glob(f".{edition}.*"):
        shutil.rmtree(left, ignore_errors=True)


def _write_through(path: Path, content: bytes) -> None:
    with path.open("wb") as opened:
        opened.write(content)
        opened.flush()
        os.fsync(opened.fileno())
    path.chmod(0o644)


def _sync(folder: Path) -> None:
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


@contextmanager
def _one_at_a_time(root: Path) -> Iterator[None]:
    """Raises PublishError where another publishing of this dossier is under way."""
    cache = root / ".cache"
    cache.mkdir(exist_ok=True)
    with (cache / "publish.lock").open("a") as held:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise PublishError("another 'communique publish' is under way here; wait for it to end.") from error
        yield
