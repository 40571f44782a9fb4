"""The child that sets PDFs: it imports WeasyPrint once and forks for each manuscript.

``pool`` writes the path of a manuscript to its standard input and reads a word from its standard output; manuscripts
and PDFs are files in the scratch folder they share. Each PDF is set in a fork of its own, under limits, so that one
that goes wrong takes nobody along, and nothing one leaves in memory is there for the next.
"""

from __future__ import annotations

import gc
import json
import os
import pickle
import resource
import shutil
import sys
import tempfile
import traceback
from contextlib import suppress
from pathlib import Path
from typing import Final

from communique.pdf.complaint import Complaint, ComplaintsError

READY, MADE, COMPLAINED, DIED = "ready", "made", "complained", "died"
_COMPLAINTS: Final = 3
_NETWORK: Final = ("socket.", "subprocess.", "os.exec", "os.system", "os.posix_spawn", "os.fork", "urllib.", "ftplib.")


def main(memory: int, seconds: int) -> int:
    """Say that it is ready; then answer one line for each line read, until there are no more. ``memory`` is in MiB."""
    import weasyprint  # noqa: F401  # warm: every fork has it

    print(READY, flush=True)
    for line in sys.stdin:
        print(_answer(Path(line.rstrip("\n")), memory, seconds), flush=True)
    return 0


def _answer(given: Path, memory: int, seconds: int) -> str:
    scratch = Path(tempfile.mkdtemp(dir=given.parent))
    child = os.fork()
    if child == 0:
        status = 1
        try:
            status = _set(given, scratch, memory, seconds)
        except BaseException:  # whatever it was: its last line is what the build tells
            traceback.print_exc()
            sys.stderr.flush()
        finally:
            os._exit(status)
    _, ended = os.waitpid(child, 0)
    shutil.rmtree(scratch, ignore_errors=True)
    status = os.waitstatus_to_exitcode(ended)
    return {0: MADE, _COMPLAINTS: COMPLAINED}.get(status, f"{DIED} {status}")


def _set(given: Path, scratch: Path, memory: int, seconds: int) -> int:
    """In the fork: limits, fence, and the one function. The exit code says which file was written."""
    tempfile.tempdir = str(scratch)
    _limit(memory, seconds)
    gc.disable()  # A fifth of the time; the fork ends before cycles add up.
    from communique.pdf.setting import set_pdf

    with suppress(MemoryError):
        manuscript = pickle.loads(given.read_bytes())
        sys.addaudithook(_refuse)
        try:
            given.with_suffix(".pdf").write_bytes(set_pdf(manuscript))
        except ComplaintsError as error:
            return _complain(given, error.complaints)
        return 0
    # Out here what filled the memory is free again, and there is room to say so.
    return _complain(given, (Complaint("memory", f"it needs more than {memory} MB (PDF_MEMORY)", ""),))


def _complain(given: Path, complaints: tuple[Complaint, ...]) -> int:
    given.with_suffix(".json").write_text(json.dumps(complaints), encoding="utf-8")
    return _COMPLAINTS


def _limit(memory: int, seconds: int) -> None:
    for what, most in ((resource.RLIMIT_AS, memory << 20), (resource.RLIMIT_CPU, seconds), (resource.RLIMIT_CORE, 0)):
        # macOS refuses some of these: the time is then bounded by the pool alone.
        with suppress(ValueError, OSError):
            resource.setrlimit(what, (most, most))


def _refuse(event: str, _: object) -> None:
    """The second fence behind the fetcher: whatever runs here opens no connection and starts no program."""
    if event.startswith(_NETWORK):
        raise PermissionError(f"{event}: not while a PDF is set")


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]), int(sys.argv[2])))
