"""What is frozen before a second person signs it, and what has changed since."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from communique.mail.readers import fingerprint

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from communique.mail.compose import Composer
    from communique.mail.ledger import Run
    from communique.mail.readers import Reader, ReaderList

HEAD: Final = "communique mail, what is to be sent"
_LABELS: Final = {
    "edition": "the edition",
    "kind": "what it is",
    "title": "its title",
    "marking": "its marking",
    "digest": "the bytes of the edition",
    "letter": "what a mail of it says or carries",
    "subject": "the subject",
    "sender": "the sender",
    "reply-to": "where answers go",
    "bounces": "where bounces go",
    "leave": "how a reader leaves",
    "signed-by": "whose DKIM keys sign",
    "list": "the list",
    "list-digest": "who is on the list",
    "readers": "how many are to get it",
    "suppressed": "how many on the list are suppressed there",
    "attached": "how many get the PDF",
    "linked": "how many get a link",
}
_DIGESTS: Final = ("digest", "letter", "list-digest")
"""What is told without the values: nobody reads a digest."""


@dataclass(frozen=True, slots=True)
class Frozen:
    """The statement: names and values, in order. Its text is what persons sign."""

    values: Mapping[str, str]
    readers: Mapping[str, str]

    @property
    def text(self) -> str:
        """The statement as it is signed and shown."""
        width = max(map(len, self.values)) + 1
        return f"{HEAD}\n\n" + "".join(f"{name + ':':<{width}} {value}\n" for name, value in self.values.items())


def freeze(composer: Composer, readers: ReaderList) -> Frozen:
    """What would be sent now. ``readers`` of the result names each reader by key, with a digest of the row."""
    edition, head = composer.edition, composer.head
    going = [reader for reader in readers.readers if not reader.suppressed]
    forms = Counter(composer.form(reader) for reader in going)
    bodies = {composer.sort(reader): composer.body(*composer.sort(reader)).hashed for reader in going}
    letter = hashlib.sha256("\n".join(hashed for _, hashed in sorted(bodies.items())).encode()).hexdigest()
    name, address = head.sender
    values = {
        "edition": edition.label,
        "kind": edition.kind + (f" of {edition.corrects}" if edition.corrects else ""),
        "title": edition.title,
        "marking": edition.marking,
        "digest": edition.digest,
        "letter": letter,
        "subject": composer.subject(),
        "sender": f"{name} <{address.wire}>",
        "reply-to": head.reply_to.wire if head.reply_to else "the sender",
        "bounces": head.bounces or "the sender",
        "leave": f"{head.leave.wire}{f', {head.endpoint}' if head.one_click else ''}",
        "signed-by": ", ".join(f"{each.selector}._domainkey.{each.domain}" for each in head.signers) or "nobody",
        "list": f"{head.list_name} ({head.list_title}, {head.list_id})",
        "list-digest": readers.digest,
        "readers": str(len(going)),
        "suppressed": str(len(readers.readers) - len(going)),
        "attached": str(forms["attached"]),
        "linked": str(forms["link"]),
    }
    by_reader = {head.key.reader(each.address): row_digest(each) for each in readers.readers}
    return Frozen(values, by_reader)


def row_digest(reader: Reader) -> str:
    """A digest of a reader's row, short: enough to see that it changed."""
    return hashlib.sha256(json.dumps(fingerprint(reader)).encode()).hexdigest()[:16]


def differences(run: Run, now: Frozen) -> list[str]:
    """What is not as it was when the run was frozen, a sentence each; empty where all is."""
    then = _values(run.frozen)
    moves = list(_moves(run.readers, now.readers))
    told = [
        f"{_LABELS[name]} changed" + ("" if name in _DIGESTS else f": then {then.get(name, 'nothing')}, now {value}")
        for name, value in now.values.items()
        if then.get(name) != value and not (name == "list-digest" and moves)
    ]
    return told + moves


def _moves(then: Mapping[str, str], now: Mapping[str, str]) -> Iterator[str]:
    for words, number in (
        ("came to the list", len(now.keys() - then.keys())),
        ("left the list", len(then.keys() - now.keys())),
        ("changed on the list", sum(1 for each in now.keys() & then.keys() if now[each] != then[each])),
    ):
        if number:
            yield f"{number} {'reader' if number == 1 else 'readers'} {words}"


def _values(text: str) -> dict[str, str]:
    lines = (line.partition(":") for line in text.split("\n")[2:] if line)
    return {name: value.strip() for name, _, value in lines}
