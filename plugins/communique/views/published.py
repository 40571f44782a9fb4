"""The page of a published edition: the article as it was published, under a banner that says where it stands today."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from markupsafe import Markup

from communique.corpus import address
from communique.editions.pin import SIGNATURE
from communique.kinds import KINDS
from communique.tongue import Words, gettext, say
from communique.views.briefing import ARCHIVE, edition_words, kind_words
from communique.views.frame import Frame, frame
from communique.views.sheet import Link, Sheet
from communique.views.stamp import openssl_line
from communique.views.standing import Standing, standing

if TYPE_CHECKING:
    from communique.editions import Pin
    from communique.kinds import Briefing
    from communique.views.sheet import Site

PAPERS: Final = Words({"a4": "PDF on A4", "letter": "PDF on US Letter", "a4-signed": "PDF with the signature inside"})
CERTIFICATE: Final = "certificate.pem"
_FOLDERS = "|".join(kind.address for kind in KINDS.values() if kind.address)
_TO_RECORD = re.compile(rf' href="(?:\.\./)+(?:{_FOLDERS})/([a-z0-9-]+)/index\.html[^"]*"')


@dataclass(frozen=True, slots=True)
class Download:
    """A file of the edition as readers take it away."""

    link: Link
    type: str
    sha256: str


@dataclass(frozen=True, slots=True)
class PublishedView:
    """``article`` is the text as it was published; ``commit`` is the pinned one; ``openssl`` is the command that checks
    the signature, empty where there is none.
    """

    frame: Frame
    standing: Standing
    article: Markup
    files: tuple[Download, ...]
    commit: str
    openssl: str


def published_view(site: Site, briefing: Briefing, pin: Pin, article: str) -> PublishedView:
    """The view of an edition that was published; ``article`` is what was kept of it."""
    path = address(briefing)
    sheet = Sheet(site, path)
    sheet.banner.show(pin.marking)
    crumbs = (
        Link(sheet.href("index.html"), site.corpus.dossier.title),
        Link(sheet.href(ARCHIVE), gettext("Briefings")),
    )
    return PublishedView(
        frame(
            sheet,
            briefing.title,
            section=ARCHIVE,
            description=briefing.summary or f"{kind_words(briefing)}, {edition_words(briefing)}",
            record=briefing,
            crumbs=crumbs,
        ),
        standing(sheet, briefing, article),
        Markup(_only_to_what_is_there(sheet, article)),
        downloads(sheet, pin),
        pin.commit,
        openssl_line(pin.instant, pin.published_name) if pin.paper.signature else "",
    )


def downloads(sheet: Sheet, pin: Pin) -> tuple[Download, ...]:
    """The PDFs of an edition, and their signatures."""
    found = []
    for row in pin.files:
        if row.name is None:
            continue
        path = f"briefings/{pin.edition}/{row.name}"
        words = PAPERS[row.form]
        found.append(Download(Link(sheet.href(path), words), "application/pdf", row.sha256))
        if row.signature:
            link = Link(sheet.href(path + SIGNATURE), say("Signature of the {file}", file=words))
            found.append(Download(link, "application/pkcs7-signature", row.signature))
    if pin.signer is not None:
        link = Link(sheet.href(f"briefings/{pin.edition}/{CERTIFICATE}"), gettext("Certificate of the signer"))
        found.append(Download(link, "application/x-pem-file", ""))
    return tuple(found)


def _only_to_what_is_there(sheet: Sheet, article: str) -> str:
    """The article without its links to records that have no page today: withheld since, or marked higher."""

    def kept(found: re.Match[str]) -> str:
        there = found.group(1) in sheet.corpus.records or found.group(1) in sheet.corpus.tombstones
        return found.group() if there else ""

    return _TO_RECORD.sub(kept, article)
