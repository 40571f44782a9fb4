"""Children that set PDFs: as many as there are cores, warm, fenced, killed when their time is up.

A child gets a bare environment and a font configuration without a single folder: all fonts come by ``@font-face``.
A child that dies is replaced, and what it was setting is an error; nothing waits for it.
"""

from __future__ import annotations

import json
import os
import pickle
import select
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from queue import SimpleQueue
from typing import TYPE_CHECKING, Final

from communique.pdf.complaint import Complaint
from communique.pdf.worker import COMPLAINED, MADE, READY

if TYPE_CHECKING:
    from types import TracebackType

    from communique.pdf.manuscript import Manuscript

RECYCLE: Final = 200
"""After so many PDFs a child is replaced. Forks leave nothing behind in it: this is for what nobody foresaw."""

WARM: Final = 120
"""How many seconds a child may take to be ready."""

_FONTCONFIG: Final = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig><cachedir>{cache}</cachedir></fontconfig>
"""
_KEPT: Final = ("PATH", "DYLD_FALLBACK_LIBRARY_PATH")


class PaperError(Exception):
    """A manuscript that could not be set; ``complaints`` say why."""

    def __init__(self, complaints: tuple[Complaint, ...]) -> None:
        self.complaints = complaints
        super().__init__("; ".join(each.text for each in complaints))


class Pool:
    """Use it in a ``with``. ``set`` may be called from ``jobs`` threads at once.

    ``seconds`` is what one PDF may take, ``memory`` how many MiB.
    """

    def __init__(self, jobs: int, seconds: int, memory: int) -> None:
        self._free: SimpleQueue[_Child | None] = SimpleQueue()
        for _ in range(jobs):
            self._free.put(None)
        self._jobs, self._seconds, self._memory = jobs, seconds, memory
        self._children: list[_Child] = []

    def set(self, manuscript: Manuscript) -> bytes:
        """The PDF. Raises PaperError when it would be wrong on paper or cannot be made within its limits."""
        child = self._free.get()
        try:
            if child is not None and child.worn:
                child.end()
                child = None
            if child is None:
                child = _Child(self._seconds, self._memory)
                self._children.append(child)
            return child.set(manuscript)
        finally:
            if child is not None and not child.alive:
                child.end()
                child = None
            self._free.put(child)

    @property
    def processes(self) -> tuple[int, ...]:
        """The process ids of the children that are running, for who measures them."""
        return tuple(child.pid for child in self._children if child.alive)

    def __enter__(self) -> Pool:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for _ in range(self._jobs):
            if (child := self._free.get()) is not None:
                child.end()


class _Child:
    """One child and the scratch folder it shares with us."""

    def __init__(self, seconds: int, memory: int) -> None:
        self._scratch = Path(tempfile.mkdtemp(prefix="communique-pdf-"))
        self._seconds, self._memory, self._count = seconds, memory, 0
        command = ["-W", "ignore", "-m", "communique.pdf.worker", str(memory), str(seconds)]
        with (self._scratch / "said").open("wb") as said:
            self._process = subprocess.Popen(
                [sys.executable, *command],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=said,
                env=bare_environment(self._scratch),
                start_new_session=True,
            )
        self._warm()

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def alive(self) -> bool:
        return self._process.returncode is None

    @property
    def worn(self) -> bool:
        return self._count >= RECYCLE

    def set(self, manuscript: Manuscript) -> bytes:
        self._count += 1
        given = self._scratch / f"{self._count}"
        given.write_bytes(pickle.dumps(manuscript, protocol=pickle.HIGHEST_PROTOCOL))
        try:
            said = self._ask(str(given))
            if said == MADE:
                return given.with_suffix(".pdf").read_bytes()
            if said == COMPLAINED:
                told = json.loads(given.with_suffix(".json").read_text(encoding="utf-8"))
                raise PaperError(tuple(Complaint(*each) for each in told))
            raise PaperError((self._why(said),))
        finally:
            for left in self._scratch.glob(f"{self._count}*"):
                left.unlink()

    def _ask(self, line: str) -> str:
        """Hand on a path and wait for the word; a child that does not answer in time is killed."""
        assert self._process.stdin is not None
        with suppress(BrokenPipeError):
            self._process.stdin.write(f"{line}\n".encode())
            self._process.stdin.flush()
        answer = self._read_line(time.monotonic() + self._seconds)
        if answer is None:
            self.end()
            raise PaperError((Complaint("time", f"not set after {self._seconds} s (PDF_TIMEOUT)", ""),))
        return answer

    def _warm(self) -> None:
        """Wait until WeasyPrint is imported: that is no edition's time."""
        if self._read_line(time.monotonic() + WARM) != READY:
            why = self._why("")
            self.end()
            raise PaperError((why,))

    def _read_line(self, until: float) -> str | None:
        """What the child says; empty when it is gone; None when time is up."""
        assert self._process.stdout is not None
        got, number = b"", self._process.stdout.fileno()
        while not got.endswith(b"\n"):
            ready, _, _ = select.select([number], [], [], max(0.0, until - time.monotonic()))
            if not ready:
                return None
            more = os.read(number, 4096)
            if not more:
                self._kill()
                return ""
            got += more
        return got.decode().strip()

    def _why(self, said: str) -> Complaint:
        """Of a fork that ended without a result, or a child that did."""
        code = int(said.split()[1]) if said else (self._process.returncode or 0)
        with suppress(ValueError):
            if -code in (signal.SIGXCPU, signal.SIGKILL) and said:
                return Complaint("time", f"not set after {self._seconds} s of computing (PDF_TIMEOUT)", "")
            if code < 0:
                name = signal.Signals(-code).name
                told = f"its process was ended by {name}; it may need more than {self._memory} MB (PDF_MEMORY)"
                return Complaint("died", told, "")
        last = (self._scratch / "said").read_text("utf-8", "replace").strip().splitlines()[-1:]
        return Complaint("died", f"WeasyPrint failed: {last[0]}" if last else "WeasyPrint ended without a word", "")

    def _kill(self) -> None:
        """Kill the child with all its forks, once."""
        if self._process.returncode is None:
            with suppress(OSError):
                os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()

    def end(self) -> None:
        """Kill the child and clear its scratch folder away."""
        self._kill()
        for stream in (self._process.stdin, self._process.stdout):
            with suppress(OSError):
                if stream is not None:
                    stream.close()
        shutil.rmtree(self._scratch, ignore_errors=True)


def bare_environment(scratch: Path) -> dict[str, str]:
    """The environment of a child: nothing of ours, and a font configuration, written to ``scratch``, without fonts."""
    config = scratch / "fonts.conf"
    config.write_text(_FONTCONFIG.format(cache=scratch / "cache"), encoding="utf-8")
    kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
    return {
        **kept,
        "FONTCONFIG_FILE": str(config),
        "HOME": str(scratch),
        "LANG": "C.UTF-8",
        "OBJC_DISABLE_INITIALIZE_FORK_SAFETY": "YES",  # macOS: a fork after libraries were loaded
        "PYTHONHASHSEED": "0",
        "PYTHONPATH": str(Path(__file__).resolve().parent.parent.parent),
        "SOURCE_DATE_EPOCH": "0",
        "TMPDIR": str(scratch),
        "TZ": "UTC",
    }
