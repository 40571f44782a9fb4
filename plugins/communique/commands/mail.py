"""``communique mail``: an edition to its readers. One function a subcommand; docs/mail.md tells how they go."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from datetime import UTC, datetime
from inspect import cleandoc
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from communique.errors import MailError

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Iterator

    from communique.mail.addresses import Address
    from communique.mail.configuration import Mailbox
    from communique.mail.edition import Edition
    from communique.mail.ledger import Ledger
    from communique.mail.office import Job
    from communique.mail.readers import ReaderList
    from communique.settings import Settings


class Action(NamedTuple):
    """A subcommand: ``run`` does it, ``options`` declares what it takes, ``words`` say what it is for."""

    run: Callable[[argparse.Namespace], int]
    options: Callable[[argparse.ArgumentParser], None]
    words: str


def mail_options(parser: argparse.ArgumentParser) -> None:
    """The subcommands of ``communique mail``, each with its options."""
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    for name, action in ACTIONS.items():
        action.options(actions.add_parser(name, help=action.words, description=cleandoc(action.run.__doc__ or "")))


def mail(options: argparse.Namespace) -> int:
    """Send an edition to the readers of a list, each exactly once; docs/mail.md tells how."""
    return ACTIONS[options.action].run(options)


# Options that several share


def _edition(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("edition", help="the id of the briefing")
    parser.add_argument("--list", default="", metavar="NAME", help="the list (the briefing’s send_to, or the only one)")


def _person(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--as", dest="person", default="", metavar="ADDRESS", help="who you are (git’s user.email)")
    parser.add_argument("--key", type=Path, metavar="FILE", help="your ssh key (git’s user.signingkey)")


def _preview_options(parser: argparse.ArgumentParser) -> None:
    _edition(parser)
    parser.add_argument("--to", type=Path, default=Path("output.mail"), metavar="FOLDER", help="where (output.mail)")
    parser.add_argument("--correction", action="store_true", help="the notice that corrects this edition instead")


def _prepare_options(parser: argparse.ArgumentParser) -> None:
    _edition(parser)
    _person(parser)


def _approve_options(parser: argparse.ArgumentParser) -> None:
    _edition(parser)
    _person(parser)
    parser.add_argument("--signature", type=Path, metavar="FILE", help="a signature made elsewhere, instead of --key")
    parser.add_argument("--tag", default="", help="a signed git tag whose message is the statement, instead of --key")
    parser.add_argument("--show", action="store_true", help="print the statement that is to be signed, and no more")
    parser.add_argument("--correction", action="store_true", help="the notice that corrects this edition")


def _settle_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("edition", help="the id of the briefing")
    parser.add_argument("address", nargs="?", default="", help="the reader (all that are unknown)")
    found = parser.add_mutually_exclusive_group(required=True)
    found.add_argument("--sent", action="store_true", help="it arrived")
    found.add_argument("--again", action="store_true", help="it did not: queue it again")
    parser.add_argument("--refused", action="store_true", help="with --again and no address: all that were refused")


def _status_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("edition", nargs="?", default="", help="the id of the briefing (all)")
    parser.add_argument("--all", action="store_true", help="name every reader, not only those something is wrong with")


def _export_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("edition", nargs="?", default="", help="the id of the briefing (all)")


def _bounces_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("mailbox", type=Path, help="an mbox file or a Maildir")


def _unsubscribe_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("who", nargs="*", help="addresses or tokens (all that the one-click endpoint wrote down)")
    parser.add_argument("--list", default="", metavar="NAME", help="of addresses: from this list only (from all)")
    parser.add_argument("--mailbox", type=Path, help="an mbox file or a Maildir with mails that ask for it")
    parser.add_argument("--undo", action="store_true", help="let the addresses named have mail again")


def _forget_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("address", help="the reader")


def _folder_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("backup", type=Path, metavar="FOLDER", help="the folder of the backup")


def _no_options(parser: argparse.ArgumentParser) -> None:
    del parser


# What they do


def preview(options: argparse.Namespace) -> int:
    """Write .eml files, one for each sort of message a list would get, to be opened and looked at. Nothing is sent.

    A briefing that is not published yet is previewed as a draft, and says so in subject, text and file name.
    """
    from communique.instant import build_instant
    from communique.mail.correcting import notice
    from communique.mail.preview import EXAMPLE
    from communique.mail.preview import preview as write
    from communique.mail.published import draft, pins_of, published

    settings, mailbox = _configured(options)
    given = mailbox.list(_list_name(settings, mailbox, options))
    if options.correction:
        edition = notice(settings, options.edition)
    else:
        make = published if options.edition in pins_of(settings) else draft
        edition = make(settings, options.edition)
    path = mailbox.path(given.path)
    readers = _read(mailbox, given.name, edition).readers if path.is_file() else (EXAMPLE,)
    for written in write(settings, mailbox, given, edition, readers, build_instant(settings), options.to):
        print(written)
    return 0


def prepare(options: argparse.Namespace) -> int:
    """Read and check the list, compose every message, and freeze what is to be sent; you sign it as the first."""
    from communique.mail.office import prepare as freeze

    with _job(options, make=True) as job:
        run = freeze(job, *_who(options, job))
        print(run.frozen)
        print(_next_step(job))
    return 0


def approve(options: argparse.Namespace) -> int:
    """Approve what is frozen, as the second person: by your ssh key, a signature made elsewhere, or a signed tag."""
    from communique.mail.office import approve as sign_off
    from communique.mail.signing import BY_KEY, BY_TAG, sign

    with _job(options) as job:
        run = job.run
        if run is None:
            raise MailError(f"nothing is prepared of '{options.edition}' for list '{job.readers.name}'.")
        if options.show:
            print(run.frozen, end="")
            return 0
        person, key = _who(options, job)
        if options.tag:
            sign_off(job, person, BY_TAG, options.tag)
        elif options.signature:
            sign_off(job, person, BY_KEY, options.signature.read_text(encoding="utf-8"))
        elif key:
            sign_off(job, person, BY_KEY, sign(run.frozen, key))
        else:
            raise MailError("name your key with --key, or give --signature or --tag.")
        print(f"approved by {person}. {_next_step(job)}")
    return 0


def send(options: argparse.Namespace) -> int:
    """Send what is approved to everybody on the list who has not got it. Run it again after any stop: it goes on.

    Exit 1 where it had to stop, or where some messages are unknown.
    """
    with _job(options) as job:
        return _send(job)


def correct(options: argparse.Namespace) -> int:
    """Send the notice that an edition was wrong, with the new one, to exactly those who hold the wrong one.

    Prepares the notice first; where two persons are to sign, run it again once it is approved.
    """
    from communique.mail.correcting import holders, notice
    from communique.mail.office import Job
    from communique.mail.office import prepare as freeze

    settings, mailbox = _configured(options)
    edition = notice(settings, options.edition)
    code = 0
    with _ledger(mailbox) as ledger:
        found = holders(ledger, edition.corrects)
        if options.list:
            found = {name: each for name, each in found.items() if name == options.list}
        if not found:
            raise MailError(f"the ledger knows nobody who holds {edition.corrects}.")
        for readers in found.values():
            job = Job(settings, mailbox, ledger, edition, readers, _say)
            run = job.run
            if run is not None and (run.started or len(ledger.signatures(run.id)) > 1):
                code |= _send(job)
                continue
            run = freeze(job, *_who(options, job))
            print(run.frozen)
            if mailbox.configuration.persons == "one":
                code |= _send(job)
            else:
                print(_next_step(job))
    return code


def settle(options: argparse.Namespace) -> int:
    """Put down what you found out about a message nobody could vouch for: it arrived, or it is to go again."""
    from communique.mail.settling import settle as put_down

    if not options.address and options.again and not options.refused:
        raise MailError("name the reader, or add --refused for all that were refused.")
    _, mailbox = _configured(options)
    with _ledger(mailbox) as ledger:
        address = _address(options.address) if options.address else None
        settled = put_down(ledger, options.edition, address, arrived=options.sent, at=_now())
    for each in settled:
        print(f"{each.address or '(forgotten)'}: {'sent' if options.sent else 'queued again'}")
    if options.again:
        print("'communique mail send' (or 'correct') takes them up.")
    return 0


def status(options: argparse.Namespace) -> int:
    """Who has which edition, what was refused and why, what waits, and what only a person can settle."""
    from communique.mail.telling import status_lines

    _, mailbox = _configured(options)
    with _ledger(mailbox) as ledger:
        for line in status_lines(ledger, options.edition, everyone=options.all):
            print(line)
    return 0


def export(options: argparse.Namespace) -> int:
    """The ledger as CSV on standard output: a row for each reader and edition."""
    from communique.mail.settling import of_edition
    from communique.mail.telling import as_csv

    _, mailbox = _configured(options)
    with _ledger(mailbox) as ledger:
        found = of_edition(ledger, options.edition) if options.edition else ledger.deliveries()
        sys.stdout.write(as_csv(found))
    return 0


def bounces(options: argparse.Namespace) -> int:
    """Read delivery status notifications, and suppress addresses that do not exist any more."""
    from communique.mail.bounces import Fate, read_bounces

    _, mailbox = _configured(options)
    counts: dict[Fate, int] = dict.fromkeys(Fate, 0)
    with _ledger(mailbox) as ledger:
        for found in read_bounces(ledger, options.mailbox, _now()):
            counts[found.fate] += 1
            if found.fate is not Fate.PASSING:
                about = found.address or f"“{found.subject}”"
                print(f"{found.fate.value}: {about}{f': {found.told}' if found.told else ''}")
    print(", ".join(f"{count} {fate.value}" for fate, count in counts.items() if count) or "no messages")
    return 0


def unsubscribe(options: argparse.Namespace) -> int:
    """Take readers off: by address, by token, by what the one-click endpoint wrote down, or by mails that ask."""
    from communique.mail.leaving import leave, leave_by_inbox, leave_by_mail

    _, mailbox = _configured(options)
    others = 0
    with _ledger(mailbox, make=True) as ledger:
        if options.undo:
            for each in options.who:
                gone = ledger.restore(ledger.key.reader(_address(each)))
                print(f"{each}: {'may have mail again' if gone else 'was not suppressed'}")
            return 0
        left = list(leave(ledger, options.who, options.list, _now()))
        if options.mailbox:
            found, others = leave_by_mail(ledger, options.mailbox, _now())
            left += found
        elif not options.who:
            if mailbox.inbox is None:
                raise MailError("name addresses or tokens: mail.yaml has no 'leave.inbox'.")
            found, others = leave_by_inbox(ledger, mailbox.inbox, _now())
            left += found
    for each_left in left:
        what = f"off {each_left.list}" if each_left.list else "off every list"
        print(f"{each_left.who}: {what}{'' if each_left.new else ' (was already)'}")
    print(f"{len(left)} taken off" + (f", {others} of nobody we know" if others else ""))
    return 0


def forget(options: argparse.Namespace) -> int:
    """Erase a reader everywhere but for one keyed hash, which keeps a new list from bringing her back."""
    from communique.mail.keeping import forget as erase

    _, mailbox = _configured(options)
    address = _address(options.address)
    with _ledger(mailbox, make=True) as ledger:
        done = erase(ledger, address, _now())
    print(f"erased from {done.deliveries} deliveries and {done.runs} prepared runs.")
    for given in mailbox.configuration.lists:
        path = mailbox.path(given.path)
        if path.is_file() and address.key in path.read_text(encoding="utf-8", errors="replace").casefold():
            print(f"{path}: the address still stands in this list; take the row out.")
    print("Backups made before today still hold it.")
    return 0


def expire(options: argparse.Namespace) -> int:
    """Take addresses and names out of deliveries older than mail.yaml's ``retention_days``; counts stay."""
    from communique.mail.keeping import expire as take_out

    _, mailbox = _configured(options)
    days = mailbox.configuration.retention_days
    with _ledger(mailbox) as ledger:
        print(f"{take_out(ledger, datetime.now(UTC), days)} deliveries older than {days} days have no address any more")
    return 0


