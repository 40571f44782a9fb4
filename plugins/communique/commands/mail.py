"""``communique mail``: an edition to its readers. One function a subcommand; docs/mail.md tells how they go."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from inspect import cleandoc
from typing import TYPE_CHECKING, NamedTuple

from communique.commands import mailoptions as options_of
from communique.commands.maildesk import (
    address_of,
    configured,
    job_of,
    ledger_of,
    list_name,
    next_step,
    now,
    read_readers,
    say,
    send_job,
    who,
)
from communique.errors import MailError

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable


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

    settings, mailbox = configured(options)
    given = mailbox.list(list_name(settings, mailbox, options))
    if options.correction:
        edition = notice(settings, options.edition)
    else:
        make = published if options.edition in pins_of(settings) else draft
        edition = make(settings, options.edition)
    path = mailbox.path(given.path)
    readers = read_readers(mailbox, given.name, edition).readers if path.is_file() else (EXAMPLE,)
    for written in write(settings, mailbox, given, edition, readers, build_instant(settings), options.to):
        print(written)
    return 0


def prepare(options: argparse.Namespace) -> int:
    """Read and check the list, compose every message, and freeze what is to be sent; you sign it as the first."""
    from communique.mail.office import prepare as freeze

    with job_of(options, make=True) as job:
        run = freeze(job, *who(options, job))
        print(run.frozen)
        print(next_step(job))
    return 0


def approve(options: argparse.Namespace) -> int:
    """Approve what is frozen, as the second person: by your ssh key, a signature made elsewhere, or a signed tag."""
    from communique.mail.office import approve as sign_off
    from communique.mail.signing import BY_KEY, BY_TAG, sign, signature_in

    with job_of(options) as job:
        run = job.run
        if run is None:
            raise MailError(f"nothing is prepared of '{options.edition}' for list '{job.readers.name}'.")
        if options.show:
            print(run.frozen, end="")
            return 0
        person, key = who(options, job)
        if options.tag:
            sign_off(job, person, BY_TAG, options.tag)
        elif options.signature:
            sign_off(job, person, BY_KEY, signature_in(options.signature))
        elif key:
            sign_off(job, person, BY_KEY, sign(run.frozen, key))
        else:
            raise MailError("name your key with --key, or give --signature or --tag.")
        print(f"approved by {person}. {next_step(job)}")
    return 0


def send(options: argparse.Namespace) -> int:
    """Send what is approved to everybody on the list who has not got it. Run it again after any stop: it goes on.

    Exit 1 where it had to stop, or where some messages are unknown.
    """
    with job_of(options) as job:
        return send_job(job)


def correct(options: argparse.Namespace) -> int:
    """Send the notice that an edition was wrong, with the new one, to exactly those who hold the wrong one.

    Prepares the notice first, and anew where anything changed; where two persons are to sign, run it again once it is
    approved.
    """
    from communique.mail.correcting import holders, notice, untold
    from communique.mail.office import Job, is_as_prepared
    from communique.mail.office import prepare as freeze

    settings, mailbox = configured(options)
    edition = notice(settings, options.edition)
    code = 0
    with ledger_of(mailbox) as ledger:
        found = holders(ledger, mailbox, edition)
        if gone := untold(ledger, edition.corrects):
            more = "1 more was" if gone == 1 else f"{gone} more were"
            say(f"{more} sent {edition.corrects} and cannot be told: no address is kept any more")
        if options.list:
            found = {name: each for name, each in found.items() if name == options.list}
        if not found:
            raise MailError(f"the ledger knows nobody who holds {edition.corrects}.")
        for readers in found.values():
            job = Job(settings, mailbox, ledger, edition, readers, say)
            if is_as_prepared(job):
                code |= send_job(job)
                continue
            run = freeze(job, *who(options, job))
            print(run.frozen)
            if mailbox.configuration.persons == "one":
                code |= send_job(job)
            else:
                print(next_step(job))
    return code


def settle(options: argparse.Namespace) -> int:
    """Put down what you found out about a message nobody could vouch for: it arrived, or it is to go again."""
    from communique.mail.settling import settle as put_down

    if not options.address and options.again and not options.refused:
        raise MailError("name the reader, or add --refused for all that were refused.")
    _, mailbox = configured(options)
    with ledger_of(mailbox) as ledger:
        address = address_of(options.address) if options.address else None
        settled = put_down(ledger, options.edition, address, arrived=options.sent, at=now())
    for each in settled:
        print(f"{each.address or '(forgotten)'}: {'sent' if options.sent else 'queued again'}")
    if options.again:
        print("'communique mail send' (or 'correct') takes them up.")
    return 0


def status(options: argparse.Namespace) -> int:
    """Who has which edition, what was refused and why, what waits, and what only a person can settle."""
    from communique.mail.telling import status_lines

    _, mailbox = configured(options)
    with ledger_of(mailbox) as ledger:
        for line in status_lines(ledger, options.edition, everyone=options.all):
            print(line)
    return 0


def export(options: argparse.Namespace) -> int:
    """The ledger as CSV on standard output: a row for each reader and edition."""
    from communique.mail.settling import of_edition
    from communique.mail.telling import as_csv

    _, mailbox = configured(options)
    with ledger_of(mailbox) as ledger:
        found = of_edition(ledger, options.edition) if options.edition else ledger.deliveries()
        sys.stdout.write(as_csv(found))
    return 0


def bounces(options: argparse.Namespace) -> int:
    """Read delivery status notifications, and suppress addresses that do not exist any more."""
    from communique.mail.bounces import Fate, read_bounces

    _, mailbox = configured(options)
    counts: dict[Fate, int] = dict.fromkeys(Fate, 0)
    with ledger_of(mailbox) as ledger:
        for found in read_bounces(ledger, options.mailbox, now()):
            counts[found.fate] += 1
            if found.fate is not Fate.PASSING:
                about = ": ".join(each for each in (found.address, found.told) if each) or f"“{found.subject}”"
                if found.fate is Fate.UNREADABLE and found.address:
                    about += f" got something of ours, and this came back: “{found.subject}”. Look into it"
                print(f"{found.fate.value}: {about}")
    print(", ".join(f"{count} {fate.value}" for fate, count in counts.items() if count) or "no messages")
    return 0


def unsubscribe(options: argparse.Namespace) -> int:
    """Take readers off: by address, by token, by what the one-click endpoint wrote down, or by mails that ask."""
    from communique.mail.leaving import leave, leave_by_inbox, leave_by_mail

    _, mailbox = configured(options)
    others = 0
    with ledger_of(mailbox, make=True) as ledger:
        if options.undo:
            for each in options.who:
                gone = ledger.restore(ledger.key.reader(address_of(each)))
                print(f"{each}: {'may have mail again' if gone else 'was not suppressed'}")
            return 0
        left = list(leave(ledger, options.who, options.list, now()))
        if options.mailbox:
            found, others = leave_by_mail(ledger, options.mailbox, now())
            left += found
        elif not options.who:
            if mailbox.inbox is None:
                raise MailError("name addresses or tokens: mail.yaml has no 'leave.inbox'.")
            found, others = leave_by_inbox(ledger, mailbox.inbox, now())
            left += found
    for each_left in left:
        what = f"off {each_left.list}" if each_left.list else "off every list"
        print(f"{each_left.who}: {what}{'' if each_left.new else ' (was already)'}")
    print(f"{len(left)} taken off" + (f", {others} of nobody we know" if others else ""))
    return 0


def forget(options: argparse.Namespace) -> int:
    """Erase a reader everywhere but for one keyed hash, which keeps a new list from bringing her back."""
    from communique.mail.keeping import forget as erase
    from communique.mail.readers import names

    _, mailbox = configured(options)
    address = address_of(options.address)
    with ledger_of(mailbox, make=True) as ledger:
        done = erase(ledger, address, now())
    print(f"erased from {done.deliveries} deliveries and {done.runs} prepared runs.")
    for given in mailbox.configuration.lists:
        path = mailbox.path(given.path)
        if path.is_file() and names(path, address):
            print(f"{path}: the address still stands in this list; take the row out.")
    print("Backups made before today still hold it.")
    return 0


def expire(options: argparse.Namespace) -> int:
    """Take addresses and names out of deliveries older than mail.yaml's ``retention_days``; counts stay."""
    from communique.mail.keeping import expire as take_out

    _, mailbox = configured(options)
    days = mailbox.configuration.retention_days
    with ledger_of(mailbox) as ledger:
        print(f"{take_out(ledger, datetime.now(UTC), days)} deliveries older than {days} days have no address any more")
    return 0


