"""Ctrl-C and SIGTERM while mail is sent: the message at hand is finished first, so that none becomes unknown."""

from __future__ import annotations

import os
import signal
import threading
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from communique.errors import MailError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import FrameType

SIGNALS: Final = (signal.SIGINT, signal.SIGTERM)


class StoppedError(MailError):
    """Somebody stopped the run; nothing is lost."""

    def __init__(self) -> None:
        super().__init__("stopped. What was sent stands in the ledger; the same command goes on from there.")


@dataclass(slots=True)
class Stop:
    """Whether somebody wants the run to stop. While a message is on its way a first signal waits for its end; a second
    one ends it at once, and the message may then be unknown.
    """

    busy: bool = False
    asked: bool = False

    @contextmanager
    def heard(self) -> Iterator[None]:
        """Hear signals as long as this lasts, where they can be heard: in the main thread."""
        if threading.current_thread() is not threading.main_thread():
            yield
            return
        before = {each: signal.signal(each, self._take) for each in SIGNALS}
        try:
            yield
        finally:
            for each, handler in before.items():
                signal.signal(each, handler)

    @contextmanager
    def later(self) -> Iterator[None]:
        """Let what is done here come to its end before a signal is obeyed. Raises StoppedError after it."""
        self.busy = True
        try:
            yield
        finally:
            self.busy = False
        if self.asked:
            raise StoppedError

    def _take(self, number: int, frame: FrameType | None) -> None:
        del number, frame
        if self.busy and not self.asked:
            self.asked = True
            os.write(2, b"the message at hand is finished first; once more stops at once\n")
            return
        raise StoppedError
