"""Text taken out in a process of its own, with bounded time and memory: a small PDF or page may unfold without end."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Final

from communique.errors import SnapshotError
from communique.snapshots.extract import Extracted, extract, type_of

SECONDS: Final = 60
MEMORY: Final = 1536 * 1024 * 1024

_SMALL: Final = 64 * 1024
"""A page of so many bytes can do no harm: measured with the deepest nesting that fits, it takes half a second."""


def extract_fenced(content: bytes, seconds: int = SECONDS, memory: int = MEMORY) -> Extracted:
    """The text of ``content``. Raises SnapshotError where there is none, or where it takes too much to find out."""
    type_ = type_of(content)
    if type_ == "text" or (type_ == "html" and len(content) <= _SMALL):
        return extract(content)
    command = [sys.executable, "-m", __name__, str(seconds), str(memory)]
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parents[2])}
    try:
        done = subprocess.run(
            command, input=content, capture_output=True, env=environment, timeout=4 * seconds, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise _too_much(seconds, memory) from error
    if done.returncode == 1 and done.stderr:
        raise SnapshotError(done.stderr.decode(errors="replace").strip())
    if done.returncode:
        raise _too_much(seconds, memory)
    return Extracted(**json.loads(done.stdout))


def _too_much(seconds: int, memory: int) -> SnapshotError:
    allowed = f"{seconds} s and {memory // 2**20} MB"
    return SnapshotError(f"its text cannot be taken out in {allowed}: it unfolds without end; save the page as text.")


def _child() -> int:
    """Read the bytes from standard input, write what was found to standard output. 1: no text; 3: too much."""
    seconds, memory = (int(each) for each in sys.argv[1:])
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    try:
        found = extract(sys.stdin.buffer.read())
    except SnapshotError as error:
        print(error, file=sys.stderr)
        return 1
    except (MemoryError, RecursionError):
        return 3
    sys.stdout.write(json.dumps(asdict(found)))
    return 0


if __name__ == "__main__":
    sys.exit(_child())
