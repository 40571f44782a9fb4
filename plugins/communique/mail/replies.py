"""What a server's reply means for a message: sent, refused, wrong address, later, or unknown (RFC 5321, RFC 3463)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from communique.diagnostics import printable, shorten

_ENHANCED: Final = re.compile(r"([245])\.(\d{1,3})\.(\d{1,3})(?=\s|$)")
_SENDERS: Final = {"5.1.7", "5.1.8", "5.1.9"}
"""Codes of the address class that are about the sender's address, or about a relay: no fault of the reader's."""
DISABLED: Final = "5.2.1"
CLOSING: Final = 421
"""The server hangs up (RFC 5321, 3.8), whatever it was asked; it says nothing of the reader or the message."""
UTF8: Final = "SMTPUTF8"
"""The stage of a refusal of our own: this server cannot take this reader's letters (RFC 6531)."""
LONGEST: Final = 300


class Verdict(StrEnum):
    """What became of one try."""

    SENT = "sent"
    ADDRESS = "address"
    """No such mailbox, for good: the address is suppressed."""
    REFUSED = "refused"
    """This message was refused for good; another may be taken."""
    LATER = "later"
    LOST = "lost"
    """The connection was gone before the message was complete: the server does not have it."""
    UNKNOWN = "unknown"
    """The message was complete, and no reply came: RFC 1047's case. Only a person can tell."""


@dataclass(frozen=True, slots=True)
class Reply:
    """A server's reply. ``stage`` says to what: ``connect``, ``MAIL``, ``RCPT``, ``DATA``, ``message``."""

    code: int
    text: str
    stage: str

    @property
    def enhanced(self) -> str:
        """Its enhanced status code; empty where it has none, or one of another class than the reply."""
        match = _ENHANCED.match(self.text)
        return match.group() if match and match.group(1) == str(self.code)[:1] else ""

    @property
    def signature(self) -> str:
        """What two refusals of one sort have in common, whatever address or queue id their words name."""
        return f"{self.code} {self.enhanced} {self.stage}"

    def __str__(self) -> str:
        return f"{self.code} {self.text}" if self.code > 0 else self.text


def reply_of(code: int, text: bytes | str, stage: str, hidden: tuple[str, ...] = ()) -> Reply:
    """A reply as it came, on one printable line, and without anything in ``hidden``: a server may echo a password."""
    words = text.decode("utf-8", "replace") if isinstance(text, bytes) else text
    for secret in hidden:
        if secret:
            words = words.replace(secret, "…")
    return Reply(code, shorten(printable(" ".join(words.split())), LONGEST), stage)


def is_address_fault(enhanced: str) -> bool:
    """Whether a status says that the mailbox is not there, or is closed for good."""
    return (enhanced.startswith("5.1.") and enhanced not in _SENDERS) or enhanced == DISABLED


def verdict_of(reply: Reply) -> Verdict:
    """What a reply to MAIL, RCPT, DATA or to the whole message means."""
    if 200 <= reply.code < 300:
        return Verdict.SENT
    if 400 <= reply.code < 500:
        return Verdict.LATER
    if 500 <= reply.code < 600:
        about_reader = reply.stage in ("RCPT", "message")
        return Verdict.ADDRESS if about_reader and is_address_fault(reply.enhanced) else Verdict.REFUSED
    return Verdict.UNKNOWN if reply.stage == "message" else Verdict.LOST
