"""Logging in: SMTP AUTH (RFC 4954) by PLAIN, LOGIN or CRAM-MD5, over a connection that is verified already.

smtplib has the same three, and takes ASCII only; a password is UTF-8 (RFC 4616).
"""

from __future__ import annotations

import base64
import hmac
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

    from communique.mail.credentials import Credential

    Said = tuple[int, bytes]
    Ask = Callable[[str, str], Said]

_GO_ON: Final = 334
_OTHER_WAY: Final = (504, 534)
"""Replies that say: not by this mechanism (RFC 4954, 6)."""


def log_in(ask: Ask, offered: str, credential: Credential) -> Said | None:
    """The server's reply to user and password, by the first way it ``offered`` and takes; None where there is none.

    ``ask`` says a command and its argument, and gives the reply; what it raises goes through.
    """
    ways = offered.upper().split()
    reply: Said | None = None
    for way, talk in _WAYS.items():
        if way in ways and (reply is None or reply[0] in _OTHER_WAY):
            reply = talk(ask, credential)
    return reply


def _plain(ask: Ask, credential: Credential) -> Said:
    told = _base64(f"\0{credential.user}\0{credential.reveal()}".encode())
    reply = ask("AUTH", f"PLAIN {told}")
    return ask(told, "") if reply[0] == _GO_ON else reply


def _login(ask: Ask, credential: Credential) -> Said:
    reply = ask("AUTH", "LOGIN")
    for told in (credential.user, credential.reveal()):
        if reply[0] != _GO_ON:
            return reply
        reply = ask(_base64(told.encode()), "")
    return reply


def _cram_md5(ask: Ask, credential: Credential) -> Said:
    reply = ask("AUTH", "CRAM-MD5")
    if reply[0] != _GO_ON:
        return reply
    digest = hmac.new(credential.reveal().encode(), base64.b64decode(reply[1]), "md5").hexdigest()
    return ask(_base64(f"{credential.user} {digest}".encode()), "")


def _base64(told: bytes) -> str:
    return base64.b64encode(told).decode("ascii")


_WAYS: Final[dict[str, Callable[[Ask, Credential], Said]]] = {
    "PLAIN": _plain,
    "LOGIN": _login,
    "CRAM-MD5": _cram_md5,
}
WAYS: Final = ", ".join(_WAYS)
