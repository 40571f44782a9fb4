"""Messages as files, to be opened and looked at. Nothing is sent, and the ledger is not needed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from communique.errors import MailError
from communique.mail.compose import Composer
from communique.mail.keys import Key
from communique.mail.letterhead import letterhead
from communique.mail.readers import Reader
from communique.press.theme import environment
from communique.whole import write_whole

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime
    from pathlib import Path

    from communique.mail.configuration import ListSettings, Mailbox
    from communique.mail.edition import Edition
    from communique.settings import Settings

EXAMPLE = Reader.model_validate({"address": "reader@example.org", "name": "A Reader", "level": "TLP:RED"})
"""Who a preview is addressed to: no reader's address gets into a file of the tree."""


def preview(
    settings: Settings,
    mailbox: Mailbox,
    given: ListSettings,
    edition: Edition,
    readers: Sequence[Reader],
    instant: datetime,
    folder: Path,
) -> Iterator[Path]:
    """Write one .eml for each sort of message that ``readers`` would get, and give its path.

    The secret is one of this preview's own: no Message-ID or token of a real message gets into a file.
    """
    head = letterhead(mailbox, given, Key(edition.digest.encode()[:32]), instant)
    composer = Composer(edition, head, environment(settings.root))
    sorts = {composer.sort(each): each for each in reversed(readers)}
    try:
        for (form, paper, language), reader in sorted(sorts.items()):
            draft = "DRAFT-" if edition.draft else ""
            path = folder / f"{draft}{edition.id}-{edition.number}-{edition.kind}-{form}-{paper}-{language}.eml"
            shown = reader.model_copy(update={"address": EXAMPLE.address, "name": EXAMPLE.name})
            write_whole(path, composer.message(shown).content)
            yield path
    except OSError as error:
        raise MailError(f"the preview cannot be written: {error.strerror or error}.") from None