def backup(options: argparse.Namespace) -> int:
    """Copy the ledger and its secret into a folder, whole even while a mailer is at work."""
    from communique.mail.keeping import back_up

    _, mailbox = _configured(options)
    with _ledger(mailbox) as ledger:
        print(f"{back_up(ledger, options.backup)}: written, with its secret beside it")
    return 0


def restore(options: argparse.Namespace) -> int:
    """Put a backup of the ledger in the place of one that is gone. What waited when it was made becomes unknown."""
    from communique.mail.keeping import put_back

    _, mailbox = _configured(options)
    unknown = put_back(mailbox.ledger, options.backup, _now())
    print(f"put back; {unknown} messages are unknown now: 'communique mail status' lists them")
    return 0


ACTIONS: dict[str, Action] = {
    "preview": Action(preview, _preview_options, "write .eml files to look at"),
    "prepare": Action(prepare, _prepare_options, "freeze what is to be sent"),
    "approve": Action(approve, _approve_options, "approve it, as the second person"),
    "send": Action(send, _edition, "send it, or go on sending"),
    "correct": Action(correct, _prepare_options, "tell those who hold a wrong edition"),
    "status": Action(status, _status_options, "say who has what"),
    "export": Action(export, _export_options, "the same as CSV"),
    "settle": Action(settle, _settle_options, "put down what became of an unknown message"),
    "bounces": Action(bounces, _bounces_options, "read what came back"),
    "unsubscribe": Action(unsubscribe, _unsubscribe_options, "take readers off"),
    "forget": Action(forget, _forget_options, "erase a reader"),
    "expire": Action(expire, _no_options, "take old addresses out of the ledger"),
    "backup": Action(backup, _folder_options, "copy the ledger"),
    "restore": Action(restore, _folder_options, "put a copy back"),
}


