"""What the commands do with one edition and one list: prepare, approve, send; preview stands apart (``preview``)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from communique.errors import MailError
from communique.mail.compose import Composer
from communique.mail.deliver import Connection
from communique.mail.freezing import differences, freeze
from communique.mail.ledger import Delivery, Run, State
from communique.mail.letterhead import letterhead
from communique.mail.pacing import Clock, Progress
from communique.mail.sending import Sending, Trying, counted, unknown_words
from communique.mail.signing import BY_KEY, Approvers, sign
from communique.mail.stopping import Stop
from communique.press.theme import environment

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from communique.mail.configuration import Mailbox
    from communique.mail.edition import Edition
    from communique.mail.ledger import Ledger
    from communique.mail.readers import Reader, ReaderList
    from communique.settings import Settings


@dataclass(frozen=True, slots=True)
class Job:
    """One edition, or notice, and those who are to get it, with the open ledger and everything configured."""

    settings: Settings
    mailbox: Mailbox
    ledger: Ledger
    edition: Edition
    readers: ReaderList
    say: Callable[[str], None]

    def composer(self, instant: datetime) -> Composer:
        """What makes the messages, with this Date."""
        head = letterhead(self.mailbox, self.mailbox.list(self.readers.name), self.ledger.key, instant)
        return Composer(self.edition, head, environment(self.settings.root))

    @property
    def run(self) -> Run | None:
        """The run prepared last, if any was."""
        return self.ledger.latest_run(self.edition.label, self.edition.kind, self.readers.name, self.edition.corrects)

    @property
    def command(self) -> str:
        """How the commands name this job."""
        correction = "--correction " if self.edition.corrects else ""
        return self.plain_command.replace("--list", f"{correction}--list")

    @property
    def plain_command(self) -> str:
        """The same for those that are about one sort of job only."""
        return f"{(self.edition.corrects or self.edition.id).partition('/')[0]} --list {self.readers.name}"


def prepare(job: Job, person: str, key: Path | None) -> Run:
    """Compose every message, freeze what is to be sent, and let the preparer sign it.

    Raises MailError where a message cannot be made, or the person may not prepare.
    """
    _check_person(job, person)
    _check_current(job)
    two = job.mailbox.configuration.persons == "two"
    if two and key is None:
        raise MailError(
            "two persons are to sign, and you are the first: name your key with --key, or set git’s user.signingkey."
        )
    now = datetime.now(UTC).replace(microsecond=0)
    composer = job.composer(now)
    progress = Progress(len(job.readers.readers), job.say, Clock())
    for reader in job.readers.readers:
        composer.message(reader)
        progress.step(lambda: "composed")
    frozen = freeze(composer, job.readers)
    signature = sign(frozen.text, key) if key is not None else ""
    if two and not Approvers(job.settings.root).is_signed(frozen.text, BY_KEY, signature, person):
        raise MailError(_no_key(person))
    run = Run(
        id=0,
        edition=job.edition.label,
        kind=job.edition.kind,
        list=job.readers.name,
        corrects=job.edition.corrects,
        frozen=frozen.text,
        readers=dict(frozen.readers),
        prepared_by=person,
        prepared=now.isoformat(),
        started="",
        ended="",
    )
    kept = job.ledger.add_run(run)
    if two:
        job.ledger.sign(kept.id, person, BY_KEY, signature, now.isoformat())
    return kept


def approve(job: Job, person: str, how: str, signature: str) -> None:
    """Keep a second person's signature on what is frozen. Raises MailError where it counts for nothing."""
    run = _prepared(job)
    _check_person(job, person)
    approvers = Approvers(job.settings.root)
    if approvers.are_one(person, run.prepared_by):
        raise MailError(f"{person} prepared it; a second person approves it.")
    _check_same(job, run, job.composer(datetime.now(UTC)))
    if not approvers.is_signed(run.frozen, how, signature, person):
        raise MailError(_no_key(person))
    job.ledger.sign(run.id, person, how, signature, datetime.now(UTC).isoformat(timespec="seconds"))


