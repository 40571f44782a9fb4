"""A signature inside the PDF (PAdES baseline B-B, ETSI EN 319 142), for readers who expect one there.

It makes another file: an incremental update of the published bytes, which stand in it unchanged. The field is
invisible, hidden and printed, with a name for screen readers: so the tags stay valid (PDF/UA-1). PDF/A-3a refuses the
hidden flag, so the file with the embedded signature does not claim to be archival and the published one does.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Final

from communique.signing.certificate import Certificate
from communique.signing.detached import DIGEST, Verdict, any_use, context_of, judged, quiet

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from communique.signing.key import Key

FIELD: Final = "Publisher"


def embed_signature(key: Key, pdf: bytes, instant: datetime, reason: str) -> bytes:
    """``pdf`` with a signature of ``key`` in it; ``reason`` is what a viewer shows beside the name."""
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign.fields import InvisSigSettings, SigFieldSpec, SigSeedSubFilter
    from pyhanko.sign.signers.pdf_signer import PdfSignatureMetadata, PdfSigner

    from communique.signing.pyhanko import finished, signer_of

    flags = InvisSigSettings(set_print_flag=True, set_hidden_flag=True)
    field = SigFieldSpec(FIELD, readable_field_name="Signature of the publisher", invis_sig_settings=flags)
    metadata = PdfSignatureMetadata(
        field_name=FIELD,
        md_algorithm=DIGEST,
        name=key.certificate.name,
        reason=reason,
        subfilter=SigSeedSubFilter.PADES,
        app_build_props=None,
    )
    out = io.BytesIO()
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    signer = PdfSigner(metadata, signer=signer_of(key), new_field_spec=field)
    finished(signer.async_sign_pdf(writer, output=out))
    return out.getvalue()


def check_embedded(pdf: bytes, trusted: Sequence[Certificate] = ()) -> Verdict:
    """What the signature inside ``pdf`` says of it; one that leaves a part of the file out is *broken*."""
    from cryptography.x509 import load_der_x509_certificate
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.sign.validation import async_validate_pdf_signature
    from pyhanko.sign.validation.status import SignatureCoverageLevel

    from communique.signing.pyhanko import finished

    quiet()
    try:
        (inside,) = PdfFileReader(io.BytesIO(pdf)).embedded_signatures
        signer = Certificate(load_der_x509_certificate(inside.signer_cert.dump()))
        context = context_of(inside.signed_data, trusted or (signer,))
        status = finished(async_validate_pdf_signature(inside, context, key_usage_settings=any_use()))
    except Exception as error:  # pyHanko raises what it likes for what it cannot read
        return Verdict("broken", f"there is no one signature in it that can be read: {type(error).__name__}")
    whole = status.coverage is SignatureCoverageLevel.ENTIRE_FILE
    return judged(status, signer, trusted, whole=whole)
