"""What becomes of the ledger itself: readers forgotten, old addresses taken out, backups, what a backup cannot know."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import sqlite3
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from communique.errors import MailError
from communique.mail.keys import Key
from communique.mail.ledger import Suppression, open_ledger
from communique.mail.ledger.book import secret_path, write_secret

if TYPE_CHECKING:
    from pathlib import Path

    from communique.mail.addresses import Address
    from communique.mail.ledger import Ledger

WHY: Final = "asked to be forgotten"
_DONE: Final = "state NOT IN ('queued', 'armed', 'retry')"


@dataclass(frozen=True, slots=True)
class Forgotten:
    """How much was erased."""

    deliveries: int
    runs: int


def forget(ledger: Ledger, address: Address, at: str) -> Forgotten:
    """Erase a reader: address, name, replies, and every name of hers in the ledger but one keyed hash among the
    suppressions, which keeps a new list from bringing her back. That so many were sent an edition stays true.
    """
    reader = ledger.key.reader(address)
    ledger.suppress(Suppression(reader, "", "", WHY, "", at))
    with ledger.change() as base:
        if base.execute("SELECT 1 FROM deliveries WHERE reader = ? AND state = 'armed'", (reader,)).fetchone():
            raise MailError("a message to this reader is under way; let the mailer end first.")
        base.execute("DELETE FROM deliveries WHERE reader = ? AND state IN ('queued', 'retry')", (reader,))
        rows = base.execute(
            "UPDATE deliveries SET reader = 'forgotten ' || id, address = '', name = '', language = '', "
            "message_id = '', reply = '' WHERE reader = ?",
            (reader,),
        ).rowcount
        base.execute("DELETE FROM suppressions WHERE reader = ? AND list != ''", (reader,))
        base.execute(
            "UPDATE suppressions SET address = '', told = '', why = ?, at = ? WHERE reader = ?", (WHY, at, reader)
        )
        runs = 0
        for id_, readers in base.execute("SELECT id, readers FROM runs").fetchall():
            named = json.loads(readers)
            if named.pop(reader, None) is not None:
                runs += 1
                base.execute("UPDATE runs SET readers = ? WHERE id = ?", (json.dumps(named, sort_keys=True), id_))
    _leave_nothing(ledger)
    return Forgotten(rows, runs)


def expire(ledger: Ledger, now: datetime, days: int) -> int:
    """Take the address, name and reply out of deliveries that ended more than ``days`` ago; how many there were.

    Out of suppressions as old too: the keyed hash alone keeps a reader off.
    """
    before = (now - timedelta(days=days)).isoformat(timespec="seconds")
    with ledger.change() as base:
        rows = base.execute(
            f"UPDATE deliveries SET address = '', name = '', reply = '' WHERE {_DONE} AND address != '' AND at < ?",
            (before,),
        ).rowcount
        base.execute("UPDATE suppressions SET address = '', told = '' WHERE address != '' AND at < ?", (before,))
    _leave_nothing(ledger)
    return rows


def _leave_nothing(ledger: Ledger) -> None:
    """Write the file anew and empty its log, so that no old page keeps what was erased."""
    ledger.base.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    ledger.base.execute("VACUUM")
    ledger.base.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def back_up(ledger: Ledger, folder: Path) -> Path:
    """A copy of the ledger and of its secret in ``folder``, whole even while a mailer is at work.

    Raises MailError where it cannot be written, or where one is there.
    """
    copy = folder / ledger.path.name
    if copy.exists() or secret_path(copy).exists():
        raise MailError(f"there is a backup in {folder}; name another folder.")
    part = copy.with_name(copy.name + ".part")
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        part.unlink(missing_ok=True)
        os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
        target = sqlite3.connect(part)
        try:
            ledger.base.backup(target)
        finally:
            target.close()
        write_secret(secret_path(copy), ledger.key)
        part.rename(copy)  # last: a backup is whole, or none
    except (OSError, sqlite3.Error) as error:
        _take_away(part, *([] if copy.exists() else [secret_path(copy)]))
        raise MailError(f"the backup cannot be written: {getattr(error, 'strerror', None) or error}.") from None
    return copy


def _take_away(*paths: Path) -> None:
    for path in paths:
        with contextlib.suppress(OSError):
            path.unlink(missing_ok=True)


def put_back(path: Path, folder: Path, at: str) -> int:
    """Put the backup in ``folder`` in the place of a ledger that is gone; how many messages became unknown.

    A backup does not know what was sent after it was made. What waited then is unknown now, and nothing is sent twice
    because a ledger was put back. Raises MailError where a ledger is there, or the backup is none.
    """
    log = path.with_name(path.name + "-wal")  # SQLite would read it into whatever ledger stands beside it
    if there := [each for each in (path, secret_path(path), log) if each.exists()]:
        names = ", ".join(each.name for each in there)
        raise MailError(
            f"there is a ledger at {path}; move it away first, with all that starts with its name ({names})."
        )
    source, part = folder / path.name, path.with_name(path.name + ".part")
    if not source.is_file() or not secret_path(source).is_file():
        raise MailError(f"there is no {path.name} with its secret in {folder}.")
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        write_secret(secret_path(path), Key(secret_path(source).read_bytes()))
        part.unlink(missing_ok=True)
        with (
            source.open("rb") as kept,
            os.fdopen(os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as put,
        ):
            shutil.copyfileobj(kept, put)
            put.flush()
            os.fsync(put.fileno())
        part.rename(path)
    except OSError as error:
        _take_away(part, secret_path(path))
        raise MailError(f"the backup cannot be put back: {error.strerror or error}.") from None
    with open_ledger(path) as ledger, ledger.change() as base:
        told = "the ledger was put back from a backup: this may have been sent since"
        return base.execute(
            "UPDATE deliveries SET state = 'unknown', reply = ?, at = ? WHERE state IN ('queued', 'retry', 'armed')",
            (told, at),
        ).rowcount
