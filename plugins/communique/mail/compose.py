"""An edition and a reader to a message, byte for byte the same each time.

What readers of one sort share (texts, PDF, the digest a signature needs) is made once, as a ``Body``; a message to one
reader is then a few headers before it.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field, replace
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from communique.errors import MailError
from communique.mail.dkim import body_hash, signature
from communique.mail.frame import framed_html, framed_text
from communique.mail.headers import header, is_breaking, joined, mailbox, phrase, printable_name, words
from communique.mail.phrases import spoken

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from jinja2 import Environment

    from communique.mail.addresses import Address
    from communique.mail.dkim import Header
    from communique.mail.edition import Edition, Paper
    from communique.mail.letterhead import Letterhead
    from communique.mail.readers import Reader

_POLICY: Final = SMTP.clone(max_line_length=76)


@dataclass(frozen=True, slots=True)
class Body:
    """What readers of one sort share: the headers that describe the content, the content, its digest for DKIM."""

    headers: tuple[Header, ...]
    content: bytes = field(repr=False)
    hashed: str


@dataclass(frozen=True, slots=True)
class Message:
    """One message to one reader, ready to be handed over."""

    sender: str
    to: Address
    message_id: str
    content: bytes = field(repr=False)


class Composer:
    """Makes the messages of one edition to one list; ``jinja`` renders the frame around the article."""

    def __init__(self, edition: Edition, head: Letterhead, jinja: Environment) -> None:
        self.edition = edition
        self.head = head
        self.jinja = jinja
        self._bodies: dict[tuple[str, str, str], Body] = {}

    def dated(self, instant: datetime) -> Composer:
        """The same with another Date; what was composed already is not composed again."""
        made = Composer(self.edition, replace(self.head, instant=instant), self.jinja)
        made._bodies = self._bodies
        return made

    def form(self, reader: Reader) -> str:
        """``attached`` or ``link``: what the list says, unless the PDF is too large or stands nowhere to be linked."""
        paper = self.edition.paper(reader.paper)
        if not paper.address:
            if len(paper.content) > self.head.attach_up_to:
                raise MailError(f"{paper.name} is too large to attach, and is on no site to link to; nothing was sent.")
            return "attached"
        return "link" if len(paper.content) > self.head.attach_up_to else reader.pdf

    def sort(self, reader: Reader) -> tuple[str, str, str]:
        """What readers who get the same bytes have in common: form, size of paper, language of the foot."""
        language = spoken(reader.language or self.edition.language)
        return self.form(reader), self.edition.paper(reader.paper).size, language

    def subject(self) -> str:
        """Marking, dossier and title; that of a draft says so."""
        told = f"[{self.edition.marking}] {self.edition.dossier}: {self.edition.title}"
        return f"DRAFT {told}" if self.edition.draft else told

    def message_id(self, address: Address) -> str:
        """The same for the same edition and reader, each time it is asked."""
        edition = f"{self.edition.kind} {self.edition.label}"
        return self.head.key.message_id(edition, address, self.head.sender[1].domain)

    def message(self, reader: Reader) -> Message:
        """The message to one reader. Raises MailError where a text cannot stand in a header."""
        address = reader.address
        body = self.body(*self.sort(reader))
        token = self.head.key.token(self.head.list_name, self.head.key.reader(address))
        utf8 = address.needs_utf8
        headers = [*self._headers(reader, token, utf8=utf8), *body.headers]
        signed = b"".join(
            signature(signer, headers, body.hashed, int(self.head.instant.timestamp())) for signer in self.head.signers
        )
        sender = self.head.bounces.replace("{token}", token) or self.head.sender[1].wire
        content = signed + joined(headers) + b"\r\n" + body.content
        return Message(sender, address, self.message_id(address), content)

    def _headers(self, reader: Reader, token: str, *, utf8: bool) -> Iterator[Header]:
        head, edition = self.head, self.edition
        yield header("From", mailbox(*head.sender, utf8=utf8), utf8=utf8)
        if head.reply_to:
            yield header("Reply-To", head.reply_to.wire)
        yield header("To", mailbox(reader.name or "", reader.address, utf8=utf8), utf8=utf8)
        yield header("Subject", words(self.subject(), len("Subject: "), utf8=utf8), utf8=utf8)
        yield header("Date", format_datetime(head.instant))
        yield header("Message-ID", self.message_id(reader.address))
        if edition.corrects:
            wrong = head.key.message_id(f"edition {edition.corrects}", reader.address, head.sender[1].domain)
            yield header("References", wrong)
        yield header("Auto-Submitted", "auto-generated")
        yield header("List-Id", f"{phrase(head.list_title)}\r\n <{head.list_id}>")
        mail = f"<mailto:{quote(head.leave.wire, safe='@+')}?subject=unsubscribe%20{token}>"
        if head.one_click:
            yield header("List-Unsubscribe", f"{mail},\r\n <{head.endpoint}/{token}>")
            yield header("List-Unsubscribe-Post", "List-Unsubscribe=One-Click")
        else:
            yield header("List-Unsubscribe", mail)
        yield header("Content-Language", edition.language)

    def body(self, form: str, paper: str, language: str) -> Body:
        """The body for readers of one sort."""
        key = form, paper, language
        if key not in self._bodies:
            self._bodies[key] = self._body(form, self.edition.paper(paper), language)
        return self._bodies[key]

    def _body(self, form: str, paper: Paper, language: str) -> Body:
        made = EmailMessage(policy=_POLICY)
        text = framed_text(self.edition, self.head, form, paper, language)
        html = framed_html(self.jinja, self.edition, self.head, form, paper, language)
        made.set_content(text, cte="quoted-printable")
        made.add_alternative(html, subtype="html", cte="quoted-printable")
        if is_breaking(paper.name):
            raise MailError(
                f"the name of the PDF holds a line break or a control character: {printable_name(paper.name)}"
            )
        if form == "attached":
            made.add_attachment(paper.content, "application", "pdf", filename=paper.name)
            if paper.signature is not None:
                made.add_attachment(paper.signature, "application", "pkcs7-signature", filename=f"{paper.name}.p7s")
        _name_boundaries(made, hashlib.sha256(text.encode() + html.encode()).hexdigest()[:20])
        head, _, content = made.as_bytes().partition(b"\r\n\r\n")
        if not content.endswith(b"\r\n"):
            content += b"\r\n"
        return Body(tuple(_split(head)), content, body_hash(content))


def _name_boundaries(made: EmailMessage, digest: str) -> None:
    """Boundaries that are the same each time; ``=_`` stands in no line of base64 or quoted-printable."""
    parts = [part for part in made.walk() if part.is_multipart()]
    for number, part in enumerate(parts):
        part.set_boundary(f"=_{digest}-{number}")


def _split(head: bytes) -> Iterator[Header]:
    """The headers that the standard library wrote of the content, apart."""
    for line in head.replace(b"\r\n ", b"\0 ").replace(b"\r\n\t", b"\0\t").split(b"\r\n"):
        name, _, value = line.partition(b":")
        yield name.decode("ascii"), value.replace(b"\0", b"\r\n")
