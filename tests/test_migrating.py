"""`communique migrate`: records rewritten when the format moves, all of them or none.

The format has one version so far; the step tried here, from 1 to an invented 2, writes the words ``also`` of topics in
capitals and the headings of notes a level deeper.
"""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest

from communique import migrations, rewriting
from communique.checking import check_dossier
from communique.cli import main
from communique.diffing import diff_dossier
from communique.formatting import format_dossier
from communique.migrations import Migration
from communique.rewriting import rewrite
from tests.dossiers import committed, small


def shout(kind: str, data: dict[str, Any]) -> dict[str, Any]:
    """An invented step: the words of topics in capitals, and a text's headings a level deeper."""
    if kind == "topic" and "also" in data:
        data["also"] = [word.upper() for word in data["also"]]
    if kind == "note" and "body" in data:
        data["body"] = data["body"].replace("\n## ", "\n### ")
    return data


def has_cased_words(text: str) -> bool:
    """A word without capitals is the same in them."""
    return any(line != line.upper() for line in text.splitlines() if line.startswith(("- ", "also: [")))


@pytest.fixture
def version_2(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(migrations, "MIGRATIONS", [Migration("words of topics in capitals", shout)])


def generated(root: Path, topics: int, seed: int) -> Path:
    """A dossier with topics of every style that the strict reader takes."""
    small(root)
    chance = random.Random(seed)
    for number in range(topics):
        words = chance.sample(["toll", "fare: half", "fee", "dues #1", "été", "رسوم", "'tis"], chance.randint(0, 4))
        quoted = [f'"{word}"' if chance.random() < 0.5 or {":", "#", "'"} & {*word} else word for word in words]
        lines = [f"title: Topic {number}", *(["also:", *(f"- {word}" for word in quoted)] if quoted else [])]
        lines += chance.choice([[], ["summary: >-", "  In two", "  lines."], ["summary: |", "  As it stands."]])
        head = "# yaml-language-server: $schema=../../schema/topic.json\n"
        path = root / "content" / "topics" / f"topic-{number}.yaml"
        path.write_text(head + "\n".join(lines) + "\n", encoding="utf-8")
    (root / "content/notes/deep.md").write_text("---\ntitle: Deep\n---\n\nOne.\n\n## Two\n\nThree.\n", encoding="utf-8")
    return root


def texts(root: Path) -> dict[str, str]:
    return {path.relative_to(root).as_posix(): path.read_text("utf-8") for path in root.rglob("*") if path.is_file()}


def codes(root: Path) -> list[str]:
    return [each.code for each in check_dossier(root).findings]


@pytest.mark.usefixtures("version_2")
@pytest.mark.parametrize("seed", [1, 2])
def test_a_dossier_of_an_older_version_is_told_the_command_and_rewritten_by_it(
    seed: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = generated(tmp_path, 30, seed)
    (told,) = check_dossier(root).findings
    assert str(told).startswith("content/dossier.yaml:2:17: schema-version: the dossier has version 1")
    assert told.hint == "run 'communique migrate'"
    before = texts(root)
    assert main(["-C", str(root), "migrate"]) == 0
    assert "version 1 to 2: words of topics in capitals" in capsys.readouterr().err
    after = texts(root)
    assert "schema_version: 2\n" in after["content/dossier.yaml"]
    assert not {*codes(root)} - {"missing-summary"}
    touched = {path for path in after if before[path] != after[path]}
    assert touched == {
        "content/dossier.yaml",
        "content/notes/deep.md",
        *(path for path, text in before.items() if path.startswith("content/topics/") and has_cased_words(text)),
    }
    assert "### Two" in after["content/notes/deep.md"]
    assert not touched & {*format_dossier(root, write=False).changed}
    assert main(["-C", str(root), "migrate"]) == 0
    assert texts(root) == after


@pytest.mark.usefixtures("version_2")
def test_a_dry_run_shows_the_change_and_writes_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = generated(tmp_path, 5, 3)
    before = texts(root)
    assert main(["-C", str(root), "migrate", "--dry-run"]) == 0
    shown = capsys.readouterr().out
    assert "--- a/content/dossier.yaml\n+++ b/content/dossier.yaml\n" in shown
    assert "\n-schema_version: 1\n+schema_version: 2\n" in shown
    assert texts(root) == before


@pytest.mark.usefixtures("version_2")
@pytest.mark.parametrize(
    ("path", "old", "new", "told"),
    [
        ("content/topics/topic-0.yaml", "title:", "# Ours\nalso: [fee]\ntitle:", "topic-0.yaml:2"),
        ("content/topics/topic-0.yaml", "title:", "title: [", "topic-0.yaml:2:"),
        ("content/dossier.yaml", "schema_version: 1\n", "", "does not say its schema_version"),
        ("content/dossier.yaml", "schema_version: 1\n", "schema_version: 3\n", "install a newer one"),
    ],
)
def test_what_cannot_be_rewritten_is_refused_whole(
    path: str, old: str, new: str, told: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = generated(tmp_path, 1, 5)
    text = (root / path).read_text(encoding="utf-8").replace("also:\n", "other:\n")
    (root / path).write_text(text.replace(old, new, 1), encoding="utf-8")
    before = texts(root)
    assert main(["-C", str(root), "migrate"]) == 1
    assert told in capsys.readouterr().err
    assert texts(root) == before


@pytest.mark.usefixtures("version_2")
@pytest.mark.parametrize("command", [["format"], ["new", "topic", "--title", "x"], ["build"], ["number"]])
def test_nothing_else_touches_a_dossier_of_another_version(command: list[str], tmp_path: Path) -> None:
    root = small(tmp_path)
    before = texts(root)
    assert main(["-C", str(root), *command]) == 1
    assert texts(root) == before


def test_the_past_is_read_in_the_version_it_was_written_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = generated(tmp_path, 8, 2)
    committed(root)
    monkeypatch.setattr(migrations, "MIGRATIONS", [Migration("words of topics in capitals", shout)])
    assert main(["-C", str(root), "migrate"]) == 0
    found = diff_dossier(root, "HEAD")
    assert ([each.id for each in found.records], found.unread) == (["dossier"], ())


def test_a_command_that_was_killed_while_it_wrote_is_finished_by_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = [f"{letter}.txt" for letter in "abcd"]
    for name in names:
        (tmp_path / name).write_text("old", encoding="utf-8")
    put = Path.replace

    class KilledError(BaseException):
        pass

    def killed(path: Path, target: Path) -> Path:
        if target.name == "c.txt":
            raise KilledError
        return put(path, target)

    monkeypatch.setattr(Path, "replace", killed)
    monkeypatch.setattr(rewriting, "_restore", lambda *_: (_ for _ in ()).throw(KilledError))
    with pytest.raises(KilledError):
        rewrite(tmp_path, {**dict.fromkeys(names[:3], "new"), "d.txt": None})
    monkeypatch.undo()
    assert [path.read_text("utf-8") for path in sorted(tmp_path.glob("[a-d].txt"))] == ["new", "new", "old", "old"]
    rewrite(tmp_path, {})
    assert {path.name: path.read_text("utf-8") for path in tmp_path.iterdir()} == dict.fromkeys(names[:3], "new")


def test_a_disk_that_refuses_leaves_every_file_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text("old", encoding="utf-8")
    put = Path.replace

    def refused(path: Path, target: Path) -> Path:
        if target.name == "b.txt" and path.read_text("utf-8") == "new":
            raise OSError(28, "No space left on device")
        return put(path, target)

    monkeypatch.setattr(Path, "replace", refused)
    with pytest.raises(OSError, match="No space"):
        rewrite(tmp_path, {"a.txt": "new", "b.txt": "new", "c.txt": "new"})
    assert texts(tmp_path) == {"a.txt": "old", "b.txt": "old"}
