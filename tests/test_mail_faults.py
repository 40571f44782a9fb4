"""A server that fails in every way, and what became of each reader."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.dossiers import ROOT
from tests.mail.desk import PASSWORD, open_desk
from tests.mail.faults import BOB, FAULTS, Fault
from tests.mail.faulty import Faulty

PAGE = ROOT / "docs" / "mail-faults.md"
HEAD = """\
<!-- Written by the tests (tests/mail/faults.py, `make golden`) from what happened. -->

# Faults of a mail server, and what happens

Four readers; the fault is the second one's where it is one reader's. *Handed over* counts whole messages that the
server took; *log-ins* count lines of AUTH it heard. Nobody ever gets a message twice, and nobody is passed over.

| fault | the four readers | handed over | log-ins | suppressed | exit |
|---|---|---|---|---|---|
"""


def happened(fault: Fault, folder: Path, capsys: pytest.CaptureFixture[str]) -> str:
    """Send to four readers while ``fault`` happens, look at everything, and say in a row of a table how it ended."""
    desk = open_desk(folder)
    desk.readers(*(fault.readers or ("ann@readers.test", fault.address, "cho@readers.test", "dee@readers.test")))
    with Faulty(desk.outside / "tls", script=dict(fault.script), **fault.server) as server:
        desk.port = fault.configure.get("port", server.port)
        desk.configure(persons="one", **{key: value for key, value in fault.configure.items() if key != "port"})
        assert desk("prepare", "ferry-note", "--as", "ada@desk.test") == 0
        code = desk("send", "ferry-note")
        heard = server.all_heard
    told = "".join(capsys.readouterr())
    states = tuple(desk.states().values())
    with desk.ledger() as ledger:
        suppressed = len(ledger.suppressions())
        replies = " ".join(each.reply for each in ledger.deliveries())
    assert states == fault.states
    assert code == fault.code, told
    assert fault.said in told + replies
    assert suppressed == fault.suppressed
    assert len(server.taken) == (states.count("sent") if fault.taken is None else fault.taken)
    assert max(server.counts.values(), default=0) <= 1
    if fault.quiet:
        assert b"AUTH" not in heard
        assert b"MAIL" not in heard
    assert PASSWORD not in told + replies
    assert PASSWORD.encode() not in b"".join(path.read_bytes() for path in desk.outside.glob("ledger.db*"))
    row = (fault.title, ", ".join(states), len(server.taken), heard.count(b"AUTH"), suppressed, code)
    return "| " + " | ".join(map(str, row)) + " |"


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.title)
@pytest.mark.golden
def test_a_fault_ends_as_the_table_says(fault: Fault, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    row = happened(fault, tmp_path, capsys)
    rows = PAGE.read_text(encoding="utf-8").splitlines() if PAGE.is_file() else []
    if os.environ.get("GOLDEN") == "write":
        known = {line.split(" | ")[0]: line for line in rows if line.startswith("| ")} | {row.split(" | ")[0]: row}
        table = [known[f"| {each.title}"] for each in FAULTS if f"| {each.title}" in known]
        PAGE.write_text(HEAD + "\n".join(table) + "\n", encoding="utf-8")
    else:
        assert row in rows


def test_the_page_has_every_fault_and_no_other() -> None:
    rows = PAGE.read_text(encoding="utf-8").removeprefix(HEAD).splitlines()
    assert [row.split(" | ")[0].removeprefix("| ") for row in rows] == [fault.title for fault in FAULTS]


def test_one_bad_recipient_delays_nobody(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    desk.readers("ann@readers.test", BOB, "cho@readers.test")
    with Faulty(desk.outside / "tls", script={f"RCPT {BOB}": ["451 4.7.1 later"]}) as server:
        desk.port = server.port
        desk.configure(persons="one")
        desk("prepare", "ferry-note", "--as", "ada@desk.test")
        desk("send", "ferry-note")
    assert [to for to, _ in server.taken] == ["ann@readers.test", "cho@readers.test", BOB]
    assert server.connections <= 2
