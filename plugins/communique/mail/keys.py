"""What is made with the ledger's secret: names for readers, Message-IDs, tokens. None can be guessed without it.

The secret stands in a file of its own beside the ledger: who gets the ledger alone cannot try addresses against the
names in it.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from communique.mail.addresses import Address

LENGTH: Final = 32
_TOKEN_BYTES: Final = 15
TOKEN_PATTERN: Final = r"[a-z2-7]{24}"


@dataclass(frozen=True, slots=True)
class Key:
    """The secret; it prints as nothing."""

    secret: bytes = field(repr=False)

    @classmethod
    def new(cls) -> Key:
        """A secret nobody knows yet."""
        return cls(secrets.token_bytes(LENGTH))

    @property
    def mark(self) -> str:
        """What a ledger keeps to know its own secret again; nothing can be made with it."""
        return self._mac("mark")[:16].hex()

    def reader(self, address: Address) -> str:
        """The name of a reader in the ledger: the same for all writings of one address."""
        return self._mac("reader", address.key).hex()

    def message_id(self, edition: str, address: Address, domain: str) -> str:
        """The Message-ID of an edition to one reader: always the same, so that a second copy can be known as one."""
        return f"<{self._mac('message', edition, address.key)[:16].hex()}@{domain}>"

    def token(self, list_name: str, reader: str) -> str:
        """What a reader leaves a list with: letters and digits that survive a mail's subject and a bounce's address."""
        mac = self._mac("token", list_name, reader)[:_TOKEN_BYTES]
        return base64.b32encode(mac).decode("ascii").lower().rstrip("=")

    def _mac(self, *parts: str) -> bytes:
        told = b"".join(len(part.encode()).to_bytes(4, "big") + part.encode() for part in parts)
        return hmac.digest(self.secret, told, hashlib.sha256)
