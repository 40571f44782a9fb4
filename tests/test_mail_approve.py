"""Two persons: one freezes what is to be sent, another one approves it, and what changed since stops the send."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from communique.mail.signing import NAMESPACE
from tests.dossiers import ROOT
from tests.mail.desk import PEOPLE, Desk, git, keys, publish, served_desk

ADA, BEN = PEOPLE


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with served_desk(tmp_path) as made:
        yield made


def prepared(desk: Desk, person: str = ADA, *more: str) -> int:
    return desk("prepare", "ferry-note", "--as", person, "--key", desk.key(person), *more)


def approved(desk: Desk, person: str = BEN, *more: str) -> int:
    return desk("approve", "ferry-note", "--as", person, *(more or ("--key", desk.key(person))))


def statement(desk: Desk, capsys: pytest.CaptureFixture[str]) -> str:
    capsys.readouterr()
    assert desk("approve", "ferry-note", "--show") == 0
    return capsys.readouterr().out


def test_nothing_is_sent_before_a_second_person_approves(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    assert desk("send", "ferry-note") == 1
    assert prepared(desk) == 0
    assert desk("send", "ferry-note") == 1
    told = capsys.readouterr().err
    assert "'communique mail prepare' makes one" in told
    assert "a second person has to approve it first: communique mail approve ferry-note --list ferry" in told
    assert desk.server.all_heard == b""
    assert approved(desk) == 0
    assert desk("send", "ferry-note") == 0
    assert len(desk.server.taken) == 3


def test_one_person_is_enough_only_where_the_configuration_says_so(desk: Desk) -> None:
    desk.configure(persons="one", people=[])
    assert desk("prepare", "ferry-note") == 0
    assert desk("send", "ferry-note") == 0


def test_the_preparer_cannot_approve_and_neither_can_a_stranger(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    eve = "eve@elsewhere.test"
    assert prepared(desk, eve) == 1
    assert desk("prepare", "ferry-note", "--as", ADA, "--key", desk.key(eve)) == 1
    assert prepared(desk) == 0
    assert approved(desk, ADA) == 1
    assert approved(desk, eve) == 1
    assert desk("approve", "ferry-note", "--as", BEN, "--key", desk.key(eve)) == 1
    assert desk("approve", "ferry-note", "--as", BEN, "--key", desk.key(ADA)) == 1
    told = capsys.readouterr().err
    assert "a second person approves it" in told
    assert "is not among those who may" in told
    assert "the signature is not by a key that editors/allowed_signers (as committed) has for ben@desk.test" in told
    assert desk("send", "ferry-note") == 1


def test_two_names_with_one_key_are_one_person(desk: Desk) -> None:
    signers = desk.root / "editors" / "allowed_signers"
    ada = (keys() / f"{ADA}.pub").read_text().rpartition(" ")[0]
    signers.write_text(f"{ADA} {ada}\n{BEN} {ada}\n", encoding="utf-8")
    git(desk.root, "commit", "-aqm", "One key")
    assert prepared(desk) == 0
    assert approved(desk, BEN, "--key", desk.key(ADA)) == 1


def test_a_pattern_of_names_makes_nobody_two_persons(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    signers = desk.root / "editors" / "allowed_signers"
    ada = (keys() / f"{ADA}.pub").read_text().rpartition(" ")[0]
    signers.write_text(f"*@desk.test {ada}\n", encoding="utf-8")
    git(desk.root, "commit", "-aqm", "A pattern")
    assert prepared(desk) == 0
    assert approved(desk, BEN, "--key", desk.key(ADA)) == 1
    assert "a second person approves it" in capsys.readouterr().err


def test_keys_that_are_not_committed_do_not_count(desk: Desk) -> None:
    eve = "eve@elsewhere.test"
    key = (keys() / f"{eve}.pub").read_text().rpartition(" ")[0]
    signers = desk.root / "editors" / "allowed_signers"
    signers.write_text(signers.read_text() + f"{eve} {key}\n", encoding="utf-8")
    desk.configure(people=[*PEOPLE, eve])
    assert prepared(desk) == 0
    assert approved(desk, eve) == 1


def test_a_signature_made_elsewhere_approves(desk: Desk, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert prepared(desk) == 0
    file = tmp_path / "statement"
    file.write_text(statement(desk, capsys), encoding="utf-8")
    for namespace, code in (("git", 1), (NAMESPACE, 0)):
        command = ["ssh-keygen", "-Y", "sign", "-q", "-f", desk.key(BEN), "-n", namespace, str(file)]
        subprocess.run(command, check=True, capture_output=True)
        assert approved(desk, BEN, "--signature", f"{file}.sig") == code
        Path(f"{file}.sig").unlink()
    assert desk("send", "ferry-note") == 0


def test_a_signed_git_tag_approves(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    assert prepared(desk) == 0
    text = statement(desk, capsys)
    for name, key, message, code in (
        ("other-words", BEN, text + "and more", 1),
        ("other-key", "eve@elsewhere.test", text, 1),
        ("mail-ferry-note", BEN, text, 0),
    ):
        git(
            desk.root,
            "-c",
            "gpg.format=ssh",
            "-c",
            f"user.signingkey={desk.key(key)}",
            "tag",
            "-s",
            "-m",
            message,
            name,
        )
        assert approved(desk, BEN, "--tag", name) == code
    git(desk.root, "tag", "-a", "-m", text, "unsigned")
    assert approved(desk, BEN, "--tag", "unsigned") == 1
    assert desk("send", "ferry-note") == 0


def test_an_approval_ends_with_the_key_it_was_made_with(desk: Desk) -> None:
    desk.sign_off()
    signers = desk.root / "editors" / "allowed_signers"
    signers.write_text(signers.read_text().splitlines()[0] + "\n", encoding="utf-8")
    git(desk.root, "commit", "-aqm", "Ben left")
    assert desk("send", "ferry-note") == 1


def frame_of_the_desk(desk: Desk) -> None:
    """A template of the dossier's own, put in the place of the program's."""
    folder = desk.root / "templates" / "mail"
    folder.mkdir(parents=True)
    text = (ROOT / "templates" / "mail" / "message.html").read_text(encoding="utf-8")
    (folder / "message.html").write_text(text.replace("<body>", "<body><p>More</p>"), encoding="utf-8")


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda desk: desk.readers("ann@readers.test,Ann Reader", "cho@readers.test", "eve@readers.test"),
         "1 reader came to the list"),
        (lambda desk: desk.readers("ann@readers.test,Ann", "bob@readers.test,,,link,letter", "cho@readers.test"),
         "1 reader changed on the list"),
        (lambda desk: desk.readers("ann@readers.test,Ann Reader"), "2 readers left the list"),
        (lambda desk: publish(desk.root, number=2), "nothing is prepared"),
        (lambda desk: publish(desk.root, title="The ferry, again"), "the subject changed"),
        (lambda desk: publish(desk.root, instant="2031-03-08T08:00:00Z"), "the bytes of the edition changed"),
        (lambda desk: desk.configure(sender="Other <other@desk.test>"), "the sender changed"),
        (lambda desk: desk.configure(reply_to="eve@elsewhere.test"),
         "where answers go changed: then the sender, now eve@elsewhere.test"),
        (lambda desk: desk.configure(leave__mailto="eve@elsewhere.test"), "how a reader leaves changed"),
        (frame_of_the_desk, "what a mail of it says or carries changed"),
        (lambda desk: desk.configure(attach_up_to="10"), "how many get the PDF changed: then 2, now 0"),
    ],
)  # fmt: skip
def test_what_changed_since_stops_the_send_and_is_said(
    change: Callable[[Desk], None], told: str, desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    desk.sign_off()
    change(desk)
    assert desk("send", "ferry-note") == 1
    err = capsys.readouterr().err
    assert told in err
    assert not re.search("[0-9a-f]{16}", err)  # words, not digests
    assert desk.server.all_heard == b""


def test_an_edition_that_was_superseded_goes_to_nobody_more(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    desk.sign_off()
    publish(desk.root, "ferry-note-b", 2, supersedes="ferry-note")
    assert desk("send", "ferry-note") == 1
    assert prepared(desk) == 1
    assert "superseded by 'ferry-note-b'; send that one, and tell those who hold this" in capsys.readouterr().err
    assert desk.server.all_heard == b""


def test_kept_bytes_that_were_touched_are_not_sent(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    desk.sign_off()
    (desk.root / "briefings" / "ferry-note.a4.pdf").write_bytes(b"%PDF-1.7 other")
    assert desk("send", "ferry-note") == 1
    assert "changed-file" in capsys.readouterr().err


def test_what_is_not_published_is_not_sent(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    for path in (desk.root / "briefings").glob("ferry-note.*"):
        if path.suffix != ".md":
            path.unlink()
    assert prepared(desk) == 1
    assert "is no published edition, and only those are sent" in capsys.readouterr().err
