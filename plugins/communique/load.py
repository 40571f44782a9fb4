"""From a folder to a corpus and its findings: read, parse, link, check. The one door the rest of the program uses."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from communique.checks import CHECKS, Context
from communique.checks.illustrations import named_figures
from communique.corpus import Corpus
from communique.diagnostics import Diagnostic, Mark, Severity, blocking
from communique.editions import read_figures, read_pins
from communique.evidence import Archive, Evidence, LockRow, judge_all, read_lock
from communique.kinds import Briefing, Source
from communique.records import Loaded, id_of, load_dossier, load_record
from communique.tree import DOSSIER, VERDICTS, of_contents, read_private, read_tree, way_to
from communique.yamlfile import Document

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path

    from communique.editions import Figure, Pin
    from communique.evidence import Judged
    from communique.kinds import Dossier, Record
    from communique.settings import Settings
    from communique.tree import RawFile

    Parsed = Loaded | tuple[Dossier | None, Document]
    """A record file that was read, or the dossier's own."""


@dataclass(slots=True)
class Checked:
    """What loading gave. ``corpus`` is None where an error stands in the way; ``findings`` are sorted. ``dossier`` is
    None only where its own file could not be read.
    """

    corpus: Corpus | None
    findings: tuple[Diagnostic, ...]
    loaded: dict[str, Loaded] = field(default_factory=dict)
    accepted: tuple[tuple[Diagnostic, str], ...] = ()
    judged: Mapping[str, Judged] = field(default_factory=dict)
    dossier: Dossier | None = None


def load(
    root: Path,
    longest_quotation: int = 12,
    archive: Archive | None = None,
    private: Path | None = None,
    contents: tuple[Mapping[str, bytes], Mapping[str, bytes] | None] | None = None,
    parse: Callable[[RawFile], Parsed] | None = None,
) -> Checked:
    """Read and check the dossier below ``root``. ``longest_quotation`` is in words. Never raises for content.

    ``archive`` gives the texts of snapshots, where this machine has a store; ``private`` is the folder of restricted
    records that are read with the dossier. ``contents`` are read in place of the files below ``root`` and ``private``
    (None: those as they stand); ``parse`` stands in for ``parse_file`` where files were read before.
    """
    own, theirs = contents or (None, None)
    files, findings = read_tree(root) if own is None else of_contents(own)
    evidence = read_evidence(root, archive, findings, private)
    pins, figures = read_pins(root, findings), read_figures(root)
    if private is not None:
        more, told = read_private(root, private, theirs)
        files += more
        findings += told
        pins |= read_pins(private, findings, f"{way_to(root, private)}/")
        figures |= read_figures(private, f"{way_to(root, private)}/")
    return check_parsed(map(parse or parse_file, files), findings, longest_quotation, evidence, pins, figures)


def load_with(
    settings: Settings, archive: Archive | None = None, parse: Callable[[RawFile], Parsed] | None = None
) -> Checked:
    """Read and check the dossier that ``settings`` are of, with its private content where this machine has it."""
    return load(settings.root, settings.longest_quotation, archive, settings.private_content, parse=parse)


