"""The server on loopback: pages with a script that reloads them, and what is wrong on top of them."""

from __future__ import annotations

import mimetypes
import re
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Final
from urllib.parse import parse_qs, unquote, urlsplit

from markupsafe import escape

if TYPE_CHECKING:
    from communique.serving.preview import Preview

OWN: Final = "/-/"
"""Addresses of the server itself; no record can stand there."""

_WAIT: Final = 20.0
_BODY: Final = re.compile(rb"<body[^>]*>")
_LOOPBACK: Final = ("127.0.0.1", "localhost")

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


def make_server(preview: Preview, port: int) -> ThreadingHTTPServer:
    """A server of ``preview`` on 127.0.0.1; port 0 takes a free one. Raises OSError where the port is taken."""

    class Handler(_Handler):
        shown = preview

    server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
    server.daemon_threads = True
    return server


class _Handler(BaseHTTPRequestHandler):
    shown: Preview

    def do_GET(self) -> None:
        """Answer one request."""
        # A page elsewhere that points its own name at this machine must not read what is not published.
        if urlsplit(f"//{self.headers.get('Host', '')}").hostname not in _LOOPBACK:
            return self._send(HTTPStatus.FORBIDDEN, "text/plain", b"This server answers on this machine only.\n")
        parts = urlsplit(self.path)
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

    def _send(self, status: HTTPStatus, kind: str, content: bytes) -> None:
        text = kind.startswith("text/") or kind in ("application/json", "image/svg+xml")
        self.send_response(status)
        self.send_header("Content-Type", f"{kind}; charset=utf-8" if text else kind)
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Cache-Control", "no-store")
        self.send_header("X-Content-Type-Options", "nosniff")
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
