"""Addresses of readers: what is one, how it is written on the wire, and when two are the same.

A dot-atom of RFC 5321, with the letters of RFC 6531. Quoted local parts and address literals are refused: no reader
has one, and each is a way to smuggle something into a header or a command.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Final

import idna

_ATOM: Final = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~\-\u0080-\U0010ffff]+")
_UNSEEN: Final = ("C", "Z")
"""Unicode categories that may not stand in a local part: controls, formats that turn text round, spaces."""

LONGEST_LOCAL: Final = 64
LONGEST: Final = 254
"""Octets of a local part and of a whole address (RFC 5321, 4.5.3.1)."""


class AddressError(ValueError):
    """A text is no address. ``what`` is wrong with it, and what to do is in ``hint``."""

    def __init__(self, what: str, hint: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.hint = hint


@dataclass(frozen=True, slots=True)
class Address:
    """``local`` as it was written (NFC), ``domain`` in the letters of DNS (A-labels, lower case)."""

    local: str
    domain: str

    @property
    def wire(self) -> str:
        """As SMTP and headers have it. Not ASCII where the local part is not: that needs SMTPUTF8."""
        return f"{self.local}@{self.domain}"

    @property
    def needs_utf8(self) -> bool:
        """Whether only a server with SMTPUTF8 (RFC 6531) can take it."""
        return not self.local.isascii()

    @property
    def key(self) -> str:
        """What two addresses of one mailbox have in common: letters without case, compatible forms made one.

        A tag (``name+tag@``) counts: only the receiving server knows whether it leads to the same mailbox.
        """
        return f"{unicodedata.normalize('NFKC', self.local).casefold()}@{self.domain}"

    @property
    def shown(self) -> str:
        """For people: the domain in its own script."""
        return f"{self.local}@{idna.decode(self.domain)}"


def read_address(text: str) -> Address:
    """The address that ``text`` is. Raises AddressError."""
    local, at, domain = text.strip().rpartition("@")
    if not at or not local or not domain:
        raise AddressError(f"'{text}' is no address", "write name@domain")
    return Address(_local(unicodedata.normalize("NFC", local)), _domain(domain))


def _local(local: str) -> str:
    if local.startswith('"'):
        raise AddressError("a local part in quotation marks is not supported", "ask the reader for another address")
    if any(unicodedata.category(letter).startswith(_UNSEEN) for letter in local):
        raise AddressError("a space or an unseen character stands before the '@'", "delete it")
    if not all(_ATOM.fullmatch(atom) for atom in local.split(".")):
        raise AddressError(f"'{local}' cannot stand before an '@'", "no two dots, no dot at an end, no brackets")
    if len(local.encode()) > LONGEST_LOCAL:
        raise AddressError(f"more than {LONGEST_LOCAL} octets stand before the '@'", "look for a missing line break")
    return local


def _domain(domain: str) -> str:
    if domain.startswith("["):
        raise AddressError("an address of a machine in brackets is not supported", "write a domain")
    try:
        ascii_domain = idna.encode(domain, uts46=True, std3_rules=True).decode("ascii").lower()
    except idna.IDNAError as error:
        raise AddressError(f"'{domain}' is no domain: {error}", "mend what stands after the '@'") from error
    if ascii_domain.endswith(".") or "." not in ascii_domain or ascii_domain.rpartition(".")[2].isdigit():
        raise AddressError(f"'{domain}' is no domain", "it has at least one dot, and none at its end")
    if len(ascii_domain) > LONGEST - 2:
        raise AddressError("the domain is too long", "look for a missing line break")
    return ascii_domain
