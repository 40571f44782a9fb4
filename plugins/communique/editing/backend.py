"""decap-server as a child process: on loopback, in git mode, in the clone."""

from __future__ import annotations

import http.client
import os
import signal
import subprocess
import time
from contextlib import suppress
from typing import TYPE_CHECKING, Final

from communique.errors import CommuniqueError
from communique.form.package import environment, program, server_script
from communique.serving.server import free_port

if TYPE_CHECKING:
    from pathlib import Path

_PATIENCE: Final = 20.0
"""Seconds it may take to start."""
_ANSWER: Final = 60.0


class Backend:
    """The child; ``ask`` hands it one request of the form's."""

    def __init__(self, packages: Path, folder: Path) -> None:
        """Start it for the repository in ``folder``. Raises CommuniqueError where it does not start."""
        self._port = free_port()
        variables = {
            **environment(),
            "MODE": "git",
            "GIT_REPO_DIRECTORY": str(folder),
            "BIND_HOST": "127.0.0.1",
            "PORT": str(self._port),
            # It answers the gate, and no page in a browser.
            "ORIGIN": "null",
            "LOG_LEVEL": "error",
        }
        command = [program("node"), str(server_script(packages))]
        # In a group of its own: the ``node`` of a wheel is a script that starts the real one, and both are to end.
        self._process = subprocess.Popen(
            command,
            cwd=packages,
            env=variables,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            start_new_session=True,
        )
        started = time.monotonic()
        while not self._answers():
            if self._process.poll() is not None or time.monotonic() - started > _PATIENCE:
                self.close()
                raise CommuniqueError("decap-server did not start; what it said stands above.")
            time.sleep(0.05)

    def ask(self, body: bytes) -> tuple[int, bytes]:
        """Status and answer to one request. Raises CommuniqueError where the child is gone."""
        line = http.client.HTTPConnection("127.0.0.1", self._port, timeout=_ANSWER)
        try:
            line.request("POST", "/api/v1", body, {"Content-Type": "application/json"})
            answer = line.getresponse()
            return answer.status, answer.read()
        except (OSError, http.client.HTTPException) as error:
            raise CommuniqueError(f"decap-server does not answer ({error}); start 'communique form' again.") from error
        finally:
            line.close()

    def close(self) -> None:
        """End the child, and what it started."""
        self._signal(signal.SIGTERM)
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(timeout=3)
        self._signal(signal.SIGKILL)
        self._process.wait()

    def _signal(self, number: signal.Signals) -> None:
        with suppress(ProcessLookupError):
            os.killpg(self._process.pid, number)

    def _answers(self) -> bool:
        try:
            return self.ask(b'{"action": "info"}')[0] == 200
        except CommuniqueError:
            return False
