"""DKIM signatures: RFC 6376, relaxed/relaxed, with rsa-sha256 or ed25519-sha256 (RFC 8463), on ``cryptography``.

Why not a library: docs/decisions/0076. The tests have every signature verified by one that is not ours.
"""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from communique.errors import MailError

if TYPE_CHECKING:
    from collections.abc import Sequence

SIGNED: Final = (
    "From", "Reply-To", "To", "Subject", "Date", "Message-ID", "MIME-Version", "Content-Type",
    "Content-Transfer-Encoding", "Content-Language", "Auto-Submitted", "List-Id", "List-Unsubscribe",
    "List-Unsubscribe-Post", "References",
)  # fmt: skip
"""Headers that a signature covers where a message has them."""
SEALED: Final = ("From", "To", "Subject", "Date", "Reply-To", "List-Unsubscribe", "List-Unsubscribe-Post")
"""Headers named once more than they stand there: nobody can add a second one (RFC 6376, 5.4.2)."""
SHORTEST_RSA: Final = 2048
_WSP = re.compile(rb"[ \t]+")

Header = tuple[str, bytes]
"""A header's name and its value as it stands, folds included, without the last line end."""


@dataclass(frozen=True, slots=True)
class Signer:
    """A domain's key; it prints without it."""

    domain: str
    selector: str
    key: RSAPrivateKey | Ed25519PrivateKey = field(repr=False)

    @property
    def algorithm(self) -> str:
        """Its name in the signature."""
        return "rsa-sha256" if isinstance(self.key, RSAPrivateKey) else "ed25519-sha256"

    def sign(self, data: bytes) -> bytes:
        """The bytes of the signature over ``data``."""
        if isinstance(self.key, RSAPrivateKey):
            return self.key.sign(data, PKCS1v15(), hashes.SHA256())
        return self.key.sign(hashlib.sha256(data).digest())  # RFC 8463: Ed25519 over the SHA-256


def read_signer(domain: str, selector: str, pem: bytes) -> Signer:
    """The signer with the private key in ``pem``. Raises MailError, without a word of the key."""
    try:
        key = load_pem_private_key(pem, password=None)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        raise MailError("the DKIM key is no private key in PEM without a passphrase.") from None
    if isinstance(key, Ed25519PrivateKey):
        return Signer(domain, selector, key)
    if isinstance(key, RSAPrivateKey) and key.key_size >= SHORTEST_RSA:
        return Signer(domain, selector, key)
    raise MailError(f"the DKIM key must be RSA of at least {SHORTEST_RSA} bits, or Ed25519.")


def body_hash(body: bytes) -> str:
    """The digest of a body in relaxed form, as a signature has it."""
    lines = [_WSP.sub(b" ", line).rstrip(b" ") for line in body.split(b"\r\n")]
    while lines and not lines[-1]:
        lines.pop()
    relaxed = b"".join(line + b"\r\n" for line in lines)
    return base64.b64encode(hashlib.sha256(relaxed).digest()).decode("ascii")


def signature(signer: Signer, headers: Sequence[Header], hashed: str, instant: int) -> bytes:
    """The whole DKIM-Signature header, with its line end, over ``headers`` and a body whose digest is ``hashed``."""
    there = {name.lower(): value for name, value in headers}
    names = [name for name in SIGNED if name.lower() in there]
    named = [*names, *SEALED]
    tags = (
        f"v=1; a={signer.algorithm}; c=relaxed/relaxed; d={signer.domain};",
        f"s={signer.selector}; t={instant};",
        *_folded(f"h={':'.join(name.lower() for name in named)};"),
        f"bh={hashed};",
        "b=",
    )
    unsigned = " " + "\r\n\t".join(tags)
    data = b"".join(_relaxed(name, there[name.lower()]) + b"\r\n" for name in names)
    data += _relaxed("DKIM-Signature", unsigned.encode("ascii"))
    signed = base64.b64encode(signer.sign(data)).decode("ascii")
    pieces = "\r\n\t ".join(signed[at : at + 70] for at in range(0, len(signed), 70))
    return f"DKIM-Signature:{unsigned}{pieces}\r\n".encode("ascii")


def _folded(tag: str) -> list[str]:
    """The list of headers, a few names a line."""
    names = tag.split(":")
    rows = [names[at : at + 5] for at in range(0, len(names), 5)]
    return [":".join(row) + (":" if number < len(rows) - 1 else "") for number, row in enumerate(rows)]


def _relaxed(name: str, value: bytes) -> bytes:
    unfolded = value.replace(b"\r\n", b"")
    return name.lower().encode("ascii") + b":" + _WSP.sub(b" ", unfolded).strip(b" ")
