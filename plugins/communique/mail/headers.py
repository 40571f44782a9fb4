"""Headers as bytes: what is written here is one header, whatever text it is given.

Encoded words (RFC 2047) are made here and not by the standard library: its folding differs between releases of Python,
and some of them let a line break in a text start a new header (CVE-2024-6923).
"""

from __future__ import annotations

import base64
import re
import unicodedata
from typing import TYPE_CHECKING, Final

from communique.errors import MailError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from communique.mail.addresses import Address

WIDTH: Final = 76
_WORD_OCTETS: Final = 42
"""Octets of UTF-8 in one encoded word: 56 letters of base64 and the frame, well below the 75 that are allowed."""
_NAME: Final = re.compile(r"[A-Za-z][A-Za-z-]*")
_ATOMS: Final = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+( [A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
_TOKENS: Final = re.compile(r" ?[^ ]+")
_BREAKING: Final = ("Cc", "Cs", "Zl", "Zp")


def header(name: str, value: str, *, utf8: bool = False) -> tuple[str, bytes]:
    """A header of parts that are encoded already. Raises MailError where the value would not stay inside it."""
    if not _NAME.fullmatch(name):
        raise MailError(f"'{printable_name(name)}' is no name of a header; nothing was sent.")
    lines = value.split("\r\n ")
    if any(is_breaking(line) or (number and not line.strip()) for number, line in enumerate(lines)):
        raise MailError(f"the header {name} would hold a line break or a control character; nothing was sent.")
    try:
        return name, f" {value}".encode("utf-8" if utf8 else "ascii")
    except UnicodeEncodeError:
        raise MailError(f"the header {name} holds letters that are not encoded; nothing was sent.") from None


def is_breaking(text: str) -> bool:
    """Whether a text holds a sign that ends a line or is no text."""
    return any(unicodedata.category(sign) in _BREAKING for sign in text)


def printable_name(name: str) -> str:
    """A name for a message about it."""
    return "".join(sign if sign.isprintable() else "?" for sign in name)[:40]


def words(text: str, start: int = 0, *, utf8: bool = False) -> str:
    """Free text for a header, encoded and folded; ``start`` octets stand before it on its line.

    Raises MailError where it holds a line break or a control character: what is meant by it nobody knows.
    """
    if is_breaking(text):
        raise MailError(f"a text for a header holds a line break or a control character: {printable_name(text)}")
    plain = " ".join(text.split())
    fits = max((len(word) for word in plain.split()), default=0) < WIDTH - 12
    if fits and "=?" not in plain and (plain.isascii() or utf8):
        return _folded(plain.split(), start)
    return "\r\n ".join(_encoded(plain))


def mailbox(name: str, address: Address, *, utf8: bool = False) -> str:
    """``Name <address>``, the name as atoms, in quotation marks or encoded, as it needs."""
    if not name:
        return address.wire
    fold = "\r\n " if len(name) + len(address.wire) > WIDTH // 2 else " "
    return f"{phrase(name, utf8=utf8)}{fold}<{address.wire}>"


def phrase(text: str, *, utf8: bool = False) -> str:
    """A name before an address: what is not plain ASCII words stands in quotation marks or is encoded."""
    if is_breaking(text):
        raise MailError(f"a name holds a line break or a control character: {printable_name(text)}")
    plain = " ".join(text.split())
    if len(plain) > WIDTH - 20 or "=?" in plain or not (plain.isascii() or utf8):
        return "\r\n ".join(_encoded(plain))
    if _ATOMS.fullmatch(plain):
        return plain
    return '"' + plain.replace("\\", "\\\\").replace('"', '\\"') + '"'


def joined(headers: Iterable[tuple[str, bytes]]) -> bytes:
    """Headers one after the other, as a message has them."""
    return b"".join(name.encode("ascii") + b":" + value + b"\r\n" for name, value in headers)


def _encoded(text: str) -> list[str]:
    """Encoded words; none is cut within a letter, and within a word of the text only where that is too long."""
    pieces: list[bytes] = [b""]
    for token in _TOKENS.findall(text):
        if len(pieces[-1]) + len(token.encode("utf-8")) > _WORD_OCTETS:
            pieces.append(b"")
        for letter in token:
            octets = letter.encode("utf-8")
            if len(pieces[-1]) + len(octets) > _WORD_OCTETS:
                pieces.append(b"")
            pieces[-1] += octets
    return [f"=?utf-8?b?{base64.b64encode(piece).decode('ascii')}?=" for piece in pieces if piece]


def _folded(plain: list[str], start: int) -> str:
    lines: list[str] = [""]
    room = WIDTH - start
    for word in plain:
        if lines[-1] and len(lines[-1]) + 1 + len(word) > room:
            lines.append(word)
            room = WIDTH
        else:
            lines[-1] += f" {word}" if lines[-1] else word
    return "\r\n ".join(lines)
