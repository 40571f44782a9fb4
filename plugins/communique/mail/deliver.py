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
import ssl
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from communique.errors import MailError
from communique.mail.replies import UTF8, Reply, Verdict, reply_of, verdict_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from communique.mail.credentials import Credential

_DOTS: Final = re.compile(rb"(?m)^\.")
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

    def open(self) -> None:
        """Connect, verify, log in. Raises MailError where trying again cannot help, ConnectError where it may."""
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
        """Hand over one message. ``arm`` is called right before the octets that complete it; where it raises, the
        connection is dropped and the message is not delivered. Raises what ``open`` raises.
        """
        self.open()
        smtp = self._smtp
        assert smtp is not None
        if refusal := self._unfit(smtp, envelope, message):
            return Outcome(Verdict.REFUSED, refusal)
        try:
            outcome = self._announce(smtp, envelope, len(message))
            if outcome is None:
                smtp.send(_DOTS.sub(b"..", message))
        except _GONE as error:
            self.drop()
            return Outcome(Verdict.LOST, self._broken(error))
        if outcome is not None:
            self._after(smtp, outcome)
            return outcome
        try:
            arm()
        except BaseException:
            self.drop()
            raise
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
        """MAIL, RCPT and DATA; what stood in the way, or None where the server waits for the message."""
        smtp.command_encoding = "utf-8" if envelope.utf8 else "ascii"
        options = (f" SIZE={size}" if smtp.has_extn("size") else "") + (" SMTPUTF8" if envelope.utf8 else "")
        for stage, command, wanted in (
            ("MAIL", f"MAIL FROM:<{envelope.sender}>{options}", 2),
            ("RCPT", f"RCPT TO:<{envelope.to}>", 2),
            ("DATA", "DATA", 3),
        ):
            reply = self._reply(smtp.docmd(command), stage)
            if reply.code // 100 != wanted:
                verdict = verdict_of(reply)
                # A 2xx or 3xx out of place is a server that has lost its way: nothing more is said to it.
                return Outcome(Verdict.LOST if verdict is Verdict.SENT else verdict, reply)
        return None

    def _complete(self, smtp: smtplib.SMTP) -> Outcome:
        try:
            if smtp.sock is not None:
                smtp.sock.settimeout(self.server.patience)
            smtp.send(b".\r\n")
        except _GONE as error:  # the octets never left: no server can have taken the message
            self.drop()
            return Outcome(Verdict.LOST, self._broken(error))
        try:
            reply = self._reply(smtp.getreply(), "message")
            if smtp.sock is not None:
                smtp.sock.settimeout(self.server.timeout)
        except _GONE as error:
            self.drop()
            return Outcome(Verdict.UNKNOWN, self._broken(error, "message"))
        outcome = Outcome(verdict_of(reply), reply)
        if outcome.verdict in (Verdict.UNKNOWN, Verdict.LOST) or reply.code == 421:
            self.drop()
        return outcome

    def _after(self, smtp: smtplib.SMTP, outcome: Outcome) -> None:
        """Get ready for the next message; hang up where the server is closing, or does not follow."""
        if outcome.reply.code == 421 or outcome.verdict is Verdict.LOST:
            self.drop()
            return
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
            smtp.login(self.credential.user, self.credential.reveal())
        except smtplib.SMTPAuthenticationError as error:
            reply = self._reply((error.smtp_code, error.smtp_error), "AUTH")
            if 400 <= reply.code < 500:
                raise ConnectError(f"{host}: {reply}") from None
            raise MailError(f"{host}: it does not take user name and password: {reply}; nothing was sent.") from None
        except smtplib.SMTPNotSupportedError:
            raise MailError(f"{host}: it offers no way to log in that we know; nothing was sent.") from None
        except _GONE as error:
            raise ConnectError(f"{host}: {self._broken(error)}") from None

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
