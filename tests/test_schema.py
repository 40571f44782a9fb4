"""The schemas and reference pages as editors meet them: true to the models, to the records and to each other."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft7Validator

from communique.blocks import BLOCKS
from communique.cli import COMMANDS, command_parsers, main
from communique.codes import CODES
from communique.fields import FieldClass, Model
from communique.kinds import KINDS, Dossier, Tombstone
from communique.settings import SETTINGS
from communique.shapes import shape
from tests.dossiers import ROOT, SITES

# Libya's records are many, so they are parsed in C where that is there; what a plain word means is ours either way.
_BASE: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Editor(_BASE):  # type: ignore[misc]
    """Reads YAML as a language server does: 1.2, core schema. ``yes`` and dates are texts, ``007`` is seven."""

    yaml_implicit_resolvers: dict[str, Any] = {}  # noqa: RUF012


def _integer(loader: Any, node: Any) -> int:
    text = loader.construct_scalar(node)
    return int(text, 0) if text[:2] in ("0o", "0x") else int(text)


def _float(loader: Any, node: Any) -> float:
    return float(re.sub(r"\.(inf|nan)", r"\1", loader.construct_scalar(node), flags=re.IGNORECASE))


for _tag, _pattern, _first in (
    ("null", r"null|Null|NULL|~|", ["n", "N", "~", ""]),
    ("bool", r"true|True|TRUE|false|False|FALSE", list("tTfF")),
    ("int", r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+", list("-+0123456789")),
    (
        "float",
        r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?|[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)",
        list("-+.0123456789"),
    ),
):
    Editor.add_implicit_resolver(f"tag:yaml.org,2002:{_tag}", re.compile(rf"(?:{_pattern})\Z"), _first)
Editor.add_constructor("tag:yaml.org,2002:int", _integer)
Editor.add_constructor("tag:yaml.org,2002:float", _float)


def as_an_editor_reads(text: str) -> Any:
    return yaml.load(text, Editor)


def validator(kind: str) -> Draft7Validator:
    schema = json.loads((ROOT / "schema" / f"{kind}.json").read_text(encoding="utf-8"))
    Draft7Validator.check_schema(schema)
    return Draft7Validator(schema)


YAML_KINDS = sorted(kind.name for kind in KINDS.values() if kind.suffix == ".yaml")
SMALL = SITES / "small"


def refusals(kind: str, path: Path) -> list[str]:
    found = validator(kind).iter_errors(as_an_editor_reads(path.read_text(encoding="utf-8")))
    return [f"{path.name}: {error.json_path}: {error.message}" for error in found]


def event_with(old: str, new: str) -> list[str]:
    text = (SMALL / "content/events/ferry-talks-2031-03-04.yaml").read_text(encoding="utf-8")
    assert old in text
    return [error.message for error in validator("event").iter_errors(as_an_editor_reads(text.replace(old, new, 1)))]


def models() -> dict[str, type[Model]]:
    """Every kind, row and block, and the dossier and tombstones, by name."""
    waiting: list[type[Model]] = [*(kind.model for kind in KINDS.values()), Dossier, Tombstone, *BLOCKS.values()]
    found: dict[str, type[Model]] = {}
    while waiting:
        model = waiting.pop()
        if model.__name__ not in found:
            found[model.__name__] = model
            waiting += [field.row for field in shape(model) if field.row is not None]
    return found


def reference(page: str) -> str:
    return (ROOT / "docs" / page).read_text(encoding="utf-8")


def section(page: str, title: str) -> str:
    found = re.search(rf"^## {re.escape(title)}\n(.*?)(?=^## |\Z)", reference(page), re.DOTALL | re.MULTILINE)
    assert found, f"docs/{page} has no section '{title}'"
    return found[1]


# What is generated is what stands there


def test_schemas_and_reference_pages_are_those_of_the_models(capsys: pytest.CaptureFixture[str]) -> None:
    status = main(["-C", str(ROOT), "reference", "--check"])
    assert (status, capsys.readouterr().out) == (0, ""), "run: .venv/bin/communique reference"


def test_a_page_out_of_date_is_named_and_only_written_without_check(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["-C", str(tmp_path), "reference"]) == 0
    page = tmp_path / "docs" / "settings.md"
    page.write_text("mine\n", encoding="utf-8")
    capsys.readouterr()
    assert main(["-C", str(tmp_path), "reference", "--check"]) == 1
    assert capsys.readouterr().out == "docs/settings.md: out of date\n"
    assert page.read_text(encoding="utf-8") == "mine\n"
    assert main(["-C", str(tmp_path), "reference"]) == 0
    assert main(["-C", str(tmp_path), "reference", "--check"]) == 0


def test_there_is_a_schema_for_each_kind_kept_in_yaml_and_no_other() -> None:
    assert sorted(path.stem for path in (ROOT / "schema").glob("*.json")) == sorted([*YAML_KINDS, "dossier"])


# The loader of these tests


def test_the_loader_reads_plain_words_as_yaml_1_2_does() -> None:
    text = "[yes, no, on, 2020-07-01, 11:15, 1_000, 007, 0o17, 0x1f, 1e3, .5, true, null, ~, 1.0, 6]"
    assert as_an_editor_reads(text) == [
        "yes", "no", "on", "2020-07-01", "11:15", "1_000", 7, 15, 31, 1000.0, 0.5, True, None, None, 1.0, 6,
    ]  # fmt: skip


# Records against their schemas


@pytest.mark.parametrize("root", [ROOT, SMALL], ids=["the real dossier", "the smallest dossier"])
@pytest.mark.parametrize("kind", YAML_KINDS)
def test_an_editor_finds_no_fault_in_a_sound_record(kind: str, root: Path) -> None:
    paths = sorted((root / KINDS[kind].folder).glob("*.yaml"))
    assert paths
    checked = validator(kind)
    faults = [
        f"{path.name}: {error.json_path}: {error.message}"
        for path in paths
        for error in checked.iter_errors(as_an_editor_reads(path.read_text(encoding="utf-8")))
    ]
    assert faults == []


@pytest.mark.parametrize("root", [ROOT, SMALL], ids=["the real dossier", "the smallest dossier"])
def test_an_editor_finds_no_fault_in_the_dossiers_own_file(root: Path) -> None:
    assert refusals("dossier", root / "content" / "dossier.yaml") == []


def test_the_first_line_of_each_real_record_leads_to_its_schema() -> None:
    for kind in (KINDS[name] for name in YAML_KINDS):
        for path in (ROOT / kind.folder).glob("*.yaml"):
            first = path.read_text(encoding="utf-8").partition("\n")[0]
            named = first.removeprefix("# yaml-language-server: $schema=")
            assert (path.parent / named).resolve() == ROOT / "schema" / f"{kind.name}.json", path.name


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("result: none-announced", "reslut: none-announced", "'reslut' was unexpected"),
        ("type: meeting", "type: meting", "'meting' is not one of"),
        ("type: meeting\n", "", "'type' is a required property"),
        ("  act: demand\n", "", "'act' is a required property"),
        ("  act: demand\n", "  act: wish\n", "'wish' is not one of"),
        ("  speaker: ada-verrin\n", "  speeker: ada-verrin\n", "'speeker' was unexpected"),
        ("tracks: [ferry]", "tracks: ferry", "'ferry' is not of type 'array'"),
        ("place: boathouse", "place: The Boathouse", "'The Boathouse' does not match"),
        ("credibility: 1", "credibility: 7", "7 is not one of"),
        ("number: E-001", "number: 1", "1 is not of type 'string'"),
        ("number: E-001", "id: ferry-talks-2031-03-04", "'id' was unexpected"),
    ],
)
def test_the_schema_refuses_what_check_would_refuse(old: str, new: str, said: str) -> None:
    found = event_with(old, new)
    assert any(said in message for message in found), found


@pytest.mark.parametrize("code", ["unknown-key", "bad-choice", "bad-id"])
def test_the_schema_refuses_the_invalid_sites_that_it_can_know_of(code: str) -> None:
    content = SITES / "invalid" / code / "content"
    kinds = {Path(KINDS[name].folder).name: name for name in YAML_KINDS}
    assert any(refusals(kinds[path.parent.name], path) for path in content.glob("*/*.yaml"))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("round: 1", "draft: yes"),
        ("round: 1", "draft: true"),
        ("title: Upper and Lower Miravel talk about the ferry", "title: 2031"),
        ("date: 2031-03-04\n", "date: 2031\n"),
        ("round: 1", "embargo: 2031-03-04T06:00:00Z"),
    ],
)
def test_the_schema_takes_plain_values_as_check_takes_them(old: str, new: str) -> None:
    assert event_with(old, new) == []


def test_a_tombstone_fits_the_schema_of_the_record_it_stands_for() -> None:
    for kind in YAML_KINDS:
        assert not list(validator(kind).iter_errors({"merged_into": "upper-miravel"}))
        assert not list(validator(kind).iter_errors({"removed": "It never was one.", "date": "2031-03-04"}))
        assert list(validator(kind).iter_errors({"merged_into": "upper-miravel", "titel": "x"}))


# Everything is declared and documented


@pytest.mark.parametrize("name", sorted(models()))
def test_every_field_has_a_class_and_a_sentence(name: str) -> None:
    for field in shape(models()[name]):
        assert isinstance(field.field_class, FieldClass), field.key
        assert re.match(r"[A-Z0-9`\"…].*\.$", field.doc, re.DOTALL), f"{name}.{field.key}: {field.doc!r}"


@pytest.mark.parametrize("name", sorted(models()))
def test_every_model_says_what_it_is(name: str) -> None:
    model = models()[name]
    assert model.__doc__, name
    assert model.__doc__.strip().endswith("."), name
    assert model.__doc__ != Model.__doc__


def test_every_field_of_every_kind_and_row_is_in_the_field_guide() -> None:
    blocks = {model.__name__ for model in BLOCKS.values()}
    titles = {kind.model.__name__: kind.name.capitalize() for kind in KINDS.values()}
    for name, model in models().items():
        if name in blocks:
            continue
        title = titles.get(name) or (name if name in ("Dossier", "Tombstone") else f"Rows: {name}")
        table = section("fields.md", title)
        for field in shape(model):
            row = f"| `{field.key}` | {field.field_class} |"
            assert (row in table) is not field.derived, f"{title}: {field.key}"


def test_every_command_and_option_is_documented() -> None:
    assert set(command_parsers()) == set(COMMANDS)
    for name, parser in command_parsers().items():
        text = section("commands.md", name)
        assert parser.description
        assert parser.description in text
        options = re.findall(r"--[a-z][a-z-]*", parser.format_help().partition(parser.description)[2])
        for option in options:
            assert f"| `{option}` |" in text, f"{name} {option}"


def test_every_setting_is_documented() -> None:
    for name in SETTINGS:
        assert re.search(rf"^\| `{name}` \| \w+ \| .+\. \|$", reference("settings.md"), re.MULTILINE), name


def test_every_code_is_documented() -> None:
    for name, code in CODES.items():
        assert f"| `{name}` | {code.severity} | {code.means} | {code.mend} |\n" in reference("diagnostics.md")


def test_every_block_and_its_options_are_documented() -> None:
    for name, model in BLOCKS.items():
        text = section("briefing-blocks.md", name)
        for field in shape(model):
            assert f"| `{field.key}`" in text, f"{name}: {field.key}"
            assert field.doc in text


PROSE = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "SECURITY.md", *sorted((ROOT / "docs").rglob("*.md"))]


@pytest.mark.parametrize("page", PROSE, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_links_of_our_own_pages_lead_to_files_that_exist(page: Path) -> None:
    text = re.sub(r"`[^`\n]*`", "", page.read_text(encoding="utf-8"))
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        if not re.match(r"[a-z]+:", target) and target.partition("#")[0]:
            assert (page.parent / target.partition("#")[0]).exists(), f"{page.name} leads to {target}"


def test_files_that_readme_and_contributing_name_exist() -> None:
    for page in (ROOT / "README.md", ROOT / "CONTRIBUTING.md"):
        named = re.findall(r"`((?:docs|tests|schema|plugins|content)/[\w./-]+)`", page.read_text(encoding="utf-8"))
        assert named
        for target in named:
            assert (ROOT / target).exists(), f"{page.name} names {target}"
