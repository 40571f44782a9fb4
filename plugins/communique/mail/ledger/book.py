"""The ledger as the rest of the program uses it. Every change is one transaction, on the disk when the call returns."""

from __future__ import annotations

import fcntl
import json
import os
import sqlite3
import stat
from contextlib import contextmanager
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from communique.errors import MailError
from communique.mail.keys import LENGTH, Key
from communique.mail.ledger.rows import Delivery, Run, State, Suppression
from communique.mail.ledger.schema import opened

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_DELIVERY: Final = ", ".join(each.name for each in fields(Delivery))
_RUN: Final = ", ".join(each.name for each in fields(Run))
_SUPPRESSION: Final = ", ".join(each.name for each in fields(Suppression))
_KEPT: Final = ("edition", "kind", "reader", "state", "tries", "due", "reply", "at")
"""What a delivery that waits keeps when another run takes it over."""


class Ledger:
    """An open ledger. ``key`` makes the names of readers in it. Use it as a context; it closes itself."""

    def __init__(self, path: Path, base: sqlite3.Connection, key: Key) -> None:
        self.path = path
        self.base = base
        self.key = key

    def __enter__(self) -> Ledger:
        return self

    def __exit__(self, *_: object) -> None:
        self.base.close()

    @contextmanager
    def change(self, *, synced: bool = True) -> Iterator[sqlite3.Connection]:
        """One transaction. Raises MailError where the disk does not take it; nothing is then changed.

        What is not ``synced`` outlives a killed process at once, and a power cut when the next one that is has come.
        """
        try:
            self.base.execute(f"PRAGMA synchronous = {'FULL' if synced else 'NORMAL'}")
            self.base.execute("BEGIN IMMEDIATE")
            try:
                yield self.base
            except BaseException:
                self.base.execute("ROLLBACK")
                raise
            self.base.execute("COMMIT")
        except sqlite3.DatabaseError as error:
            if self.base.in_transaction:
                self.base.execute("ROLLBACK")
            raise MailError(f"the ledger {self.path} cannot be written: {error}; nothing more is sent.") from None

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Hold the lock that one mailer at a time has. The system lets go of it when a mailer is killed.

        Raises MailError where another one has it.
        """
        path = self.path.with_name(self.path.name + ".lock")
        held = os.open(path, os.O_CREAT | os.O_RDWR, stat.S_IRUSR | stat.S_IWUSR)
        try:
            try:
                fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise MailError("another mailer is at work with this ledger; let it end.") from None
            yield
        finally:
            os.close(held)

    def sync(self) -> None:
        """Have all that was put down on the disk."""
        self.base.execute("PRAGMA wal_checkpoint(PASSIVE)")

    # Runs

    def add_run(self, run: Run) -> Run:
        """Keep a new run; its id is given here. One that was prepared before and not started yet makes room."""
        with self.change() as base:
            base.execute(
                "DELETE FROM runs WHERE edition = ? AND kind = ? AND list = ? AND corrects = ? AND started = ''",
                (run.edition, run.kind, run.list, run.corrects),
            )
            names = [each.name for each in fields(Run)][1:]
            values = [getattr(run, name) for name in names]
            values[names.index("readers")] = json.dumps(run.readers, sort_keys=True)
            marks = ", ".join("?" for _ in names)
            found = base.execute(f"INSERT INTO runs ({', '.join(names)}) VALUES ({marks}) RETURNING id", values)
            id_ = int(found.fetchone()[0])
        return self.run(id_)

    def run(self, id_: int) -> Run:
        """The run with this id."""
        return _run(self.base.execute(f"SELECT {_RUN} FROM runs WHERE id = ?", (id_,)).fetchone())

    def latest_run(self, edition: str, kind: str, list_name: str, corrects: str) -> Run | None:
        """The run prepared last for an edition, or for a notice about one, and a list; None where there is none."""
        row = self.base.execute(
            f"SELECT {_RUN} FROM runs WHERE edition = ? AND kind = ? AND list = ? AND corrects = ? "
            "ORDER BY id DESC LIMIT 1",
            (edition, kind, list_name, corrects),
        ).fetchone()
        return _run(row) if row else None

    def runs(self) -> list[Run]:
        """All runs, in the order they were prepared."""
        return [_run(row) for row in self.base.execute(f"SELECT {_RUN} FROM runs ORDER BY id")]

    def sign(self, run: int, person: str, how: str, signature: str, at: str) -> None:
        """Keep that ``person`` signed what the run froze."""
        with self.change() as base:
            base.execute("INSERT OR REPLACE INTO signatures VALUES (?, ?, ?, ?, ?)", (run, person, how, signature, at))

    def signatures(self, run: int) -> dict[str, tuple[str, str]]:
        """How each person signed a run, and the signature itself."""
        found = self.base.execute("SELECT person, how, signature FROM signatures WHERE run = ?", (run,))
        return {person: (how, signature) for person, how, signature in found}

    def start(self, run: Run, deliveries: Iterable[Delivery], at: str) -> None:
        """Queue the messages of a run.

        A reader who was sent this very edition, by whatever run or list, is not queued again; what an earlier run of
        the same list left undone is done by this one, and who left the list meanwhile gets nothing.
        """
        names = [each.name for each in fields(Delivery)][1:]
        anew = ", ".join(f"{name} = excluded.{name}" for name in names if name not in _KEPT)
        insert = (
            f"INSERT INTO deliveries ({', '.join(names)}) VALUES ({', '.join('?' for _ in names)}) "
            f"ON CONFLICT (edition, kind, reader) DO UPDATE SET {anew} WHERE state IN ('queued', 'retry')"
        )
        with self.change() as base:
            base.executemany(insert, ([getattr(each, name) for name in names] for each in deliveries))
            base.execute(
                "UPDATE deliveries SET state = 'refused', reply = 'not sent: no longer on the list', at = ? "
                "WHERE edition = ? AND kind = ? AND list = ? AND run != ? AND state IN ('queued', 'retry') "
                "AND run IN (SELECT id FROM runs WHERE corrects = ?)",
                (at, run.edition, run.kind, run.list, run.id, run.corrects),
            )
            base.execute("UPDATE runs SET started = ? WHERE id = ? AND started = ''", (at, run.id))

    def end(self, run: int, at: str) -> None:
        """Note that nothing of a run is left to do."""
        with self.change() as base:
            base.execute("UPDATE runs SET ended = ? WHERE id = ?", (at, run))

    # Deliveries

    def recover(self, at: str) -> int:
        """What a dead mailer left armed becomes unknown; returns how many. Only whoever holds the lock may ask."""
        with self.change() as base:
            told = "the mailer was stopped before the server’s reply"
            found = base.execute(
                "UPDATE deliveries SET state = 'unknown', reply = ?, at = ? WHERE state = 'armed'", (told, at)
            )
            return found.rowcount

    def next(self, run: int, now: float) -> Delivery | None:
        """The next message of a run that may be tried now: new ones first, so that no late one delays them."""
        query = f"SELECT {_DELIVERY} FROM deliveries WHERE run = ? AND state = ? AND due <= ? ORDER BY due, id LIMIT 1"
        for state in (State.QUEUED, State.RETRY):  # each straight from the index, however long the list is
            if row := self.base.execute(query, (run, state, now)).fetchone():
                return _delivery(row)
        return None

    def next_due(self, run: int) -> float | None:
        """When the first message that waits may be tried again; None where none waits."""
        found = self.base.execute("SELECT min(due) FROM deliveries WHERE run = ? AND state = 'retry'", (run,))
        due = found.fetchone()[0]
        return None if due is None else float(due)

    def arm(self, delivery: int, at: str) -> None:
        """Put down that the octets which complete a message are about to be sent."""
        with self.change() as base:
            changed = base.execute(
                "UPDATE deliveries SET state = 'armed', tries = tries + 1, at = ? "
                "WHERE id = ? AND state IN ('queued', 'retry')",
                (at, delivery),
            )
            if changed.rowcount != 1:
                raise MailError("a message was about to be sent twice; nothing more is sent.")

    def settle(
        self, delivery: int, state: State, reply: str, at: str, due: float = 0, tried: int = 0, *, synced: bool = True
    ) -> None:
        """Put down what became of a message; ``tried`` counts a try that never got so far as to be armed."""
        with self.change(synced=synced) as base:
            base.execute(
                "UPDATE deliveries SET state = ?, reply = ?, at = ?, due = ?, tries = tries + ? WHERE id = ?",
                (state, reply, at, due, tried, delivery),
            )

    def queue_again(self, delivery: Delivery, reply: str, at: str) -> None:
        """Queue a message anew, with the run that its list was prepared in last."""
        corrects = self.run(delivery.run).corrects
        run = self.latest_run(delivery.edition, delivery.kind, delivery.list, corrects)
        with self.change() as base:
            base.execute(
                "UPDATE deliveries SET state = 'queued', run = ?, reply = ?, at = ?, due = 0, tries = 0 WHERE id = ?",
                (run.id if run is not None and run.started else delivery.run, reply, at, delivery.id),
            )

    def deliveries(self, **where: str | int) -> list[Delivery]:
        """The deliveries that have these values, in order."""
        condition = " AND ".join(f"{name} = ?" for name in where) or "1"
        query = f"SELECT {_DELIVERY} FROM deliveries WHERE {condition} ORDER BY id"
        return [_delivery(row) for row in self.base.execute(query, tuple(where.values()))]

    def counts(self, run: int) -> dict[State, int]:
        """How many messages of a run stand in each state."""
        found = self.base.execute("SELECT state, count(*) FROM deliveries WHERE run = ? GROUP BY state", (run,))
        return {State(state): count for state, count in found}

    # Suppressions

    def suppress(self, row: Suppression) -> bool:
        """Take a reader off; whether that is new."""
        with self.change() as base:
            query = f"INSERT OR IGNORE INTO suppressions ({_SUPPRESSION}) VALUES (?, ?, ?, ?, ?, ?)"
            values = [getattr(row, each.name) for each in fields(Suppression)]
            return base.execute(query, values).rowcount == 1

    def restore(self, reader: str, list_name: str | None = None) -> int:
        """Let a reader have mail again; returns how many suppressions went."""
        with self.change() as base:
            if list_name is None:
                return base.execute("DELETE FROM suppressions WHERE reader = ?", (reader,)).rowcount
            query = "DELETE FROM suppressions WHERE reader = ? AND list = ?"
            return base.execute(query, (reader, list_name)).rowcount

    def suppressions(self) -> list[Suppression]:
        """All suppressions, by time."""
        found = self.base.execute(f"SELECT {_SUPPRESSION} FROM suppressions ORDER BY at, reader, list")
        return [Suppression(*row) for row in found]

    def why_suppressed(self, reader: str, list_name: str) -> str:
        """Why a reader gets nothing from a list; empty where that is not so. Asked anew before each message."""
        query = "SELECT why FROM suppressions WHERE reader = ? AND list IN ('', ?) ORDER BY list LIMIT 1"
        row = self.base.execute(query, (reader, list_name)).fetchone()
        return str(row[0]) if row else ""


def open_ledger(path: Path, *, make: bool = False) -> Ledger:
    """The ledger at ``path``, with its secret from the file beside it; both are made where ``make`` is set.

    Raises MailError where it cannot be had, or where the secret is not the one it was written with.
    """
    base = opened(path, make=make)
    try:
        found = base.execute("SELECT value FROM meta WHERE name = 'key'").fetchone()
        key = _read_key(path, make=make and found is None)
        if found is None:
            base.execute("INSERT OR IGNORE INTO meta VALUES ('key', ?)", (key.mark,))
            found = base.execute("SELECT value FROM meta WHERE name = 'key'").fetchone()
        if found[0] != key.mark:
            raise MailError(f"the secret in {secret_path(path)} is not the one this ledger was written with.")
    except BaseException:
        base.close()
        raise
    return Ledger(path, base, key)


def secret_path(path: Path) -> Path:
    """Where the secret of the ledger at ``path`` stands."""
    return path.with_name(path.name + ".secret")


def write_secret(path: Path, key: Key) -> None:
    """Keep a secret in a file that its owner alone may read; the file is whole, or not there. Raises OSError."""
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    part.unlink(missing_ok=True)
    with os.fdopen(os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as written:
        written.write(key.secret)
        written.flush()
        os.fsync(written.fileno())
    try:
        os.link(part, path)  # another process may have been first: then its secret stands
    except FileExistsError:
        pass
    except OSError:  # a file system without links
        part.rename(path)
    part.unlink(missing_ok=True)


def _read_key(path: Path, *, make: bool) -> Key:
    beside = secret_path(path)
    try:
        if make and not beside.exists():
            write_secret(beside, Key.new())
        secret = beside.read_bytes()
    except OSError as error:
        told = f"the ledger’s secret {beside} cannot be read: {error.strerror}; put it back from the backup."
        raise MailError(told) from None
    if len(secret) != LENGTH:
        raise MailError(f"{beside} is no secret of a ledger; put it back from the backup.")
    return Key(secret)


def _run(row: Sequence[Any]) -> Run:
    values = dict(zip((each.name for each in fields(Run)), row, strict=True))
    return Run(**{**values, "readers": json.loads(values["readers"])})


def _delivery(row: Sequence[Any]) -> Delivery:
    values = dict(zip((each.name for each in fields(Delivery)), row, strict=True))
    return Delivery(**{**values, "state": State(values["state"])})
