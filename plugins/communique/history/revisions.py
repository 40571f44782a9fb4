"""The dossier's files at a revision, read from git without touching the work tree."""

from __future__ import annotations

from typing import TYPE_CHECKING

from communique.errors import GitError
from communique.history.pasts import FOLDERS

if TYPE_CHECKING:
    from communique.history.repository import Repository


def files_at(repository: Repository, revision: str) -> dict[str, bytes]:
    """The bytes of every file below ``content/`` and ``briefings/`` at ``revision``, by path as seen from the dossier.

    Raises GitError where there is no such revision.
    """
    ids = repository.contents(revision, *FOLDERS)
    blobs = repository.blobs(sorted(set(ids.values())))
    return {path: blobs[id_] for path, id_ in ids.items()}


def fork_point(repository: Repository) -> str:
    """Where the work here left the main line: the revision a change is read against. HEAD where there is no main line.

    The main line is ``origin/HEAD``, else ``origin/main``, ``main``, ``origin/master`` or ``master``.
    """

    for branch in ("origin/HEAD", "origin/main", "main", "origin/master", "master"):
        try:
            return repository.words("merge-base", "HEAD", repository.commit(branch))
        except GitError:
            continue
    return repository.commit()
