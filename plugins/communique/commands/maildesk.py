"""What the subcommands of ``communique mail`` share: the configuration, the ledger, the job, the person at the desk."""

from __future__ import annotations

import sqlite3
import sys
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from communique.errors import MailError

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

    from communique.mail.addresses import Address
    from communique.mail.configuration import Mailbox
    from communique.mail.edition import Edition
    from communique.mail.ledger import Ledger
    from communique.mail.office import Job
    from communique.mail.readers import ReaderList
    from communique.settings import Settings


def configured(options: argparse.Namespace) -> tuple[Settings, Mailbox]:
    """The settings of the dossier and its mail.yaml. Raises what reading either raises."""
    from communique.mail.configuration import read_mailbox
    from communique.settings import read_settings

    settings = read_settings(options.folder)
    return settings, read_mailbox(settings)


@contextmanager
def ledger_of(mailbox: Mailbox, *, make: bool = False) -> Iterator[Ledger]:
    """The ledger, open; made where ``make`` is set and there is none."""
    from communique.mail.ledger import open_ledger

    try:
        with open_ledger(mailbox.ledger, make=make) as ledger:
            yield ledger
    except sqlite3.OperationalError as error:
        raise MailError(f"the ledger {mailbox.ledger} cannot be used now: {error}.") from None
    except sqlite3.DatabaseError as error:  # what is written says so itself; this is a file that cannot be read
        raise MailError(
            f"the ledger {mailbox.ledger} cannot be read: {error}. Move it away with all that starts with its name, "
            "and put the backup in its place: communique mail restore FOLDER"
        ) from None


@contextmanager
def job_of(options: argparse.Namespace, *, make: bool = False) -> Iterator[Job]:
    """The edition and the list that the options name, with the open ledger."""
    from communique.mail.correcting import holders, notice
    from communique.mail.office import Job
    from communique.mail.published import published

    settings, mailbox = configured(options)
    if not getattr(options, "correction", False):
        edition = published(settings, options.edition)
        readers = read_readers(mailbox, list_name(settings, mailbox, options), edition)
        with ledger_of(mailbox, make=make) as ledger:
            yield Job(settings, mailbox, ledger, edition, readers, say)
        return
    edition = notice(settings, options.edition)
    with ledger_of(mailbox) as ledger:
        found = holders(ledger, mailbox, edition)
        name = options.list or next(iter(found), "")
        if name not in found:
            raise MailError(f"the ledger knows nobody who holds {edition.corrects}.")
        yield Job(settings, mailbox, ledger, edition, found[name], say)


def read_readers(mailbox: Mailbox, name: str, edition: Edition) -> ReaderList:
    """The list of that name, checked against the edition's marking. Raises FindingsError with all that is wrong."""
    from communique.mail.readers import read_list

    return read_list(name, mailbox.path(mailbox.list(name).path), edition.marking)


def list_name(settings: Settings, mailbox: Mailbox, options: argparse.Namespace) -> str:
    """The list that ``--list`` names, or the briefing's ``send_to``, or the only one; empty where none of these is."""
    from communique.mail.published import briefing_of

    lists = mailbox.configuration.lists
    briefing = None if options.list else briefing_of(settings, options.edition)
    named: str = options.list or (briefing.send_to or "" if briefing else "")
    return named or (lists[0].name if len(lists) == 1 else "")


def who(options: argparse.Namespace, job: Job) -> tuple[str, Path | None]:
    """The person and the key that the options name, or else git's settings."""
    from communique.errors import GitError
    from communique.history import Repository

    def setting(name: str) -> str:
        repository = Repository.of(job.settings.root)
        try:
            return repository.words("config", "--get", name) if repository else ""
        except GitError:
            return ""

    key = options.key or (Path(found).expanduser() if (found := setting("user.signingkey")) else None)
    return options.person or setting("user.email"), key


def next_step(job: Job) -> str:
    """The command that comes next, for whoever sits at the desk."""
    from communique.mail.office import is_signed

    if is_signed(job):
        return f"Next: communique mail {'correct' if job.edition.corrects else 'send'} {job.plain_command}"
    return f"Next, by a second person: communique mail approve {job.command}"


def send_job(job: Job) -> int:
    """Send, and say how it stands; the exit code."""
    from communique.mail.ledger import State
    from communique.mail.office import send as go
    from communique.mail.office import told_after
    from communique.mail.pacing import Clock

    before = job.ledger.counts(job.run.id) if job.run else {}
    counts = go(job, Clock())
    for line in told_after(job, counts, idle=counts == before):
        print(line)
    return int(bool(counts.get(State.UNKNOWN)))


def address_of(text: str) -> Address:
    """``text`` as an address. Raises MailError saying what is wrong with it."""
    from communique.mail.addresses import AddressError, read_address

    try:
        return read_address(text)
    except AddressError as error:
        raise MailError(f"{error.what}{f'; {error.hint}' if error.hint else ''}.") from None


def say(line: str) -> None:
    """A line of progress, on standard error."""
    print(line, file=sys.stderr, flush=True)


def now() -> str:
    """The instant, for the ledger."""
    return datetime.now(UTC).isoformat(timespec="seconds")
