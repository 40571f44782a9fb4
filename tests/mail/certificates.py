"""An authority of our own and certificates by it: good ones, and each sort of bad one."""

from __future__ import annotations

import datetime
from functools import cache
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

HOST = "localhost"


def _name(words: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, words)])


@cache
def _key(whose: str) -> ec.EllipticCurvePrivateKey:
    del whose
    return ec.generate_private_key(ec.SECP256R1())


def _certificate(subject: str, host: str, *, by: str, days: tuple[int, int], authority: bool) -> x509.Certificate:
    now = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(_name(subject))
        .issuer_name(_name(by))
        .public_key(_key(subject).public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now + datetime.timedelta(days=days[0]))
        .not_valid_after(now + datetime.timedelta(days=days[1]))
        .add_extension(x509.BasicConstraints(ca=authority, path_length=None), critical=True)
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(host)]), critical=False)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(_key(subject).public_key()), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(_key(by).public_key()), critical=False)
    )
    return made.sign(_key(by), hashes.SHA256())


def write_certificates(folder: Path) -> None:
    """``authority.pem``, and ``good.pem``, ``self-signed.pem``, ``expired.pem``, ``wrong-host.pem`` with their keys."""
    folder.mkdir(parents=True, exist_ok=True)
    authority = _certificate("Test authority", "authority.test", by="Test authority", days=(-9, 9), authority=True)
    (folder / "authority.pem").write_bytes(authority.public_bytes(serialization.Encoding.PEM))
    for name, host, by, days in (
        ("good", HOST, "Test authority", (-1, 9)),
        ("self-signed", HOST, "self-signed", (-1, 9)),
        ("expired", HOST, "Test authority", (-9, -1)),
        ("wrong-host", "elsewhere.test", "Test authority", (-1, 9)),
    ):
        made = _certificate(name, host, by=by, days=days, authority=False)
        key = _key(name).private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        (folder / f"{name}.pem").write_bytes(key + made.public_bytes(serialization.Encoding.PEM))
