"""Whose key signs: a certificate, in the words readers compare."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from cryptography import x509
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding

from communique.errors import SettingsError

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Certificate:
    """A certificate (X.509, RFC 5280)."""

    found: x509.Certificate

    @property
    def name(self) -> str:
        """Whom it names: its common name, else its whole subject."""
        names = self.found.subject.get_attributes_for_oid(x509.NameOID.COMMON_NAME)
        return str(names[0].value) if names else self.found.subject.rfc4514_string()

    @property
    def fingerprint(self) -> str:
        """The SHA-256 of its bytes, in pairs, as ``openssl x509 -fingerprint -sha256`` prints it."""
        return self.found.fingerprint(SHA256()).hex(":").upper()

    @property
    def words(self) -> str:
        """Name and fingerprint."""
        return f"{self.name}, SHA-256 {self.fingerprint}"

    @property
    def pem(self) -> bytes:
        """It as PEM."""
        return self.found.public_bytes(Encoding.PEM)

    @property
    def der(self) -> bytes:
        """It as DER."""
        return self.found.public_bytes(Encoding.DER)

    def why_not(self, instant: datetime) -> str:
        """Why it may not sign at ``instant``; empty where it may."""
        start, end = self.found.not_valid_before_utc, self.found.not_valid_after_utc
        if instant < start:
            return f"it holds from {start:%Y-%m-%d %H:%M} UTC only"
        if instant > end:
            return f"it ended on {end:%Y-%m-%d} at {end:%H:%M} UTC"
        try:
            usage = self.found.extensions.get_extension_for_class(x509.KeyUsage).value
        except x509.ExtensionNotFound:
            return ""
        may = usage.digital_signature or usage.content_commitment
        return "" if may else "its key usage does not allow signatures"


def read_certificate(path: Path, setting: str) -> Certificate:
    """The first certificate in the file ``path``, PEM or DER. Raises SettingsError naming ``setting``."""
    raw = read_file(path, setting)
    try:
        loaded = x509.load_pem_x509_certificate(raw) if b"-----BEGIN" in raw else x509.load_der_x509_certificate(raw)
    except ValueError as error:
        raise SettingsError(f"{setting}: {path.name} holds no certificate (PEM or DER).") from error
    return Certificate(loaded)


def read_file(path: Path, setting: str) -> bytes:
    """The bytes of a file that a setting names. Raises SettingsError where it cannot be read."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise SettingsError(f"{setting}: {path.name} cannot be read: {error.strerror or error}.") from error
