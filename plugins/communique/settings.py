"""The settings of a dossier, read from ``pelicanconf.py`` without importing Pelican.

Every setting of ours is declared here once, with its documentation; ``docs/settings.md`` is generated from it and a
test holds the two together.
"""

from __future__ import annotations

import os
import runpy
from dataclasses import dataclass, field
from datetime import UTC, datetime
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from communique import dates
from communique.dates import Day
from communique.errors import SettingsError
from communique.markings import MARKINGS, Marking

if TYPE_CHECKING:
    from collections.abc import Mapping

CONFIGURATION = "pelicanconf.py"

SETTINGS: dict[str, tuple[type | tuple[type, ...], str]] = {
    "SITEURL": (str, "The site's address, without a final slash: `https://briefings.example.org`. Feeds, canonical "
                     "addresses and the links in PDFs need it; pages link to each other without it."),
    "DEFAULT_LANG": (str, "The language of the interface: `en`, or one that has a catalogue "
                          "`locale/<language>/communique.po` in the dossier's folder. Records keep their own. `en-XA` "
                          "and `ar-XB` are made up, to see that all can be translated and pages read from the right."),
    "OUTPUT_PATH": (str, "Where the published tree stands. Built beside it and switched in at once."),
    "LEVEL": (str, "The highest marking this build may hold: `TLP:CLEAR`, `TLP:GREEN`, `TLP:AMBER`, "
                   "`TLP:AMBER+STRICT` or `TLP:RED`. Records marked higher are withheld and listed."),
    "LONGEST_QUOTATION": (int, "How many words a verbatim quotation may have."),
    "BUILD_INSTANT": (str, "The one instant of the build, for embargoes and feeds, as `2020-07-03T06:00:00Z`; empty: "
                           "`SOURCE_DATE_EPOCH` where that is set, else now."),
    "SNAPSHOT_STORE": (str, "The folder of the private store of snapshots, outside git and outside the output; empty: "
                            "none on this machine. The environment variable `COMMUNIQUE_STORE` comes before it, since "
                            "each machine has its own."),
    "PRIVATE_CONTENT": (str, "A folder with restricted records, laid out as the dossier is (`content/`, `briefings/`), "
                             "kept outside this repository and read with it; empty: none on this machine. The "
                             "environment variable `COMMUNIQUE_PRIVATE_CONTENT` comes before it."),
    "MAIL": (str, "The file that says who sends mail, through which server and to which lists (docs/mail.md); empty: "
                  "`mail.yaml` beside `pelicanconf.py`. The environment variable `COMMUNIQUE_MAIL` comes before it."),
    "AS_OF": (str, "A day, as `2020-07-03`: the build holds only what had been published by its end, and says so on "
                   "every page. Empty: all that is known."),
    "PUBLIC_SINCE": (str, "The day or instant from which readers have had the main branch, as `2020-07-03`: from "
                          "then on a changed fact needs a correction. Empty: from the first commit."),
    "REVIEW": (str, "`two-person`: a public build publishes of each record the content that a second person "
                    "approved, and withholds the rest; `single`: records are published as they stand, and pages say "
                    "that no second person reviewed them; `off`: nothing is said of review."),
    "PREVIEW": (bool, "Whether this build is a preview: drafts and what waits for review are in it, up to its "
                      "level, and every page says so. `communique build --preview` sets it."),
    "REVIEW_BY_FORGE": (bool, "Whether a `Reviewed-by:` line on a merge into the protected branch is an approval. Only "
                              "where the forge lets nobody else write it there; else approvals are signed."),
    "REPORT_ERROR": (str, "Where the link *Report an error on this page* at the foot of every page leads: a forge's "
                          "form for new issues or a `mailto:` address, in which `{id}`, `{title}` and `{address}` are "
                          "of the record and its page: `https://github.com/OWNER/REPOSITORY/issues/new?"
                          "template=error.yml&record={id}&address={address}`. Empty: there is no such link."),
    "FORM_BACKEND": (dict, "Where the form on the published site saves to, as Decap CMS takes its `backend`: "
                           "`{\"name\": \"gitlab\", \"repo\": \"owner/name\", \"branch\": \"main\", …}`. Used only "
                           "where PLUGINS lists `communique.pelican.form`."),
    "PDF_TIMEOUT": (int, "How many seconds one PDF may take."),
    "PDF_MEMORY": (int, "How many MiB of memory the process that sets one PDF may ask for."),
    "PAPER": (str, "The paper of PDFs: `a4`, `letter`, or `both`, which makes two of each edition."),
    "PDF_JOBS": (int, "How many PDFs are set at once; 0: as many as there are cores."),
    "SIGNING_KEY": (str, "The file with the key that signs published PDFs, PKCS#12 or PEM, outside the dossier's "
                         "folder; empty: they are unsigned. Its password is in the environment variable "
                         "`COMMUNIQUE_SIGNING_PASSWORD`. The environment variable `COMMUNIQUE_SIGNING_KEY` comes "
                         "before it."),
    "SIGNING_CERTIFICATE": (str, "The file with the certificate of that key, PEM or DER, where a PEM key has it not "
                                 "beside it; `communique verify` trusts it, or what it vouches for. The environment "
                                 "variable `COMMUNIQUE_SIGNING_CERTIFICATE` comes before it."),
}  # fmt: skip

