"""A mailer killed at any moment and started again: nobody is passed over, nobody gets it twice, and what SMTP cannot
vouch for is named.

``COMMUNIQUE_KILLS=1000x60`` makes it a thousand readers and sixty kills (`make test-mail`).
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
import threading
import time
from collections import Counter
from pathlib import Path

import pytest

from tests.dossiers import ROOT
from tests.mail.desk import Desk, open_desk
from tests.mail.faulty import Faulty

READERS, KILLS = (int(each) for each in os.environ.get("COMMUNIQUE_KILLS", "120x4").split("x"))
SEED = int(os.environ.get("COMMUNIQUE_SEED", "0")) or random.randrange(2**32)


def started(desk: Desk) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "communique.cli", "-C", str(desk.root), "mail", "send", "ferry-note"]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)


class Killer:
    """Kills the mailer while the server is at a chosen step of a chosen message, a random moment later."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.mailer: subprocess.Popen[bytes] | None = None
        self.step = ""
        self.left = 0

    def aim(self, mailer: subprocess.Popen[bytes], most: int) -> None:
        self.step = self.chance.choice(("MAIL", "RCPT", "DATA", "body", "taken", "taken", "reply"))
        self.left = self.chance.randint(1, most)
        self.mailer = mailer

    def __call__(self, step: str) -> None:
        if self.mailer is None or step != self.step:
            return
        self.left -= 1
        if self.left <= 0:
            mailer, self.mailer = self.mailer, None
            if step == "reply":
                threading.Timer(self.chance.random() * 0.004, mailer.kill).start()
            else:
                mailer.kill()


def test_kills_at_any_moment_lose_nobody_and_double_nobody(tmp_path: Path) -> None:
    chance = random.Random(SEED)
    desk = open_desk(tmp_path)
    desk.readers(*(f"reader{number}@readers.test" for number in range(READERS)))
    killer = Killer(chance)
    with Faulty(desk.outside / "tls", watch=killer) as server:
        desk.port = server.port
        desk.configure(persons="one", people=[])
        assert desk("prepare", "ferry-note") == 0
        killed = 0
        while killed < KILLS:
            mailer = started(desk)
            killer.aim(mailer, max(1, (READERS - len(server.taken)) // max(1, KILLS - killed)))
            _, told = mailer.communicate(timeout=120)
            if mailer.returncode != -9:
                assert mailer.returncode in (0, 1), told.decode()
                break
            killed += 1
        mailer = started(desk)
        _, told = mailer.communicate(timeout=600)
        assert mailer.returncode in (0, 1), told.decode()
    time.sleep(0.05)
    told_about(desk, server, killed)


def told_about(desk: Desk, server: Faulty, killed: int) -> None:
    states = desk.states()
    taken = server.counts
    unknown = [reader for reader, state in states.items() if state == "unknown"]
    doubled = [reader for reader, count in taken.items() if count > 1]
    lost = [reader for reader, state in states.items() if state == "sent" and not taken[reader]]
    arrived = sum(taken[reader] for reader in unknown)
    print(
        f"\nseed {SEED}: {READERS} readers, {killed} kills: {len(doubled)} doubled, {len(lost)} lost, "
        f"{len(unknown)} unknown ({arrived} of them had arrived), {Counter(states.values())['sent']} sent"
    )
    assert len(states) == READERS
    assert set(states.values()) <= {"sent", "unknown"}
    assert doubled == []
    assert lost == []
    assert len(unknown) <= killed
    assert killed > 0 or KILLS == 0


@pytest.mark.parametrize("step", ["MAIL", "RCPT", "DATA", "taken"])
def test_a_kill_at_each_step_leaves_what_that_step_may(step: str, tmp_path: Path) -> None:
    """Before the message is complete nothing was handed over, and it goes again by itself; then only a person knows."""
    desk = open_desk(tmp_path)
    killer = Killer(random.Random(1))
    with Faulty(desk.outside / "tls", watch=killer) as server:
        desk.port = server.port
        desk.configure(persons="one", people=[])
        assert desk("prepare", "ferry-note") == 0
        mailer = started(desk)
        killer.mailer, killer.step, killer.left = mailer, step, 2
        mailer.communicate(timeout=60)
        assert mailer.returncode == -9
        code = desk("send", "ferry-note")
        states = list(desk.states().values())
        if step == "taken":
            assert (code, states) == (1, ["sent", "unknown", "sent"])
            assert desk("settle", "ferry-note", "--sent") == 0
        else:
            assert (code, states) == (0, ["sent", "sent", "sent"])
        assert set(server.counts.values()) == {1}
        assert len(server.counts) == 3
