"""What a mail needs of an edition: plain bytes and texts, whoever published them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from communique.markings import Marking


@dataclass(frozen=True, slots=True)
class Paper:
    """A PDF as readers have it, on a ``size`` of paper.

    ``signature`` is the detached one, where the edition is signed; ``address`` leads to the site, and is empty where
    the PDF does not stand there.
    """

    name: str
    content: bytes = field(repr=False)
    signature: bytes | None = field(default=None, repr=False)
    size: str = "a4"
    address: str = ""


@dataclass(frozen=True, slots=True)
class Edition:
    """A published edition, or the notice that corrects one.

    ``html`` is an article and ``text`` a whole plain-text edition, both as they were published; ``digest`` covers
    everything that was. ``papers`` are the PDFs, the usual one first. ``address`` leads to the site, and is empty where
    nothing of it stands there. ``draft``: not published, for a preview only. ``corrects`` names the edition that a
    notice is about; ``superseded`` the one that replaced this.
    """

    id: str
    number: str
    title: str
    dossier: str
    publisher: str
    marking: Marking
    language: str
    digest: str
    html: str = field(repr=False)
    text: str = field(repr=False)
    papers: tuple[Paper, ...] = field(repr=False)
    address: str = ""
    send_to: str = ""
    draft: bool = False
    corrects: str = ""
    superseded: str = ""

    @property
    def label(self) -> str:
        """Its name in the ledger: one edition, whatever it is sent as."""
        return f"{self.id}/{self.number}"

    @property
    def kind(self) -> str:
        """``correction`` for a notice, else ``edition``."""
        return "correction" if self.corrects else "edition"

    def paper(self, size: str) -> Paper:
        """The PDF for a size of paper; the usual one where the edition was not made for that."""
        return next((each for each in self.papers if each.size == size), self.papers[0])
