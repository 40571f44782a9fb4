"""The ledger: exactly once, whatever list or run; what a person settles; who leaves, comes back, or is forgotten."""

from __future__ import annotations

import csv
import io
import mailbox
import os
import signal
import sqlite3
import stat
import threading
import time
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path
from urllib.request import Request, urlopen
from wsgiref.simple_server import WSGIRequestHandler, make_server
from wsgiref.validate import validator

import pytest

from communique.mail import endpoint
from communique.mail.addresses import read_address
from tests.mail.desk import Desk, publish, served_desk
from tests.mail.faulty import DROP

ANN, BOB, CHO = "ann@readers.test", "bob@readers.test", "cho@readers.test"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with served_desk(tmp_path, persons="one", people=[]) as made:
        yield made


def sent(desk: Desk, edition: str = "ferry-note") -> int:
    assert desk("prepare", edition, "--list", "ferry") == 0
    return desk("send", edition, "--list", "ferry")


def message_to(desk: Desk, address: str) -> bytes:
    return next(content for to, content in reversed(desk.server.taken) if to == address)


def token_of(desk: Desk, address: str) -> str:
    with desk.ledger() as ledger:
        return ledger.key.token("ferry", ledger.key.reader(read_address(address)))


def test_sending_again_sends_nothing_and_a_new_reader_alone_gets_it(desk: Desk) -> None:
    assert sent(desk) == 0
    assert desk("send", "ferry-note") == 0
    assert len(desk.server.taken) == 3
    desk.readers(ANN, BOB.upper(), CHO, "dee@readers.test")
    assert sent(desk) == 0
    assert desk.server.counts == {ANN: 1, BOB: 1, CHO: 1, "dee@readers.test": 1}


