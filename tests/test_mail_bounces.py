"""What comes back, and what is sent after a wrong edition."""

from __future__ import annotations

import mailbox
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path

import pytest

from communique.mail.addresses import read_address
from tests.mail.desk import Desk, publish, served_desk
from tests.mail.faulty import DROP

ANN, BOB, CHO = "ann@readers.test", "bob@readers.test", "cho@readers.test"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with served_desk(tmp_path, persons="one", people=[], bounces="bounces+{token}@desk.test") as made:
        assert made("prepare", "ferry-note") == 0
        assert made("send", "ferry-note") == 0
        yield made


def message_id(desk: Desk, address: str) -> str:
    with desk.ledger() as ledger:
        return ledger.deliveries(address=address)[0].message_id


def token(desk: Desk, address: str) -> str:
    with desk.ledger() as ledger:
        return ledger.key.token("ferry", ledger.key.reader(read_address(address)))


def notification(about: str, *, action: str = "failed", status: str = "5.1.1", final: str = BOB, **more: str) -> bytes:
    """A delivery status notification as RFC 3464 has it; ``about`` is the Message-ID of what is returned."""
    fields = f"Final-Recipient: rfc822; {final}\nAction: {action}\nStatus: {status}\n"
    fields += f"Diagnostic-Code: smtp; {more.get('code', '550 5.1.1 <bob> no such user')}\n"
    returned = f"Received: by x\nFrom: briefings@desk.test\nMessage-ID:{more.get('fold', ' ')}{about}\nSubject: x\n\n"
    return (
        f"From: MAILER-DAEMON@readers.test\nTo: {more.get('to', 'briefings@desk.test')}\n"
        "Message-ID: <bounce@readers.test>\nSubject: Undelivered Mail Returned to Sender\nMIME-Version: 1.0\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="B"\n\n'
        "--B\nContent-Type: text/plain\n\nI'm sorry.\n\n"
        f"--B\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.readers.test\n\n{fields}\n"
        f"--B\nContent-Type: {more.get('returned', 'text/rfc822-headers')}\n\n{returned}\n--B--\n"
    ).encode()


def read(desk: Desk, folder: Path, capsys: pytest.CaptureFixture[str], *messages: bytes) -> str:
    path = folder / "bounces.mbox"
    path.unlink(missing_ok=True)
    box = mailbox.mbox(path)
    for message in messages:
        box.add(message)
    box.close()
    capsys.readouterr()
    assert desk("bounces", str(path)) == 0
    return capsys.readouterr().out


def suppressed(desk: Desk) -> set[str]:
    with desk.ledger() as ledger:
        return {each.address for each in ledger.suppressions()}


