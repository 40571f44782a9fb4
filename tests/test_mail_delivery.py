"""The happy path, against a server that is not ours (aiosmtpd): what arrives is parsed back and verified."""

from __future__ import annotations

import base64
import email
import email.policy
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, Envelope
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from communique.mail.addresses import read_address
from tests.mail.desk import PASSWORD, PDF, Desk, open_desk
from tests.mail.faulty import Faulty
from tests.test_mail_compose import ED_KEY, RSA_KEY, verified


class Inbox:
    """Keeps every envelope it is handed."""

    def __init__(self) -> None:
        self.envelopes: list[Envelope] = []

    async def handle_DATA(self, server: Any, session: Any, envelope: Envelope) -> str:  # noqa: N802
        """Keep one."""
        self.envelopes.append(envelope)
        return "250 2.0.0 kept"


@contextmanager
def serving(certificates: Path, inbox: Inbox) -> Iterator[int]:
    """A submission server that wants STARTTLS, the right password and nothing else."""

    def right(server: Any, session: Any, envelope: Any, mechanism: str, auth_data: Any) -> AuthResult:
        return AuthResult(success=(auth_data.login, auth_data.password) == (b"desk", PASSWORD.encode()))

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificates / "good.pem")
    controller = Controller(
        inbox, hostname="127.0.0.1", port=port, tls_context=context, require_starttls=True, authenticator=right,
        auth_required=True, enable_SMTPUTF8=True,
    )  # fmt: skip
    controller.start()
    try:
        yield port
    finally:
        controller.stop()


def keys(desk: Desk) -> list[dict[str, str]]:
    found = []
    for selector, key in (("rsa", RSA_KEY), ("ed", ED_KEY)):
        path = desk.outside / f"{selector}.pem"
        path.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
        found.append({"domain": "desk.test", "selector": selector, "key": str(path)})
    return found


def test_an_edition_arrives_whole_signed_and_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    desk, inbox = open_desk(tmp_path), Inbox()
    desk.readers(
        "ann@readers.test,Ann Reader", "bob@читатели.test,Боб,ru,link,letter", "žofie@readers.test,Žofie Nováková,fr"
    )
    with serving(desk.outside / "tls", inbox) as desk.port:
        desk.configure(
            dkim=keys(desk), leave__endpoint="https://leave.desk.test/u", bounces="bounces+{token}@desk.test"
        )
        desk.sign_off()
        assert desk("send", "ferry-note") == 0
    assert "3 sent" in capsys.readouterr().out
    recipients = [envelope.rcpt_tos for envelope in inbox.envelopes]
    assert recipients == [["ann@readers.test"], ["bob@xn--80akhco3bb0b.test"], ["žofie@readers.test"]]
    contents = [envelope.original_content or b"" for envelope in inbox.envelopes]
    messages = [email.message_from_bytes(content, policy=email.policy.default) for content in contents]
    with desk.ledger() as ledger:
        for envelope, message, row in zip(inbox.envelopes, messages, ledger.deliveries(), strict=True):
            assert message["Message-ID"] == row.message_id
            token = ledger.key.token("ferry", ledger.key.reader(read_address(row.address)))
            assert envelope.mail_from == f"bounces+{token}@desk.test"
            assert f"<https://leave.desk.test/u/{token}>" in message["List-Unsubscribe"]
    assert [str(message["To"]) for message in messages] == [
        "Ann Reader <ann@readers.test>",
        "Боб <bob@xn--80akhco3bb0b.test>",
        "Žofie Nováková <žofie@readers.test>",
    ]
    attached = [[part.get_filename() for part in parts(message)] for message in messages]
    name = "miravel-ferry-note-1-2031-03-07-tlp-clear.pdf"
    assert attached == [[name, f"{name}.p7s"], [], [name, f"{name}.p7s"]]
    assert next(parts(messages[0])).get_content() == PDF + b"1"
    for results in verified(tmp_path, *contents):
        assert [each["result"] for each in results] == ["pass", "pass"]


def parts(message: Any) -> Iterator[EmailMessage]:
    yield from message.iter_attachments()


def test_the_password_may_come_from_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    desk, inbox = open_desk(tmp_path), Inbox()
    del desk.configuration["server"]["password_file"]
    with serving(desk.outside / "tls", inbox) as desk.port:
        desk.configure(persons="one", people=[], server__password_variable="FERRY_PASSWORD")
        assert desk("prepare", "ferry-note") == 0
        assert desk("send", "ferry-note") == 1
        assert "the environment variable FERRY_PASSWORD holds no password" in capsys.readouterr().err
        monkeypatch.setenv("FERRY_PASSWORD", PASSWORD)
        assert desk("send", "ferry-note") == 0
    assert len(inbox.envelopes) == 3


def test_a_password_may_have_any_letters(tmp_path: Path) -> None:
    desk, heard = open_desk(tmp_path), []
    (desk.outside / "password").write_text("pässwörd ключ\n", encoding="utf-8")
    with Faulty(desk.outside / "tls", script={"AUTH": ["504 5.5.4 not that way", "334 VXNlcm5hbWU6"]}) as server:
        desk.port = server.port
        desk.configure(persons="one", people=[])
        assert desk("prepare", "ferry-note") == 0
        desk("send", "ferry-note")
        heard = server.all_heard.split(b"\r\n")
    auth = [line.removeprefix(b"AUTH PLAIN ") for line in heard if line.startswith(b"AUTH PLAIN")]
    assert base64.b64decode(auth[0]).decode() == "\0desk\0pässwörd ключ"
    assert b"AUTH LOGIN" in heard
    assert base64.b64encode(b"desk") in heard


def test_no_traceback_shows_the_password(tmp_path: Path) -> None:
    from communique.mail.credentials import Credential

    credential = Credential("desk", PASSWORD)
    assert PASSWORD not in f"{credential!r}{credential}{vars(Credential)}"
    with pytest.raises(TypeError):
        credential.__reduce__()
