"""The notice that corrects an edition, and those who hold the wrong one, as the ledger has them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from communique.diagnostics import Mark
from communique.errors import MailError
from communique.mail.addresses import read_address
from communique.mail.ledger import State
from communique.mail.published import briefing_of, line_from, pins_of, published
from communique.mail.readers import Reader, ReaderList, read_list
from communique.markings import MARKINGS, PLAIN_WORDS, exceeds
from communique.press.theme import environment, render, text_environment
from communique.views.plaintext import fold

if TYPE_CHECKING:
    from collections.abc import Iterable

    from communique.editions import Pin
    from communique.kinds.base import Correction
    from communique.mail.configuration import Mailbox
    from communique.mail.edition import Edition
    from communique.mail.ledger import Delivery, Ledger
    from communique.settings import Settings


@dataclass(frozen=True, slots=True)
class Mended:
    """One thing that was wrong."""

    what: str
    was: str
    now: str
    why: str


@dataclass(frozen=True, slots=True)
class NoticeView:
    """What the template of a notice is given."""

    dossier: str
    title: str
    wrong: str
    right: str
    marking: str
    marking_words: str
    address: str
    changes: str
    rows: tuple[Mended, ...]


def notice(settings: Settings, wrong: str) -> Edition:
    """The notice that edition ``wrong`` is replaced, with what was wrong, what is right, and the new edition.

    Raises MailError where no published edition supersedes it, or where nothing says what was wrong.
    """
    found = pins_of(settings)
    if wrong not in found:
        raise MailError(f"'{wrong}' is no published edition.")
    line = line_from(found, wrong)
    if line == [wrong]:
        raise MailError(f"no published edition supersedes '{wrong}': publish the right one first.")
    right = line[-1]
    edition = published(settings, right)
    briefing = briefing_of(settings, right)
    # Who holds the first of three was never told what the second put right.
    told = (briefing_of(settings, id_) for id_ in line)
    rows = tuple(_mended(row) for each in told if each for row in each.corrections)
    changes = (briefing.changes or "") if briefing else ""
    if not rows and not changes:
        raise MailError(f"nothing says what was wrong: give briefings/{wrong}.md rows of 'corrections'.")
    view = NoticeView(
        dossier=edition.dossier,
        title=edition.title,
        wrong=_words(found[wrong][0]),
        right=_words(found[right][0]),
        marking=edition.marking,
        marking_words=PLAIN_WORDS[edition.marking],
        address=edition.address,
        changes=changes,
        rows=tuple(dict.fromkeys(rows)),
    )
    name = f"correction of {wrong}"
    return replace(
        edition,
        title=f"Correction: {edition.title}",
        html=render(environment(settings.root), "mail/correction.html", view, name),
        text=fold(render(text_environment(settings.root), "mail/correction.txt", view, name)),
        corrects=f"{wrong}/{found[wrong][0].number}",
    )


def _words(pin: Pin) -> str:
    return f"edition {pin.number}, of {pin.date.words()}"


def _mended(row: Correction) -> Mended:
    return Mended(row.what, row.was, row.now, row.why)


def holders(ledger: Ledger, mailbox: Mailbox, notice: Edition) -> dict[str, ReaderList]:
    """Those who were sent the edition that ``notice`` corrects, or a notice that brought it, by list, each once.

    Who stands on the list today is taken as written there; who is gone from it, as the ledger has him. A message that
    came back is held by nobody; who was suppressed since is passed over when the notice is sent. Raises MailError while
    the ledger cannot say of somebody whether he has it, and where somebody may not be sent the new edition.
    """
    wrong = notice.corrects
    rows = ledger.deliveries(edition=wrong)
    if unknown := [each for each in rows if each.state in (State.UNKNOWN, State.ARMED)]:
        told = "\n".join(f"  communique mail settle {wrong} {each.address} --sent|--again" for each in unknown)
        raise MailError(f"whether {len(unknown)} of the readers hold it is unknown; settle that first:\n{told}")
    by_list: dict[str, dict[str, Delivery]] = {}
    held: set[str] = set()
    for each in rows:
        if each.state is State.SENT and each.address and each.reader not in held:
            held.add(each.reader)
            by_list.setdefault(each.list, {})[each.reader] = each
    found = {name: _as_list(name, had, _listed(ledger, mailbox, name)) for name, had in by_list.items()}
    _check_levels(ledger, notice, found.values())
    return found


def untold(ledger: Ledger, wrong: str) -> int:
    """How many hold edition ``wrong`` and can be told nothing: their addresses were forgotten, or have expired."""
    return sum(not each.address for each in ledger.deliveries(edition=wrong, state=State.SENT))


def _listed(ledger: Ledger, mailbox: Mailbox, name: str) -> dict[str, Reader]:
    """The list as it stands today, by reader; nobody where its file is gone."""
    path = mailbox.path(mailbox.list(name).path)
    readers = read_list(name, path, MARKINGS[0]).readers if path.is_file() else ()
    return {ledger.key.reader(each.address): each for each in readers}


def _check_levels(ledger: Ledger, notice: Edition, lists: Iterable[ReaderList]) -> None:
    low = [
        each.address.shown
        for readers in lists
        for each in readers.readers
        if exceeds(notice.marking, each.level)
        and not each.suppressed
        and not ledger.why_suppressed(ledger.key.reader(each.address), readers.name)
    ]
    if low:
        raise MailError(
            f"{len(low)} of those who hold {notice.corrects} may not be sent {notice.marking}: {', '.join(low)}. Raise "
            "their level in the list, take them off ('communique mail unsubscribe'), or publish what is right with a "
            "marking they may have."
        )


def _as_list(name: str, rows: dict[str, Delivery], listed: dict[str, Reader]) -> ReaderList:
    readers = tuple(listed.get(reader) or _as_sent(each) for reader, each in rows.items())
    return ReaderList(name, readers, tuple(Mark("ledger") for _ in readers))


def _as_sent(each: Delivery) -> Reader:
    return Reader.model_validate(
        {
            "address": read_address(each.address),
            "name": each.name or None,
            "language": each.language,
            "pdf": each.form,
            "paper": each.paper,
            "level": each.level,
        }
    )
