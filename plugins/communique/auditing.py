"""``communique audit``: the evidence coverage of a dossier, as a table or as JSON."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from communique.audit import MEASURES, Audit, Count, audit
from communique.diagnostics import blocking
from communique.errors import FindingsError
from communique.load import load_with
from communique.settings import read_settings
from communique.snapshots.archive import archive

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path


def audit_dossier(root: Path) -> Audit:
    """Measure the dossier in ``root``, with its drafts. Raises FindingsError where it has errors."""
    settings = read_settings(root)
    checked = load_with(settings, archive(settings))
    if checked.corpus is None:
        raise FindingsError(blocking(checked.findings))
    return audit(checked.corpus)


def as_table(found: Audit) -> str:
    """Records that lack something, the kinds, the total, and the accepted findings with their reasons."""
    lines = [("record", *(each.name for each in MEASURES))]
    lines += [(row.path, *_cells(row.counts)) for row in found.rows if row.lacks and not row.apart]
    lines += [("",) * (len(MEASURES) + 1)]
    for kind, counts in found.kinds.items():
        apart = " (in no total)" if any(row.apart for row in found.rows if row.kind == kind) else ""
        lines.append((f"all of kind {kind}{apart}", *_cells(counts)))
    lines.append(("total", *_cells(found.total)))
    widths = [max(len(line[column]) for line in lines) for column in range(len(MEASURES) + 1)]
    table = [
        "  ".join(cell.ljust(width) if column == 0 else cell.rjust(width) for column, (cell, width) in enumerate(row))
        for row in (list(zip(line, widths, strict=True)) for line in lines)
    ]
    return "\n".join(line.rstrip() for line in (*table, *_end(found)))


def _end(found: Audit) -> Iterator[str]:
    yield ""
    for each in MEASURES:
        yield f"{each.name}: {each.words}"
    unchecked = sum(count.unchecked for count in found.total.values())
    if unchecked:
        what = "1 quotation" if unchecked == 1 else f"{unchecked} quotations"
        yield f"cannot check: {what} (no snapshot here), in no share"
    yield f"accepted findings: {len(found.accepted)}"
    for accepted in found.accepted:
        yield f"  {accepted.record}: {accepted.code}: {accepted.reason}"
    yield f"coverage: {found.share:.1f} %"


def _cells(counts: Mapping[str, Count]) -> tuple[str, ...]:
    return tuple(cell(counts[each.name]) for each in MEASURES)


def cell(count: Count) -> str:
    """``12/14  86 %``; a dash where there is nothing, and ``cannot check`` where nothing can be told."""
    if not count.total:
        return "–"
    if count.share is None:
        return f"cannot check {count.unchecked}"
    return f"{count.covered}/{count.told} {int(count.share):>3} %"


def as_json(found: Audit) -> str:
    """Everything that was counted, keys in a fixed order; a share is null where nothing can be told."""
    plain = {
        "coverage": round(found.share, 2),
        "total": _plain(found.total),
        "kinds": {kind: _plain(counts) for kind, counts in found.kinds.items()},
        "records": [
            {"kind": row.kind, "id": row.id, "path": row.path, "in_total": not row.apart, **_plain(row.counts)}
            for row in found.rows
        ],
        "accepted": [
            {"record": each.record, "code": each.code, "about": each.about, "reason": each.reason}
            for each in found.accepted
        ],
    }
    return json.dumps(plain, ensure_ascii=False, indent=2)


def _plain(counts: Mapping[str, Count]) -> dict[str, Any]:
    return {
        name: {
            "covered": count.covered,
            "total": count.total,
            "cannot_check": count.unchecked,
            "share": None if count.share is None else round(count.share, 2),
        }
        for name, count in counts.items()
    }