def backup(options: argparse.Namespace) -> int:
    """Copy the ledger and its secret into a folder, whole even while a mailer is at work."""
    from communique.mail.configuration import is_inside
    from communique.mail.keeping import back_up

    settings, mailbox = configured(options)
    if is_inside(options.backup.resolve(), settings):
        raise MailError(
            f"{options.backup} is in the dossier: a backup is as private as the ledger; name a folder outside."
        )
    with ledger_of(mailbox) as ledger:
        print(f"{back_up(ledger, options.backup)}: written, with its secret beside it")
    return 0


def restore(options: argparse.Namespace) -> int:
    """Put a backup of the ledger in the place of one that is gone. What waited when it was made becomes unknown."""
    from communique.mail.keeping import put_back

    _, mailbox = configured(options)
    unknown = put_back(mailbox.ledger, options.backup, now())
    print(f"put back; {unknown} messages are unknown now: 'communique mail status' lists them")
    return 0


ACTIONS: dict[str, Action] = {
    "preview": Action(preview, options_of.preview_options, "write .eml files to look at"),
    "prepare": Action(prepare, options_of.prepare_options, "freeze what is to be sent"),
    "approve": Action(approve, options_of.approve_options, "approve it, as the second person"),
    "send": Action(send, options_of.edition, "send it, or go on sending"),
    "correct": Action(correct, options_of.correct_options, "tell those who hold a wrong edition"),
    "status": Action(status, options_of.status_options, "say who has what"),
    "export": Action(export, options_of.export_options, "the same as CSV"),
    "settle": Action(settle, options_of.settle_options, "put down what became of an unknown message"),
    "bounces": Action(bounces, options_of.bounces_options, "read what came back"),
    "unsubscribe": Action(unsubscribe, options_of.unsubscribe_options, "take readers off"),
    "forget": Action(forget, options_of.forget_options, "erase a reader"),
    "expire": Action(expire, options_of.no_options, "take old addresses out of the ledger"),
    "backup": Action(backup, options_of.folder_options, "copy the ledger"),
    "restore": Action(restore, options_of.folder_options, "put a copy back"),
}
