"""The key that signs, from PKCS#12 or PEM. Its password comes from the environment, and neither is ever printed."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_pem_private_key, pkcs12

from communique.errors import SettingsError
from communique.signing.certificate import Certificate, read_certificate, read_file

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    PrivateKey = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey

PASSWORD: Final = "COMMUNIQUE_SIGNING_PASSWORD"
"""The environment variable that holds the password."""
LEAST_RSA: Final = 2048


@dataclass(frozen=True, slots=True)
class Key:
    """A private key with its certificate, and the certificates between that and the root. Its text names no secret."""

    private: PrivateKey
    certificate: Certificate
    chain: tuple[x509.Certificate, ...] = ()

    def __repr__(self) -> str:
        return f"Key({self.certificate.words})"


def load_key(path: Path, certificate: Path | None, instant: datetime) -> Key:
    """The key in ``path`` (SIGNING_KEY), fit to sign at ``instant``.

    PKCS#12 holds the certificate too; of a PEM file it is in the same file or in ``certificate``
    (SIGNING_CERTIFICATE). Raises SettingsError, saying which of the two is wrong and how.
    """
    raw = read_file(path, "SIGNING_KEY")
    given = read_certificate(certificate, "SIGNING_CERTIFICATE") if certificate else None
    key = _from_pem(raw, path.name, given) if b"-----BEGIN" in raw else _from_pkcs12(raw, path.name)
    if given is not None and given.found != key.certificate.found:
        raise SettingsError(
            f"SIGNING_CERTIFICATE is that of {given.words}, and SIGNING_KEY that of {key.certificate.words}: "
            "name the certificate of the key."
        )
    if _public(key.certificate.found.public_key()) != _public(key.private.public_key()):
        raise SettingsError(f"SIGNING_KEY: the key in {path.name} is not the one its certificate is for.")
    if why := key.certificate.why_not(instant):
        raise SettingsError(f"SIGNING_KEY: the certificate of {key.certificate.name} cannot sign: {why}.")
    return key


def _password() -> bytes | None:
    return os.environ.get(PASSWORD, "").encode() or None


def _wrong_password(name: str) -> SettingsError:
    there = "does not open it" if _password() else "is not set"
    return SettingsError(f"SIGNING_KEY: {name} is locked, and {PASSWORD} {there}.")


def _from_pkcs12(raw: bytes, name: str) -> Key:
    private, own, chain = _opened(raw, name)
    if private is None or own is None:
        raise SettingsError(f"SIGNING_KEY: {name} holds no key with its certificate.")
    return Key(_suited(private, name), Certificate(own), tuple(chain))


def _opened(raw: bytes, name: str) -> tuple[object, x509.Certificate | None, list[x509.Certificate]]:
    """What PKCS#12 holds, locked with the password or with none."""
    for password in dict.fromkeys((_password(), None)):
        try:
            return pkcs12.load_key_and_certificates(raw, password)
        except ValueError as error:
            if "password" not in str(error).lower():
                raise SettingsError(f"SIGNING_KEY: {name} is neither PKCS#12 nor PEM.") from None
    raise _wrong_password(name)


def _from_pem(raw: bytes, name: str, certificate: Certificate | None) -> Key:
    try:
        private = load_pem_private_key(raw, _password())
    except TypeError:  # the two cases cryptography tells apart by type: no password for a locked key, or one too many
        if _password() is None:
            raise _wrong_password(name) from None
        private = load_pem_private_key(raw, None)
    except ValueError as error:
        if b"ENCRYPTED" in raw:
            raise _wrong_password(name) from None
        raise SettingsError(f"SIGNING_KEY: {name} holds no private key that can be read.") from error
    inside = x509.load_pem_x509_certificates(raw) if b"BEGIN CERTIFICATE" in raw else []
    if certificate is None and not inside:
        raise SettingsError(f"SIGNING_KEY: {name} holds no certificate; name it in SIGNING_CERTIFICATE.")
    own = Certificate(inside[0]) if inside else certificate
    assert own is not None
    return Key(_suited(private, name), own, tuple(inside[1:]))


def _suited(private: object, name: str) -> PrivateKey:
    if isinstance(private, rsa.RSAPrivateKey):
        if private.key_size < LEAST_RSA:
            raise SettingsError(f"SIGNING_KEY: the key in {name} has {private.key_size} bits; RSA needs {LEAST_RSA}.")
        return private
    if isinstance(private, ec.EllipticCurvePrivateKey):
        return private
    # OpenSSL 3.0, which many readers have, cannot check an Ed25519 signature in CMS (RFC 8419).
    raise SettingsError(f"SIGNING_KEY: the key in {name} is none that readers can check everywhere: use RSA or ECDSA.")


def _public(key: object) -> bytes:
    return key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)  # type: ignore[attr-defined,no-any-return]
