"""A clone of the dossier's repository beside it, for a program that switches branches and commits all it finds.

The form's server does both. In a clone of its own it can neither carry an editor's unfinished work into a commit nor
take a file from under an editor's hands. Branches below ``cms/`` are kept the same here and there; the main branch
comes here before each use, and goes back only where no file in the dossier is changed.
"""

from __future__ import annotations

import shutil
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from communique.errors import GitError
from communique.history.repository import Repository

BRANCHES: Final = "refs/heads/cms"
"""Where the form's server keeps a branch a record."""

_SAME: Final = f"{BRANCHES}/*:{BRANCHES}/*"
# Git's own way to take in a push to the branch that is checked out: only where the work tree is clean.
_RECEIVE: Final = "--receive-pack=git -c receive.denyCurrentBranch=updateInstead receive-pack"


@dataclass(frozen=True, slots=True)
class Clone:
    """``home`` is the dossier's repository, ``here`` the clone's; ``branch`` the main branch of both."""

    home: Repository
    here: Repository
    branch: str

    @classmethod
    def of(cls, root: Path) -> Clone:
        """The clone for the dossier in ``root``, made where there is none. Raises GitError where there can be none."""
        home = Repository.of(root)
        if home is None or not home.has_commits:
            raise GitError("the form saves into git, and this dossier is in no repository with a commit: 'git init'.")
        try:
            branch = home.words("symbolic-ref", "--short", "HEAD")
        except GitError as error:
            raise GitError("no branch is checked out here: 'git switch main' first.") from error
        folder = Path(home.words("rev-parse", "--path-format=absolute", "--git-common-dir")) / "communique" / "form"
        if f"refs/heads/{branch}".startswith(f"{BRANCHES}/"):
            raise GitError(f"the draft '{branch}' is checked out here: 'git switch' to the main branch first.")
        here = cls(home, Repository(folder, home.prefix), branch)
        if not (folder / ".git").is_dir():
            here._make()
        here._take_identity()
        here.fetch()
        here._drop_published()
        return here

    @property
    def root(self) -> Path:
        """The dossier's folder in the clone."""
        return self.here.top / self.here.prefix

    def fetch(self) -> None:
        """Bring the main branch and the form's branches here, as the dossier has them."""
        main = f"refs/heads/{self.branch}"
        self.here.git("fetch", "--quiet", "--prune", "origin", f"+{main}:refs/remotes/origin/main", f"+{_SAME}")
        tip = self.here.commit("refs/remotes/origin/main")
        self.here.git("checkout", "--quiet", "--force", "-B", self.branch, tip)
        for each in self.entries():
            self._label(each)

    def entries(self) -> tuple[str, ...]:
        """The form's branches, as ``cms/events/ID``."""
        told = self.here.words("for-each-ref", "--format=%(refname:short)", f"{BRANCHES}/")
        return tuple(told.splitlines())

    def changed_at_home(self) -> tuple[str, ...]:
        """Files of the dossier that git tracks and that differ from its last commit."""
        told = self.home.git("status", "--porcelain=v1", "-z", "--no-renames", "--untracked-files=no")
        return tuple(each[3:] for each in told.decode("utf-8", "replace").split("\0") if each)

    def send_entries(self) -> None:
        """Make the form's branches in the dossier's repository those that are here."""
        self.here.git("push", "--quiet", "--force", "--prune", "origin", _SAME)

    def send_main(self) -> None:
        """Give the main branch to the dossier, whose files change with it. Raises GitError where they cannot."""
        self.here.git("push", "--quiet", _RECEIVE, "origin", f"refs/heads/{self.branch}")

    def merged(self, entry: str, *folders: str) -> dict[str, bytes]:
        """What the files below ``folders`` hold once the branch ``entry`` is merged: main's, and what it changed."""
        base = self.here.words("merge-base", self.branch, entry)
        ids = self.here.contents(self.branch, *folders)
        before, after = (self.here.contents(each, *folders) for each in (base, entry))
        for path in before.keys() | after.keys():
            if before.get(path) != after.get(path):
                ids.pop(path, None)
                ids |= {path: after[path]} if path in after else {}
        blobs = self.here.blobs(sorted(set(ids.values())))
        return {path: blobs[id_] for path, id_ in ids.items()}

    def _make(self) -> None:
        folder = self.here.top
        half = folder.with_name(f"{folder.name}.half")
        shutil.rmtree(half, ignore_errors=True)
        half.parent.mkdir(parents=True, exist_ok=True)
        shutil.rmtree(folder, ignore_errors=True)
        try:
            self.home.git("clone", "--quiet", "--local", "--branch", self.branch, str(self.home.top), str(half))
            half.replace(folder)
        finally:
            shutil.rmtree(half, ignore_errors=True)

    def _take_identity(self) -> None:
        """Commits made here are by whoever works in the dossier."""
        for name in ("user.name", "user.email"):
            try:
                self.here.git("config", name, self.home.words("config", name))
            except GitError as error:
                raise GitError(f"git does not know who you are: 'git config {name} …' first.") from error
        self.here.git("config", "commit.gpgsign", "false")

    def note_published(self, entry: str, tip: str) -> None:
        """Keep in mind that ``entry``, as it stood at ``tip``, is being published to the main branch."""
        self.here.git("config", f"communique.{entry}.published", f"{self.branch} {tip}")

    def _drop_published(self) -> None:
        """Drop the branches of a form that was killed when it had published them, and nothing that anybody else did."""
        for entry in self.entries():
            with suppress(GitError):
                branch, _, tip = self.here.words("config", f"communique.{entry}.published").partition(" ")
                if branch == self.branch and tip == self.here.commit(entry):
                    self.here.git("merge-base", "--is-ancestor", tip, branch)
                    lease = f"--force-with-lease=refs/heads/{entry}:{tip}"
                    self.here.git("push", "--quiet", lease, "origin", f":refs/heads/{entry}")
                    self.here.git("branch", "--quiet", "-D", entry)

    def _label(self, entry: str) -> None:
        """A branch that came from elsewhere is a draft until somebody says otherwise."""
        key = f"branch.{entry}.description"
        try:
            self.here.git("config", key)
        except GitError:
            self.here.git("config", key, "decap-cms/draft")
