"""A folder served on loopback, as a web server serves a published tree; what is asked of it is kept."""

from __future__ import annotations

import contextlib
import functools
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path


@dataclass
class Served:
    """``url`` without a final slash; ``asked`` are the paths of all requests in order."""

    url: str
    asked: list[str] = field(default_factory=list)


@contextlib.contextmanager
def served(folder: Path) -> Iterator[Served]:
    """Serve ``folder`` while the block runs; an address that leads nowhere gets its 404.html."""
    site = Served("")

    class Handler(SimpleHTTPRequestHandler):
        def log_message(self, *args: object) -> None:
            pass

        def do_GET(self) -> None:
            site.asked.append(self.path)
            super().do_GET()

        def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
            lost = folder / "404.html"
            if code != 404 or not lost.is_file():
                return super().send_error(code, message, explain)
            content = lost.read_bytes()
            self.send_response(code)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)
            return None

    server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Handler, directory=str(folder)))
    site.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
