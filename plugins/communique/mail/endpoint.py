"""The one-click endpoint of RFC 8058, as a WSGI application for any server. It knows neither ledger nor addresses.

    COMMUNIQUE_LEAVE_INBOX=/var/lib/communique/leave gunicorn communique.mail.endpoint:application

Whoever follows the link sees a form: a scanner that opens each link of a mail takes nobody off. A post appends one
line to the inbox, which ``communique mail unsubscribe`` reads on the desk's own machine.
"""

from __future__ import annotations

import fcntl
import os
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from communique.mail.keys import TOKEN_PATTERN

if TYPE_CHECKING:
    from collections.abc import Iterable

    Environ = dict[str, Any]

VARIABLE: Final = "COMMUNIQUE_LEAVE_INBOX"
LARGEST: Final = 10 * 1024 * 1024
"""Bytes of an inbox nobody reads: then posts are turned away, not the disk filled."""
_TOKEN: Final = re.compile(rf"(?:.*/)?({TOKEN_PATTERN})/?")
_HEADERS: Final = [
    ("Content-Type", "text/html; charset=utf-8"),
    ("Content-Security-Policy", "default-src 'none'; form-action 'self'; frame-ancestors 'none'"),
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "no-referrer"),
    ("Cache-Control", "no-store"),
]
_PAGE: Final = (
    '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"><title>{title}</title>'
    '<meta name="viewport" content="width=device-width, initial-scale=1"></head>\n'
    "<body><h1>{title}</h1>\n{body}\n</body></html>\n"
)
_FORM: Final = (
    '<form method="post"><input type="hidden" name="List-Unsubscribe" value="One-Click">'
    "<p>You will get nothing more from this list.</p><button>Leave the list</button></form>"
)


def application(environ: Environ, start_response: Any) -> Iterable[bytes]:
    """The WSGI application (PEP 3333), with the inbox that the environment names."""
    named = environ.get(VARIABLE) or os.environ.get(VARIABLE, "")
    status, title, body = _answer(environ, Path(named) if named else None)
    page = _PAGE.format(title=title, body=body).encode()
    allow = [("Allow", "GET, HEAD, POST")] if status.startswith("405") else []
    start_response(status, [*_HEADERS, *allow, ("Content-Length", str(len(page)))])
    return [] if environ.get("REQUEST_METHOD") == "HEAD" else [page]


def _answer(environ: Environ, inbox: Path | None) -> tuple[str, str, str]:
    token = _TOKEN.fullmatch(environ.get("PATH_INFO", ""))
    if token is None:
        return "404 Not Found", "There is nothing here", "<p>The link is not whole.</p>"
    method = environ.get("REQUEST_METHOD", "")
    if method in ("GET", "HEAD"):
        return "200 OK", "Leave the list?", _FORM
    if method != "POST":
        return "405 Method Not Allowed", "Not this way", "<p>Open the link, and press the button.</p>"
    if inbox is None or not _put_down(inbox, token.group(1)):
        return "503 Service Unavailable", "Not now", "<p>This could not be put down. Please try again later.</p>"
    return "200 OK", "Done", "<p>You have left the list.</p>"


def _put_down(inbox: Path, token: str) -> bool:
    """Append one line; it is on the disk when this returns."""
    line = f"{datetime.now(UTC).isoformat(timespec='seconds')} {token}\n"
    try:
        held = os.open(inbox, os.O_CREAT | os.O_APPEND | os.O_WRONLY, 0o600)
    except OSError:
        return False
    try:
        fcntl.flock(held, fcntl.LOCK_EX)
        if os.fstat(held).st_size > LARGEST:
            return False
        os.write(held, line.encode("ascii"))
        os.fsync(held)
    except OSError:
        return False
    finally:
        os.close(held)
    return True
