"""What a browser is shown: the newest state, or the last good one beneath what is wrong now."""

from __future__ import annotations

import secrets
import subprocess
import sys
import threading
from multiprocessing import Pipe
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from pathlib import Path

    from communique.serving.worker import Answer

_GONE = "the process that builds ended; the next change starts another. What it said stands in the terminal."


class Shown(NamedTuple):
    """``content`` is None where there is nothing at that path; ``wrong`` is what is to be told on top, or empty."""

    content: bytes | None
    wrong: str


class _Child:
    """One child process, and the line to it."""

    def __init__(self, root: Path, level: str, *, public: bool) -> None:
        self._line, theirs = Pipe()
        with theirs:
            command = [sys.executable, "-m", "communique.serving.worker", str(theirs.fileno())]
            command += [str(root), level, "public" if public else "preview"]
            self._process = subprocess.Popen(command, pass_fds=[theirs.fileno()], stdin=subprocess.DEVNULL)

    def ask(self, what: str | None) -> Answer:
        """What the child answers; that it is gone is an answer too."""
        try:
            self._line.send(what)
            answer: Answer = self._line.recv()
        except (EOFError, OSError):
            return "wrong", _GONE.encode()
        return answer

    def alive(self) -> bool:
        """Whether it still runs."""
        return self._process.poll() is None

    def end(self) -> None:
        """Close the line, at which the child ends; one that does not is killed."""
        self._line.close()
        try:
            self._process.wait(timeout=2)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


class Preview:
    """Shared by the threads of the server and of the watchers. ``number`` grows with every change that was taken in."""

    def __init__(self, root: Path, level: str, *, public: bool) -> None:
        self._root = root
        self._level = level
        self._public = public
        self._child: _Child | None = None
        self._stale = True
        self._asking = threading.Lock()
        self._changed = threading.Condition()
        self._kept: dict[str, bytes] = {}
        # A browser left open over a restart must not take the new server's first state for its own.
        self.number = secrets.randbelow(1 << 48)
        self.wrong = ""

    def renew(self, *, code: bool = False) -> str:
        """Take a change in; ``code`` where the program itself changed. Returns what is wrong, or nothing."""
        with self._asking:
            self._stale = self._stale or code or self._child is None or not self._child.alive()
            child = (
                _Child(self._root, self._level, public=self._public)
                if self._stale or self._child is None
                else self._child
            )
            state, told = child.ask(None)
            good = state == "made"
            if child is not self._child and (good or self._child is None):
                self._end()
                self._child = child
            elif child is not self._child:
                child.end()
            self._stale = self._stale and not good
            self.wrong = "" if good or told is None else told.decode()
        with self._changed:
            self.number += 1
            self._changed.notify_all()
        return self.wrong

    def show(self, path: str) -> Shown:
        """What stands at ``path``."""
        with self._asking:
            state, content = self._child.ask(path) if self._child else ("wrong", b"")
            if state == "made" and content is not None:
                self._kept[path] = content
                return Shown(content, self.wrong)
            if state == "missing":
                return Shown(None, self.wrong)
            return Shown(self._kept.get(path, b""), self.wrong or (content or b"").decode())

    def wait(self, seen: int, seconds: float) -> bool:
        """Wait until the state is another than ``seen``; False where it still is the same."""
        with self._changed:
            return self._changed.wait_for(lambda: self.number != seen, seconds)

    def close(self) -> None:
        """End the child."""
        with self._asking:
            self._end()

    def _end(self) -> None:
        if self._child is not None:
            self._child.end()
            self._child = None