Review = Literal["two-person", "single", "off"]
"""How many people must have seen a record before it is published."""

REVIEWS: tuple[Review, ...] = ("two-person", "single", "off")


@dataclass(frozen=True, slots=True)
class Settings:
    """What a build needs to know. ``root`` is the folder that holds pelicanconf.py; ``plugins`` are those it lists."""

    root: Path
    output: Path
    site_url: str = ""
    language: str = "en"
    level: Marking = "TLP:CLEAR"
    longest_quotation: int = 12
    build_instant: str = ""
    as_of: Day | None = None
    pdf_timeout: int = 120
    pdf_memory: int = 2048
    pdf_jobs: int = 0
    papers: tuple[str, ...] = ("a4",)
    snapshot_store: Path | None = None
    private_content: Path | None = None
    public_since: datetime | None = None
    review: Review = "single"
    review_by_forge: bool = False
    preview: bool = False
    report_error: str = ""
    form_backend: Mapping[str, Any] = field(default_factory=dict)
    mail: Path = Path("mail.yaml")
    signing_key: Path | None = None
    signing_certificate: Path | None = None
    plugins: tuple[str, ...] = ()


def read_settings(root: Path) -> Settings:
    """The settings of the dossier in ``root``. Raises SettingsError where there is none or one does not fit."""
    path = root / CONFIGURATION
    if not path.is_file():
        raise SettingsError(
            f"{CONFIGURATION}: there is none in {root.name or root}. Run this in a dossier's folder, or name it: "
            "communique -C FOLDER …"
        )
    try:
        found = runpy.run_path(str(path))
    except Exception as error:  # a settings file is somebody's Python: whatever it raises is told the same way
        raise SettingsError(f"{CONFIGURATION}: it cannot be run: {type(error).__name__}: {error}") from error
    _refuse_misspelt(found)
    return from_mapping(root, found)


def _refuse_misspelt(found: Mapping[str, Any]) -> None:
    """Raises SettingsError for a name that is nearly one of ours: it would be passed over in silence."""
    for name in found:
        near = get_close_matches(name, SETTINGS, n=1, cutoff=0.8) if name.isupper() and name not in SETTINGS else []
        if near:
            raise SettingsError(f"{CONFIGURATION}: there is no setting {name}; did you mean {near[0]}?")


def from_mapping(root: Path, found: Mapping[str, Any]) -> Settings:
    """Settings from names to values, as pelicanconf.py or Pelican itself holds them."""
    for name, (wanted, _) in SETTINGS.items():
        if name in found and not isinstance(found[name], wanted):
            shown = wanted.__name__ if isinstance(wanted, type) else "value"
            raise SettingsError(f"{CONFIGURATION}: {name} is {found[name]!r}; it must be a {shown}.")
    output = (root / str(found.get("OUTPUT_PATH", "output"))).absolute()
    return Settings(
        root=root,
        output=output,
        site_url=str(found.get("SITEURL", "")).rstrip("/"),
        language=found.get("DEFAULT_LANG", "en"),
        level=checked_level(found.get("LEVEL", "TLP:CLEAR")),
        longest_quotation=found.get("LONGEST_QUOTATION", 12),
        build_instant=found.get("BUILD_INSTANT", ""),
        as_of=checked_day(found.get("AS_OF", "")),
        pdf_timeout=_at_least(1, found.get("PDF_TIMEOUT", 120), "PDF_TIMEOUT"),
        pdf_memory=_at_least(256, found.get("PDF_MEMORY", 2048), "PDF_MEMORY"),
        papers=_papers(found.get("PAPER", "a4")),
        pdf_jobs=_at_least(0, found.get("PDF_JOBS", 0), "PDF_JOBS"),
        snapshot_store=_store(root, _named(found, "SNAPSHOT_STORE", "COMMUNIQUE_STORE"), output),
        private_content=_private(root, _named(found, "PRIVATE_CONTENT", "COMMUNIQUE_PRIVATE_CONTENT"), output),
        public_since=_instant("PUBLIC_SINCE", found.get("PUBLIC_SINCE", "")),
        review=_review(found.get("REVIEW", "single")),
        review_by_forge=found.get("REVIEW_BY_FORGE", False),
        preview=found.get("PREVIEW", False),
        report_error=_report(found.get("REPORT_ERROR", "")),
        form_backend=found.get("FORM_BACKEND", {}),
        mail=root / Path(os.environ.get("COMMUNIQUE_MAIL") or found.get("MAIL") or "mail.yaml").expanduser(),
        signing_key=_key(root, _named(found, "SIGNING_KEY", "COMMUNIQUE_SIGNING_KEY")),
        signing_certificate=_file(root, _named(found, "SIGNING_CERTIFICATE", "COMMUNIQUE_SIGNING_CERTIFICATE")),
        plugins=tuple(str(plugin) for plugin in found.get("PLUGINS") or ()),
    )


