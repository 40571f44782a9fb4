"""A signature in a file of its own (CMS, RFC 5652, DER, SHA-256): the signed file keeps its bytes."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from communique.signing.certificate import Certificate

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from asn1crypto import cms
    from pyhanko.sign.validation.settings import KeyUsageConstraints
    from pyhanko.sign.validation.status import StandardCMSSignatureStatus
    from pyhanko_certvalidator import ValidationContext

    from communique.signing.key import Key

DIGEST: Final = "sha256"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a signature is worth.

    ``word``: *trusted* (the bytes are those that were signed, by a certificate we were told to trust), *intact* (the
    same, and nobody told us whom to trust), *stranger* (intact, by another certificate), *broken* (other bytes, or no
    signature at all); ``why`` says it in a sentence. ``signed`` is the time the signer says.
    """

    word: Literal["trusted", "intact", "stranger", "broken"]
    why: str
    signer: Certificate | None = None
    signed: datetime | None = None

    @property
    def good(self) -> bool:
        """Whether nothing speaks against it."""
        return self.word in ("trusted", "intact")


def sign(key: Key, content: bytes, instant: datetime) -> bytes:
    """The detached signature of ``content``, which says that it was made at ``instant``.

    The same key, content and instant give the same bytes.
    """
    from pyhanko.sign.signers.pdf_cms import PdfCMSSignedAttributes

    from communique.signing.pyhanko import finished, signer_of

    made = finished(
        signer_of(key).async_sign_general_data(
            content, DIGEST, signed_attr_settings=PdfCMSSignedAttributes(signing_time=instant)
        )
    )
    return bytes(made.dump())


def check_signature(content: bytes, signature: bytes, trusted: Sequence[Certificate] = ()) -> Verdict:
    """What ``signature`` says of ``content``. ``trusted`` are signers, or authorities that signers' certificates lead
    to; whether a certificate was withdrawn is not asked of anybody."""
    from pyhanko.sign.validation.generic_cms import async_validate_detached_cms

    from communique.signing.pyhanko import finished

    quiet()
    try:
        signed = _signed_data(signature)
        signer = _signer(signed)
        context = context_of(signed, trusted or (signer,))
        status = finished(async_validate_detached_cms(content, signed, context, key_usage_settings=any_use()))
    except Exception as error:  # pyHanko and asn1crypto raise what they like for bytes that are no signature
        return Verdict("broken", f"the signature cannot be read: {type(error).__name__}")
    return judged(status, signer, trusted)


def judged(
    status: StandardCMSSignatureStatus, signer: Certificate, trusted: Sequence[Certificate], *, whole: bool = True
) -> Verdict:
    """What pyHanko found, as a verdict; ``whole``: whether the signature covers all of the file."""
    when = status.signer_reported_dt
    if not (status.intact and status.valid and whole):
        why = "the file has other bytes than were signed" if not (status.intact and whole) else "it does not hold"
        return Verdict("broken", f"{why}; it names {signer.words}", signer, when)
    if not trusted:
        why = f"signed by {signer.words}; nobody told us whether that is whom you trust"
        return Verdict("intact", why, signer, when)
    if signer.found in [each.found for each in trusted] or status.trusted:
        return Verdict("trusted", f"signed by {signer.words}", signer, when)
    told = " or ".join(each.words for each in trusted)
    return Verdict("stranger", f"signed by {signer.words}, which is not {told}", signer, when)


def quiet() -> None:
    """Keep pyHanko's log lines back: what it would say is in our verdict."""
    logging.getLogger("pyhanko.sign").setLevel(logging.CRITICAL)


def _signed_data(signature: bytes) -> cms.SignedData:
    from asn1crypto import cms

    told = cms.ContentInfo.load(signature, strict=True)
    if told["content_type"].native != "signed_data" or told["content"]["encap_content_info"]["content"].native:
        raise ValueError("no detached signature")
    return told["content"]


def _signer(signed: cms.SignedData) -> Certificate:
    from cryptography.x509 import load_der_x509_certificate
    from pyhanko.sign.general import extract_certificate_info

    return Certificate(load_der_x509_certificate(extract_certificate_info(signed).signer_cert.dump()))


def context_of(signed: cms.SignedData, trusted: Sequence[Certificate]) -> ValidationContext:
    """Whom to trust, at the time that the signer says: a certificate that ended since was good then."""
    from asn1crypto import x509
    from pyhanko.sign.general import extract_signer_info
    from pyhanko.sign.validation.generic_cms import extract_self_reported_ts
    from pyhanko_certvalidator import ValidationContext

    roots = [x509.Certificate.load(each.der) for each in trusted]
    moment = extract_self_reported_ts(extract_signer_info(signed))
    return ValidationContext(trust_roots=roots, allow_fetching=False, moment=moment)


def any_use() -> KeyUsageConstraints:
    """What a certificate is for was looked at before it signed; a reader's check is of the bytes and of the name."""
    from pyhanko.sign.validation.settings import KeyUsageConstraints

    return KeyUsageConstraints(key_usage=set(), extd_key_usage=None)


def signer_of_signature(signature: bytes) -> Certificate:
    """The certificate that a detached signature carries. Raises ValueError where it is none."""
    return _signer(_signed_data(signature))
