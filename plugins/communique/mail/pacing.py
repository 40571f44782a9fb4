"""How fast messages go out, and how long it will still take."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(slots=True)
class Clock:
    """The clock of a run; tests give another one. ``now`` is of the calendar, ``ticks`` never goes back."""

    now: Callable[[], float] = time.time
    ticks: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep


@dataclass(slots=True)
class Pace:
    """No more than ``per_minute`` messages a minute, evenly."""

    per_minute: int
    clock: Clock
    _next: float = 0.0

    def wait(self) -> None:
        """Return when the next message may go."""
        now = self.clock.ticks()
        if now < self._next:
            self.clock.sleep(self._next - now)
            now = self._next
        self._next = max(now, self._next) + 60 / self.per_minute


@dataclass(slots=True)
class Progress:
    """Lines of progress: at most one every ``every`` seconds, and one at the end."""

    total: int
    say: Callable[[str], None]
    clock: Clock
    every: float = 5.0
    done: int = 0
    _started: float = field(default=-1.0)
    _told: float = field(default=-1.0)

    def step(self, counts: Callable[[], str]) -> None:
        """One more is done; ``counts`` says how they stand, and is asked only when that is told."""
        now = self.clock.ticks()
        if self._started < 0:
            self._started = self._told = now
        self.done += 1
        if now - self._told >= self.every:
            self._told = now
            self.say(f"{self.done:,} of {self.total:,}: {counts()}; {self._left(now)}")

    def _left(self, now: float) -> str:
        spent = now - self._started
        if self.done < 2 or spent <= 0:
            return "how long it will take is not known yet"
        rate = (self.done - 1) / spent
        return f"{rate * 60:,.0f} a minute, about {duration((self.total - self.done) / rate)} left"


def duration(seconds: float) -> str:
    """``40 s``, ``12 min``, ``2 h 5 min``."""
    if seconds < 90:
        return f"{seconds:.0f} s"
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < 90 else f"{minutes // 60} h {minutes % 60} min"
