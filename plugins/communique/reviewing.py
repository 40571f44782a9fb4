"""``communique review``: what stands where between two persons, and the approval itself."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from communique.approved import SHALLOW
from communique.diagnostics import blocking
from communique.errors import FindingsError, ReviewError
from communique.history import CACHE, Repository
from communique.history.approvals import Flaw, left_behind
from communique.history.approving import approve, own_identity
from communique.history.pasts import read_history
from communique.load import load_with
from communique.settings import read_settings

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from communique.history.pasts import History, Past
    from communique.load import Checked
    from communique.settings import Settings


class State(StrEnum):
    """The review state of a record: derived from git, never typed in (DESIGN §2)."""

    DRAFT = "draft"
    IN_REVIEW = "in review"
    APPROVED = "approved"


FLAWS: Final = {
    Flaw.UNSIGNED: (
        "an approval by nobody: its signature is missing (a rebase or an amended commit loses it)"
        " or not by a key in editors/allowed_signers; approve it again"
    ),
    Flaw.OWN: "approved by {by}, who made this content: it takes a second person",
    Flaw.FORGE: "reviewed by {by} on the forge, whose word does not count here (REVIEW_BY_FORGE)",
    Flaw.LOST: "reviewed by {by}, but on a commit that is no merge: the squash lost the approval",
}
"""Why an approval does not count, in words."""


@dataclass(frozen=True, slots=True)
class Row:
    """One record: its state, why, who made it, and the newest approval in words (also of an older content)."""

    id: str
    kind: str
    path: str
    state: State
    why: str
    by: tuple[str, ...]
    approved: str


def review_dossier(root: Path) -> tuple[Row, ...]:
    """The review state of every record of the dossier in ``root``, by path.

    Raises FindingsError where the dossier has errors, ReviewError where there is no history to tell it from.
    """
    settings = read_settings(root)
    checked = load_with(settings)
    if checked.corpus is None:
        raise FindingsError(blocking(checked.findings))
    repository = repository_of(root)
    history = history_of(settings, repository)
    if history.shallow:
        raise ReviewError(SHALLOW)
    changed = frozenset(path.removeprefix(repository.prefix) for path in repository.changed("content", "briefings"))
    rows = list(_rows(checked, history, changed))
    if any(row.why in (CHANGED, WAITS) for row in rows):
        left = left_behind(repository)
        rows = [_with_left(row, history, left) for row in rows]
    return tuple(sorted(rows, key=lambda row: row.path))


def _with_left(row: Row, history: History, left: Mapping[tuple[str, str], str]) -> Row:
    """The row, with the approval that stands on another branch, where one does."""
    past = history.pasts.get(row.path)
    commit = left.get((row.path, past.content)) if past and row.why in (CHANGED, WAITS) else None
    if commit is None:
        return row
    why = f"approved in {commit[:10]}, which a squash or a rebase left behind: merge that branch, or approve it again"
    return replace(row, why=why)


def repository_of(root: Path) -> Repository:
    """The repository of the dossier. Raises ReviewError where there is none."""
    found = Repository.of(root.resolve())
    if found is None:
        raise ReviewError(
            "this dossier is in no git repository, so that its history is unknown; 'git init' starts one."
        )
    return found


def history_of(settings: Settings, repository: Repository) -> History:
    """The dossier's history at HEAD, kept below ``.cache/`` from one run to the next."""
    return read_history(repository, forge=settings.review_by_forge, cache=settings.root.joinpath(*CACHE))


def approve_records(root: Path, ids: Sequence[str]) -> tuple[str, str]:
    """Approve these records at exactly the content they have: a signed commit without any other change.

    Returns the commit's id and the name it is signed by. Raises ReviewError where one may not be approved by whoever
    runs this, and then approves none.
    """
    settings = read_settings(root)
    rows = {row.id: row for row in review_dossier(root)}
    repository = repository_of(root)
    history = history_of(settings, repository)
    me = own_identity(repository)
    wrong = [told for id_ in ids if (told := _refusal(rows.get(id_), id_))]
    if wrong:
        raise ReviewError("\n".join(wrong))
    pasts = [history.pasts[rows[id_].path] for id_ in ids]
    return approve(repository, pasts, me), str(me)


def _refusal(row: Row | None, id_: str) -> str:
    if row is None:
        return f"{id_}: there is no such record; 'communique review' lists them."
    if row.state is State.DRAFT:
        return f"{id_}: it is a draft; take out 'draft: yes' first."
    if row.state is State.APPROVED:
        return f"{id_}: it is approved already."
    return f"{id_}: {row.why}; commit it first." if row.why.startswith(UNCOMMITTED) else ""


UNCOMMITTED: Final = "not committed"
CHANGED: Final = "changed since it was approved"
WAITS: Final = "waits for a second person"


def _rows(checked: Checked, history: History, changed: frozenset[str]) -> Iterator[Row]:
    for id_, loaded in checked.loaded.items():
        record = loaded.record
        if record is None or loaded.private:
            continue
        path = loaded.document.path
        past = history.pasts.get(path)
        state, why = _state(record.draft, past, uncommitted=path in changed)
        by = past.by if past else ()
        yield Row(id_, loaded.kind.name, path, state, why, by, _approved(past))


def _state(draft: bool, past: Past | None, *, uncommitted: bool) -> tuple[State, str]:
    if draft:
        return State.DRAFT, "draft: yes"
    if past is None or uncommitted:
        return State.IN_REVIEW, UNCOMMITTED
    if past.is_approved:
        return State.APPROVED, ""
    if past.flawed:
        newest = past.flawed[0]
        assert newest.flaw is not None
        return State.IN_REVIEW, FLAWS[newest.flaw].format(by=newest.by)
    if past.approval is not None:
        return State.IN_REVIEW, CHANGED
    return State.IN_REVIEW, WAITS


def _approved(past: Past | None) -> str:
    if past is None or past.approval is None:
        return ""
    each = past.approval
    return f"{each.by} on {each.instant.date().isoformat()} ({each.basis}, {each.commit[:10]})"


def as_text(rows: Iterable[Row], review: str) -> str:
    """State by state, drafts first; what is approved is counted."""
    rows = tuple(rows)
    lines: list[str] = []
    for state in (State.DRAFT, State.IN_REVIEW):
        found = [row for row in rows if row.state is state]
        lines.append(f"{state}: {len(found)}")
        lines += [f"  {row.path}: {row.why}; by {', '.join(row.by) or 'nobody yet'}" for row in found]
    lines.append(f"{State.APPROVED}: {sum(row.state is State.APPROVED for row in rows)}")
    lines.append(f"REVIEW = {review}")
    return "\n".join(lines)


def as_json(rows: Iterable[Row]) -> str:
    """Every record, keys in a fixed order."""
    keys = ("id", "kind", "path", "state", "why", "by", "approved")
    return json.dumps([{key: getattr(row, key) for key in keys} for row in rows], indent=2, ensure_ascii=False)
