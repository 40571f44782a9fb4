"""The one module that knows the network: a verified connection to a submission server, and one message over it.

TLS is verified, or nothing is said: no name, no password, no message. The last octets of a message, which hand it over
(RFC 5321, 4.1.1.4), are sent only after ``arm`` has put into the ledger that they are about to be; until then a broken
connection has delivered nothing.
"""

from __future__ import annotations

import base64
import contextlib
import re
import smtplib
import socket
import ssl
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from communique.errors import MailError
from communique.mail.logging_in import WAYS, log_in
from communique.mail.replies import CLOSING, UTF8, Reply, Verdict, reply_of, verdict_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from communique.mail.credentials import Credential

_DOTS: Final = re.compile(rb"(?m)^\.")
_ENDING: Final = re.compile(r"[\x00-\x20<>\x7f]")
_STAGES: Final = (("MAIL", 2), ("RCPT", 2), ("DATA", 3))
IDLE: Final = 5.0
"""Seconds after which a connection is asked whether it is still one: servers hang up on whoever is slow."""
_GONE: Final = (smtplib.SMTPException, OSError, UnicodeError, ValueError)
"""What smtplib and the socket raise when the talk is over, a reply that is no reply included."""


class ConnectError(Exception):
    """The server could not be reached, or closed the door; another try may succeed."""


@dataclass(frozen=True, slots=True)
class Server:
    """Where mail is handed in. ``implicit``: TLS from the first octet; else STARTTLS, which must be offered.

    ``hello`` is how we introduce ourselves; ``authority`` a file of certificates to trust instead of the system's.
    """

    host: str
    port: int
    implicit: bool = False
    hello: str = "localhost"
    authority: str | None = None
    timeout: float = 60.0
    patience: float = 600.0
    """Seconds to wait for the reply to a whole message: ten minutes (RFC 5321, 4.5.3.2.6)."""


