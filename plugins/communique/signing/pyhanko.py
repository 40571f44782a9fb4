"""A key as pyHanko wants it. Imported only where something is signed or checked: it takes a second to load."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any, TypeVar

from asn1crypto import keys, x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, load_der_private_key
from pyhanko.sign.signers import SimpleSigner
from pyhanko_certvalidator.registry import SimpleCertificateStore
from pyhanko_certvalidator.util import get_pyca_cryptography_hash

if TYPE_CHECKING:
    from collections.abc import Coroutine

    from communique.signing.key import Key

T = TypeVar("T")


def finished(work: Coroutine[Any, Any, T]) -> T:
    """What ``work`` comes to, whether or not a loop of events runs in this thread already."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, work).result()


class Signer(SimpleSigner):
    """Signs the same bytes with the same signature: ECDSA takes its number from key and content (RFC 6979)."""

    def sign_raw(self, data: bytes, digest_algorithm: str) -> bytes:
        """The raw signature of ``data``."""
        private = load_der_private_key(self.signing_key.dump(), password=None)
        if isinstance(private, ec.EllipticCurvePrivateKey):
            return private.sign(
                data, ec.ECDSA(get_pyca_cryptography_hash(digest_algorithm), deterministic_signing=True)
            )
        return bytes(super().sign_raw(data, digest_algorithm))


def signer_of(key: Key) -> Signer:
    """A signer with ``key``, which adds the certificates it came with."""
    store = SimpleCertificateStore()  # type: ignore[no-untyped-call]
    for each in key.chain:
        store.register(x509.Certificate.load(each.public_bytes(Encoding.DER)))
    plain = key.private.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    return Signer(
        signing_cert=x509.Certificate.load(key.certificate.der),
        signing_key=keys.PrivateKeyInfo.load(plain),
        cert_registry=store,
    )
