"""Keys and certificates for tests: made on the spot, of nobody."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    pkcs12,
)

if TYPE_CHECKING:
    from pathlib import Path

    Private = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey

FROM = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)
UNTIL = dt.datetime(2040, 1, 1, tzinfo=dt.UTC)


def rsa_key(bits: int = 2048) -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(65537, bits)


def ec_key() -> ec.EllipticCurvePrivateKey:
    return ec.generate_private_key(ec.SECP256R1())


def certificate(
    key: Private,
    name: str = "Invented Desk",
    until: dt.datetime = UNTIL,
    issuer: tuple[Private, x509.Certificate] | None = None,
    usage: str = "digital_signature",
) -> x509.Certificate:
    """A certificate for ``key``, by itself or by ``issuer``."""
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    uses = dict.fromkeys(
        ("digital_signature", "content_commitment", "key_encipherment", "data_encipherment", "key_agreement",
         "key_cert_sign", "crl_sign", "encipher_only", "decipher_only"), False
    )  # fmt: skip
    signer, by = issuer[0] if issuer else key, issuer[1].subject if issuer else subject
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(by)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(FROM)
        .not_valid_after(until)
        .add_extension(x509.BasicConstraints(ca=usage == "key_cert_sign", path_length=None), critical=True)
        .add_extension(x509.KeyUsage(**{**uses, usage: True}), critical=True)
        .sign(signer, SHA256())
    )


def p12(path: Path, key: Private, own: x509.Certificate, password: str = "") -> Path:
    lock = BestAvailableEncryption(password.encode()) if password else NoEncryption()
    path.write_bytes(pkcs12.serialize_key_and_certificates(b"desk", key, own, None, lock))
    return path


def pem(path: Path, key: Private | None = None, *certificates: x509.Certificate, password: str = "") -> Path:
    lock = BestAvailableEncryption(password.encode()) if password else NoEncryption()
    parts = [key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, lock)] if key else []
    path.write_bytes(b"".join((*parts, *(each.public_bytes(Encoding.PEM) for each in certificates))))
    return path
