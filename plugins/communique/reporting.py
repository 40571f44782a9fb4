"""How findings print: for a person, as JSON, as SARIF 2.1.0, as annotations of a CI run."""

from __future__ import annotations

import json
from collections import Counter
from hashlib import sha256
from itertools import groupby
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

from communique import __version__
from communique.codes import CODES
from communique.diagnostics import Severity, numbered, printable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from communique.diagnostics import Diagnostic

    Report = Callable[[Sequence[Diagnostic]], str]
    """All findings, sorted, to the text that is printed."""


SAME: Final = 10
"""So many findings of one code on one line are told in full; more of them tell a person nothing more."""


def as_text(findings: Sequence[Diagnostic]) -> str:
    """A line a finding: ``path:line:column: code: what; hint``."""
    return "\n".join(_lines(findings))


def _lines(findings: Sequence[Diagnostic]) -> Iterator[str]:
    for (path, line, code), same in groupby(findings, lambda each: (each.mark.path, each.mark.line, each.code)):
        told = list(same)
        yield from (str(finding) for finding in told[:SAME])
        if len(told) > SAME:
            yield f"{printable(path)}:{line}: {code}: {len(told) - SAME} more of these on this line"


def as_json(findings: Sequence[Diagnostic]) -> str:
    """A list of objects, one a finding, keys in a fixed order."""
    return json.dumps([_plain(finding) for finding in findings], ensure_ascii=False, indent=2)


def _plain(finding: Diagnostic) -> dict[str, Any]:
    return {
        "path": printable(finding.mark.path),
        "line": finding.mark.line,
        "column": finding.mark.column,
        "severity": str(finding.severity),
        "code": finding.code,
        "what": finding.what,
        "hint": finding.hint,
    }


def sarif(findings: Sequence[Diagnostic]) -> str:
    """SARIF 2.1.0 (OASIS), as code scanning services read it."""
    rules = [
        {
            "id": code,
            "shortDescription": {"text": told.means},
            "help": {"text": told.mend},
            "defaultConfiguration": {"level": told.severity},
        }
        for code, told in sorted(CODES.items())
    ]
    run = {
        "tool": {"driver": {"name": "communique", "version": __version__, "rules": rules}},
        "columnKind": "unicodeCodePoints",
        "results": [_result(finding) for finding in findings],
    }
    schema = "https://json.schemastore.org/sarif-2.1.0.json"
    return json.dumps({"$schema": schema, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=2)


def _result(finding: Diagnostic) -> dict[str, Any]:
    region = {"startLine": finding.mark.line, "startColumn": finding.mark.column}
    place = {"artifactLocation": {"uri": quote(finding.mark.path, errors="surrogateescape")}, "region": region}
    told = f"{finding.what}; {finding.hint}" if finding.hint else finding.what
    return {
        "ruleId": finding.code,
        "level": str(finding.severity),
        "message": {"text": told},
        "locations": [{"physicalLocation": place}],
    }


def github(findings: Sequence[Diagnostic]) -> str:
    """Workflow commands that become annotations on the changed lines."""
    words = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}
    return "\n".join(
        f"::{words[finding.severity]} file={_property(printable(finding.mark.path))},line={finding.mark.line},"
        f"col={finding.mark.column},title={finding.code}::{_message(finding)}"
        for finding in findings
    )


def gitlab(findings: Sequence[Diagnostic]) -> str:
    """A code quality report (the part of Code Climate's format that GitLab reads), shown at the lines of a change."""
    words = {Severity.ERROR: "major", Severity.WARNING: "minor", Severity.NOTE: "info"}
    seen: Counter[tuple[str, str, str]] = Counter()
    rows = []
    for finding in findings:
        # Without the line: a finding that moved is not a new one. The same once more is another.
        same = (printable(finding.mark.path), finding.code, finding.what)
        seen[same] += 1
        rows.append(
            {
                "description": f"{finding.what}; {finding.hint}" if finding.hint else finding.what,
                "check_name": finding.code,
                "fingerprint": sha256("\0".join((*same, str(seen[same]))).encode()).hexdigest(),
                "severity": words[finding.severity],
                "location": {"path": printable(finding.mark.path), "lines": {"begin": finding.mark.line}},
            }
        )
    return json.dumps(rows, ensure_ascii=False, indent=2)


def _message(finding: Diagnostic) -> str:
    told = f"{finding.what}; {finding.hint}" if finding.hint else finding.what
    return told.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return text.replace("%", "%25").replace(":", "%3A").replace(",", "%2C")


REPORTS: dict[str, Report] = {"text": as_text, "json": as_json, "sarif": sarif, "github": github, "gitlab": gitlab}


def tally(findings: Sequence[Diagnostic]) -> str:
    """``2 errors, 1 warning, no notes``."""
    counts = Counter(finding.severity for finding in findings)
    return ", ".join(numbered(counts[each], each) if counts[each] else f"no {each}s" for each in Severity)
