"""``communique check``: the findings of a dossier, with the settings it has."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from communique.due import past_findings
from communique.instant import build_instant
from communique.load import load_with
from communique.privatefiles import check_private_files
from communique.selection import check_withheld, select
from communique.settings import read_settings
from communique.snapshots.archive import archive

if TYPE_CHECKING:
    from pathlib import Path

    from communique.diagnostics import Diagnostic


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
    findings = list(checked.findings)
    remarks: tuple[str, ...] = ()
    if checked.corpus is not None:
        selection = select(checked.corpus, settings.level, build_instant(settings))
        findings += check_withheld(checked.corpus, checked.loaded, selection)
        due, remarks = past_findings(settings, checked.corpus, checked.loaded)
        findings += due
    findings += check_private_files(root)
    return CheckReport(tuple(sorted(findings)), checked.accepted, len(checked.loaded) + 1, remarks)
