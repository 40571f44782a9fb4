"""What a two-person build is made from: of each record the content that a second person approved, straight from git.

The work tree does not matter: what is not committed is not there. A record that nobody approved at any content is
withheld; one that was changed since is published as it was approved.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from communique.errors import ReviewError
from communique.history import CACHE, Repository
from communique.history.pasts import FOLDERS, read_history
from communique.tree import DOSSIER, kind_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from communique.settings import Settings

UNAPPROVED: Final = "not approved by a second person"
SHALLOW: Final = (
    "this clone holds only the end of the history, so that nobody's review can be told; "
    "fetch the rest ('git fetch --unshallow'; in CI: full depth)."
)


@dataclass(frozen=True, slots=True)
class Approved:
    """``contents`` are the files to read, by path; ``unapproved`` the paths of records to withhold; ``older`` those of
    records published as they were before a change that waits.
    """

    contents: Mapping[str, bytes]
    unapproved: frozenset[str]
    older: frozenset[str]


def approved_contents(folder: Path, settings: Settings) -> Approved:
    """The approved contents of the dossier, or the private content, in ``folder``.

    Raises ReviewError where there is no history to tell reviews from: no repository, no commit, or a shallow clone.
    """
    repository = Repository.of(folder.resolve())
    if repository is None or not repository.has_commits:
        raise ReviewError(
            f"REVIEW is two-person, and {folder.name} is in no git repository with a commit: nothing there is approved;"
            " build it in its repository, or with another REVIEW."
        )
    if repository.is_shallow:
        raise ReviewError(SHALLOW)
    cache = folder.joinpath(*CACHE)
    history = read_history(repository, forge=settings.review_by_forge, cache=cache)
    wanted: dict[str, str] = {}
    unapproved: set[str] = set()
    older: set[str] = set()
    for path, past in history.pasts.items():
        wanted[path] = past.content
        if past.approval is not None:
            wanted[path] = past.approval.content
            older |= {path} if past.approval.content != past.content else set()
        elif path != DOSSIER and kind_of(path) is not None:
            unapproved.add(path)
    blobs = repository.blobs(sorted(set(wanted.values())))
    files = {path: blobs[content] for path, content in wanted.items() if path.startswith(FOLDERS)}
    return Approved(files, frozenset(unapproved), frozenset(older))