def send(job: Job, clock: Clock) -> dict[State, int]:
    """Send what is approved to those who have not got it; how the run then stands.

    Raises MailError where something changed since it was frozen, where a signature is missing, or where sending has
    to stop; the ledger says what was sent, and the same call goes on from there.
    """
    with job.ledger.alone():
        run = _prepared(job)
        _check_current(job)
        composer = job.composer(datetime.now(UTC))
        _check_same(job, run, composer)
        _check_signed(job, run)
        now = datetime.fromtimestamp(clock.now(), UTC).isoformat(timespec="seconds")
        if lost := job.ledger.recover(now):
            job.say(
                f"{lost} {'message was' if lost == 1 else 'messages were'} left half said by a mailer that was stopped"
            )
        started = run.started or now
        composer = composer.dated(datetime.fromisoformat(started))
        readers = {job.ledger.key.reader(each.address): each for each in job.readers.readers if not each.suppressed}
        if not run.started:
            served = _served(job)
            rows = (
                _delivery(job, run, composer, name, each, now) for name, each in readers.items() if name not in served
            )
            job.ledger.start(run, rows, started)
        given = job.mailbox.configuration.retry
        trying = Trying(given.first, given.tries, job.mailbox.list(job.readers.name).per_minute)
        connection = Connection(job.mailbox.server(), job.mailbox.credential())
        stop = Stop()
        sending = Sending(job.ledger, run, composer, connection, readers, trying, job.say, clock, stop)
        with stop.heard():
            return dict(sending.go())


def _served(job: Job) -> set[str]:
    """Those whom a notice of correction brought this edition: they have it, and are not sent it again."""
    if job.edition.kind == "correction":
        return set()
    had = job.ledger.deliveries(edition=job.edition.label, kind="correction")
    return {each.reader for each in had if each.state in (State.SENT, State.UNKNOWN)}


def _delivery(job: Job, run: Run, composer: Composer, name: str, reader: Reader, at: str) -> Delivery:
    return Delivery(
        id=0,
        run=run.id,
        edition=run.edition,
        kind=run.kind,
        list=run.list,
        reader=name,
        address=reader.address.wire,
        name=reader.name or "",
        language=reader.language or job.edition.language,
        form=composer.form(reader),
        paper=composer.edition.paper(reader.paper).size,
        level=reader.level,
        message_id=composer.message_id(reader.address),
        state=State.QUEUED,
        tries=0,
        due=0,
        reply="",
        at=at,
    )


def told_after(job: Job, counts: dict[State, int], *, idle: bool) -> Iterator[str]:
    """What a person has to know when a run has ended; ``idle``: there was nothing left to send."""
    stands = f"nothing was left to send; it stands at {counted(counts)}" if idle else counted(counts)
    yield f"{job.edition.label} to {job.readers.name}: {stands}"
    run = job.run
    for delivery in job.ledger.deliveries(run=run.id, state=State.UNKNOWN) if run else ():
        yield unknown_words(delivery, delivery.reply)


def _prepared(job: Job) -> Run:
    run = job.run
    if run is None:
        verb = "correct" if job.edition.corrects else "prepare"
        raise MailError(f"nothing is prepared; run: communique mail {verb} {job.plain_command}")
    return run


def _check_current(job: Job) -> None:
    """What is known to be wrong is not sent to anybody more."""
    if job.edition.superseded:
        raise MailError(
            f"{job.edition.label} was superseded by '{job.edition.superseded}'; send that one, and tell those who hold "
            f"this: communique mail correct {job.edition.id}"
        )


def _check_same(job: Job, run: Run, composer: Composer) -> None:
    if told := differences(run, freeze(composer, job.readers)):
        listed = "\n".join(f"  {each}" for each in told)
        raise MailError(
            f"this is not what was prepared on {run.prepared}:\n{listed}\n"
            f"Prepare it anew, and have it approved: communique mail prepare {job.command}"
        )


def is_as_prepared(job: Job) -> bool:
    """Whether it was prepared, and nothing changed since."""
    run = job.run
    return run is not None and not differences(run, freeze(job.composer(datetime.now(UTC)), job.readers))


def _check_signed(job: Job, run: Run) -> None:
    if not is_signed(job):
        signed = ", ".join(job.ledger.signatures(run.id)) or "nobody"
        raise MailError(
            f"a second person has to approve it first: communique mail approve {job.command} (signed so far: {signed})."
        )


def is_signed(job: Job) -> bool:
    """Whether two different persons signed what is frozen, by signatures that hold today; or one is enough."""
    run = job.run
    if job.mailbox.configuration.persons == "one" or run is None:
        return run is not None
    approvers = Approvers(job.settings.root)
    signed = [
        person
        for person, (how, signature) in job.ledger.signatures(run.id).items()
        if person in job.mailbox.configuration.people and approvers.is_signed(run.frozen, how, signature, person)
    ]
    return any(not approvers.are_one(one, other) for one in signed for other in signed)


def _check_person(job: Job, person: str) -> None:
    people = job.mailbox.configuration.people
    if people and person not in people:
        raise MailError(f"'{person}' is not among those who may ('people' in mail.yaml); name yourself with --as.")


def _no_key(person: str) -> str:
    return (
        f"the signature is not by a key that editors/allowed_signers (as committed) has for {person}; its line "
        'needs namespaces="git,communique-mail", or none at all.'
    )
