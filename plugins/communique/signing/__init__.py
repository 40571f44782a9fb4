"""Signatures of published files: a key, a detached CMS signature (RFC 5652), and what a signature is worth.

The file that is signed stays as it is. Nothing here asks a network: neither revocation lists nor time stamps.
"""

from communique.signing.certificate import Certificate, read_certificate
from communique.signing.detached import Verdict, check_signature, sign, signer_of_signature
from communique.signing.embedded import check_embedded, embed_signature
from communique.signing.key import PASSWORD, Key, load_key

__all__ = [
    "PASSWORD",
    "Certificate",
    "Key",
    "Verdict",
    "check_embedded",
    "check_signature",
    "embed_signature",
    "load_key",
    "read_certificate",
    "sign",
    "signer_of_signature",
]
