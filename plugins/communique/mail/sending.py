"""The messages of one run, one after the other, and what the ledger is told before and after each."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from communique.errors import MailError
from communique.mail.deliver import IDLE, ConnectError, Envelope, Outcome
from communique.mail.ledger import State, Suppression
from communique.mail.pacing import Clock, Pace, Progress, duration
from communique.mail.replies import CLOSING, UTF8, Reply, Verdict
from communique.mail.stopping import Stop

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from communique.mail.compose import Composer
    from communique.mail.deliver import Connection
    from communique.mail.ledger import Delivery, Ledger, Run
    from communique.mail.readers import Reader

SAME: Final = 3
"""So many refusals of one sort, one after the other, stop a run: it is not the readers."""
NOBODY: Final = 10
"""So many addresses that are not there, one after the other and none taken between, stop a run: a server that calls
every address wrong would suppress the whole list."""
SOON: Final = 600
"""From so many messages a minute on, that one was taken goes onto the disk together with the next one that is armed."""
CLOSED: Final = 5
"""So many connections that break before anything is sent, one after the other, stop a run."""
LONGEST_WAIT: Final = 3600.0
ROOM: Final = 4 * 1024 * 1024
"""Bytes that must be free where the ledger is, before a run starts and all along."""


@dataclass(frozen=True, slots=True)
class Trying:
    """How often and how fast: seconds to the second try of a message, tries in all, messages a minute."""

    first: float
    tries: int
    per_minute: int


@dataclass(slots=True)
class Sending:
    """A run under way. ``readers`` are those of the list, by their name in the ledger."""

    ledger: Ledger
    run: Run
    composer: Composer
    connection: Connection
    readers: Mapping[str, Reader]
    trying: Trying
    say: Callable[[str], None]
    clock: Clock = field(default_factory=Clock)
    stop: Stop = field(default_factory=Stop)
    _refused: list[str] = field(default_factory=list)
    _nobody: int = 0
    _closed: int = 0

    def go(self) -> Mapping[State, int]:
        """Send what can be sent; how the run stands then. Raises MailError where it has to stop before its end.

        Whatever happens, the ledger says what became of each message, and the same call goes on from there.
        """
        going = [each for each in self.ledger.deliveries(run=self.run.id) if each.state in _GOING]
        pace = Pace(self.trying.per_minute, self.clock)
        progress = Progress(len(going), self.say, self.clock)
        try:
            while (delivery := self._next()) is not None:
                self._check_room()
                if why := self.ledger.why_suppressed(delivery.reader, self.run.list):
                    self._settle(delivery, State.REFUSED, f"not sent: suppressed ({why})")
                elif delivery.reader not in self.readers:
                    self._settle(delivery, State.REFUSED, "not sent: no longer on the list")
                elif not self._handed_in(delivery, pace):
                    continue
                if delivery.tries == 0 and delivery.state is State.QUEUED:
                    progress.step(lambda: counted(self.ledger.counts(self.run.id)))
        finally:
            self.connection.close()
            self.ledger.sync()
        self.ledger.end(self.run.id, self._at())
        return self.ledger.counts(self.run.id)

    def _next(self) -> Delivery | None:
        """The next message that may be tried, after waiting where only later ones are left."""
        while True:
            delivery = self.ledger.next(self.run.id, self.clock.now())
            if delivery is not None:
                return delivery
            due = self.ledger.next_due(self.run.id)
            if due is None:
                return None
            wait = min(LONGEST_WAIT, max(0.05, due - self.clock.now()))
            if wait > IDLE:
                self.connection.close()
            if wait >= 1:
                waiting = self.ledger.counts(self.run.id)[State.RETRY]
                self.say(f"{waiting} to be tried again in {duration(wait)}; a stop now loses nothing")
            self.clock.sleep(wait)

    def _handed_in(self, delivery: Delivery, pace: Pace) -> bool:
        """Wait for its turn and send one message; whether the server could be reached."""
        pace.wait()
        try:
            self.connection.open()
        except ConnectError as error:
            self._settle_lost(delivery, Outcome(Verdict.LOST, Reply(0, str(error), "connection")), connected=False)
            reached = False
        else:
            with self.stop.later():
                self._one(delivery)
            reached = True
        if self._closed:
            self.clock.sleep(min(self.trying.first, 2.0 ** (self._closed - 1)))
        return reached

    def _one(self, delivery: Delivery) -> None:
        reader = self.readers[delivery.reader]
        message = self.composer.message(reader)
        envelope = Envelope(message.sender, message.to.wire, message.to.needs_utf8)
        armed = False

        def arm() -> None:
            nonlocal armed
            self.ledger.arm(delivery.id, self._at())
            armed = True

        outcome = self.connection.deliver(envelope, message.content, arm)
        tries = delivery.tries + 1
        if outcome.verdict is Verdict.LOST or outcome.reply.code == CLOSING:
            self._settle_lost(delivery, outcome, connected=True, armed=armed)
            return
        self._closed = 0
        self._put_down(delivery, outcome, tries, tried=0 if armed else 1)
        self._judge(outcome)

    def _put_down(self, delivery: Delivery, outcome: Outcome, tries: int, tried: int) -> None:
        told = str(outcome.reply)
        if outcome.verdict is Verdict.SENT:
            synced = self.trying.per_minute < SOON
            self.ledger.settle(delivery.id, State.SENT, told, self._at(), tried=tried, synced=synced)
        elif outcome.verdict is Verdict.UNKNOWN:
            self._settle(delivery, State.UNKNOWN, told, tried=tried)
            self.say(unknown_words(delivery, told))
        elif outcome.verdict is Verdict.LATER:
            self._later(delivery, told, tries, tried)
        else:
            if outcome.verdict is Verdict.ADDRESS:
                self._suppress(delivery, told)
            self._settle(delivery, State.REFUSED, told, tried=tried)

    def _later(self, delivery: Delivery, told: str, tries: int, tried: int) -> None:
        if tries >= self.trying.tries:
            self._settle(delivery, State.REFUSED, f"given up after {tries} tries: {told}", tried=tried)
            return
        wait = min(LONGEST_WAIT, self.trying.first * 2 ** (tries - 1))
        self._settle(delivery, State.RETRY, told, due=self.clock.now() + wait, tried=tried)

    def _settle_lost(self, delivery: Delivery, outcome: Outcome, *, connected: bool, armed: bool = False) -> None:
        """The connection is gone and the message was not delivered: it waits its turn, and others go before it."""
        self._closed += 1
        if self._closed >= CLOSED:
            if armed:
                self._settle(delivery, State.QUEUED, str(outcome.reply))
            raise MailError(
                f"the connection broke {self._closed} times running, the last time: {outcome.reply}. "
                "What was sent stands in the ledger; the same command goes on from there."
            )
        if connected:
            self._later(delivery, str(outcome.reply), delivery.tries + 1, tried=0 if armed else 1)

    def _judge(self, outcome: Outcome) -> None:
        """Stop where the same refusal came too often running. What only concerns an address says nothing of it."""
        if outcome.verdict is Verdict.SENT:
            self._refused.clear()
            self._nobody = 0
        elif outcome.verdict is Verdict.ADDRESS:
            self._nobody += 1
            if self._nobody >= NOBODY:
                raise MailError(
                    f"{NOBODY} addresses running are not there, the last reply: {outcome.reply}. Look into it before "
                    "more are suppressed; 'communique mail unsubscribe --undo ADDRESS' brings a reader back. The same "
                    "command goes on from there."
                )
        elif outcome.verdict is Verdict.REFUSED and outcome.reply.stage != UTF8:
            signature = outcome.reply.signature
            if self._refused and self._refused[-1] != signature:
                self._refused.clear()
            self._refused.append(signature)
            if len(self._refused) >= SAME:
                raise MailError(
                    f"the same refusal {SAME} times running: {outcome.reply}. Nothing more is sent. Mend the cause, "
                    "put the refused ones back ('communique mail settle EDITION --refused --again') and send again."
                )

    def _suppress(self, delivery: Delivery, told: str) -> None:
        row = Suppression(delivery.reader, "", delivery.address, "no such mailbox", told, self._at())
        self.ledger.suppress(row)

    def _settle(self, delivery: Delivery, state: State, told: str, due: float = 0, tried: int = 0) -> None:
        self.ledger.settle(delivery.id, state, told, self._at(), due, tried)

    def _check_room(self) -> None:
        if shutil.disk_usage(self.ledger.path.parent).free < ROOM:
            raise MailError(f"the disk of the ledger {self.ledger.path} is full; nothing more is sent.")

    def _at(self) -> str:
        return datetime.fromtimestamp(self.clock.now(), UTC).isoformat(timespec="seconds")


_GOING: Final = (State.QUEUED, State.RETRY)


def counted(counts: Mapping[State, int]) -> str:
    """``412 sent, 2 refused, 1 retry``: how a run stands, in the order of the states."""
    told = [f"{counts[state]:,} {state.value}" for state in State if counts.get(state)]
    return ", ".join(told) or "nothing"


def unknown_words(delivery: Delivery, told: str) -> str:
    """What to do about a message nobody can vouch for: the two commands, one of which settles it."""
    command = f"communique mail settle {delivery.edition} {delivery.address}"
    return (
        f"unknown: {delivery.address}: {told}. Look for {delivery.message_id} in the server’s log, or ask the reader; "
        f"then either\n    {command} --sent\n    {command} --again"
    )
