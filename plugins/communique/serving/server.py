"""The server on loopback: pages with a script that reloads them, and what is wrong on top of them."""

from __future__ import annotations

import mimetypes
import re
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Final, NamedTuple, Protocol
from urllib.parse import parse_qs, unquote, urlsplit

from markupsafe import escape

if TYPE_CHECKING:
    from communique.serving.preview import Preview

OWN: Final = "/-/"
"""Addresses of the server itself; no record can stand there."""

_WAIT: Final = 20.0
_BODY: Final = re.compile(rb"<body[^>]*>")
_LOOPBACK: Final = ("127.0.0.1", "localhost")
_ELSEWHERE: Final = b"This server answers on this machine only.\n"
_LARGEST: Final = 8 * 1024 * 1024
"""Bytes that a page may send at once."""

# Pages may load scripts from their own site and connect nowhere; so waiting is loading a script that takes its time,
# and the pages keep the very policy they are published with.
_RELOAD: Final = """\
const seen = document.currentScript.dataset.seen;
function wait() {
  const script = document.createElement("script");
  script.src = `/-/wait.js?seen=${seen}&at=${Date.now()}`;
  script.onload = () => { script.remove(); wait(); };
  script.onerror = () => { script.remove(); setTimeout(wait, 1000); };
  document.head.append(script);
}
// A script added earlier would be waited for by the page's own loading.
addEventListener("load", () => setTimeout(wait));
"""
_STYLE: Final = """\
.preview-wrong { all: revert; position: sticky; top: 0; z-index: 99; max-height: 45vh; overflow: auto;
  padding: 1rem 1.5rem; background: #fff4f2; color: #3a0d06; border-bottom: 3px solid #b3261e;
  font: 15px/1.5 system-ui, sans-serif; }
.preview-wrong p { margin: 0 0 .5rem; font-weight: 600; }
.preview-wrong pre { margin: 0; white-space: pre-wrap; overflow-wrap: anywhere;
  font: 13px/1.5 ui-monospace, monospace; }
"""
_BARE: Final = (
    b'<!doctype html><html lang="en"><meta charset="utf-8"><title>Preview</title>'
    b"<body><p>This page has no good state yet.</p></body></html>"
)


class Reply(NamedTuple):
    """What is sent to a browser; ``policy`` goes with a page that has one of its own."""

    status: int
    kind: str
    content: bytes
    policy: str = ""


class Desk(Protocol):
    """Something beside the preview that has addresses of its own below ``place``."""

    place: str

    def get(self, path: str) -> Reply:
        """What stands at ``path``."""

    def post(self, path: str, body: bytes) -> Reply:
        """The answer to what a page of this server sends."""


def make_server(preview: Preview, port: int, desk: Desk | None = None) -> ThreadingHTTPServer:
    """A server of ``preview``, and of ``desk`` where there is one, on 127.0.0.1; port 0 takes a free one.

    Raises OSError where the port is taken.
    """

    class Handler(_Handler):
        shown = preview
        beside = desk

    server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
    server.daemon_threads = True
    return server


def free_port() -> int:
    """A port on 127.0.0.1 that nothing listened on a moment ago."""
    with ThreadingHTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler) as server:
        return int(server.server_address[1])


class _Handler(BaseHTTPRequestHandler):
    shown: Preview
    beside: Desk | None = None

    def do_POST(self) -> None:
        """Hand what a page of our own sends to the desk; any other page's is refused."""
        # Read in any case: a browser that is answered before it has sent all takes the line for broken.
        length = self.headers.get("Content-Length", "")
        body = self.rfile.read(int(length)) if length.isdecimal() and int(length) <= _LARGEST else b""
        origin = urlsplit(self.headers.get("Origin", "")).netloc
        ours = self._is_ours() and origin == self.headers.get("Host") and self.headers.get_content_subtype() == "json"
        if self.beside is None or not ours or not body:
            return self._send(HTTPStatus.FORBIDDEN, "text/plain", _ELSEWHERE)
        reply = self.beside.post(urlsplit(self.path).path.lstrip("/"), body)
        return self._send(reply.status, reply.kind, reply.content)

    def do_GET(self) -> None:
        """Answer one request."""
        if not self._is_ours():
            return self._send(HTTPStatus.FORBIDDEN, "text/plain", _ELSEWHERE)
        parts = urlsplit(self.path)
        if self.beside is not None and parts.path.lstrip("/").startswith(self.beside.place):
            reply = self.beside.get(parts.path.lstrip("/"))
            return self._send(reply.status, reply.kind, reply.content, reply.policy)
        if parts.path.startswith(OWN):
            return self._own(parts.path.removeprefix(OWN), parts.query)
        path = unquote(parts.path).lstrip("/")
        number = self.shown.number
        found = self.shown.show(f"{path}index.html" if path == "" or path.endswith("/") else path)
        status = HTTPStatus.OK
        if found.content is None and not path.endswith("/") and self.shown.show(f"{path}/index.html").content:
            self.send_response(HTTPStatus.FOUND)
            self.send_header("Location", f"{parts.path}/")
            self.send_header("Content-Length", "0")
            self.end_headers()
            return None
        if found.content is None:
            status, path = HTTPStatus.NOT_FOUND, "404.html"
            found = self.shown.show(path)
        kind = mimetypes.guess_type(path)[0] or ("application/octet-stream" if "." in path else "text/html")
        content = found.content or b""
        if kind == "text/html":
            content = _with_script(content or _BARE, number, found.wrong)
        return self._send(status, kind, content)

    def _is_ours(self) -> bool:
        """A page elsewhere that points its own name at this machine must not read what is not published."""
        return urlsplit(f"//{self.headers.get('Host', '')}").hostname in _LOOPBACK

    def _own(self, name: str, query: str) -> None:
        if name == "reload.js":
            return self._send(HTTPStatus.OK, "text/javascript", _RELOAD.encode())
        if name == "preview.css":
            return self._send(HTTPStatus.OK, "text/css", _STYLE.encode())
        seen = parse_qs(query).get("seen", [""])[0]
        if name != "wait.js" or not seen.isdecimal():
            return self._send(HTTPStatus.NOT_FOUND, "text/plain", b"")
        changed = self.shown.wait(int(seen), _WAIT)
        return self._send(HTTPStatus.OK, "text/javascript", b"location.reload();\n" if changed else b"")

    def _send(self, status: int, kind: str, content: bytes, policy: str = "") -> None:
        text = kind.startswith("text/") or kind in ("application/json", "image/svg+xml")
        self.send_response(status)
        self.send_header("Content-Type", f"{kind}; charset=utf-8" if text else kind)
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Cache-Control", "no-store")
        self.send_header("X-Content-Type-Options", "nosniff")
        if policy:
            self.send_header("Content-Security-Policy", f"{policy}; frame-ancestors 'none'")
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (the name that http.server gives it)
        """Say nothing of single requests."""


def _with_script(page: bytes, number: int, wrong: str) -> bytes:
    """``page`` with the script that reloads it, and with what is ``wrong`` first."""
    top = f'<script src="{OWN}reload.js" data-seen="{number}"></script>'
    if wrong:
        told = "This is the last good state. What stands in the way of the next:"
        top += (
            f'<link rel="stylesheet" href="{OWN}preview.css">'
            f'<aside class="preview-wrong" role="alert"><p>{told}</p><pre>{escape(wrong)}</pre></aside>'
        )
    body = _BODY.search(page)
    at = body.end() if body else 0
    return page[:at] + top.encode() + page[at:]
