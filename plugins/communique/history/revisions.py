"""The dossier's files at a revision, read from git without touching the work tree."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from communique.errors import GitError
from communique.history.pasts import FOLDERS

if TYPE_CHECKING:
    from communique.history.repository import Repository

_MAIN: Final = ("origin/HEAD", "origin/main", "main", "origin/master", "master")


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

    main = main_line(repository)
    try:
        return repository.words("merge-base", "HEAD", repository.commit(main)) if main else repository.commit()
    except GitError:  # two histories without a commit in common
        return repository.commit()


def main_line(repository: Repository) -> str:
    """The revision that is the main line here, as ``fork_point`` looks for it; empty where there is none."""
    for branch in _MAIN:
        try:
            repository.commit(branch)
        except GitError:
            continue
        return branch
    return ""


def branch_beside_main(repository: Repository) -> str:
    """The branch the work is on, where that is not the main one: what is given there another branch may give, too.

    Empty on the main branch, at a commit of it (as CI checks one out), and where nothing says which the main one is.
    """
    main = main_line(repository)
    if not main:
        return ""
    try:
        here = repository.words("symbolic-ref", "--quiet", "--short", "HEAD")
    except GitError:
        return "" if fork_point(repository) == repository.commit() else "a commit beside it"
    name = repository.words("rev-parse", "--abbrev-ref", main).removeprefix("origin/")
    return "" if here == name else here
