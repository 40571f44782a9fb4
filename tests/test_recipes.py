"""The files that a dossier's repository takes from docs/recipes: against their published schemas, and run."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.dossiers import ROOT
from tests.editors import Desk, desk

RECIPES = ROOT / "docs" / "recipes"
GITHUB = RECIPES / "github"
SCHEMAS = {
    "vendor.github-workflows": sorted((GITHUB / "workflows").glob("*.yml")),
    "vendor.github-issue-forms": [GITHUB / "ISSUE_TEMPLATE" / "error.yml"],
    "vendor.github-issue-config": [GITHUB / "ISSUE_TEMPLATE" / "config.yml"],
    "vendor.gitlab-ci": [RECIPES / "gitlab" / "gitlab-ci.yml"],
}
BIN = Path(sys.executable).parent


@pytest.mark.parametrize("schema", SCHEMAS)
def test_a_recipe_fits_the_published_schema_of_its_kind(schema: str) -> None:
    assert SCHEMAS[schema]
    extra = ["--data-transform", "gitlab-ci"] if "gitlab" in schema else []
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema, *extra, *map(str, SCHEMAS[schema])]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_hooks_are_such_as_pre_commit_takes() -> None:
    for what, path in (("config", RECIPES / "pre-commit-config.yaml"), ("manifest", ROOT / ".pre-commit-hooks.yaml")):
        command = [sys.executable, "-m", "pre_commit", f"validate-{what}", str(path)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr


def test_every_action_is_pinned_by_digest_and_every_job_has_a_limit_and_may_write_nothing_it_need_not() -> None:
    for path in SCHEMAS["vendor.github-workflows"]:
        text = path.read_text(encoding="utf-8")
        flow = yaml.safe_load(text)
        assert flow["permissions"] == {"contents": "read"}
        assert "pull_request_target" not in text
        assert "secrets." not in text
        for name, job in flow["jobs"].items():
            assert job["timeout-minutes"] <= 30
            assert job.get("permissions", {}) == ({"pages": "write", "id-token": "write"} if name == "deploy" else {})
        for uses in re.findall(r"uses: (.*)", text):
            assert re.fullmatch(r"[\w/-]+@[0-9a-f]{40} # v[\d.]+", uses)


def test_every_command_of_a_recipe_is_one_that_there_is() -> None:
    from communique.cli import parser

    for path in (*SCHEMAS["vendor.github-workflows"], *SCHEMAS["vendor.gitlab-ci"], RECIPES / "pre-commit-config.yaml"):
        for words in re.findall(r"\.venv/bin/communique ([^>|\n]*)", path.read_text(encoding="utf-8")):
            parser().parse_args(words.replace('"', "").split())


def test_the_two_templates_for_changes_say_the_same() -> None:
    gitlab = RECIPES / "gitlab" / "merge_request_templates" / "Default.md"
    assert gitlab.read_bytes() == (GITHUB / "pull_request_template.md").read_bytes()


# Run, in a repository of their own


@pytest.fixture(scope="module")
def change(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """A dossier whose branch ``work`` has a mistake, a change of meaning, a draft and a restricted record."""
    made = desk(tmp_path_factory.mktemp("recipes"))
    shutil.copy(ROOT / ".gitignore", made.root)
    subprocess.run([BIN / "communique", "-C", made.root, "format"], check=True, capture_output=True)
    made.commit("In canonical form")
    made.git("switch", "-q", "-c", "work")
    made.write("content/topics/crossing.yaml", "title: ", "title: New ")
    (made.root / "content/topics/secret.yaml").write_text("title: CANARY\nmarking: TLP:AMBER\n", encoding="utf-8")
    made.commit("A change")
    return made


def checkout(path: Path) -> Path:
    """An empty folder as a job of CI has it, with the program where ``make setup`` would put it."""
    (path / ".venv" / "bin").mkdir(parents=True)
    (path / ".venv" / "bin" / "communique").symlink_to(BIN / "communique")
    return path


def run(script: str, folder: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("GIT_", "GITHUB_", "CI_"))}
    return subprocess.run(
        ["bash", "-e", "-c", script],
        cwd=folder,
        env={**clean, **variables},
        capture_output=True,
        text=True,
        check=False,
    )


def steps(name: str, job: str) -> dict[str, str]:
    flow: dict[str, Any] = yaml.safe_load((GITHUB / "workflows" / f"{name}.yml").read_text(encoding="utf-8"))
    return {step["name"]: step["run"] for step in flow["jobs"][job]["steps"] if "run" in step}


def test_the_check_of_a_pull_request_annotates_says_what_changed_and_previews_the_public_level(
    change: Desk, tmp_path: Path
) -> None:
    folder = checkout(tmp_path / "checkout")
    summary = tmp_path / "summary.md"
    github = {
        "GITHUB_SERVER_URL": f"file://{change.root.parent}",
        "GITHUB_REPOSITORY": change.root.name,
        "GITHUB_REF": "refs/heads/work",
        "GITHUB_SHA": change.git("rev-parse", "work"),
        "GITHUB_BASE_REF": "main",
        "GITHUB_STEP_SUMMARY": str(summary),
        "TOKEN": "none",
    }
    told = steps("check", "check")
    assert [name for name in told if name != "Install"] == [
        "Fetch with the whole history",
        "Check, with annotations at the lines",
        "Records are in their canonical form",
        "What the change means",
        "Preview, at the public level",
    ]
    out = {name: run(script, folder, **github) for name, script in told.items() if name != "Install"}
    assert out["Fetch with the whole history"].returncode == 0
    count = subprocess.run(
        ["git", "rev-list", "--count", "HEAD"], cwd=folder, capture_output=True, text=True, check=True
    )
    assert count.stdout == "3\n"
    annotations = out["Check, with annotations at the lines"].stdout
    assert "::notice file=content/topics/secret.yaml,line=1" in annotations or "::warning" in annotations
    assert out["Records are in their canonical form"].returncode == 1
    assert "content/topics/secret.yaml" in out["Records are in their canonical form"].stdout
    assert "New " in summary.read_text(encoding="utf-8")
    assert out["Preview, at the public level"].returncode == 0, out["Preview, at the public level"].stderr
    pages = [path.read_bytes() for path in (folder / "output.preview").rglob("*") if path.is_file()]
    assert len(pages) > 50
    assert not any(b"CANARY" in page for page in pages)


def test_gitlabs_check_reports_the_same_and_keeps_what_the_change_means(change: Desk, tmp_path: Path) -> None:
    folder = checkout(tmp_path / "checkout")
    origin = f"file://{change.root}"
    assert run(f"git init -q . && git remote add origin {origin} && git fetch -q origin", folder).returncode == 0
    assert run("git checkout -q --detach origin/work", folder).returncode == 0
    flow = yaml.safe_load((RECIPES / "gitlab" / "gitlab-ci.yml").read_text(encoding="utf-8"))
    report, check, form, *meaning = flow["check"]["script"]
    assert run(report, folder).returncode == 0
    assert '"check_name"' in (folder / "findings.json").read_text(encoding="utf-8")
    assert run(check, folder).returncode == 0
    assert run(form, folder).returncode == 1
    assert run("\n".join(meaning), folder, CI_MERGE_REQUEST_TARGET_BRANCH_NAME="main").returncode == 0
    assert "New " in (folder / "meaning" / "index.html").read_text(encoding="utf-8")


def test_pre_commit_formats_what_is_committed_and_refuses_what_the_check_refuses(change: Desk, tmp_path: Path) -> None:
    folder = checkout(tmp_path / "checkout")
    assert (
        run(f"git clone -q file://{change.root} clone && mv clone/.git . && git reset -q --hard", folder).returncode
        == 0
    )
    shutil.copy(RECIPES / "pre-commit-config.yaml", folder / ".pre-commit-config.yaml")
    topic = folder / "content" / "topics" / "crossing.yaml"
    topic.write_text(topic.read_text(encoding="utf-8").replace("title: ", "title:    ", 1), encoding="utf-8")
    (folder / "content" / "events" / "wrong.yaml").write_text("title: No date\ntype: meeting\n", encoding="utf-8")
    home = tmp_path / "home"
    done = run(f"git add -A && {BIN}/pre-commit run", folder, PRE_COMMIT_HOME=str(home), HOME=str(home))
    assert done.returncode == 1
    assert "files were modified by this hook" in done.stdout
    assert "title:    " not in topic.read_text(encoding="utf-8")
    assert "content/events/wrong.yaml" in done.stdout
    assert "missing-key" in done.stdout