@dataclass(frozen=True, slots=True)
class Envelope:
    """Who sends to whom, as SMTP has it; ``utf8`` where the message or an address needs SMTPUTF8."""

    sender: str
    to: str
    utf8: bool = False

    def __post_init__(self) -> None:
        """Raises MailError for what would end a command, or the address in it; no address that was read has that."""
        if _ENDING.search(self.sender + self.to):
            raise MailError("an address would end the command it stands in; nothing was sent.")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one message, and the reply that says so."""

    verdict: Verdict
    reply: Reply


@dataclass(slots=True)
class Connection:
    """A connection that is opened when it is needed and used for many messages."""

    server: Server
    credential: Credential | None = None
    _smtp: smtplib.SMTP | None = field(default=None, repr=False)
    _heard: float = 0.0

    def open(self) -> None:
        """Connect, verify, log in. Raises MailError where trying again cannot help, ConnectError where it may."""
        if self._smtp is not None and time.monotonic() - self._heard > IDLE and not self._is_there(self._smtp):
            self.drop()
        if self._smtp is None:
            self._smtp = self._verified()
            try:
                self._log_in(self._smtp)
            except BaseException:
                self.drop()
                raise

    def close(self) -> None:
        """Say goodbye and hang up."""
        if self._smtp is not None:
            with contextlib.suppress(*_GONE):
                self._smtp.quit()
            self.drop()

    def drop(self) -> None:
        """Hang up without a word; a message that is not complete is thus never delivered."""
        if self._smtp is not None:
            self._smtp.close()
            self._smtp = None

    def deliver(self, envelope: Envelope, message: bytes, arm: Callable[[], None]) -> Outcome:
        """Hand over one message on the open connection. ``arm`` is called right before the octets that complete it;
        where it raises, the connection is dropped and the message is not delivered.
        """
        smtp = self._smtp
        assert smtp is not None, "open it first"
        self._heard = time.monotonic()
        if refusal := self._unfit(smtp, envelope, message):
            return Outcome(Verdict.REFUSED, refusal)
        try:
            outcome = self._handed(smtp, envelope, message, arm)
        except BaseException:  # of ``arm``, or of whoever stops us: half a message is never finished by a word of ours
            self.drop()
            raise
        if outcome.verdict in (Verdict.UNKNOWN, Verdict.LOST) or outcome.reply.code == CLOSING:
            self.drop()
        elif outcome.reply.stage != "message" and self._smtp is not None:
            self._reset(smtp)
        return outcome

    def _handed(self, smtp: smtplib.SMTP, envelope: Envelope, message: bytes, arm: Callable[[], None]) -> Outcome:
        try:
            if (outcome := self._announce(smtp, envelope, len(message))) is not None:
                return outcome
            smtp.send(_DOTS.sub(b"..", message))
        except _GONE as error:
            return Outcome(Verdict.LOST, self._broken(error))
        arm()
        return self._complete(smtp)

    def _unfit(self, smtp: smtplib.SMTP, envelope: Envelope, message: bytes) -> Reply | None:
        """Why this server cannot take it, known before a word is said: its size (RFC 1870), its letters (RFC 6531)."""
        most = smtp.esmtp_features.get("size", "").strip()
        if most.isdigit() and 0 < int(most) < len(message):
            told = f"5.3.4 the message has {len(message):,} octets; {self.server.host} takes {int(most):,}"
            return Reply(552, f"{told}: send a link, or set attach_up_to", "SIZE")
        if envelope.utf8 and not smtp.has_extn("smtputf8"):
            told = "5.6.7 the letters before the '@' need SMTPUTF8, which this server does not offer"
            return Reply(553, f"{told}: ask the reader for another address", UTF8)
        return None

    def _announce(self, smtp: smtplib.SMTP, envelope: Envelope, size: int) -> Outcome | None:
        """MAIL, RCPT and DATA; what stood in the way, or None where the server waits for the message.

        In one go where the server takes that (RFC 2920): each wait for a reply is a way to the server and back.
        """
        smtp.command_encoding = "utf-8" if envelope.utf8 else "ascii"
        options = (f" SIZE={size}" if smtp.has_extn("size") else "") + (" SMTPUTF8" if envelope.utf8 else "")
        commands = (f"MAIL FROM:<{envelope.sender}>{options}\r\n", f"RCPT TO:<{envelope.to}>\r\n", "DATA\r\n")
        together = smtp.has_extn("pipelining")
        if together:
            smtp.send("".join(commands))
        for number, (command, (stage, wanted)) in enumerate(zip(commands, _STAGES, strict=True)):
            if not together:
                smtp.send(command)
            reply = self._reply(smtp.getreply(), stage)
            if reply.code // 100 != wanted:
                if together and reply.code != CLOSING:
                    self._listen_on(smtp, len(commands) - number - 1)
                verdict = verdict_of(reply)
                # A 2xx or 3xx out of place is a server that has lost its way: nothing more is said to it.
                return Outcome(Verdict.LOST if verdict is Verdict.SENT else verdict, reply)
        return None

    def _listen_on(self, smtp: smtplib.SMTP, replies: int) -> None:
        """Hear what is said to the commands behind one that failed; hang up where the server waits for a message now:
        an empty one is not what anybody wants to get.
        """
        try:
            codes = [smtp.getreply()[0] for _ in range(replies)]
        except _GONE:
            codes = []
        if len(codes) < replies or 3 in (code // 100 for code in codes):
            self.drop()

    def _complete(self, smtp: smtplib.SMTP) -> Outcome:
        try:
            _wait(smtp, self.server.patience)
            smtp.send(b".\r\n")
        except _GONE as error:  # the octets never left: no server can have taken the message
            return Outcome(Verdict.LOST, self._broken(error))
        try:
            reply = self._reply(smtp.getreply(), "message")
            _wait(smtp, self.server.timeout)
        except _GONE as error:
            return Outcome(Verdict.UNKNOWN, self._broken(error, "message"))
        return Outcome(verdict_of(reply), reply)

    def _is_there(self, smtp: smtplib.SMTP) -> bool:
        try:
            return smtp.noop()[0] // 100 == 2
        except _GONE:
            return False

    def _reset(self, smtp: smtplib.SMTP) -> None:
        """Get ready for the next message after one that was turned away; hang up where the server does not follow."""
        try:
            if smtp.rset()[0] // 100 != 2:
                self.drop()
        except _GONE:
            self.drop()

    def _verified(self) -> smtplib.SMTP:
        server = self.server
        smtp: smtplib.SMTP | None = None
        try:
            context = ssl.create_default_context(cafile=server.authority)
            context.minimum_version = ssl.TLSVersion.TLSv1_2
            smtp = self._greeted(context)
            if smtp.sock is not None:  # else the last octets of each message wait for an acknowledgement (Nagle)
                smtp.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            smtp.ehlo_or_helo_if_needed()
            if not server.implicit:
                self._upgraded(smtp, context)
            if not isinstance(smtp.sock, ssl.SSLSocket):
                raise MailError(f"{server.host}: the connection is not encrypted; nothing was sent.")
        except BaseException as error:
            if smtp is not None:
                smtp.close()
            raise self._unopened(error) from None
        return smtp

    def _greeted(self, context: ssl.SSLContext) -> smtplib.SMTP:
        server = self.server
        if server.implicit:
            return smtplib.SMTP_SSL(server.host, server.port, server.hello, timeout=server.timeout, context=context)
        return smtplib.SMTP(server.host, server.port, server.hello, timeout=server.timeout)

    def _unopened(self, error: BaseException) -> BaseException:
        """What stands in the way: MailError where trying again cannot help, ConnectError where it may."""
        server = self.server
        if isinstance(error, ssl.SSLCertVerificationError):
            told = error.verify_message.rstrip(".") or "it cannot be verified"
            return MailError(f"{server.host}: its certificate is not to be trusted: {told}; nothing was sent.")
        if isinstance(error, ssl.SSLError) and not isinstance(error, ssl.SSLEOFError | ssl.SSLZeroReturnError):
            return MailError(f"{server.host}: TLS failed ({error.reason or 'no reason given'}); nothing was sent.")
        if isinstance(error, smtplib.SMTPResponseException):
            reply = self._reply((error.smtp_code, error.smtp_error), "connect")
            return ConnectError(f"{server.host}:{server.port}: {reply}")
        if isinstance(error, _GONE):
            return ConnectError(f"{server.host}:{server.port}: {self._broken(error)}")
        return error

    def _upgraded(self, smtp: smtplib.SMTP, context: ssl.SSLContext) -> None:
        host = self.server.host
        if not smtp.has_extn("starttls"):
            raise MailError(
                f"{host}: the server offers no STARTTLS, or somebody on the way takes it out; nothing was sent. "
                "Set 'security: implicit' and its port where it has one."
            )
        smtp.starttls(context=context)
        smtp.ehlo_or_helo_if_needed()

    def _log_in(self, smtp: smtplib.SMTP) -> None:
        if self.credential is None:
            return
        host = self.server.host
        try:
            reply = log_in(smtp.docmd, smtp.esmtp_features.get("auth", ""), self.credential)
        except _GONE as error:
            raise ConnectError(f"{host}: {self._broken(error)}") from None
        if reply is None:
            raise MailError(f"{host}: it offers no way to log in that we know ({WAYS}); nothing was sent.")
        told = self._reply(reply, "AUTH")
        if 400 <= told.code < 500:
            raise ConnectError(f"{host}: {told}")
        if told.code // 100 != 2:
            raise MailError(f"{host}: it does not take user name and password: {told}; nothing was sent.")

    def _reply(self, told: tuple[int, bytes | str], stage: str) -> Reply:
        return reply_of(told[0], told[1], stage, self._hidden())

    def _broken(self, error: BaseException, stage: str = "connection") -> Reply:
        if isinstance(error, TimeoutError):
            told = "no reply in time"
        elif isinstance(error, smtplib.SMTPServerDisconnected):
            told = "the connection was closed"
        elif isinstance(error, OSError) and error.strerror:
            told = error.strerror.lower()
        else:
            told = "the talk broke off"
        return reply_of(0, told, stage, self._hidden())

    def _hidden(self) -> tuple[str, ...]:
        """What no reply may show: the password, alone and as AUTH writes it."""
        if self.credential is None:
            return ()
        user, password = self.credential.user, self.credential.reveal()
        forms = (password, f"\0{user}\0{password}")
        return (password, *(base64.b64encode(form.encode()).decode("ascii") for form in forms))


def _wait(smtp: smtplib.SMTP, seconds: float) -> None:
    """Wait so long for the next reply."""
    if smtp.sock is not None:
        smtp.sock.settimeout(seconds)
