"""``communique check``: the findings of a dossier, with the settings it has."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from communique.due import past_findings
from communique.instant import build_instant
from communique.load import Checked, load, load_with
from communique.privatefiles import check_private_files
from communique.selection import check_withheld, select
from communique.settings import read_settings
from communique.snapshots.archive import archive
from communique.tree import read_tree

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from communique.diagnostics import Diagnostic
    from communique.settings import Settings


@dataclass(frozen=True, slots=True)
class CheckReport:
    """All findings, sorted; those accepted, with the reasons; how many files were read; what could not be checked."""

    findings: tuple[Diagnostic, ...]
    accepted: tuple[tuple[Diagnostic, str], ...]
    files: int
    remarks: tuple[str, ...] = ()


def check_dossier(root: Path) -> CheckReport:
    """Check the dossier in ``root``. Raises SettingsError where there is none."""
    settings = read_settings(root)
    checked = load_with(settings, archive(settings))
    findings, remarks = _all_findings(settings, checked)
    findings += check_private_files(root)
    return CheckReport(tuple(sorted(findings)), checked.accepted, len(checked.loaded) + 1, remarks)


def check_contents(root: Path, contents: Mapping[str, bytes]) -> tuple[Diagnostic, ...]:
    """What would be found in the dossier in ``root`` if its files held ``contents``, by path."""
    settings = read_settings(root)
    given = (contents, {}) if settings.private_content is None else (contents, _contents(settings.private_content))
    checked = load(root, settings.longest_quotation, archive(settings), settings.private_content, given)
    return tuple(sorted(_all_findings(settings, checked)[0]))


def _contents(folder: Path) -> dict[str, bytes]:
    """The record files of the private content, as they are."""
    files, _ = read_tree(folder)
    return {file.path: (folder / file.path).read_bytes() for file in files if not file.unread}


def _all_findings(settings: Settings, checked: Checked) -> tuple[list[Diagnostic], tuple[str, ...]]:
    """Those of loading, and of what a build would withhold and what history asks for; with remarks."""
    findings = list(checked.findings)
    if checked.corpus is None:
        return findings, ()
    selection = select(checked.corpus, settings.level, build_instant(settings))
    findings += check_withheld(checked.corpus, checked.loaded, selection)
    due, remarks = past_findings(settings, checked.corpus, checked.loaded)
    return findings + due, remarks
