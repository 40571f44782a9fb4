"""How fast messages go out, and what is said meanwhile."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from communique.mail.pacing import Clock, Pace, Progress, duration


@dataclass
class Watch:
    """A clock that stands still until somebody sleeps."""

    at: float = 1000.0

    def sleep(self, seconds: float) -> None:
        """Let time pass."""
        self.at += seconds

    def clock(self) -> Clock:
        """The clock of a run that goes by this one."""
        return Clock(now=lambda: self.at, ticks=lambda: self.at, sleep=self.sleep)


def test_messages_go_out_evenly_and_no_faster_than_the_list_allows() -> None:
    watch = Watch()
    pace = Pace(30, watch.clock())
    times = []
    for _ in range(4):
        pace.wait()
        times.append(watch.at)
    assert [later - earlier for earlier, later in pairwise(times)] == [2.0, 2.0, 2.0]
    watch.sleep(100)
    pace.wait()
    assert watch.at == times[-1] + 100  # a pause is not made up for by a burst


def test_progress_tells_how_many_how_fast_and_how_long_still() -> None:
    watch = Watch()
    said: list[str] = []
    progress = Progress(600, said.append, watch.clock(), every=5)
    for _ in range(13):
        progress.step(lambda: "all sent")
        watch.sleep(0.5)
    assert said == ["11 of 600: all sent; 120 a minute, about 5 min left"]


def test_durations_are_told_in_words_of_their_size() -> None:
    assert [duration(each) for each in (0.4, 40, 100, 720, 7500)] == ["0 s", "40 s", "2 min", "12 min", "2 h 5 min"]
