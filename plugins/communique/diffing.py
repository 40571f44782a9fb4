"""``communique diff A B``: what a change to the records means, in words, for a reviewer who reads no YAML."""

from __future__ import annotations

import html
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from communique.changes import compare
from communique.corpus import Corpus
from communique.errors import ReviewError
from communique.history.revisions import files_at, fork_point
from communique.load import check_files, load
from communique.reviewing import repository_of
from communique.tree import of_contents
from communique.views.changed import Wording
from communique.views.labels import KIND_NAMES

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable
    from pathlib import Path

    from communique.history import Repository


@dataclass(frozen=True, slots=True)
class Line:
    """One change. ``corrects``: readers had been told otherwise, so that a correction is due once it is published."""

    how: str
    field: str
    words: str
    corrects: bool


@dataclass(frozen=True, slots=True)
class Changed:
    """What changed in one record."""

    id: str
    kind: str
    name: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """All changes from ``before`` to ``after``, by kind and id; both are revisions as they were asked for.

    ``unread`` are files that could not be read at one of the two, and are not compared.
    """

    before: str
    after: str
    records: tuple[Changed, ...]
    unread: tuple[str, ...] = ()


WORK_TREE: Final = "the work tree"


def diff_dossier(root: Path, before: str = "", after: str = "") -> Difference:
    """The changes between two revisions of the dossier in ``root``.

    ``before`` is where the work left the main line, if empty; ``after`` the work tree. Raises GitError where there is
    no such revision, ReviewError where there is no git or a revision has no dossier.
    """
    repository = repository_of(root)
    old = before or fork_point(repository)
    was, now = _state(root, repository, old), _state(root, repository, after)
    shown = before or f"{old[:10]} (where this branch began)"
    unread = {**was.unread, **now.unread}
    changed = tuple(_changed(was.corpus, now.corpus, unread))
    return Difference(shown, after or WORK_TREE, changed, tuple(sorted(set(unread.values()))))


@dataclass(frozen=True, slots=True)
class _State:
    """A revision's records; ``unread`` are the files that gave none, by id."""

    corpus: Corpus
    unread: dict[str, str]


def _state(root: Path, repository: Repository, revision: str) -> _State:
    """What could be read at ``revision``, or of the work tree; what today's rules would find there is no matter."""
    if revision:
        files, findings = of_contents(files_at(repository, revision))
        checked = check_files(files, findings)
    else:
        checked = load(root)
    if checked.dossier is None:
        raise ReviewError(
            f"at {revision or WORK_TREE}: content/dossier.yaml cannot be read; 'communique check' says why."
        )
    records = {each.id: each.record for each in checked.loaded.values() if each.record}
    graves = {each.id: each.tombstone for each in checked.loaded.values() if each.tombstone}
    unread = {each.id: each.document.path for each in checked.loaded.values() if not each.record and not each.tombstone}
    return _State(Corpus(checked.dossier, records, graves), unread)


def _changed(before: Corpus, after: Corpus, unread: Collection[str]) -> Iterable[Changed]:
    wording = Wording(before, after)
    found: dict[str, list[Line]] = {}
    kinds: dict[str, str] = {}
    for change in compare(before, after):
        if change.record in unread:
            continue
        kinds[change.record] = change.kind
        key = change.field.key if change.field else ""
        line = Line(change.how.value, key, wording.words(change), change.touches_fact)
        found.setdefault(change.record, []).append(line)
    for id_, lines in found.items():
        name = after.dossier.title if kinds[id_] == "dossier" else wording.name(id_)
        yield Changed(id_, kinds[id_], name, tuple(lines))


DUE: Final = "readers were told otherwise: needs a correction if it was public"


def as_text(found: Difference) -> str:
    """A record a paragraph, a change a line."""
    unread = [f"not compared, since it cannot be read: {path}" for path in found.unread]
    if not found.records:
        return "\n".join((f"no change from {found.before} to {found.after}{_as_far(found)}", *unread))
    lines = [f"from {found.before} to {found.after}", *unread]
    for each in found.records:
        lines += ["", f"{_kind(each)} {each.id}: {each.name}"]
        lines += [f"  {line.words}{f' [{DUE}]' if line.corrects else ''}" for line in each.lines]
    return "\n".join(lines)


