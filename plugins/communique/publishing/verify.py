"""``communique verify``: which edition a PDF is, whether it is as it was published, and whether that can be rebuilt."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from enum import IntEnum
from typing import TYPE_CHECKING

from communique.editions import FORMS, read_pins
from communique.editions.kept import FOLDER
from communique.editions.pin import SIGNATURE
from communique.errors import BuildError, GitError, SettingsError
from communique.history import Repository
from communique.publishing.compare import compare
from communique.publishing.content import content_digest
from communique.publishing.metadata import properties_of
from communique.publishing.order import Order
from communique.publishing.rebuilt import Place, rebuild
from communique.settings import read_settings
from communique.signing import check_embedded, check_signature, read_certificate

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from communique.diagnostics import Diagnostic
    from communique.editions import Pin, PinnedFile
    from communique.publishing.rebuilt import Rebuilt
    from communique.settings import Settings
    from communique.signing import Certificate


class Outcome(IntEnum):
    """The exit code."""

    VERIFIED = 0  # as published, its signature good where it has one, and rebuilt or compared
    NOT = 1  # altered, not ours, a bad signature, or a rebuild that says something else
    NOT_REBUILT = 4  # as published, and nothing could be rebuilt here


@dataclass(slots=True)
class Report:
    """What was found, in sentences, and what it comes to."""

    lines: list[str] = field(default_factory=list)
    outcome: Outcome = Outcome.VERIFIED

    def tell(self, line: str, outcome: Outcome = Outcome.VERIFIED) -> None:
        """Add a line; the outcome is the worst of all (a *not* outweighs the rest)."""
        self.lines.append(line)
        if outcome is not Outcome.VERIFIED and self.outcome is not Outcome.NOT:
            self.outcome = outcome


@dataclass(frozen=True, slots=True)
class Question:
    """``file`` is the PDF; ``signature`` its detached one where it does not stand beside it; ``certificates`` whom the
    reader trusts; without ``rebuild`` only locks and signatures are looked at.
    """

    file: Path
    signature: Path | None = None
    certificates: tuple[Path, ...] = ()
    rebuild: bool = True


@dataclass(frozen=True, slots=True)
class _Known:
    """An edition that was published: its pin and the folder of its files."""

    pin: Pin
    folder: Path
    private: bool

    def bytes_of(self, row: PinnedFile) -> bytes:
        return (self.folder / self.pin.kept_name(row.form)).read_bytes()


def verify(root: Path, asked: Question, say: Callable[[str], None]) -> Report:
    """What there is to say of a file. ``say`` takes progress. Raises SettingsError where a file cannot be read."""
    root = root.resolve()
    settings = read_settings(root)
    trusted = _trusted(settings, asked)
    content = _read(asked.file)
    report = Report()
    known, findings = _published(settings)
    found = _by_digest(known, hashlib.sha256(content).hexdigest())
    if found is None:
        _altered(report, known, content)
        report.lines += [str(each) for each in findings]
        return report
    each, row = found
    _identify(report, each, row, asked.file.name, known)
    _signatures(report, each, row, content, asked, trusted)
    if asked.rebuild:
        _rebuild(report, settings, each, say)
    return report


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise SettingsError(f"{path}: {error.strerror or error}.") from error


def _trusted(settings: Settings, asked: Question) -> tuple[Certificate, ...]:
    given = tuple(read_certificate(path, "--certificate") for path in asked.certificates)
    if given or settings.signing_certificate is None:
        return given
    return (read_certificate(settings.signing_certificate, "SIGNING_CERTIFICATE"),)


def _published(settings: Settings) -> tuple[dict[str, _Known], list[Diagnostic]]:
    findings: list[Diagnostic] = []
    found = {}
    for home, private in ((settings.root, False), (settings.private_content, True)):
        if home is not None:
            for id_, pin in read_pins(home, findings).items():
                found[id_] = _Known(pin, home / FOLDER, private)
    return found, findings


def _by_digest(known: Mapping[str, _Known], digest: str) -> tuple[_Known, PinnedFile] | None:
    return next(((each, row) for each in known.values() for row in each.pin.files if row.sha256 == digest), None)


def _identify(report: Report, each: _Known, row: PinnedFile, name: str, known: Mapping[str, _Known]) -> None:
    pin = each.pin
    report.tell(f"This is '{pin.title}', edition {pin.number}, of {pin.date.words()}: {FORMS[row.form].words}.")
    report.tell(f"It has the bytes that were published on {pin.instant:%Y-%m-%d at %H:%M} UTC (SHA-256 {row.sha256}).")
    if row.name is not None and row.name != name:
        report.tell(f"It was published as {row.name}.")
    report.tell(f"Its pin is {FOLDER}/{pin.edition}.lock: commit {pin.commit}, records {pin.content}.")
    later = [other.pin for other in known.values() if other.pin.supersedes == pin.edition]
    for other in later:
        report.tell(f"It is superseded by '{other.title}', edition {other.number}, of {other.date.words()}.")


def _signatures(
    report: Report, each: _Known, row: PinnedFile, content: bytes, asked: Question, trusted: Sequence[Certificate]
) -> None:
    if row.form == "a4-signed":
        verdict = check_embedded(content, trusted)
        report.tell(f"Signature inside: {verdict.word}: {verdict.why}.", _outcome(good=verdict.good))
        return
    beside = asked.file.with_name(asked.file.name + SIGNATURE)
    given = asked.signature or (beside if beside.is_file() else None)
    if row.signature is None:
        report.tell("It was published unsigned.")
    else:
        kept = each.folder / (each.pin.kept_name(row.form) + SIGNATURE)
        verdict = check_signature(content, kept.read_bytes(), trusted)
        report.tell(f"Signature: {verdict.word}: {verdict.why}.", _outcome(good=verdict.good))
    if given is not None and hashlib.sha256(raw := _read(given)).hexdigest() != row.signature:
        verdict = check_signature(content, raw, trusted)
        report.tell(f"{given.name}: {verdict.word}: {verdict.why}.", _outcome(good=verdict.good))


def _outcome(*, good: bool) -> Outcome:
    return Outcome.VERIFIED if good else Outcome.NOT


def _altered(report: Report, known: Mapping[str, _Known], content: bytes) -> None:
    """What can be said of a file whose bytes no lock has."""
    told = properties_of(content)
    each = known.get(told.get("Briefing", ""))
    if each is None:
        what = f"'{told['Briefing']}', which was never published here" if told.get("Briefing") else "no edition of ours"
        report.tell(f"No lock has these bytes, and the file says it is {what}.", Outcome.NOT)
        return
    pin = each.pin
    name = f"'{pin.title}', edition {pin.number}, of {pin.date.words()}"
    if not told.get("Commit"):
        report.tell(f"This is a draft of {name}, made before it was published.", Outcome.NOT)
        return
    for row in pin.files:
        published = each.bytes_of(row) if row.name is not None else b""
        if published and content.startswith(published):
            added = len(content) - len(published)
            report.tell(f"This has the bytes of {name}, and {added:,} more that were never published.", Outcome.NOT)
            report.tell(f"Somebody put a remark or a signature in: 'head -c {len(published)}' takes it off.")
            return
    report.tell(f"This is an altered copy of {name}: no lock has its bytes.", Outcome.NOT)
    parts = compare(each.bytes_of(pin.paper), content)
    for part in parts:
        report.tell(f"  {part.name}: {part.difference or 'the same'}.")
    if all(part.same for part in parts):
        report.tell("What differs is in none of these: a drawing, a font, or bytes that no viewer shows.")


def _rebuild(report: Report, settings: Settings, each: _Known, say: Callable[[str], None]) -> None:
    pin = each.pin
    try:
        made = rebuild(Place(settings.root, settings.private_content if each.private else None), Order.of(pin), say)
        repository = Repository.of(settings.root)
        assert repository is not None  # or nothing had been rebuilt
        if not pin.private_commit and content_digest(repository, pin.commit) != pin.content:
            report.tell("The records of that commit are not those whose digest the lock has.", Outcome.NOT)
    except (GitError, BuildError) as error:
        report.tell(f"It was not rebuilt: {error}", Outcome.NOT_REBUILT)
        return
    for row in pin.files:
        form = made.forms.get(row.form)
        if form is None:
            continue
        if hashlib.sha256(form.content).hexdigest() == row.sha256:
            report.tell(f"Rebuilt from that commit: {FORMS[row.form].words} has the same bytes.")
        else:
            _unlike(report, each, row, form.content, made)


def _unlike(report: Report, each: _Known, row: PinnedFile, content: bytes, made: Rebuilt) -> None:
    """A rebuild with other bytes: because of the environment, or because something is wrong."""
    there, here = each.pin.environment, made.environment
    differing = [
        f"{name} {there.get(name, 'none')} there, {here.get(name, 'none')} here"
        for name in sorted({*there, *here}, key=str.casefold)
        if there.get(name) != here.get(name)
    ]
    words = FORMS[row.form].words
    if not differing:
        report.tell(f"Rebuilt from that commit: {words} has other bytes, in the same render environment.", Outcome.NOT)
    else:
        report.tell(f"Rebuilt from that commit: the bytes of {words} cannot be compared: {'; '.join(differing)}.")
    if row.name is None:
        return
    for part in compare(each.bytes_of(row), content):
        report.tell(f"  {part.name}: {part.difference or 'the same'}.", _outcome(good=part.same))
