"""`communique check` as an editor meets it: files in, findings out."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from communique.checking import check_dossier
from communique.cli import main
from communique.codes import CODES
from communique.diagnostics import Severity
from tests.dossiers import SITES, overlaid, small

INVALID = sorted(path.name for path in (SITES / "invalid").iterdir())


def findings(root: Path) -> list[str]:
    return [str(finding) for finding in check_dossier(root).findings]


def test_the_smallest_dossier_is_clean(tmp_path: Path) -> None:
    assert findings(small(tmp_path)) == []


def test_every_code_has_an_invalid_site() -> None:
    assert set(INVALID) == set(CODES)


@pytest.mark.parametrize("code", INVALID)
def test_an_invalid_site_gives_its_one_diagnostic(code: str, tmp_path: Path) -> None:
    overlay = SITES / "invalid" / code
    expected = (overlay / "expected.txt").read_text(encoding="utf-8").splitlines()
    assert findings(overlaid(tmp_path / "dossier", overlay)) == expected
    assert [code] == [line.split(": ")[1] for line in expected]


def test_twenty_files_broken_in_twenty_ways_give_twenty_diagnostics(tmp_path: Path) -> None:
    """One mistake, one line: nothing a broken file would have said is held against the others."""
    small(tmp_path)
    actor = "# yaml-language-server: $schema=../../schema/actor.json\ntype: body\nnames:\n  en: Body {}\n"
    for number in range(20):
        breaks = [
            "summry: x\n", "type: person\n", "part_of: upper-miravel\n", "part_of: [nobody]\n", "summary:\n",
            "note: a: b\n", "note: @x\n", "note: &x y\n", "note: !x y\n", "note: cut #1\n",
            "name_forms: {}\n", "part_of: [[x]]\n", "---\na: b\n", "identity: sure\n", "draft: perhaps\n",
            "note: [a]\n", "\tnote: x\n", "summary: see [[nowhere]]\n", "embargo: tomorrow\n", "id: me\n",
        ]  # fmt: skip
        path = tmp_path / "content" / "actors" / f"body-{number}.yaml"
        path.write_text(actor.format(number) + breaks[number], encoding="utf-8")
    found = check_dossier(tmp_path).findings
    assert [finding.mark.path for finding in found] == sorted(f"content/actors/body-{n}.yaml" for n in range(20))


def test_a_reference_to_a_broken_file_is_no_second_finding(tmp_path: Path) -> None:
    small(tmp_path)
    path = tmp_path / "content" / "sources" / "miravel-release-2031-03-05.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("reliability: A", "reliability: Z"), encoding="utf-8")
    assert [line.split(": ")[1] for line in findings(tmp_path)] == ["bad-choice"]


def test_an_accepted_finding_is_counted_and_not_reported(tmp_path: Path) -> None:
    overlaid(tmp_path / "d", SITES / "invalid" / "unused-source")
    path = tmp_path / "d" / "content" / "sources" / "almanac.yaml"
    accept = "accept:\n- code: unused-source\n  reason: Kept for the next dossier.\n"
    path.write_text(path.read_text(encoding="utf-8") + accept, encoding="utf-8")
    report = check_dossier(tmp_path / "d")
    assert report.findings == ()
    assert [reason for _, reason in report.accepted] == ["Kept for the next dossier."]


def test_an_error_cannot_be_accepted(tmp_path: Path) -> None:
    overlaid(tmp_path / "d", SITES / "invalid" / "unknown-actor")
    path = tmp_path / "d" / "content" / "actors" / "toll-office.yaml"
    accept = "accept:\n- code: unknown-actor\n  reason: We like it.\n"
    path.write_text(path.read_text(encoding="utf-8") + accept, encoding="utf-8")
    codes = [finding.code for finding in check_dossier(tmp_path / "d").findings]
    assert codes == ["unknown-actor", "unmatched-acceptance"]


@pytest.mark.parametrize(
    ("code", "strict", "status"),
    [
        ("unknown-actor", False, 1),
        ("stray-file", False, 0),
        ("stray-file", True, 1),
        ("unused-source", True, 0),
    ],
)
def test_errors_exit_1_and_warnings_only_when_strict(code: str, strict: bool, status: int, tmp_path: Path) -> None:
    overlaid(tmp_path / "d", SITES / "invalid" / code)
    options = ["--strict"] if strict else []
    assert main(["-C", str(tmp_path / "d"), "check", *options]) == status


def test_json_sarif_and_annotations_say_the_same_as_a_person_reads(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    overlaid(tmp_path / "d", SITES / "invalid" / "bad-date")
    said = {}
    for name in ("text", "json", "sarif", "github"):
        main(["-C", str(tmp_path / "d"), "check", "--format", name])
        said[name] = capsys.readouterr().out
    place, code, rest = said["text"].strip().split(": ", 2)
    path, line, column = place.split(":")
    (row,) = json.loads(said["json"])
    assert (row["path"], row["line"], row["column"], row["code"]) == (path, int(line), int(column), code)
    (result,) = json.loads(said["sarif"])["runs"][0]["results"]
    assert result["message"]["text"] == rest
    assert result["locations"][0]["physicalLocation"]["region"] == {"startLine": 4, "startColumn": 7}
    assert said["github"].startswith(f"::error file={path},line={line},col={column},title={code}::")


def test_check_imports_neither_pelican_nor_weasyprint(tmp_path: Path) -> None:
    small(tmp_path)
    code = (
        "import sys; from communique.cli import main; main(['-C', sys.argv[1], 'check']); "
        "sys.exit(bool({'pelican', 'weasyprint', 'jinja2'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code, str(tmp_path)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_a_folder_without_a_dossier_says_what_to_do(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["-C", str(tmp_path), "check"]) == 2
    assert "pelicanconf.py: there is none" in capsys.readouterr().err


def test_every_code_says_how_grave_it_is_and_what_to_do() -> None:
    for code in CODES.values():
        assert Severity(code.severity)
        assert code.means.endswith(".")
        assert code.mend.endswith(".")


def test_a_tenure_that_ends_before_it_starts_is_found_at_its_line(tmp_path: Path) -> None:
    small(tmp_path)
    path = tmp_path / "content" / "actors" / "ada-verrin.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("  shown:", "  start: 2031-03-05\n  end: 2031-03-04\n  shown:"), encoding="utf-8")
    (found,) = check_dossier(tmp_path).findings
    assert (found.code, found.mark.line) == ("end-before-start", 12)


def test_a_misspelt_setting_is_not_passed_over(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    small(tmp_path)
    conf = tmp_path / "pelicanconf.py"
    conf.write_text(conf.read_text(encoding="utf-8").replace("SITEURL", "SITE_URL"), encoding="utf-8")
    assert main(["-C", str(tmp_path), "check"]) == 2
    assert "there is no setting SITE_URL; did you mean SITEURL?" in capsys.readouterr().err
