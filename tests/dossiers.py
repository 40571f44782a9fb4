"""Small dossiers for tests: the smallest that builds, and the same with something laid over it."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

SITES = Path(__file__).parent / "sites"
ROOT = Path(__file__).parent.parent


def small(into: Path) -> Path:
    """A copy of the smallest dossier, in ``into``, that may be changed."""
    shutil.copytree(SITES / "small", into, dirs_exist_ok=True)
    return into


def overlaid(into: Path, overlay: Path) -> Path:
    """The smallest dossier with the files of ``overlay`` laid over it.

    A file COMMIT there says that the smallest dossier is committed to git before. A file GENERATE makes what git cannot
    hold, a line each: ``path size``, ``path pipe``, ``path link target``, ``path gone``, ``path addresses address``.
    """
    small(into)
    if (overlay / "COMMIT").exists():
        committed(into)
    shutil.copytree(overlay, into, dirs_exist_ok=True)
    recipe = into / "GENERATE"
    if recipe.exists():
        for line in recipe.read_text(encoding="utf-8").splitlines():
            _generate(into, *line.split())
        recipe.unlink()
    return into


def committed(root: Path) -> None:
    """Make ``root`` a git repository with one commit of all it has."""
    who = ("-c", "user.name=Ada Invented", "-c", "user.email=ada@example.org")
    subprocess.run(["git", "init", "-q", "-b", "main"], cwd=root, check=True)
    subprocess.run(["git", "add", "-A"], cwd=root, check=True)
    subprocess.run(["git", *who, "commit", "-qm", "As it is"], cwd=root, check=True)


def _generate(into: Path, path: str, what: str, target: str = "") -> None:
    made = into / path
    if what == "addresses":
        made.write_text(f"address,name\nann@readers.example.org,Ann\n{target},Bob\n", encoding="utf-8")
    elif what == "pipe":
        os.mkfifo(made)
    elif what == "gone":
        made.unlink()
    elif what == "link":
        (into.parent / "elsewhere.yaml").write_text("type: body\n", encoding="utf-8")
        made.symlink_to(target)
    else:
        made.write_text("#" * int(what), encoding="utf-8")
