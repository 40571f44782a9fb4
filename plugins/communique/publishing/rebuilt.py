"""An edition made at its pin: that commit's content and that commit's code, in a worktree and a process of their own.

Publishing goes this way too, so that what is published is what can be rebuilt: nothing that git does not have, no
snapshot store, no private content but that of the pin, and nothing of this process gets in.
"""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final, get_args

from communique import __version__
from communique.editions import FORMS
from communique.editions.pin import FormName
from communique.errors import BuildError, GitError
from communique.history import Repository
from communique.press.theme import CHECKOUT, MODULES, theme_folders
from communique.publishing.forms import Made
from communique.publishing.metadata import environment_of
from communique.publishing.order import MADE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from communique.publishing.order import Order

CODE: Final = "plugins"
AT_COMMIT: Final = "at its commit"
_INSTALLED: Final = Path(__file__).resolve().parent.parent.parent
_NO_DOSSIER: Final = _INSTALLED / "none"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a dossier stands: its folder, that of its private content where the edition is made of it too."""

    root: Path
    private: Path | None = None


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """What was made, and the render environment it was made in, by name."""

    forms: Mapping[FormName, Made]
    environment: Mapping[str, str]


def rebuild(place: Place, order: Order, say: Callable[[str], None]) -> Rebuilt:
    """Every form of the edition, made at the commit that ``order`` names.

    Raises GitError where the commit is not here, BuildError where its program cannot make the edition.
    """
    with ExitStack() as open_:
        root = open_.enter_context(_checked_out(place.root, order.stamp.commit))
        private = None
        if place.private is not None and order.stamp.private_commit:
            private = open_.enter_context(_checked_out(place.private, order.stamp.private_commit))
        scratch = Path(open_.enter_context(TemporaryDirectory(prefix="communique-made-")))
        _lend_fonts(place.root, root)
        order.write(scratch / "order.json")
        code = _code_of(root)
        _run(root, scratch, _environment(code, private), say)
        made = _read(scratch)
        program = AT_COMMIT if code != _INSTALLED else _installed()
        paper = next((each for each in made.values() if each.name is not None), None)
        if paper is None:
            raise BuildError("the edition was made at its commit, and no PDF of it.")
        return Rebuilt(made, {**environment_of(paper.content), "communique": program})


def _code_of(root: Path) -> Path:
    """The folder of the program that the dossier at ``root`` carries with it, else that of the one installed here."""
    repository = Repository.of(root)
    homes = (root, repository.top) if repository else (root,)
    return next((each / CODE for each in homes if (each / CODE / "communique").is_dir()), _INSTALLED)


def _installed() -> str:
    """The program installed here, for a dossier that has none of its own: its version and the digest of its files."""
    summed = hashlib.sha256()
    for home in (_INSTALLED / "communique", *theme_folders(_NO_DOSSIER)):
        for path in sorted(each for each in home.rglob("*") if each.is_file() and "__pycache__" not in each.parts):
            digest = hashlib.sha256(path.read_bytes()).hexdigest()
            summed.update(f"{path.relative_to(home).as_posix()} {digest}\n".encode())
    return f"{__version__} {summed.hexdigest()[:16]}"


@contextmanager
def _checked_out(folder: Path, commit: str) -> Iterator[Path]:
    repository = Repository.of(folder)
    if repository is None:
        raise GitError(f"{folder.name or folder} stands in no git repository, so that no commit can be looked up.")
    if not repository.has(commit):
        why = (
            "this clone is shallow: 'git fetch --unshallow' brings the rest"
            if repository.is_shallow
            else "fetch the branch or tag that holds it; a squash or a rebase may have lost it"
        )
        raise GitError(f"commit {commit[:12]} is not in this repository; {why}.")
    with repository.worktree(commit) as tree:
        yield tree


def _lend_fonts(here: Path, there: Path) -> None:
    """Fonts are no part of a commit: a worktree uses those that are installed here, and their digest is compared."""
    for home in (here, CHECKOUT):
        if (home / MODULES).is_dir() and not (there / MODULES).exists():
            (there / MODULES).symlink_to((home / MODULES).resolve())
            return


def _run(root: Path, scratch: Path, environment: Mapping[str, str], say: Callable[[str], None]) -> None:
    command = [sys.executable, "-m", "communique.cli", "-C", str(root), "brief"]
    command += ["--order", str(scratch / "order.json"), "--into", str(scratch / "made")]
    with subprocess.Popen(
        command,
        cwd=root,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        errors="replace",
    ) as child:
        try:
            told = _listen(child, say)
        except BaseException:
            child.kill()
            raise
    if child.returncode != 0:
        raise BuildError(f"the edition cannot be made at its commit:\n{told or 'its program ended without a word'}")


def _listen(child: subprocess.Popen[str], say: Callable[[str], None]) -> str:
    """Hand progress on; returns what was said on standard error."""
    assert child.stdout is not None
    assert child.stderr is not None
    for line in child.stdout:
        say(line.rstrip())
    return child.stderr.read().strip()


def _environment(code: Path, private: Path | None) -> Mapping[str, str]:
    """The environment without what would change the edition: other settings, another clock, a store of snapshots."""
    ours = {name: value for name, value in os.environ.items() if not name.startswith(("COMMUNIQUE_", "PYTHON"))}
    ours.pop("SOURCE_DATE_EPOCH", None)
    told = {
        "COMMUNIQUE_STORE": "",
        "COMMUNIQUE_PRIVATE_CONTENT": str(private) if private else "",
        "COMMUNIQUE_SIGNING_KEY": "",
        "COMMUNIQUE_SIGNING_CERTIFICATE": "",
        "PYTHONPATH": str(code),
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONUTF8": "1",
        "PYTHONHASHSEED": "0",
        "PYTHONUNBUFFERED": "1",
        "LC_ALL": "C.UTF-8",
        "TZ": "UTC",
    }
    return {**ours, **told}


def _read(scratch: Path) -> dict[FormName, Made]:
    folder = scratch / "made"
    told = json.loads((folder / MADE).read_text(encoding="utf-8"))
    found: dict[FormName, Made] = {}
    for row in told:
        form = next((each for each in get_args(FormName) if each == row["form"]), None)
        if form in FORMS:
            found[form] = Made(form, row["name"], (folder / row["file"]).read_bytes())
    return found
