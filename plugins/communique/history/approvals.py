"""Approvals: a second person stands for the exact content of a file.

Two forms count. **Signed**: the message of a commit, or of an annotated tag, has a line ``Approves: PATH CONTENT`` (the
path as seen from the dossier's folder, the content by git's id of it) and the signature of an allowed signer.
**Forge**, where the setting trusts it: a merge into the protected branch has a line ``Reviewed-by: NAME <ADDRESS>``,
for all that the merge brings in. Either way whoever made a content is no second person for it, and neither is an alias.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from communique.history.log import Identity, identity

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from communique.history.log import Commit, Log
    from communique.history.repository import Repository
    from communique.history.signatures import Signers

APPROVES: Final = "approves"
REVIEWED: Final = "reviewed-by"


class Flaw(StrEnum):
    """Why an approval does not count."""

    UNSIGNED = "unsigned"  # no good signature of an allowed signer: never made, or lost to a squash or a rebase
    OWN = "own"  # by somebody who made that content
    FORGE = "forge"  # rests on the forge's word, which the setting does not take
    LOST = "lost"  # a review named on a commit that is no merge: a squash leaves nothing to hold on to


class Basis(StrEnum):
    """What an approval rests on."""

    SIGNED = "signed"
    FORGE = "forge"


@dataclass(frozen=True, slots=True)
class Approval:
    """One approval of ``content`` at ``path`` (as seen from the dossier). ``flaw`` says why it does not count."""

    path: str
    content: str
    by: Identity
    instant: datetime
    basis: Basis
    commit: str
    flaw: Flaw | None = None


@dataclass(frozen=True, slots=True)
class _Tag:
    name: str
    target: str
    instant: datetime
    trailers: tuple[tuple[str, str], ...]


def approvals(repository: Repository, log: Log, signers: Signers, *, forge: bool) -> tuple[Approval, ...]:
    """Every approval there is or was meant to be, newest first. ``forge``: whether its word is taken."""
    makers = _makers(log)
    names = {person.email.casefold(): person for commit in log.commits for person in commit.producers}
    order = {commit.id: number for number, commit in enumerate(log.commits)}
    found: list[tuple[int, Approval]] = []
    claimed = [commit for commit in log.commits if any(key == APPROVES for key, _ in commit.trailers)]
    signed = signers.of_commits([commit.id for commit in claimed])
    for commit in claimed:
        signer = _known(signed.get(commit.id, ()), names)
        found += [(order[commit.id], each) for each in _claims(commit, signer, makers, repository)]
    for tag in _tags(repository):
        place = order.get(tag.target, next((order[c.id] for c in log.main if c.instant <= tag.instant), len(order)))
        signer = _known(signers.of_tag(tag.name), names)
        found += [(place, each) for each in _claims(tag, signer, makers, repository)]
    main = {commit.id for commit in log.main}
    for commit in log.commits:
        found += [(order[commit.id], each) for each in _reviews(commit, commit.id in main, makers, repository, forge)]
    found.sort(key=lambda each: (each[0], -each[1].instant.timestamp()))
    return tuple(each for _, each in found)


_Makers = dict[tuple[str, str], tuple[Identity, ...]]


def _makers(log: Log) -> _Makers:
    """Who made each content of each path. A merge makes only what none of its lines of work had."""
    made: dict[tuple[str, str], list[Identity]] = {}
    merged: list[Commit] = []
    for commit in log.commits:
        if commit.is_merge:
            merged.append(commit)
            continue
        for path, blob in commit.changes.items():
            if blob is not None:
                made.setdefault((path, blob), []).extend(commit.producers)
    known = frozenset(made)
    for commit in merged:
        for path, blob in commit.changes.items():
            if blob is not None and (path, blob) not in known:
                made.setdefault((path, blob), []).extend(commit.producers)
    return {key: tuple(dict.fromkeys(each)) for key, each in made.items()}


def _known(signer: Iterable[Identity], names: Mapping[str, Identity]) -> tuple[Identity, ...]:
    """The signer by the name that commits give the address: the list of signers has addresses only."""
    return tuple(each if each.name else names.get(each.email.casefold(), each) for each in signer)


def _claims(
    of: Commit | _Tag, signer: tuple[Identity, ...], makers: _Makers, repository: Repository
) -> Iterator[Approval]:
    for key, value in of.trailers:
        path, _, content = value.rpartition(" ")
        if key != APPROVES or not path:
            continue
        whole = repository.prefix + path.strip()
        flaw = None if signer else Flaw.UNSIGNED
        if signer and _own(signer, makers.get((whole, content), ())):
            flaw = Flaw.OWN
        by = next(iter(signer), Identity("", ""))
        commit = of.target if isinstance(of, _Tag) else of.id
        yield Approval(path.strip(), content, by, of.instant, Basis.SIGNED, commit, flaw)


def _reviews(commit: Commit, on_main: bool, makers: _Makers, repository: Repository, forge: bool) -> Iterator[Approval]:
    for key, value in commit.trailers:
        if key != REVIEWED:
            continue
        by = identity(repository.words("check-mailmap", value)) if "<" in value else identity(value)
        for whole, content in commit.changes.items():
            if content is None or not whole.startswith(repository.prefix):
                continue
            if not (commit.is_merge and on_main):
                flaw: Flaw | None = Flaw.LOST
            elif not forge:
                flaw = Flaw.FORGE
            else:
                flaw = Flaw.OWN if _own((by,), makers.get((whole, content), ())) else None
            path = whole.removeprefix(repository.prefix)
            yield Approval(path, content, by, commit.instant, Basis.FORGE, commit.id, flaw)


def _own(names: Iterable[Identity], makers: Iterable[Identity]) -> bool:
    return any(name.is_also(maker) for name in names for maker in makers)


def _tags(repository: Repository) -> Iterator[_Tag]:
    fields = ("%(objecttype)", "%(refname:short)", "%(*objectname)", "%(taggerdate:unix)", "%(contents:body)")
    told = repository.git("for-each-ref", f"--format={'%00'.join(fields)}%00", "refs/tags")
    tokens = told.decode("utf-8", "replace").split("\0")
    for at in range(0, len(tokens) - len(fields), len(fields)):
        type_, name, target, seconds, body = tokens[at : at + len(fields)]
        if type_.strip() == "tag" and seconds.isdigit():
            yield _Tag(name, target, datetime.fromtimestamp(int(seconds), UTC), tuple(_lines(body)))


def _lines(body: str) -> Iterator[tuple[str, str]]:
    for line in body.splitlines():
        key, colon, value = line.partition(":")
        if colon and key.strip().lower() == APPROVES:
            yield APPROVES, value.strip()


def latest(found: Iterable[Approval]) -> Mapping[str, Approval]:
    """The newest approval that counts, by path: an older one of another content is past."""
    standing: dict[str, Approval] = {}
    for each in found:
        if each.flaw is None:
            standing.setdefault(each.path, each)
    return standing


def left_behind(repository: Repository) -> dict[tuple[str, str], str]:
    """Commits that approve a content of a path and that other branches have but not HEAD: a squash or a rebase leaves
    them there. They count for nothing here; to name them tells why an approval is gone.
    """
    told = repository.words(
        "log", "--all", "--not", "HEAD", "--regexp-ignore-case", "--grep=^Approves: ", "--format=%x00%H%n%B"
    )
    found: dict[tuple[str, str], str] = {}
    for each in told.split("\0")[1:]:
        commit, _, body = each.partition("\n")
        for _, value in _lines(body):
            path, _, content = value.rpartition(" ")
            found.setdefault((path.strip(), content), commit)
    return found