# What they share


def _configured(options: argparse.Namespace) -> tuple[Settings, Mailbox]:
    from communique.mail.configuration import read_mailbox
    from communique.settings import read_settings

    settings = read_settings(options.folder)
    return settings, read_mailbox(settings)


@contextmanager
def _ledger(mailbox: Mailbox, *, make: bool = False) -> Iterator[Ledger]:
    from communique.mail.ledger import open_ledger

    with open_ledger(mailbox.ledger, make=make) as ledger:
        yield ledger


@contextmanager
def _job(options: argparse.Namespace, *, make: bool = False) -> Iterator[Job]:
    """The edition and the list that the options name, with the open ledger."""
    from communique.mail.correcting import holders, notice
    from communique.mail.office import Job
    from communique.mail.published import published

    settings, mailbox = _configured(options)
    if not getattr(options, "correction", False):
        edition = published(settings, options.edition)
        readers = _read(mailbox, _list_name(settings, mailbox, options), edition)
        with _ledger(mailbox, make=make) as ledger:
            yield Job(settings, mailbox, ledger, edition, readers, _say)
        return
    edition = notice(settings, options.edition)
    with _ledger(mailbox) as ledger:
        found = holders(ledger, edition.corrects)
        name = options.list or next(iter(found), "")
        if name not in found:
            raise MailError(f"the ledger knows nobody who holds {edition.corrects}.")
        yield Job(settings, mailbox, ledger, edition, found[name], _say)


