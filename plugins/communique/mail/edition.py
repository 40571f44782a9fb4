"""What a mail needs of an edition: plain bytes and texts, whoever published them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from communique.markings import Marking


@dataclass(frozen=True, slots=True)
class Paper:
    """A PDF as readers have it. ``signature`` is the detached one, where the edition is signed."""

    name: str
    content: bytes = field(repr=False)
    signature: bytes | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Edition:
    """A published edition, or the notice that corrects one.

    ``html`` is an article and ``text`` a whole plain-text edition, both as they were published; ``digest`` covers
    everything that was. ``papers`` are the PDFs by size of paper (``a4`` always). ``address`` and ``pdf_address`` lead
    to the site, and are empty where nothing of it stands there. ``draft``: not published, for a preview only.
    ``corrects`` names the edition that a notice is about.
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
    papers: Mapping[str, Paper] = field(repr=False)
    address: str = ""
    pdf_address: str = ""
    send_to: str = ""
    draft: bool = False
    corrects: str = ""

    @property
    def label(self) -> str:
        """Its name in the ledger: one edition, whatever it is sent as."""
        return f"{self.id}/{self.number}"

    @property
    def kind(self) -> str:
        """``correction`` for a notice, else ``edition``."""
        return "correction" if self.corrects else "edition"

    def paper(self, size: str) -> Paper:
        """The PDF for a size of paper; A4 where the edition was not made for that one."""
        return self.papers.get(size) or self.papers["a4"]
