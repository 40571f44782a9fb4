"""Delivery status notifications (RFC 3464), whatever their makers made of the standard, and qmail's, which are older.

A notification counts when it proves that it is about a message of ours: by the Message-ID it returns, or by the token
in the address it came to. Both are made with the ledger's secret: nobody can write a reader off by a forged mail.
"""

from __future__ import annotations

import email
import mailbox
import re
from dataclasses import dataclass
from email.message import Message
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final

from communique.diagnostics import printable, shorten
from communique.errors import MailError
from communique.mail.keys import TOKEN_PATTERN
from communique.mail.ledger import Delivery, State, Suppression
from communique.mail.replies import is_address_fault

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from communique.mail.ledger import Ledger

LARGEST: Final = 4 * 1024 * 1024
"""Bytes of a notification that are read; what is longer returns a whole attachment, and its head says all."""
_STATUS: Final = re.compile(r"\b([245])\.(\d{1,3})\.(\d{1,3})\b")
_MESSAGE_ID: Final = re.compile(rb"(?im)^message-id:[ \t]*(?:\r?\n[ \t]+)?(<[^<>\s]+>)")
_TOKEN: Final = re.compile(rf"(?<![a-z2-7])({TOKEN_PATTERN})(?![a-z2-7])", re.IGNORECASE)
_ARRIVED: Final = ("delivered", "relayed", "expanded")
_CAME_TO: Final = ("To", "Delivered-To", "X-Original-To", "Envelope-To", "X-Envelope-To")
_ABOUT_MESSAGE: Final = re.compile(
    r"5\.(1\.[789]|2\.([2-9]|\d\d+)|3\.([1-9]|\d\d+)|4\.(?!1$|4$|310$)\d+|6\.\d+|7\.\d+)"
)
"""Permanent failures that are no word on the mailbox: it is full, the message too large or unwanted, time ran out on
the way. (5.4.1, 5.4.4 and Exchange's 5.4.310 say that there is no such recipient, host or domain.)"""
_VAGUE: Final = re.compile(r"[245]\.0\.0")
_GREETING: Final = "Hi. This is"
_RECIPIENT: Final = re.compile(r"<[^>\n]*>:\n")
_HEAD: Final = 64 * 1024


class Fate(StrEnum):
    """What a notification came to."""

    SUPPRESSED = "suppressed"
    """No such mailbox: nothing more is sent there."""
    BOUNCED = "came back"
    """This message was not delivered; the address stays."""
    PASSING = "not final"
    """Delayed, relayed or delivered: nothing to do."""
    FOREIGN = "not about mail of ours"
    UNREADABLE = "no delivery status notification"


@dataclass(frozen=True, slots=True)
class Found:
    """One notification: ``address`` is the reader's, empty where it is nobody's."""

    fate: Fate
    address: str = ""
    told: str = ""
    subject: str = ""


def read_bounces(ledger: Ledger, path: Path, at: str) -> Iterator[Found]:
    """What each message of an mbox or a Maildir tells, put down in the ledger as it is read.

    The same mailbox may be read again: what is known changes nothing. Raises MailError where it is neither.
    """
    tokens = _tokens(ledger)
    for raw in raw_messages(path):
        yield from _read(ledger, raw[:LARGEST], tokens, at)


def raw_messages(path: Path) -> Iterator[bytes]:
    """The messages of an mbox or a Maildir as they stand. Raises MailError where it is neither."""
    opened: mailbox.Mailbox[Any]
    if path.is_dir() and (path / "cur").is_dir():
        opened = mailbox.Maildir(path, factory=None, create=False)
    elif path.is_file():
        opened = mailbox.mbox(path, create=False)
    else:
        raise MailError(f"{path} is no mbox file and no Maildir.")
    try:
        for key in sorted(opened.keys(), key=str if path.is_dir() else int):
            yield opened.get_bytes(key)
    except OSError as error:
        raise MailError(f"{path}: {error.strerror or error}.") from None
    finally:
        opened.close()


def _read(ledger: Ledger, raw: bytes, tokens: dict[str, str], at: str) -> Iterator[Found]:
    try:
        message = email.message_from_bytes(raw)
        subject = shorten(printable(" ".join(str(message.get("Subject", "")).split())), 100)
        statuses = list(_statuses(message))
    except (RecursionError, ValueError, LookupError, TypeError, AttributeError, UnicodeError):
        yield Found(Fate.UNREADABLE)  # made to break who reads it: nothing in it counts
        return
    about = _about(ledger, raw, message, tokens)
    if not statuses:
        yield Found(Fate.UNREADABLE, about.address if about else "", subject=subject)
        return
    if about is not None and any(action in _ARRIVED for action, _, _ in statuses):
        # An address that leads to several: one of them has it.
        statuses = [each for each in statuses if each[0] in _ARRIVED]
    for action, status, told in statuses:
        yield _judged(ledger, about, action, status, told, subject, at)


