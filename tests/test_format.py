"""Records have one canonical form, and a form editor that drops comments, styles and order cannot move them from it."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from communique.canonical import canonical
from communique.cli import main
from communique.formatting import comments, formatted
from communique.kinds import Topic
from communique.markdown import front_matter
from communique.records import load_record
from communique.tree import read_tree
from communique.yamlfile import parse
from tests.dossiers import ROOT, small

if TYPE_CHECKING:
    from pathlib import Path

    from communique.tree import RawFile

FILES = [file for file in read_tree(ROOT)[0] if file.kind is not None]


def text_of(file: RawFile) -> str:
    found = formatted(file)
    assert isinstance(found, str), found
    return found


def front(text: str) -> tuple[str, str]:
    if not text.startswith("---"):
        return text, ""
    split = front_matter(text)
    assert split is not None
    return split[0], split[1]


def saved(text: str, path: str, seed: int) -> str:
    """As a form saves it: other order, other styles, numbers and yes as YAML has them, empty fields as null or ''."""
    yes = {"yes": True, "no": False}
    chance = random.Random(seed)

    def plain(value: Any) -> Any:
        if isinstance(value, list):
            return [plain(each) for each in value]
        if isinstance(value, dict):
            keys = list(value)
            chance.shuffle(keys)
            made = {key: plain(value[key]) for key in keys}
            return {**made, **({"note": chance.choice([None, ""])} if "note" not in made else {})}
        return value

    yaml_text, body = front(text)
    data = parse(yaml_text, path).data
    assert isinstance(data, dict)
    names = data.pop("names", None)
    shuffled = plain(data)
    if names:
        shuffled["names"] = dict(reversed(names.items()))
    if data.get("draft") in yes:
        shuffled["draft"] = yes[data["draft"]]
    dumped = yaml.safe_dump(shuffled, allow_unicode=True, sort_keys=False, width=chance.choice([40, 80, 999]))
    return f"---\n{dumped}---\n{body}" if text.startswith("---") else dumped


def with_text(file: RawFile, text: str) -> RawFile:
    return type(file)(file.path, file.kind, text)


def test_the_form_means_what_was_written_and_is_its_own_form() -> None:
    for file in FILES:
        made = text_of(file)
        assert file.kind is not None
        before, after = load_record(file, file.kind), load_record(with_text(file, made), file.kind)
        assert after.record == before.record is not None or after.tombstone == before.tombstone is not None, file.path
        assert text_of(with_text(file, made)) == made, file.path


@pytest.mark.parametrize("seed", [1, 2])
def test_a_record_saved_unchanged_through_a_form_is_byte_for_byte_the_record_it_was(seed: int) -> None:
    for file in FILES[seed::5]:
        made = text_of(file)
        assert text_of(with_text(file, saved(made, file.path, seed))) == made, file.path


texts = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp")), min_size=1).map(str.strip)


@given(title=texts.filter(bool), also=st.lists(texts.filter(bool), max_size=3))
def test_any_text_is_written_so_that_it_is_read_back(title: str, also: list[str]) -> None:
    data: dict[str, Any] = {"title": title, **({"also": also} if also else {})}
    assert parse(canonical(Topic, data), "").data == data


@pytest.mark.parametrize(
    "text",
    [
        "yes: no",
        "- a",
        "#1",
        "a #b",
        "@x",
        "'",
        '"',
        "[x",
        "{x}",
        "null",
        "~",
        "1.10",
        "x: ",
        "| a",
        "*",
        "!",
        "%",
        "`",
    ],
)
def test_traps_of_yaml_are_quoted(text: str) -> None:
    assert parse(canonical(Topic, {"title": text}), "").data == {"title": text}


def test_long_texts_are_folded_and_lines_kept_where_they_are_meant() -> None:
    made = canonical(Topic, {"title": "A word " * 30 + "more", "summary": "one\n\n- two\n- three"})
    assert "title: >-\n  A word" in made
    assert max(len(line) for line in made.split("\n")) <= 110
    assert "summary: |\n  one\n\n  - two\n  - three\n" in made


def test_a_comment_is_where_yaml_has_one_and_nowhere_else() -> None:
    text = (
        "# yaml-language-server: $schema=x\n"
        "a: 'no # comment'  # one\n"
        "b: |  # two\n  no # comment\n\n  # neither\n"
        "# three, after حفتر\n"
        "c: x#y\n"
    )
    assert list(comments(text)) == [2, 3, 7]


def test_a_file_with_a_comment_is_left_alone_and_says_what_to_do(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = small(tmp_path)
    path = root / "content/topics/crossing.yaml"
    text = path.read_text(encoding="utf-8") + "# ask Ada\n"
    path.write_text(text, encoding="utf-8")
    assert main(["-C", str(root), "format"]) == 1
    line = text.count("\n")
    assert (
        f"content/topics/crossing.yaml:{line}:1: a comment stands here; forms drop comments" in capsys.readouterr().out
    )
    assert path.read_text(encoding="utf-8") == text
    assert main(["-C", str(root), "format", "--drop-comments", str(path)]) == 0
    assert "ask Ada" not in path.read_text(encoding="utf-8")


def test_what_is_not_in_form_is_told_and_then_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = small(tmp_path)
    assert main(["-C", str(root), "format"]) == 0
    assert main(["-C", str(root), "format", "--check"]) == 0
    capsys.readouterr()
    path = root / "content/topics/crossing.yaml"
    good = path.read_text(encoding="utf-8")
    path.write_text("\n".join([*good.split("\n")[1:], "private_note: ''"]), encoding="utf-8")
    assert main(["-C", str(root), "format", "--check"]) == 1
    assert "content/topics/crossing.yaml: not in form" in capsys.readouterr().out
    assert main(["-C", str(root), "format"]) == 0
    assert path.read_text(encoding="utf-8") == good


def test_a_broken_file_is_left_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = small(tmp_path)
    path = root / "content/topics/crossing.yaml"
    path.write_text("title: [", encoding="utf-8")
    assert main(["-C", str(root), "format"]) == 1
    assert "it cannot be read; 'communique check' says why" in capsys.readouterr().out
    assert path.read_text(encoding="utf-8") == "title: ["