def _read(mailbox: Mailbox, name: str, edition: Edition) -> ReaderList:
    from communique.mail.readers import read_list

    return read_list(name, mailbox.path(mailbox.list(name).path), edition.marking)


def _list_name(settings: Settings, mailbox: Mailbox, options: argparse.Namespace) -> str:
    from communique.mail.published import briefing_of

    lists = mailbox.configuration.lists
    briefing = None if options.list else briefing_of(settings, options.edition)
    named: str = options.list or (briefing.send_to or "" if briefing else "")
    return named or (lists[0].name if len(lists) == 1 else "")


def _who(options: argparse.Namespace, job: Job) -> tuple[str, Path | None]:
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


def _next_step(job: Job) -> str:
    from communique.mail.office import is_signed

    if is_signed(job):
        return f"Next: communique mail {'correct' if job.edition.corrects else 'send'} {job.plain_command}"
    return f"Next, by a second person: communique mail approve {job.command}"


def _send(job: Job) -> int:
    from communique.mail.ledger import State
    from communique.mail.office import send as go
    from communique.mail.office import told_after
    from communique.mail.pacing import Clock

    counts = go(job, Clock())
    for line in told_after(job, counts):
        print(line)
    return int(bool(counts.get(State.UNKNOWN)))


def _address(text: str) -> Address:
    from communique.mail.addresses import AddressError, read_address

    try:
        return read_address(text)
    except AddressError as error:
        raise MailError(f"{error.what}{f'; {error.hint}' if error.hint else ''}.") from None


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