def as_markdown(found: Difference) -> str:
    """For a pull request: what comes from the records is escaped, so that it cannot act there."""
    if not found.records:
        return f"No change of meaning from {_md(found.before)} to {_md(found.after)}{_as_far(found)}.\n{_unread(found)}"
    due = sum(line.corrects for each in found.records for line in each.lines)
    lines = [f"### What changes, from {_md(found.before)} to {_md(found.after)}", ""]
    if due:
        lines += [
            f"**{due} of these {'says' if due == 1 else 'say'} otherwise what readers may have been told (†).**",
            "",
        ]
    for each in found.records:
        lines.append(f"- **{_md(each.name)}** ({_kind(each)} `{each.id}`)")
        lines += [f"  - {_md(line.words)}{' †' if line.corrects else ''}" for line in each.lines]
    return "\n".join(lines) + f"\n{_unread(found)}"


def _as_far(found: Difference) -> str:
    """Nobody may take a file that could not be read for one without a change."""
    return " in what could be read" if found.unread else ""


def _unread(found: Difference) -> str:
    return "".join(f"\nNot compared, since it cannot be read: `{path}`\n" for path in found.unread)


def as_json(found: Difference) -> str:
    """Everything, keys in a fixed order."""
    plain = {
        "before": found.before,
        "after": found.after,
        "records": [
            {
                "id": each.id,
                "kind": each.kind,
                "name": each.name,
                "changes": [
                    {"how": line.how, "field": line.field, "words": line.words, "correction_due": line.corrects}
                    for line in each.lines
                ],
            }
            for each in found.records
        ],
        "unread": list(found.unread),
    }
    return json.dumps(plain, indent=2, ensure_ascii=False)


def as_page(found: Difference) -> str:
    """A page of its own that needs no other file."""
    rows = "".join(
        f"<section><h2>{_h(each.name)}</h2><p>{_h(_kind(each))} <code>{_h(each.id)}</code></p><ul>"
        + "".join(f"<li>{_h(line.words)}{f'<small>{DUE}</small>' if line.corrects else ''}</li>" for line in each.lines)
        + "</ul></section>"
        for each in found.records
    )
    rows += "".join(f"<p>Not compared, since it cannot be read: <code>{_h(path)}</code></p>" for path in found.unread)
    title = f"From {found.before} to {found.after}"
    return _PAGE.format(title=_h(title), rows=rows or "<p>No change of meaning.</p>")


_PAGE: Final = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>{title}</title><style>
:root {{ color-scheme: light dark }}
body {{ font: 1.05rem/1.5 "Source Serif 4", Georgia, serif; max-width: 44rem; margin: 2rem auto; padding: 0 1rem }}
h1, h2 {{ font-weight: 400; line-height: 1.2 }} h2 {{ margin: 2rem 0 0; border-top: 1px solid; padding-top: .5rem }}
p, small {{ font: .85rem/1.4 "Source Sans 3", sans-serif; margin: .2rem 0 }}
small {{ display: block; font-style: italic }}
</style></head><body><h1>{title}</h1>{rows}</body></html>
"""

FORMS: Final[dict[str, Callable[[Difference], str]]] = {
    "text": as_text,
    "markdown": as_markdown,
    "html": as_page,
    "json": as_json,
}
"""How a difference prints."""


def _kind(each: Changed) -> str:
    return KIND_NAMES.get(each.kind, each.kind)


def _h(text: str) -> str:
    return html.escape(text)


def _md(text: str) -> str:
    """``text`` with everything escaped that Markdown, or a forge's own additions to it, would act on."""
    escaped = "".join(f"\\{mark}" if mark in r"\`*_{}[]()#+!|~<>" else mark for mark in text)
    return escaped.replace("@", "@\u2060").replace("\n", " ")
