"""The notice that corrects an edition, and those who hold the wrong one, as the ledger has them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from communique.diagnostics import Mark
from communique.errors import MailError
from communique.mail.addresses import read_address
from communique.mail.ledger import State
from communique.mail.published import briefing_of, pins_of, published
from communique.mail.readers import Reader, ReaderList
from communique.markings import PLAIN_WORDS
from communique.press.theme import environment, render, text_environment
from communique.views.plaintext import fold

if TYPE_CHECKING:
    from communique.editions import Pin
    from communique.kinds.base import Correction
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
    pins = {id_: pin for id_, (pin, _) in pins_of(settings).items()}
    if wrong not in pins:
        raise MailError(f"'{wrong}' is no published edition.")
    line = _line(pins, wrong)
    right = line[-1]
    edition = published(settings, right)
    briefing = briefing_of(settings, right)
    # Who holds the first of three was never told what the second put right.
    told = (briefing_of(settings, id_) for id_ in line)
    rows = tuple(_mended(row) for each in told if each for row in each.corrections)
    changes = (briefing.changes or "") if briefing else ""
    if not rows and not changes:
        raise MailError(f"briefings/{right}.md says nothing of what was wrong: give it 'corrections' or 'changes'.")
    view = NoticeView(
        dossier=edition.dossier,
        title=edition.title,
        wrong=_words(pins[wrong]),
        right=_words(pins[right]),
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
        corrects=f"{wrong}/{pins[wrong].number}",
    )


def _words(pin: Pin) -> str:
    return f"edition {pin.number}, of {pin.date.words()}"


def _line(pins: dict[str, Pin], wrong: str) -> list[str]:
    """``wrong`` and the editions that supersede one another from it on, the last one last."""
    line = [wrong]
    while after := next((id_ for id_, pin in pins.items() if pin.supersedes == line[-1] and id_ not in line), ""):
        line.append(after)
    if line == [wrong]:
        raise MailError(f"no published edition supersedes '{wrong}': publish the right one first.")
    return line


def _mended(row: Correction) -> Mended:
    return Mended(row.what, row.was, row.now, row.why)


def holders(ledger: Ledger, wrong: str) -> dict[str, ReaderList]:
    """Those who were sent edition ``wrong``, or the notice that brought it, by list, each reader once.

    A message that came back is held by nobody; who was suppressed since is passed over when the notice is sent. Raises
    MailError while the ledger cannot say of somebody whether he has it.
    """
    if unknown := ledger.deliveries(edition=wrong, state=State.UNKNOWN):
        told = "\n".join(f"  communique mail settle {wrong} {each.address} --sent|--again" for each in unknown)
        raise MailError(f"whether {len(unknown)} of the readers hold it is unknown; settle that first:\n{told}")
    by_list: dict[str, dict[str, Delivery]] = {}
    held: set[str] = set()
    for each in ledger.deliveries(edition=wrong, state=State.SENT):
        if each.address and each.reader not in held:
            held.add(each.reader)
            by_list.setdefault(each.list, {})[each.reader] = each
    return {name: _as_list(name, rows) for name, rows in by_list.items()}


def _as_list(name: str, rows: dict[str, Delivery]) -> ReaderList:
    readers = tuple(
        Reader.model_validate(
            {
                "address": read_address(each.address),
                "name": each.name or None,
                "language": each.language,
                "pdf": each.form,
                "paper": each.paper,
                "level": each.level,
            }
        )
        for each in rows.values()
    )
    return ReaderList(name, readers, tuple(Mark("ledger") for _ in readers))
