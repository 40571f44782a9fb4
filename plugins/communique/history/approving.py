"""Write an approval: a signed commit that changes no file and names the exact contents it stands for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from communique.errors import GitError, ReviewError
from communique.history.log import Identity, identity, read_log
from communique.history.signatures import SIGNERS, Signers

if TYPE_CHECKING:
    from collections.abc import Sequence

    from communique.history.pasts import Past
    from communique.history.repository import Repository


def own_identity(repository: Repository) -> Identity:
    """Who runs git here, after ``.mailmap``. Raises ReviewError where git does not know."""
    try:
        told = repository.words("var", "GIT_COMMITTER_IDENT")
    except GitError as error:
        raise ReviewError("git does not know who you are; set user.name and user.email.") from error
    person = identity(told.rpartition(" ")[0].rpartition(" ")[0])
    return identity(repository.words("check-mailmap", f"{person.name} <{person.email}>"))


def approve(repository: Repository, pasts: Sequence[Past], me: Identity) -> str:
    """Commit the approval of these contents on top of HEAD; the id of that commit.

    Neither index nor work tree is touched. Raises ReviewError where git cannot sign, where ``me`` made one of the
    contents, or where the signature is not by a key in ``editors/allowed_signers``; HEAD is then what it was.
    """
    own = [past.path for past in pasts if _made(repository, past, me)]
    if own:
        raise ReviewError(f"{', '.join(own)}: made by {me}; it takes a second person to approve it.")
    head = repository.commit()
    lines = [f"Approves: {past.path} {past.content}" for past in pasts]
    title = f"Approve {pasts[0].path}" + (f" and {len(pasts) - 1} more" if len(pasts) > 1 else "")
    message = "\n".join((title, "", *lines, "")).encode()
    try:
        made = repository.words(
            "-c", "gpg.format=ssh", "commit-tree", "-S", "-p", head, f"{head}^{{tree}}", given=message
        )
    except GitError as error:
        raise ReviewError(
            f"git cannot sign: {error}. Name your key: git config user.signingkey ~/.ssh/id_ed25519.pub"
        ) from error
    if made not in Signers(repository, head).of_commits([made]):
        raise ReviewError(
            f"your key is not in {SIGNERS} at HEAD; have it added there, by somebody else, and committed."
        )
    repository.git("update-ref", "-m", title, "HEAD", made, head)
    return made


def _made(repository: Repository, past: Past, me: Identity) -> bool:
    whole = repository.prefix + past.path
    return any(
        person.is_also(me)
        for commit in read_log(repository).commits
        if not commit.is_merge and commit.changes.get(whole) == past.content
        for person in commit.producers
    )
