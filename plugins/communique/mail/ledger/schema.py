"""The tables of the ledger, and how its file is opened: durable, private, and known for what it is."""

from __future__ import annotations

import os
import sqlite3
import stat
from typing import TYPE_CHECKING, Final

from communique.errors import MailError

if TYPE_CHECKING:
    from pathlib import Path

APPLICATION: Final = 0x434F4D4C
"""SQLite's application_id of our ledgers (``COML``); the check that keeps them out of commits knows them by it."""
VERSION: Final = 1

TABLES: Final = """
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE runs (
    id INTEGER PRIMARY KEY,
    edition TEXT NOT NULL, kind TEXT NOT NULL, list TEXT NOT NULL, corrects TEXT NOT NULL DEFAULT '',
    frozen TEXT NOT NULL, readers TEXT NOT NULL,
    prepared_by TEXT NOT NULL, prepared TEXT NOT NULL,
    started TEXT NOT NULL DEFAULT '', ended TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE TABLE signatures (
    run INTEGER NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
    person TEXT NOT NULL, how TEXT NOT NULL, signature TEXT NOT NULL, at TEXT NOT NULL,
    PRIMARY KEY (run, person)
) STRICT;
CREATE TABLE deliveries (
    id INTEGER PRIMARY KEY,
    run INTEGER NOT NULL REFERENCES runs (id),
    edition TEXT NOT NULL, kind TEXT NOT NULL, list TEXT NOT NULL,
    reader TEXT NOT NULL, address TEXT NOT NULL, name TEXT NOT NULL, language TEXT NOT NULL,
    form TEXT NOT NULL, paper TEXT NOT NULL, level TEXT NOT NULL, message_id TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('queued', 'armed', 'sent', 'refused', 'retry', 'unknown', 'bounced')),
    tries INTEGER NOT NULL DEFAULT 0, due REAL NOT NULL DEFAULT 0,
    reply TEXT NOT NULL DEFAULT '', at TEXT NOT NULL,
    UNIQUE (edition, kind, reader)
) STRICT;
CREATE INDEX deliveries_waiting ON deliveries (run, state, due, id);
CREATE INDEX deliveries_reader ON deliveries (reader);
CREATE INDEX deliveries_message ON deliveries (message_id);
CREATE TABLE suppressions (
    reader TEXT NOT NULL, list TEXT NOT NULL, address TEXT NOT NULL,
    why TEXT NOT NULL, told TEXT NOT NULL, at TEXT NOT NULL,
    PRIMARY KEY (reader, list)
) STRICT, WITHOUT ROWID;
"""


def opened(path: Path, *, make: bool) -> sqlite3.Connection:
    """The ledger's database, in WAL mode with every commit synced, readable by its owner only.

    Raises MailError where it cannot be had, is no ledger, or is of a newer program.
    """
    try:
        if make and not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, stat.S_IRUSR | stat.S_IWUSR))
        elif not path.is_file():
            raise MailError(f"there is no ledger at {path} yet; 'communique mail prepare' makes one.")
        base = sqlite3.connect(path, timeout=30, isolation_level=None)
    except (OSError, sqlite3.Error) as error:
        raise MailError(f"the ledger {path} cannot be opened: {getattr(error, 'strerror', None) or error}.") from None
    try:
        _ready(base, path)
    except sqlite3.DatabaseError as error:
        base.close()
        raise MailError(f"the ledger {path} cannot be used: {error}.") from None
    except BaseException:
        base.close()
        raise
    return base


def _ready(base: sqlite3.Connection, path: Path) -> None:
    base.execute("PRAGMA journal_mode = WAL")
    base.execute("PRAGMA synchronous = FULL")
    base.execute("PRAGMA foreign_keys = ON")
    base.execute("PRAGMA secure_delete = ON")  # what is forgotten leaves no bytes behind
    application = base.execute("PRAGMA application_id").fetchone()[0]
    version = base.execute("PRAGMA user_version").fetchone()[0]
    if application == 0 and version == 0 and not base.execute("SELECT 1 FROM sqlite_master").fetchone():
        marks = f"PRAGMA application_id = {APPLICATION}; PRAGMA user_version = {VERSION};"
        base.executescript(f"BEGIN EXCLUSIVE; {TABLES} {marks} COMMIT;")
    elif application != APPLICATION:
        raise MailError(f"{path} is no ledger of this program; set 'ledger' to another file.")
    elif version > VERSION:
        raise MailError(f"the ledger {path} was written by a newer version of this program; use that one.")
    path.chmod(stat.S_IRUSR | stat.S_IWUSR)
