"""Readers who leave: by address, by token, by what the one-click endpoint wrote down, or by mail."""

from __future__ import annotations

import email
import fcntl
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from communique.errors import MailError
from communique.mail.addresses import AddressError, read_address
from communique.mail.bounces import raw_messages
from communique.mail.keys import TOKEN_PATTERN
from communique.mail.ledger import Suppression

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from communique.mail.ledger import Ledger

_WHOLE_TOKEN: Final = re.compile(TOKEN_PATTERN)
_LINE: Final = re.compile(rf"\S+ ({TOKEN_PATTERN})")
_SUBJECT: Final = re.compile(rf"unsubscribe\s+({TOKEN_PATTERN})", re.IGNORECASE)
WHY: Final = "left"


@dataclass(frozen=True, slots=True)
class Left:
    """What came of one wish to leave: ``list`` is empty where it is for all lists; ``new`` unless it was known."""

    who: str
    list: str
    new: bool


def leave(ledger: Ledger, named: Iterable[str], list_name: str, at: str) -> Iterator[Left]:
    """Take readers off, each named by address (from ``list_name``, or from all) or by token (from its own list).

    Raises MailError for what is neither.
    """
    tokens = tokens_of(ledger)
    for each in named:
        if _WHOLE_TOKEN.fullmatch(token := each.strip().lower()):
            if token not in tokens:
                raise MailError(f"no message of ours has the token '{token}'.")
            of_list, reader, address = tokens[token]
            yield _leave(ledger, reader, of_list, address, at)
            continue
        try:
            address_ = read_address(each)
        except AddressError as error:
            raise MailError(f"'{each}' is no token and no address: {error.what}.") from None
        yield _leave(ledger, ledger.key.reader(address_), list_name, address_.wire, at)


def leave_by_inbox(ledger: Ledger, inbox: Path, at: str) -> tuple[list[Left], int]:
    """Take off whoever the endpoint wrote down, and empty its inbox; and how many lines were of nobody we know."""
    try:
        opened = inbox.open("r+", encoding="utf-8", errors="replace")
    except FileNotFoundError:
        return [], 0
    except OSError as error:
        raise MailError(f"the inbox {inbox} cannot be read: {error.strerror}.") from None
    with opened:
        fcntl.flock(opened, fcntl.LOCK_EX)  # the endpoint waits with its next line
        known = tokens_of(ledger)
        found = [match.group(1) for line in opened if (match := _LINE.fullmatch(line.strip()))]
        left = [_leave(ledger, known[each][1], known[each][0], known[each][2], at) for each in found if each in known]
        opened.truncate(0)
    return left, sum(each not in known for each in found)


def leave_by_mail(ledger: Ledger, path: Path, at: str) -> tuple[list[Left], int]:
    """Take off whoever wrote with the subject of our ``List-Unsubscribe``; and how many messages say something else."""
    known = tokens_of(ledger)
    left: list[Left] = []
    others = 0
    for raw in raw_messages(path):
        try:
            match = _SUBJECT.search(str(email.message_from_bytes(raw[:65536]).get("Subject", "")))
        except (RecursionError, ValueError, LookupError, TypeError, AttributeError, UnicodeError):
            match = None
        token = match.group(1).lower() if match else ""
        if token in known:
            of_list, reader, address = known[token]
            left.append(_leave(ledger, reader, of_list, address, at))
        else:
            others += 1
    return left, others


def tokens_of(ledger: Ledger) -> dict[str, tuple[str, str, str]]:
    """List, reader and address by token, for all who were ever sent something."""
    found = {(each.list, each.reader): each.address for each in ledger.deliveries()}
    return {ledger.key.token(name, reader): (name, reader, address) for (name, reader), address in found.items()}


def _leave(ledger: Ledger, reader: str, list_name: str, address: str, at: str) -> Left:
    new = ledger.suppress(Suppression(reader, list_name, address, WHY, "", at))
    return Left(address or "a reader who was forgotten", list_name, new)
