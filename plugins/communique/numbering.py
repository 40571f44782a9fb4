"""``communique number``: E-001, E-002 … for published events that have none. Numbers are never changed or given twice.

Given on the main branch, after a merge, so that two branches cannot take the same one.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from communique.diagnostics import blocking
from communique.errors import FindingsError, GitError
from communique.history import Repository
from communique.history.revisions import branch_beside_main, files_at, main_line
from communique.instant import build_instant
from communique.kinds import KINDS
from communique.load import load_with
from communique.selection import select
from communique.settings import read_settings
from communique.whole import write_whole

if TYPE_CHECKING:
    from pathlib import Path

_NUMBER: Final = re.compile(rb"^number: *[\"']?E-(\d+)", re.MULTILINE)


def number_events(root: Path, *, any_branch: bool = False) -> dict[str, str]:
    """Write a number into every event that a build would publish and that has none, in order of date; id to number.

    A draft, or an event withheld by its marking or embargo, gets its number when it is published: a gap in the numbers
    would tell that there is one. Numbers that the main line has elsewhere count as taken. Raises FindingsError when the
    corpus has errors, GitError on another branch than the main one, unless ``any_branch`` will do.
    """
    settings = read_settings(root)
    repository = Repository.of(root.resolve())
    if repository is not None and not repository.has_commits:
        repository = None
    if repository and not any_branch and (branch := branch_beside_main(repository)):
        raise GitError(
            f"numbers are given on the main branch, after a merge: this is {branch}, and another branch could give the "
            "same ones. (--any-branch gives them all the same.)"
        )
    checked = load_with(settings)
    if checked.corpus is None:
        raise FindingsError(blocking(checked.findings))
    published = select(checked.corpus, checked.corpus.dossier.marking, build_instant(settings)).corpus
    taken = [int(event.number.removeprefix("E-")) for event in checked.corpus.events if event.number]
    taken += [int(grave.number.removeprefix("E-")) for grave in checked.corpus.tombstones.values() if grave.number]
    taken += _on_main(repository) if repository else []
    next_number = max(taken, default=0) + 1
    given: dict[str, str] = {}
    for event in published.events:
        if event.number is None:
            given[event.id] = f"E-{next_number:03}"
            next_number += 1
    for id_, name in given.items():
        _write(root / checked.loaded[id_].document.path, name)
    return given


def _on_main(repository: Repository) -> list[int]:
    """The numbers that the main line has, as far as it was fetched: others may have merged and numbered there."""
    main = main_line(repository)
    if not main:
        return []
    files = files_at(repository, main)
    events = (content for path, content in files.items() if path.startswith(f"{KINDS['event'].folder}/"))
    return [int(found) for content in events for found in _NUMBER.findall(content)]


def _write(path: Path, name: str) -> None:
    """Put the line below the schema line; every other byte of the file stays as it is."""
    lines = path.read_bytes().decode("utf-8").splitlines(keepends=True)
    at = 0
    while at < len(lines) and lines[at].lstrip("\ufeff").startswith(("#", "---")):
        at += 1
    ending = "\r\n" if lines and lines[0].endswith("\r\n") else "\n"
    mark = "\ufeff" if at == 0 and lines[0].startswith("\ufeff") else ""
    if mark:
        lines[0] = lines[0].removeprefix(mark)
    lines.insert(at, f"{mark}number: {name}{ending}")
    write_whole(path, "".join(lines).encode())