def _statuses(message: Message) -> Iterator[tuple[str, str, str]]:
    """Action, status and words for each recipient of every notification in ``message``."""
    for part in message.walk():
        if part.get_content_type() not in ("message/delivery-status", "message/global-delivery-status"):
            continue
        for fields in _blocks(part):
            action = _words(fields.get("Action", "")).lower().partition(" ")[0]
            if not action and "Final-Recipient" not in fields:
                continue  # the first block is about the message as a whole
            told = _words(fields.get("Diagnostic-Code", "")).partition(";")[2] or _words(fields.get("Status", ""))
            yield action, _status(_words(fields.get("Status", "")), told), shorten(told.strip(), 200)
    if message.get_content_type() == "text/plain":
        for told in map(_words, _qmail(_plain(message))):
            yield "failed", _status("", told), shorten(told, 200)


def _qmail(text: str) -> Iterator[str]:
    """qmail's own form (cr.yp.to/proto/qsbmf.txt): a greeting, a paragraph a recipient, below a line the message."""
    told, line, _ = text.lstrip()[:_HEAD].partition("\n--- ")
    if told.startswith(_GREETING) and line:
        yield from (each for each in told.split("\n\n") if _RECIPIENT.match(each.lstrip()))


def _status(given: str, told: str) -> str:
    """The status, or the one in the words of the server behind it where that says more."""
    own, words = _STATUS.search(given), _STATUS.search(told)
    if own and not (_VAGUE.fullmatch(own.group()) and words and words.group(1) == own.group(1)):
        return own.group()
    return words.group() if words else ""


def _plain(message: Message) -> str:
    payload: Any = message.get_payload(decode=True)
    return payload.decode("utf-8", "replace").replace("\r\n", "\n") if isinstance(payload, bytes) else ""


def _blocks(part: Message) -> list[Message]:
    """The blocks of fields of a notification; some senders encode the whole part, and the parser leaves it as text."""
    payload: Any = part.get_payload()
    if isinstance(payload, list) and part.get("Content-Transfer-Encoding", "").lower() not in (
        "base64",
        "quoted-printable",
    ):
        return [each for each in payload if isinstance(each, Message)]
    encoded = "".join(each.as_string() for each in payload) if isinstance(payload, list) else str(payload)
    holder = Message()
    holder["Content-Transfer-Encoding"] = str(part.get("Content-Transfer-Encoding", "7bit"))
    holder.set_payload(encoded.strip())
    decoded: Any = holder.get_payload(decode=True)
    text = decoded.decode("utf-8", "replace") if isinstance(decoded, bytes) else ""
    return [email.message_from_string(block) for block in re.split(r"\r?\n\s*\r?\n", text) if block.strip()]


def _words(value: object) -> str:
    return printable(" ".join(str(value).split()))


def _about(ledger: Ledger, raw: bytes, message: Message, tokens: dict[str, str]) -> Delivery | None:
    """The delivery that a notification proves to be about."""
    own = str(message.get("Message-ID", "")).strip()
    for found in _MESSAGE_ID.findall(raw):
        id_ = found.decode("ascii", "replace")
        if id_ != own and (known := ledger.deliveries(message_id=id_)):
            return known[-1]
    came_to = " ".join(str(value) for name in _CAME_TO for value in message.get_all(name, []))
    for token in _TOKEN.findall(came_to):
        if reader := tokens.get(token.lower()):
            sent = [each for each in ledger.deliveries(reader=reader) if each.state is not State.QUEUED]
            return sent[-1] if sent else None
    return None


def _tokens(ledger: Ledger) -> dict[str, str]:
    pairs = {(each.list, each.reader) for each in ledger.deliveries() if each.address}
    return {ledger.key.token(list_name, reader): reader for list_name, reader in pairs}


def _judged(
    ledger: Ledger, about: Delivery | None, action: str, status: str, told: str, subject: str, at: str
) -> Found:
    if action and action != "failed":
        return Found(Fate.PASSING, about.address if about else "", told, subject)
    if about is None or not about.address:
        return Found(Fate.FOREIGN, told=told, subject=subject)
    if not status.startswith("5."):
        # Given up after days of trying: this edition did not arrive, and the address may well be right.
        _came_back(ledger, about, told, at)
        return Found(Fate.BOUNCED, about.address, told, subject)
    _came_back(ledger, about, told, at)
    if is_address_fault(status) or not _ABOUT_MESSAGE.fullmatch(status):
        ledger.suppress(Suppression(about.reader, "", about.address, "it came back", told, at))
        return Found(Fate.SUPPRESSED, about.address, told, subject)
    return Found(Fate.BOUNCED, about.address, told, subject)


def _came_back(ledger: Ledger, about: Delivery, told: str, at: str) -> None:
    if about.state in (State.SENT, State.UNKNOWN):
        ledger.settle(about.id, State.BOUNCED, f"came back: {told}", at)
