"""Runs server, watchers and child together until somebody stops them."""

from __future__ import annotations

import os
import signal
import threading
import time
from typing import TYPE_CHECKING

from communique.errors import SettingsError
from communique.serving.preview import Preview
from communique.serving.server import make_server
from communique.serving.watching import Watch
from communique.settings import checked_level, read_settings

if TYPE_CHECKING:
    from pathlib import Path

    from communique.serving.server import Desk


def serve(root: Path, port: int, level: str, *, public: bool, desk: Desk | None = None) -> None:
    """Serve the dossier in ``root`` on 127.0.0.1 until interrupted; every change is taken in as it is saved.

    ``public`` shows what a build would publish, without drafts and what waits for review. A ``desk`` is served beside.

    Raises SettingsError where there is no dossier, where ``level`` is none, or where the port is taken.
    """
    root = root.resolve()
    settings = read_settings(root)
    if level:
        checked_level(level)
    watch = Watch(root, settings.private_content)
    preview = Preview(root, level, public=public)
    try:
        server = make_server(preview, port, desk)
    except OSError as error:
        raise SettingsError(f"port {port}: {error.strerror}; name another with --port, or 0 for a free one.") from error
    stop = threading.Event()

    def changed(paths: frozenset[Path]) -> None:
        started = time.monotonic()
        names = sorted(os.path.relpath(path, root) for path in paths)
        shown = names[0] if len(names) == 1 else f"{names[0]} and {len(names) - 1} more"
        _tell(preview.renew(code=any(name.endswith(".py") for name in names)), shown, started)

    started = time.monotonic()
    _tell(preview.renew(code=True), "the dossier", started)
    address = f"http://127.0.0.1:{server.server_address[1]}/"
    print(f"serving {address}{f' and {address}{desk.place}' if desk else ''} until Ctrl-C", flush=True)
    watcher = threading.Thread(target=watch.run, args=(stop, changed), daemon=True)
    watcher.start()
    signal.signal(signal.SIGTERM, lambda *_: threading.Thread(target=server.shutdown).start())
    try:
        server.serve_forever(poll_interval=0.1)
    except KeyboardInterrupt:
        print("stopped")
    finally:
        stop.set()
        server.server_close()
        preview.close()


def _tell(wrong: str, what: str, started: float) -> None:
    if wrong:
        print(f"{what}: not taken in; the last good state is shown\n{wrong}", flush=True)
    else:
        print(f"{what}: taken in, {time.monotonic() - started:.2f} s", flush=True)