def read_evidence(
    root: Path, archive: Archive | None, findings: list[Diagnostic], private: Path | None = None
) -> Evidence:
    """The lock files of verdicts, with the archive; one that cannot be read is a finding, and counts for none."""
    rows: dict[str, LockRow] = {}
    for folder in (root, private):
        if folder is None or not (folder / VERDICTS).is_file():
            continue
        try:
            rows |= read_lock((folder / VERDICTS).read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            line = error.args[0] if error.args and isinstance(error.args[0], int) else 1
            hint = "take the file out and run 'communique quotes' where the snapshots are"
            path = VERDICTS if folder == root else f"{way_to(root, folder)}/{VERDICTS}"
            findings.append(Diagnostic(Mark(path, line), "bad-verdicts", "this line is no verdict", hint))
    return Evidence(rows, archive)


def check_files(
    files: Iterable[RawFile],
    findings: list[Diagnostic],
    longest_quotation: int = 12,
    evidence: Evidence | None = None,
    pins: Mapping[str, Pin] | None = None,
) -> Checked:
    """Check files already read; ``findings`` are those of the reading, and grow."""
    return check_parsed(map(parse_file, files), findings, longest_quotation, evidence, pins)


def parse_file(file: RawFile) -> Parsed:
    """Read one file's text as what its place in the tree says it is."""
    if file.unread:
        # What is wrong is told already; the name is kept, so that nothing is held against those who use it.
        unread = Document(file.path, "")
        return (None, unread) if file.kind is None else Loaded(id_of(file.path, file.kind), file.kind, unread)
    if file.kind is None:
        return load_dossier(file)
    loaded = load_record(file, file.kind)
    loaded.private = file.private
    return loaded


def check_parsed(
    parsed: Iterable[Parsed],
    findings: list[Diagnostic],
    longest_quotation: int = 12,
    evidence: Evidence | None = None,
    pins: Mapping[str, Pin] | None = None,
    figures: Mapping[str, Figure] | None = None,
) -> Checked:
    """Check files already parsed, which stay as they are: they may be checked again beside others."""
    dossier: Dossier | None = None
    loaded: dict[str, Loaded] = {}
    seen_dossier = False
    for each in parsed:
        if isinstance(each, Loaded):
            findings += each.document.findings
            _keep(each, loaded, findings)
        else:
            seen_dossier = True
            dossier, document = each
            findings += document.findings
    if not seen_dossier:
        hint = "it names the dossier: title, language, publisher, licence, contact"
        findings.append(Diagnostic(Mark(DOSSIER), "missing-key", "there is no such file", hint))
    return _link(dossier, loaded, findings, longest_quotation, evidence or Evidence(), pins or {}, figures or {})


def _keep(each: Loaded, loaded: dict[str, Loaded], findings: list[Diagnostic]) -> None:
    other = loaded.get(each.id)
    if other is None:
        loaded[each.id] = each
        return
    loaded[each.id] = replace(other, also=[*other.also, each.kind.name])
    what = f"the id '{each.id}' is already that of {other.document.path}"
    findings.append(Diagnostic(Mark(each.document.path), "duplicate-id", what, "rename one of the files"))


def _link(
    dossier: Dossier | None,
    loaded: dict[str, Loaded],
    findings: list[Diagnostic],
    longest_quotation: int,
    evidence: Evidence,
    pins: Mapping[str, Pin],
    figures: Mapping[str, Figure],
) -> Checked:
    records = {each.id: each.record for each in loaded.values() if each.record is not None}
    tombstones = {each.id: each.tombstone for each in loaded.values() if each.tombstone is not None}
    judged = judge_all(records, evidence)
    language = dossier.language if dossier else "en"
    archived = _archived(records, evidence)
    context = Context(
        loaded, records, tombstones, language, longest_quotation, judged, archived, dossier, pins, figures
    )
    for check in CHECKS.values():
        findings += check(context)
    kept, accepted = _accept(context, findings)
    kept.sort()
    if dossier is None or blocking(kept):
        return Checked(None, tuple(kept), loaded, accepted, judged, dossier)
    hidden = frozenset(each.id for each in loaded.values() if each.private and each.tombstone is not None)
    corpus = Corpus(dossier, records, tombstones, judged, hidden=hidden, pins=pins, figures=_shown(context))
    return Checked(corpus, tuple(kept), loaded, accepted, judged, dossier)


def _shown(context: Context) -> dict[str, dict[str, Figure]]:
    """The figures that each edition shows, by its id and their names."""
    found: dict[str, dict[str, Figure]] = {}
    for each, record in context.whole():
        if context.figures and isinstance(record, Briefing):
            figures = [context.figures[path] for path, _ in named_figures(each, record) if path in context.figures]
            found[record.id] = {figure.name: figure for figure in figures}
    return found


def _archived(records: Mapping[str, Record], evidence: Evidence) -> frozenset[str] | None:
    """The snapshots whose bytes this machine has; None where it has no store."""
    archive = evidence.archive
    if archive is None:
        return None
    rows = [row for record in records.values() if isinstance(record, Source) for row in record.snapshots]
    return frozenset(row.sha256 for row in rows if archive(row.sha256) is not None)


def _accept(
    context: Context, findings: list[Diagnostic]
) -> tuple[list[Diagnostic], tuple[tuple[Diagnostic, str], ...]]:
    """Take out the findings that their records accept; say which acceptances match nothing."""
    by_path = {each.document.path: each for each in context.loaded.values() if each.record}
    used: set[tuple[str, int]] = set()
    kept: list[Diagnostic] = []
    accepted: list[tuple[Diagnostic, str]] = []
    for finding in findings:
        each = by_path.get(finding.mark.path)
        rows = each.record.accept if each and each.record and finding.severity is not Severity.ERROR else ()
        for number, row in enumerate(rows):
            if row.code == finding.code and (row.about or "") in finding.what:
                used.add((finding.mark.path, number))
                accepted.append((finding, row.reason))
                break
        else:
            kept.append(finding)
    for path, each in by_path.items():
        for number, row in enumerate(each.record.accept if each.record else ()):
            if (path, number) not in used:
                mark = each.mark(("accept", number))
                what = f"nothing here is found as '{row.code}'"
                kept.append(Diagnostic(mark, "unmatched-acceptance", what, "take the row out"))
    return kept, tuple(accepted)