def _report(text: str) -> str:
    """Where errors are reported to. Raises SettingsError where that is no address, or asks for what there is not."""
    if text and not text.startswith(("https://", "mailto:")):
        raise SettingsError(f"REPORT_ERROR is {text!r}; it must start with https:// or mailto:.")
    try:
        text.format(id="", title="", address="")
    except (KeyError, IndexError, ValueError) as error:
        raise SettingsError(f"REPORT_ERROR is {text!r}; in braces it may have id, title and address.") from error
    return text


def _instant(name: str, text: str) -> datetime | None:
    """``text`` as an instant, in UTC where it names no zone; None where it is empty. Raises SettingsError."""
    if not text:
        return None
    try:
        found = datetime.fromisoformat(text)
    except ValueError as error:
        raise SettingsError(f"{name} is {text!r}, which is no day or instant; write one, as 2020-07-03.") from error
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _papers(text: str) -> tuple[str, ...]:
    """The papers of PDFs. Raises SettingsError where ``text`` names none."""
    known = {"a4": ("a4",), "letter": ("letter",), "both": ("a4", "letter")}
    if text not in known:
        raise SettingsError(f"PAPER is {text!r}; it must be one of {', '.join(known)}.")
    return known[text]


def _at_least(least: int, number: int, name: str) -> int:
    if number < least:
        raise SettingsError(f"{name} is {number}; it must be {least} or more.")
    return number


def _named(found: Mapping[str, Any], name: str, variable: str) -> str:
    """A path that each machine has its own of: by the environment, else by the settings. Set and empty: none here."""
    return str(os.environ.get(variable, found.get(name, "")))


def _file(root: Path, named: str) -> Path | None:
    return (root / Path(named).expanduser()).resolve() if named else None


def _key(root: Path, named: str) -> Path | None:
    """The file of the key. Raises SettingsError where it would be committed or published with the dossier."""
    path = _file(root, named)
    if path is not None and path.is_relative_to(root.resolve()):
        raise SettingsError(f"SIGNING_KEY is {named}: a key must stand outside the dossier's folder.")
    return path


def _review(text: str) -> Review:
    """How records are reviewed. Raises SettingsError where ``text`` names no way."""
    for way in REVIEWS:
        if text == way:
            return way
    raise SettingsError(f"REVIEW is {text!r}; it must be one of {', '.join(REVIEWS)}.")


def _store(root: Path, named: str, output: Path) -> Path | None:
    """The folder of the store. Raises SettingsError where it would be published."""
    if not named:
        return None
    folder = (root / Path(named).expanduser()).resolve()
    if folder.is_relative_to(output.resolve()) or output.resolve().is_relative_to(folder):
        raise SettingsError(f"SNAPSHOT_STORE is {named}: the store is private and must stand outside the output.")
    return folder


def _private(root: Path, named: str, output: Path) -> Path | None:
    """The folder of private content. Raises SettingsError where it is none, or where its files would be public."""
    if not named:
        return None
    folder = (root / Path(named).expanduser()).resolve()
    if not folder.is_dir():
        raise SettingsError(
            f"PRIVATE_CONTENT is {named}: there is no such folder; mount it, or leave the setting empty."
        )
    inside = [root.resolve() / "content", root.resolve() / "briefings", output.resolve()]
    if folder == root.resolve() or any(folder.is_relative_to(each) or each.is_relative_to(folder) for each in inside):
        raise SettingsError(f"PRIVATE_CONTENT is {named}: it must stand outside the dossier's content and its output.")
    return folder


def checked_day(text: str) -> Day | None:
    """``text`` as a day; None where it is empty. Raises SettingsError where it is none."""
    if not text:
        return None
    try:
        date = dates.parse(text)
    except dates.DateError as error:
        raise SettingsError(f"AS_OF is {text!r}: {error.message}; write a day, as 2020-07-03.") from error
    if not isinstance(date.latest, Day) or date.latest != date.earliest:
        raise SettingsError(f"AS_OF is {text!r}, which is no single day; write one, as 2020-07-03.")
    return date.latest


def checked_level(text: str) -> Marking:
    """``text`` as a marking. Raises SettingsError where it is none."""
    for marking in MARKINGS:
        if text == marking:
            return marking
    raise SettingsError(f"LEVEL is {text!r}; it must be one of {', '.join(MARKINGS)}.")