def test_a_run_with_nothing_left_to_send_says_so(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    assert sent(desk) == 0
    assert "ferry-note/1 to ferry: 3 sent" in capsys.readouterr().out
    assert desk("send", "ferry-note") == 0
    assert "ferry-note/1 to ferry: nothing was left to send; it stands at 3 sent" in capsys.readouterr().out
    assert desk("status", "ferry-note/1") == 0
    assert "ferry-note/1 to ferry: 3 sent" in capsys.readouterr().out


def test_whoever_stops_a_run_lets_the_message_at_hand_end(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    def watch(step: str) -> None:
        if step == "taken" and len(desk.server.taken) == 2:
            os.kill(os.getpid(), signal.SIGTERM)
            time.sleep(0.05)  # the signal is heard before the reply

    desk.server.watch = watch
    before = signal.getsignal(signal.SIGTERM)
    assert sent(desk) == 1
    assert list(desk.states().values()) == ["sent", "sent", "queued"]
    assert "stopped. What was sent stands in the ledger" in capsys.readouterr().err
    assert signal.getsignal(signal.SIGTERM) is before
    assert desk("send", "ferry-note") == 0
    assert set(desk.server.counts.values()) == {1}


def test_the_ledger_says_the_paper_that_was_sent(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    pin_without_letter(desk)
    assert desk("preview", "ferry-note", "--to", str(desk.outside / "eml")) == 0
    assert sent(desk) == 0
    capsys.readouterr()
    assert desk("export", "ferry-note") == 0
    rows = csv.DictReader(io.StringIO(capsys.readouterr().out))
    assert {row["address"]: row["paper"] for row in rows} == {ANN: "a4", BOB: "a4", CHO: "a4"}
    assert sorted(path.name.split("-")[-2] for path in (desk.outside / "eml").iterdir()) == ["a4", "a4"]


def pin_without_letter(desk: Desk) -> None:
    publish(desk.root, forms=("a4", "mail-html", "mail-text"))


def test_a_reader_of_two_lists_gets_an_edition_once(desk: Desk) -> None:
    other = desk.outside / "other.csv"
    other.write_text(f"address\n{ANN}\neve@readers.test\n", encoding="utf-8")
    lists = [*desk.configuration["lists"]]
    lists.append({**lists[0], "name": "other", "path": str(other), "list_id": "other.desk.test"})
    desk.configure(lists=lists)
    assert sent(desk) == 0
    assert desk("prepare", "ferry-note", "--list", "other") == 0
    assert desk("send", "ferry-note", "--list", "other") == 0
    assert desk.server.counts[ANN] == 1
    assert desk.server.counts["eve@readers.test"] == 1


def test_what_an_older_run_left_undone_is_done_by_the_new_one(desk: Desk) -> None:
    desk.server.script["message"] = ["554 5.7.1 no"] * 3
    desk.readers(ANN, BOB, CHO, "dee@readers.test", "eve@readers.test")
    assert sent(desk) == 1
    desk.readers(ANN, BOB, CHO, "dee@readers.test")
    assert sent(desk) == 0
    states = desk.states()
    assert (states["dee@readers.test"], states["eve@readers.test"]) == ("sent", "refused")
    assert desk("settle", "ferry-note", "--again", "--refused") == 0
    assert desk("send", "ferry-note") == 0
    assert set(desk.server.counts.values()) == {1}


def test_a_refused_message_that_is_settled_goes_with_the_newest_run(desk: Desk) -> None:
    desk.server.script[f"RCPT {BOB}"] = ["550 5.7.1 policy"]
    assert sent(desk) == 0
    desk.readers(ANN, BOB, CHO, "dee@readers.test")
    assert sent(desk) == 0
    assert BOB not in desk.server.counts
    assert desk("settle", "ferry-note", BOB, "--again") == 0
    assert desk("send", "ferry-note") == 0
    assert desk.server.counts[BOB] == 1


def test_a_suppressed_address_gets_nothing_from_a_new_list_either(desk: Desk) -> None:
    desk.server.script[f"RCPT {BOB}"] = ["550 5.1.1 no such user"]
    assert sent(desk) == 0
    publish(desk.root, number=2)
    desk.readers(ANN, "bob@READERS.test", CHO)
    assert sent(desk) == 0
    assert desk.server.counts == {ANN: 2, CHO: 2}
    assert desk("unsubscribe", "--undo", BOB) == 0
    publish(desk.root, number=3)
    assert sent(desk) == 0
    assert desk.server.counts[BOB] == 1


def test_an_unknown_message_is_settled_by_one_of_two_commands(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    desk.server.script[f"taken {BOB}"] = [DROP]
    desk.server.script[f"taken {CHO}"] = [DROP]
    assert sent(desk) == 1
    assert desk("send", "ferry-note") == 1  # nothing is sent again while nobody has looked
    assert len(desk.server.taken) == 3
    capsys.readouterr()
    desk("status")
    told = capsys.readouterr().out
    assert f"communique mail settle ferry-note/1 {BOB} --sent" in told
    assert f"communique mail settle ferry-note/1 {BOB} --again" in told
    assert desk("settle", "ferry-note/1", BOB, "--sent") == 0
    assert desk("settle", "ferry-note", CHO, "--again") == 0
    assert desk("settle", "ferry-note", ANN, "--again") == 1
    assert desk("send", "ferry-note") == 0
    assert desk.server.counts == {ANN: 1, BOB: 1, CHO: 2}
    assert set(desk.states().values()) == {"sent"}
    same = [content for to, content in desk.server.taken if to == CHO]
    assert same[0] == same[1]  # with its Message-ID, by which a reader's machine knows it again


def test_two_mailers_are_kept_apart(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    assert desk("prepare", "ferry-note") == 0
    with desk.ledger() as ledger, ledger.alone():
        assert desk("send", "ferry-note") == 1
    assert "another mailer is at work" in capsys.readouterr().err
    assert desk.server.taken == []
    assert desk("send", "ferry-note") == 0


def test_a_full_disk_stops_before_sending(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    assert desk("prepare", "ferry-note") == 0
    usage = type("Usage", (), {"free": 1000})
    monkeypatch.setattr("communique.mail.sending.shutil.disk_usage", lambda _: usage)
    assert desk("send", "ferry-note") == 1
    assert b"MAIL" not in desk.server.all_heard


def test_a_ledger_that_cannot_be_written_leaves_the_message_unsent(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """SQLite's own 'database or disk is full', at the very moment a message is to be armed."""
    from communique.mail.ledger.book import Ledger

    armed = Ledger.arm

    def full(ledger: Ledger, delivery: int, at: str) -> None:
        if desk.server.taken:
            pages = ledger.base.execute("PRAGMA page_count").fetchone()[0]
            ledger.base.execute(f"PRAGMA max_page_count = {pages}")
            ledger.base.execute("CREATE TEMP TRIGGER fill BEFORE UPDATE ON main.deliveries BEGIN "
                                "INSERT INTO meta VALUES (hex(randomblob(8)), hex(zeroblob(9000))); END")  # fmt: skip
        armed(ledger, delivery, at)

    assert desk("prepare", "ferry-note") == 0
    with monkeypatch.context() as patched:
        patched.setattr(Ledger, "arm", full)
        assert desk("send", "ferry-note") == 1
    assert "cannot be written: database or disk is full" in capsys.readouterr().err
    assert list(desk.states().values()) == ["sent", "queued", "queued"]
    assert len(desk.server.taken) == 1
    assert desk("send", "ferry-note") == 0
    assert set(desk.server.counts.values()) == {1}


def test_the_ledger_is_private_durable_and_knows_its_secret(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    assert sent(desk) == 0
    for name in ("ledger.db", "ledger.db.secret"):
        assert stat.S_IMODE((desk.outside / name).stat().st_mode) == 0o600
    with desk.ledger() as ledger:
        assert ledger.base.execute("PRAGMA journal_mode").fetchone()[0] == "wal"
        assert ledger.base.execute("PRAGMA synchronous").fetchone()[0] == 2
    (desk.outside / "ledger.db.secret").write_bytes(b"x" * 32)
    assert desk("status") == 1
    assert "is not the one this ledger was written with" in capsys.readouterr().err
    other = desk.outside / "other.db"
    sqlite3.connect(other).execute("CREATE TABLE t (x)").connection.close()
    desk.configure(ledger=str(other))
    assert desk("status") == 1
    assert "is no ledger of this program" in capsys.readouterr().err


def test_the_export_is_a_table_and_no_formula(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    desk.readers(f"{ANN},=HYPERLINK(1)", BOB)
    assert sent(desk) == 0
    capsys.readouterr()
    assert desk("export", "ferry-note") == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert [(row["address"], row["name"], row["state"]) for row in rows] == [
        (ANN, "'=HYPERLINK(1)", "sent"),
        (BOB, "", "sent"),
    ]


# Leaving


def test_readers_leave_by_address_by_token_and_by_mail(desk: Desk, tmp_path: Path) -> None:
    assert sent(desk) == 0
    box = mailbox.mbox(tmp_path / "leave.mbox")
    wish, other = EmailMessage(), EmailMessage()
    wish["Subject"], other["Subject"] = f"Re: unsubscribe {token_of(desk, CHO)}", "Thank you"
    box.add(wish)
    box.add(other)
    box.close()
    assert desk("unsubscribe", ANN.upper()) == 0
    assert desk("unsubscribe", token_of(desk, BOB)) == 0
    assert desk("unsubscribe", "--mailbox", str(tmp_path / "leave.mbox")) == 0
    assert desk("unsubscribe", "a" * 24) == 1
    publish(desk.root, number=2)
    assert sent(desk) == 0
    assert set(desk.server.counts.values()) == {1}
    with desk.ledger() as ledger:
        assert sorted(each.list for each in ledger.suppressions()) == ["", "ferry", "ferry"]


def test_who_leaves_while_a_run_is_under_way_gets_nothing_more(desk: Desk) -> None:
    def watch(step: str) -> None:
        if step == "taken" and len(desk.server.taken) == 1:
            assert desk("unsubscribe", CHO) == 0

    desk.server.watch = watch
    assert sent(desk) == 0
    assert desk.server.counts == {ANN: 1, BOB: 1}
    assert desk.states()[CHO] == "refused"


class _Quiet(WSGIRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing."""


def test_one_click_takes_a_reader_off_and_a_look_does_not(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    assert sent(desk) == 0
    inbox = desk.outside / "leave-inbox"

    def application(environ, start_response):
        return endpoint.application({**environ, endpoint.VARIABLE: str(inbox)}, start_response)

    with make_server("127.0.0.1", 0, validator(application), handler_class=_Quiet) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{server.server_port}/u/{token_of(desk, ANN)}"
        with urlopen(address) as page:
            assert b'<form method="post">' in page.read()
        assert not inbox.exists()
        with urlopen(Request(address, data=b"List-Unsubscribe=One-Click", method="POST")) as page:
            assert page.status == 200
        with urlopen(Request(address.replace(token_of(desk, ANN), "b" * 24), data=b"", method="POST")) as page:
            assert page.status == 200
        for wrong in (f"{address}/../x", f"http://127.0.0.1:{server.server_port}/"):
            with pytest.raises(OSError, match="404"):
                urlopen(wrong)
        server.shutdown()
    assert len(inbox.read_text().splitlines()) == 2
    assert stat.S_IMODE(inbox.stat().st_mode) == 0o600
    assert desk("unsubscribe") == 0
    told = capsys.readouterr().out
    assert f"{ANN}: off ferry" in told
    assert "1 of nobody we know" in told
    assert inbox.read_text() == ""
    publish(desk.root, number=2)
    assert sent(desk) == 0
    assert desk.server.counts[ANN] == 1


def test_a_reader_is_forgotten_everywhere(desk: Desk) -> None:
    desk.readers(f"{ANN},Ann Uncommonname", BOB)
    assert sent(desk) == 0
    with desk.ledger() as ledger:
        id_ = ledger.deliveries(address=ANN)[0].message_id
    assert desk("forget", ANN) == 0
    kept = b"".join(path.read_bytes() for path in desk.outside.glob("ledger.db*"))
    for trace in (ANN, "Uncommonname", id_):
        assert trace.encode() not in kept
    assert BOB.encode() in kept
    publish(desk.root, number=2)
    assert sent(desk) == 0
    assert desk.server.counts == {ANN: 1, BOB: 2}
    with desk.ledger() as ledger:
        assert len(ledger.deliveries(edition="ferry-note/1")) == 2


def test_old_addresses_are_taken_out_and_counts_stay(desk: Desk) -> None:
    assert sent(desk) == 0
    with desk.ledger() as ledger, ledger.change() as base:
        base.execute("UPDATE deliveries SET at = '2001-01-01T00:00:00+00:00' WHERE address = ?", (ANN,))
    assert desk("unsubscribe", ANN) == 0
    with desk.ledger() as ledger, ledger.change() as base:
        base.execute("UPDATE suppressions SET at = '2001-01-01T00:00:00+00:00'")
    assert desk("expire") == 0
    assert sorted(desk.states()) == ["", BOB, CHO]
    with desk.ledger() as ledger:
        assert [each.address for each in ledger.suppressions()] == [""]
    assert desk("unsubscribe", "--undo", ANN) == 0
    assert sent(desk) == 0
    assert set(desk.server.counts.values()) == {1}


def test_a_backup_stands_outside_the_dossier_and_is_whole(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    assert sent(desk) == 0
    assert desk("backup", str(desk.root / "backup")) == 1
    assert "is in the dossier" in capsys.readouterr().err
    assert desk("backup", str(desk.outside / "backup")) == 0
    kept = sorted(path.name for path in (desk.outside / "backup").iterdir())
    assert kept == ["ledger.db", "ledger.db.secret"]
    for path in [*desk.outside.glob("ledger.db"), *desk.outside.glob("ledger.db.secret")]:
        path.unlink()
    (desk.outside / "ledger.db-wal").write_bytes(b"of another ledger")
    assert desk("restore", str(desk.outside / "backup")) == 1
    assert "all that starts with its name (ledger.db-wal)" in capsys.readouterr().err
    (desk.outside / "ledger.db-wal").unlink()
    assert desk("restore", str(desk.outside / "backup")) == 0
    assert set(desk.states().values()) == {"sent"}


def test_a_broken_ledger_is_told_in_words(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    assert sent(desk) == 0
    path = desk.outside / "ledger.db"
    content = path.read_bytes()
    path.write_bytes(content[:4096] + b"\xff" * (len(content) - 4096))
    assert desk("status") == 1
    assert "cannot be read: database disk image is malformed. Move it away" in capsys.readouterr().err


def test_a_backup_put_back_sends_nothing_twice(desk: Desk, tmp_path: Path) -> None:
    desk.server.script["message"] = ["", "451 4.3.0 later", "451 4.3.0 later"]
    desk.configure(retry__tries="2", retry__first="0")
    assert desk("prepare", "ferry-note") == 0
    desk.server.script["message"] = ["", "554 5.7.1 no", "554 5.7.1 no"]
    assert desk("send", "ferry-note") == 0
    assert desk("settle", "ferry-note", "--again", "--refused") == 0
    assert desk("backup", str(tmp_path / "backup")) == 0
    assert desk("send", "ferry-note") == 0
    assert set(desk.server.counts.values()) == {1}
    assert desk("restore", str(tmp_path / "backup")) == 1  # not over a ledger that is there
    for path in desk.outside.glob("ledger.db*"):
        path.unlink()
    assert desk("restore", str(tmp_path / "backup")) == 0
    assert list(desk.states().values()) == ["sent", "unknown", "unknown"]
    assert desk("send", "ferry-note") == 1
    assert set(desk.server.counts.values()) == {1}
    assert desk("settle", "ferry-note", "--sent") == 0
    assert desk("send", "ferry-note") == 0
    assert set(desk.server.counts.values()) == {1}


def test_a_preview_is_a_message_to_look_at(desk: Desk, tmp_path: Path) -> None:
    assert desk("preview", "ferry-note", "--to", str(tmp_path / "eml")) == 0
    names = sorted(path.name for path in (tmp_path / "eml").iterdir())
    assert names == ["ferry-note-1-edition-attached-a4-en.eml", "ferry-note-1-edition-link-letter-en.eml"]
    content = (tmp_path / "eml" / names[0]).read_bytes()
    assert b"Subject: [TLP:CLEAR] Lake Miravel talks" in content
    assert ANN.encode() not in content  # it may lie about in the tree
    assert not (desk.outside / "ledger.db").exists()
