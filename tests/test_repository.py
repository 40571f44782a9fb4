"""A dossier's git repository, read by git's own command."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

import pytest

from communique.errors import GitError
from communique.history import Repository

if TYPE_CHECKING:
    from pathlib import Path


def committed(folder: Path, message: str = "Say so") -> None:
    identity = ("-c", "user.name=Ada Invented", "-c", "user.email=ada@example.org")
    subprocess.run(["git", "add", "-A"], cwd=folder, check=True)
    subprocess.run(["git", *identity, "commit", "-qm", message], cwd=folder, check=True)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    root = tmp_path / "repository" / "dossiers" / "Fähre"
    root.mkdir(parents=True)
    subprocess.run(["git", "init", "-q", "-b", "main", str(tmp_path / "repository")], check=True)
    (root / "a.txt").write_text("one", encoding="utf-8")
    committed(root)
    return root


def repository(folder: Path) -> Repository:
    found = Repository.of(folder)
    assert found is not None
    return found


def test_a_dossier_may_stand_in_a_folder_of_its_repository(folder: Path) -> None:
    found = repository(folder)
    assert (found.top, found.prefix) == (folder.parent.parent, "dossiers/Fähre/")
    assert found.file("HEAD", "a.txt") == b"one"
    assert found.file("HEAD", "b.txt") is None
    assert not found.is_shallow


def test_what_git_does_not_have_as_it_stands_is_changed(folder: Path) -> None:
    assert repository(folder).changed() == ()
    (folder / "a.txt").write_text("two", encoding="utf-8")
    (folder / "new é.txt").write_text("new", encoding="utf-8")
    assert repository(folder).changed() == ("dossiers/Fähre/a.txt", "dossiers/Fähre/new é.txt")
    assert repository(folder).changed("a.txt") == ("dossiers/Fähre/a.txt",)


def test_a_worktree_holds_the_past_and_leaves_nothing_behind(folder: Path) -> None:
    first = repository(folder).commit()
    (folder / "a.txt").write_text("two", encoding="utf-8")
    committed(folder)
    with repository(folder).worktree(first) as tree:
        assert (tree / "a.txt").read_text(encoding="utf-8") == "one"
    assert not tree.exists()
    assert repository(folder).words("worktree", "list").count("\n") == 0


def test_a_folder_without_git_has_no_repository(tmp_path: Path) -> None:
    assert Repository.of(tmp_path) is None


def test_a_revision_that_is_none_is_an_error(folder: Path) -> None:
    with pytest.raises(GitError):
        repository(folder).commit("--nonsense")


def test_git_hooks_cannot_lead_us_to_another_repository(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_DIR", "/nowhere")
    assert repository(folder).file("HEAD", "a.txt") == b"one"
