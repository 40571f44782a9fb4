"""Published editions as mails have them: from the lock and the bytes kept beside it, never rendered anew."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from communique.corpus import address
from communique.editions import read_pins
from communique.editions.lockfile import LOCK
from communique.editions.pin import SIGNATURE
from communique.errors import FindingsError, MailError
from communique.instant import build_instant
from communique.kinds import KINDS, Briefing
from communique.mail.edition import Edition, Paper
from communique.markings import exceeds
from communique.plan import Print
from communique.press.build import load_selection
from communique.press.letters import letter
from communique.press.paper import set_editions
from communique.press.theme import environment, render
from communique.records import load_dossier, load_record
from communique.tree import DOSSIER, RawFile
from communique.views.briefing import briefing_outputs, pdf_path
from communique.views.sheet import Site

if TYPE_CHECKING:
    from collections.abc import Mapping

    from communique.editions import Pin
    from communique.editions.pin import PinnedFile
    from communique.kinds import Dossier
    from communique.settings import Settings

SIZES = ("a4", "letter")


def pins_of(settings: Settings) -> dict[str, tuple[Pin, Path]]:
    """Every published edition with the folder its files are kept in, those of the private content among them."""
    folders = [settings.root, *([settings.private_content] if settings.private_content else [])]
    return {id_: (pin, folder) for folder in folders for id_, pin in read_pins(folder).items()}


def published(settings: Settings, id_: str) -> Edition:
    """The published edition of briefing ``id_``. Raises MailError where there is none."""
    found = pins_of(settings)
    if id_ not in found:
        known = ", ".join(sorted(found)) or "none yet"
        raise MailError(f"'{id_}' is no published edition, and only those are sent; published: {known}.")
    pin, folder = found[id_]
    dossier = read_dossier(settings.root)
    kept = folder / "briefings"
    on_site = bool(settings.site_url) and not exceeds(pin.marking, settings.level)
    page = f"{settings.site_url}/briefings/{pin.edition}/" if on_site else ""
    usual_first = sorted(pin.files, key=lambda row: row is not pin.paper)
    return Edition(
        id=pin.edition,
        number=str(pin.number),
        title=pin.title,
        dossier=dossier.title,
        publisher=dossier.publisher,
        marking=pin.marking,
        language=pin.language,
        digest=hashlib.sha256((kept / f"{pin.edition}{LOCK}").read_bytes()).hexdigest(),
        html=_text(pin, kept, "mail-html"),
        text=_text(pin, kept, "mail-text"),
        papers=tuple(_paper(pin, kept, row, page) for row in usual_first if row.form in SIZES),
        address=page,
        superseded=superseder if (superseder := line_from(found, id_)[-1]) != id_ else "",
    )


def line_from(pins: Mapping[str, tuple[Pin, Path]], id_: str) -> list[str]:
    """``id_`` and the published editions that supersede one another from it on, the last one last."""
    line = [id_]
    while after := next((key for key, (pin, _) in pins.items() if pin.supersedes == line[-1] and key not in line), ""):
        line.append(after)
    return line


def _paper(pin: Pin, kept: Path, row: PinnedFile, page: str) -> Paper:
    path = kept / pin.kept_name(row.form)
    name = row.name or pin.published_name.replace(".pdf", f"-{row.form}.pdf")
    beside = path.with_name(path.name + SIGNATURE)
    signature = beside.read_bytes() if row.signature else None
    return Paper(name, path.read_bytes(), signature, row.form, f"{page}{name}" if page else "")


def _text(pin: Pin, kept: Path, form: str) -> str:
    name = pin.kept_name("mail-html" if form == "mail-html" else "mail-text")
    if name not in pin.kept:
        raise MailError(f"edition '{pin.edition}' was published without its mail; publish a new edition.")
    return (kept / name).read_text(encoding="utf-8")


def draft(settings: Settings, id_: str) -> Edition:
    """A briefing that is not published, as it would be sent today: for a preview, and marked as a draft.

    Raises MailError where there is no such briefing, or a build of this level would withhold it.
    """
    selection, _ = load_selection(settings, build_instant(settings))
    record = selection.corpus.records.get(id_)
    if not isinstance(record, Briefing):
        why = selection.withheld.get(id_)
        raise MailError(f"'{id_}' is withheld ({why})." if why else f"there is no briefing '{id_}'.")
    site = Site(selection.corpus, settings.site_url, settings.level, frozenset({"site", "briefings"}), settings.as_of)
    site = replace(site, papers=settings.papers)
    made = letter(site, record, settings.root)
    paper = pdf_path(site, record)
    prints = [each for each in briefing_outputs(site) if isinstance(each, Print) and each.path == paper]
    jinja = environment(settings.root)
    made_of = set_editions(
        settings, prints, lambda each: render(jinja, each.template, each.view, each.path), lambda _: None
    )
    content = b"".join(content for _, content in made_of)
    dossier, name = selection.corpus.dossier, Path(paper).name
    page = f"{settings.site_url}/{address(record).replace('index.html', '')}" if settings.site_url else ""
    return Edition(
        id=id_,
        number=str(record.edition),
        title=record.title,
        dossier=dossier.title,
        publisher=dossier.publisher,
        marking=record.marking or dossier.marking,
        language=record.language or dossier.language,
        digest=hashlib.sha256(content).hexdigest(),
        html=made.html,
        text=made.text,
        papers=(Paper(f"DRAFT-{name}", content, size=site.papers[0], address=f"{page}{name}" if page else ""),),
        address=page,
        draft=True,
    )


def read_dossier(root: Path) -> Dossier:
    """The dossier's own record. Raises FindingsError where it is broken."""
    dossier, document = load_dossier(RawFile(DOSSIER, None, (root / DOSSIER).read_text(encoding="utf-8-sig")))
    if dossier is None:
        raise FindingsError(document.findings)
    return dossier


def briefing_of(settings: Settings, id_: str) -> Briefing | None:
    """The briefing's own record, read by itself; None where it is gone, or cannot be read any more."""
    for folder in (settings.root, settings.private_content):
        path = folder / "briefings" / f"{id_}.md" if folder else None
        if path is not None and path.is_file():
            raw = RawFile(f"briefings/{path.name}", KINDS["briefing"], path.read_text(encoding="utf-8-sig"))
            record = load_record(raw, KINDS["briefing"]).record
            return record if isinstance(record, Briefing) else None
    return None
