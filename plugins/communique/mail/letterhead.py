"""What all messages of one edition to one list share: who sends, the list, how to leave it, the keys that sign."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from communique.mail.addresses import Address
    from communique.mail.configuration import ListSettings, Mailbox
    from communique.mail.dkim import Signer
    from communique.mail.keys import Key


@dataclass(frozen=True, slots=True)
class Letterhead:
    """What all messages to one list share. ``instant`` is their Date; ``bounces`` the envelope's sender."""

    sender: tuple[str, Address]
    list_name: str
    list_title: str
    list_id: str
    leave: Address
    instant: datetime
    key: Key
    reply_to: Address | None = None
    endpoint: str = ""
    bounces: str = ""
    signers: tuple[Signer, ...] = ()
    attach_up_to: int = 7_000_000

    @property
    def one_click(self) -> bool:
        """Whether RFC 8058's one click is offered: with an endpoint, and a signature that covers it."""
        return bool(self.endpoint and self.signers)


def letterhead(mailbox: Mailbox, given: ListSettings, key: Key, instant: datetime) -> Letterhead:
    """The letterhead of a list, as the configuration has it. Raises MailError where a key cannot be read."""
    all_ = mailbox.configuration
    return Letterhead(
        sender=all_.sender,
        list_name=given.name,
        list_title=given.title,
        list_id=given.list_id,
        leave=all_.leave.mailto,
        instant=instant,
        key=key,
        reply_to=all_.reply_to,
        endpoint=all_.leave.endpoint or "",
        bounces=all_.bounces or "",
        signers=mailbox.signers(),
        attach_up_to=all_.attach_up_to,
    )