def test_a_permanent_failure_suppresses_and_nothing_goes_there_again(
    desk: Desk, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bounce = notification(message_id(desk, BOB))
    assert f"suppressed: {BOB}: 550 5.1.1 <bob> no such user" in read(desk, tmp_path, capsys, bounce)
    read(desk, tmp_path, capsys, bounce)  # again: nothing changes
    assert suppressed(desk) == {BOB}
    assert desk.states()[BOB] == "bounced"
    publish(desk.root, number=2)
    desk("prepare", "ferry-note")
    desk("send", "ferry-note")
    assert desk.server.counts == {ANN: 2, BOB: 1, CHO: 2}


@pytest.mark.parametrize(
    ("changes", "bounced"),
    [
        ({"action": "delayed", "status": "4.4.1"}, "sent"),
        ({"action": "delivered", "status": "2.0.0"}, "sent"),
        ({"status": "4.4.7"}, "bounced"),
        ({"status": "5.2.2"}, "bounced"),
        ({"status": "5.7.1"}, "bounced"),
        ({"status": "5.1.8"}, "bounced"),
        ({"status": "5.2.122"}, "bounced"),
        ({"status": "5.4.300", "code": "smtp; 550 5.4.300 Message expired"}, "bounced"),
        ({"status": "5.0.0", "code": "smtp; 552 5.2.2 Over quota"}, "bounced"),
        (
            {"code": "smtp; 550 5.1.1 no\n\nFinal-Recipient: rfc822; bob@two.test\nAction: delivered\nStatus: 2.0.0"},
            "sent",
        ),
    ],
)
def test_what_is_no_word_on_the_address_suppresses_nobody(
    changes: dict[str, str], bounced: str, desk: Desk, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    read(desk, tmp_path, capsys, notification(message_id(desk, BOB), **{"code": "smtp; see above", **changes}))
    assert suppressed(desk) == set()
    assert desk.states()[BOB] == bounced


@pytest.mark.parametrize(
    ("status", "code"),
    [
        ("5.1.10", "smtp;550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup"),
        ("5.4.310", "smtp;550 5.4.310 DNS domain elsewhere.test does not exist"),
        ("5.0.0", "smtp; 550-5.1.1 The email account that you tried to reach does not exist."),
        ("5.5.0", "smtp;550 5.5.0 Requested action not taken: mailbox unavailable"),
    ],
)
def test_what_big_servers_say_of_a_mailbox_that_is_not_there_suppresses(
    status: str, code: str, desk: Desk, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    read(desk, tmp_path, capsys, notification(message_id(desk, BOB), status=status, code=code))
    assert suppressed(desk) == {BOB}


QMAIL = """\
From: MAILER-DAEMON@mx.readers.test
To: {to}
Subject: failure notice

Hi. This is the qmail-send program at mx.readers.test.
I'm afraid I wasn't able to deliver your message to the following addresses.

<bob@readers.test>:
Sorry, no mailbox here by that name. (#5.1.1)

--- Below this line is a copy of the message.

Message-ID: {about}
Subject: x
"""


def test_a_bounce_of_qmails_old_form_is_read_and_an_answer_is_only_named(
    desk: Desk, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    forged = QMAIL.format(to="briefings@desk.test", about="<guessed@desk.test>")
    away = f"To: bounces+{token(desk, CHO)}@desk.test\nSubject: Out of office\n\nHi. This is my holiday.\n"
    told = read(desk, tmp_path, capsys, forged.encode(), away.encode())
    assert "not about mail of ours" in told
    assert f"{CHO} got something of ours, and this came back: “Out of office”" in told
    assert suppressed(desk) == set()
    read(desk, tmp_path, capsys, QMAIL.format(to="briefings@desk.test", about=message_id(desk, BOB)).encode())
    assert suppressed(desk) == {BOB}


def test_a_forged_notification_writes_nobody_off(
    desk: Desk, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told = read(
        desk, tmp_path, capsys, notification("<guessed@desk.test>"), notification("<>", to=f"x+{'a' * 24}@desk.test")
    )
    assert told.count("not about mail of ours") == 3
    assert suppressed(desk) == set()


def test_a_bounce_is_known_by_the_address_it_came_to(
    desk: Desk, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert f"MAIL FROM:<bounces+{token(desk, CHO)}@desk.test>".encode() in desk.server.all_heard
    bounce = notification(
        "<gone@elsewhere.test>", final="cho@forwarded.test", to=f"Bounces+{token(desk, CHO).upper()}@desk.test"
    )
    read(desk, tmp_path, capsys, bounce)
    assert suppressed(desk) == {CHO}


@pytest.mark.parametrize("returned", ["message/rfc822", "text/rfc822-headers", "message/global-headers"])
@pytest.mark.parametrize("fold", [" ", "\n ", "\t"])
def test_the_returned_message_is_known_however_it_is_returned(
    returned: str, fold: str, desk: Desk, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    read(desk, tmp_path, capsys, notification(message_id(desk, BOB), returned=returned, fold=fold))
    assert suppressed(desk) == {BOB}


def test_hostile_and_broken_messages_are_passed_over(
    desk: Desk, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    nested = b"".join(f'Content-Type: multipart/mixed; boundary="{n}"\n\n--{n}\n'.encode() for n in range(3000))
    base = notification(message_id(desk, BOB))
    messages = [
        b"", b"\n", b"\xff\xfe\x00 no mail at all", nested, b"Content-Type: multipart/report; boundary=\n\n",
        b"Subject: =?x?q?=FF?= \x1b[31m\r\n\r\n", b"Content-Type: text/plain; charset=\xff\n\nhi",
        base.replace(b"Status: 5.1.1", b"Status: five"), base.replace(b"Action: failed", b"Action: \xff"),
        base.replace(b"message/delivery-status\n", b"message/delivery-status\nContent-Transfer-Encoding: base64\n"),
        base + b"x" * 5_000_000,
    ]  # fmt: skip
    told = read(desk, tmp_path, capsys, *messages)
    assert "\x1b" not in told
    assert suppressed(desk) == {BOB}  # by the last ones, which are whole


def test_a_maildir_is_read_too(desk: Desk, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    box = mailbox.Maildir(tmp_path / "Maildir")
    box.add(notification(message_id(desk, BOB)))
    ordinary = EmailMessage()
    ordinary["Subject"] = "Out of office"
    box.add(ordinary)
    assert desk("bounces", str(tmp_path / "Maildir")) == 0
    told = capsys.readouterr().out
    assert "1 suppressed" in told
    assert "no delivery status notification: “Out of office”" in told
    assert desk("bounces", str(tmp_path / "nothing")) == 1


# Corrections


def corrected(desk: Desk, id_: str = "ferry-note-b", number: int = 2, **more: str) -> None:
    """Publish an edition that supersedes an earlier one, with a word on what was wrong."""
    publish(desk.root, id_, number, **{"supersedes": "ferry-note", "title": "The ferry, put right", **more})
    source = (desk.root / "briefings" / "ferry-note.md").read_text(encoding="utf-8")
    rows = (
        "corrections:\n- date: 2031-03-08\n  what: the toll\n  was: It falls by a tenth\n  now: It falls by half\n"
        "  why: We misread the release.\n"
    )
    text = source.replace("edition: 1", "edition: 2\nsupersedes: ferry-note").replace(
        "changes: First", f"{rows}changes: First"
    )
    (desk.root / "briefings" / f"{id_}.md").write_text(text, encoding="utf-8")


def test_a_correction_goes_to_exactly_those_who_hold_the_wrong_edition(
    desk: Desk, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    read(desk, tmp_path, capsys, notification(message_id(desk, BOB)))  # Bob never had it
    corrected(desk)
    desk.readers(ANN, CHO, "dee@readers.test")  # Dee came later
    assert desk("correct", "ferry-note") == 0
    notices = dict(desk.server.taken[3:])
    assert set(notices) == {ANN, CHO}
    message = notices[ANN].decode()
    assert "Subject: [TLP:CLEAR] Lake Miravel talks: Correction: The ferry, put right" in message
    assert f"References: {message_id(desk, ANN)}" in message
    for words in (
        "You were sent edition 1, of 7 March 2031",
        "It said: It falls by a tenth",
        "Right is: It falls by half",
    ):
        assert words in message
    assert "miravel-ferry-note-b-2-2031-03-07-tlp-clear.pdf" in message
    assert desk("correct", "ferry-note") == 0
    assert len(desk.server.taken) == 5
    assert desk("prepare", "ferry-note-b") == 0  # and the edition itself goes to who has not got it with the notice
    assert desk("send", "ferry-note-b") == 0
    assert [to for to, _ in desk.server.taken[5:]] == ["dee@readers.test"]


def test_a_correction_over_two_editions_tells_what_each_of_them_put_right(desk: Desk) -> None:
    corrected(desk)
    publish(desk.root, "ferry-note-c", 3, supersedes="ferry-note-b")
    text = (desk.root / "briefings" / "ferry-note-b.md").read_text(encoding="utf-8")
    text = text.replace("edition: 2\nsupersedes: ferry-note", "edition: 3\nsupersedes: ferry-note-b")
    text = (
        text.replace("what: the toll", "what: the pier").replace("by a tenth", "at noon").replace("by half", "at dusk")
    )
    (desk.root / "briefings" / "ferry-note-c.md").write_text(text, encoding="utf-8")
    assert desk("correct", "ferry-note") == 0
    notice = dict(desk.server.taken[3:])[ANN].decode()
    first, second = notice.index("Right is: It falls by half"), notice.index("Right is: It falls at dusk")
    assert first < second


def test_two_wrong_editions_are_corrected_by_one_new_one(desk: Desk) -> None:
    """Those who hold the first and those who hold the second are told by notices of their own, each once."""
    publish(desk.root, "ferry-note-b", 2, supersedes="ferry-note")
    desk.readers("dee@readers.test")
    assert desk("prepare", "ferry-note-b", "--list", "ferry") == 0
    assert desk("send", "ferry-note-b", "--list", "ferry") == 0
    corrected(desk, "ferry-note-c", 3, supersedes="ferry-note-b")
    assert desk("correct", "ferry-note-b") == 0
    assert [to for to, _ in desk.server.taken[4:]] == ["dee@readers.test"]
    source = desk.root / "briefings" / "ferry-note.md"
    row = "- date: 2031-03-07\n  what: the day\n  was: Monday\n  now: Tuesday\n  why: A slip."
    row = f"corrections:\n{row}\nchanges: First"
    source.write_text(source.read_text(encoding="utf-8").replace("changes: First", row), encoding="utf-8")
    assert desk("correct", "ferry-note") == 0
    assert [to for to, _ in desk.server.taken[5:]] == [ANN, BOB, CHO]
    assert b"Right is: Tuesday" in desk.server.taken[5][1]
    assert b"Right is: Tuesday" not in desk.server.taken[4][1]
    assert desk("correct", "ferry-note") == 0
    assert len(desk.server.taken) == 8


def test_a_notice_is_prepared_anew_when_those_who_hold_the_wrong_edition_changed(
    desk: Desk, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    corrected(desk)
    desk.server.script["message"] = ["", "554 5.7.1 no", "554 5.7.1 no"]
    assert desk("correct", "ferry-note") == 0
    assert len(desk.server.taken) == 4
    assert desk("settle", "ferry-note-b", "--again", "--refused") == 0
    read(desk, tmp_path, capsys, notification(message_id(desk, BOB)))  # Bob never had it
    desk.server.script.clear()
    assert desk("correct", "ferry-note") == 0
    assert [to for to, _ in desk.server.taken[4:]] == [CHO]


def test_a_notice_goes_to_nobody_who_may_not_have_the_new_edition(
    desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    corrected(desk, marking="TLP:AMBER")
    head = "address,level,suppressed"
    desk.readers(f"{ANN},TLP:AMBER", f"{CHO},,yes", head=head)
    assert desk("correct", "ferry-note") == 1
    assert f"1 of those who hold ferry-note/1 may not be sent TLP:AMBER: {BOB}." in capsys.readouterr().err
    desk.readers(f"{ANN},TLP:AMBER", f"{BOB},TLP:RED", f"{CHO},,yes", head=head)
    assert desk("correct", "ferry-note") == 0
    assert [to for to, _ in desk.server.taken[3:]] == [ANN, BOB]  # Cho stays on the list and gets nothing


def test_a_mailer_that_died_over_the_wrong_edition_leaves_a_question_not_a_gap(
    desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    with desk.ledger() as ledger, ledger.change() as base:
        base.execute("UPDATE deliveries SET state = 'armed' WHERE address = ?", (CHO,))
    corrected(desk)
    assert desk("correct", "ferry-note") == 1
    assert f"settle ferry-note/1 {CHO} --sent|--again" in capsys.readouterr().err
    assert desk("settle", "ferry-note", CHO, "--sent") == 0
    assert desk("forget", BOB) == 0
    assert desk("correct", "ferry-note") == 0
    assert {to for to, _ in desk.server.taken[3:]} == {ANN, CHO}
    assert "1 more was sent ferry-note/1 and cannot be told" in capsys.readouterr().err


def test_a_correction_waits_until_it_is_known_who_holds_the_wrong_edition(
    desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    desk.server.script["taken eve@readers.test"] = [DROP]
    desk.readers(ANN, "eve@readers.test")
    desk("prepare", "ferry-note")
    desk("send", "ferry-note")
    corrected(desk)
    assert desk("correct", "ferry-note") == 1
    assert "settle ferry-note/1 eve@readers.test --sent|--again" in capsys.readouterr().err
    assert desk("settle", "ferry-note", "--sent") == 0
    assert desk("correct", "ferry-note") == 0
    assert {to for to, _ in desk.server.taken[4:]} == {ANN, BOB, CHO, "eve@readers.test"}


def test_a_correction_is_approved_by_a_second_person_too(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    ada, ben = "ada@desk.test", "ben@desk.test"
    corrected(desk)
    desk.configure(persons="two", people=[ada, ben])
    assert desk("correct", "ferry-note", "--as", ada, "--key", desk.key(ada)) == 0
    assert len(desk.server.taken) == 3
    assert "approve ferry-note --correction --list ferry" in capsys.readouterr().out
    assert desk("approve", "ferry-note", "--correction", "--as", ben, "--key", desk.key(ben)) == 0
    assert desk("correct", "ferry-note", "--as", ada, "--key", desk.key(ada)) == 0
    assert len(desk.server.taken) == 6


def test_nothing_to_correct_is_said(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    assert desk("correct", "ferry-note") == 1
    assert "no published edition supersedes 'ferry-note'" in capsys.readouterr().err
