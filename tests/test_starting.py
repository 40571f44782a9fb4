"""`communique init`: a dossier of one's own, on the program as it is installed."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from communique.checking import check_dossier
from communique.cli import main
from communique.diagnostics import blocking
from communique.formatting import format_dossier
from tests.dossiers import ROOT
from tools.hatch_build import carried, named_fonts

TOLD = ["--publisher", "Example Desk", "--licence", "CC BY 4.0", "--contact", "desk@example.org", "--summary", "None."]


def files(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def made(folder: Path, *options: str) -> Path:
    assert main(["-C", str(folder.parent), "init", folder.name, *options]) == 0
    return folder


def codes(folder: Path) -> list[str]:
    return [each.code for each in check_dossier(folder).findings]


def test_what_nobody_said_is_left_to_be_written_and_found(tmp_path: Path) -> None:
    folder = made(tmp_path / "harbour-2031")
    text = (folder / "content/dossier.yaml").read_text(encoding="utf-8")
    assert "id: harbour-2031\ntitle: Harbour 2031\n" in text
    assert codes(folder) == ["unwritten"] * 5
    assert codes(made(tmp_path / "told", *TOLD)) == ["unwritten"], "but for its first page, a draft"


def test_each_dossier_is_given_a_ledger_of_its_own_to_mail_from(tmp_path: Path) -> None:
    sample = (made(tmp_path / "harbour-2031") / "mail.sample.yaml").read_text(encoding="utf-8")
    assert "ledger: ~/.local/share/communique/harbour-2031/ledger.db\n" in sample


def test_the_sample_of_mail_names_the_key_that_is_not_there(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    folder = made(tmp_path / "lake", *TOLD, "--example")
    (folder / "mail.sample.yaml").rename(folder / "mail.yaml")
    assert main(["-C", str(folder), "mail", "preview", "bridge-note"]) == 1
    key = tmp_path / ".config/communique/dkim-briefings2031.pem"
    assert f"the DKIM key of example.org, {key}, cannot be read" in capsys.readouterr().err


def test_the_example_has_no_fault_and_is_in_form(tmp_path: Path) -> None:
    folder = made(tmp_path / "lake", *TOLD, "--example")
    assert not blocking(check_dossier(folder).findings)
    assert format_dossier(folder, write=False).changed == ()
    kinds = {path.split("/")[-2] for path in files(folder) if path.startswith(("content/", "briefings/"))}
    assert kinds >= {
        "events",
        "actors",
        "places",
        "sources",
        "tracks",
        "topics",
        "claims",
        "notes",
        "pages",
        "briefings",
    }


@pytest.mark.parametrize("options", [(), ("--example",)])
def test_a_dossier_of_today_builds_by_its_own_makefile(options: tuple[str, ...], tmp_path: Path) -> None:
    folder = made(tmp_path / "lake", *TOLD, *options)
    command = ["make", "check", "all", f"COMMUNIQUE={Path(sys.executable).parent / 'communique'}"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "Lake" in (folder / "output/index.html").read_text(encoding="utf-8")
    assert (folder / "output/search/texts/root.js").is_file()


def test_a_template_of_the_dossier_takes_the_place_of_that_one_alone(tmp_path: Path) -> None:
    folder = made(tmp_path / "lake", *TOLD)
    (folder / "templates/pages").mkdir(parents=True)
    (folder / "templates/pages/404.html").write_text("<!doctype html>Ours: {{ view.frame.title }}", encoding="utf-8")
    assert main(["-C", str(folder), "build", "--quiet"]) == 0
    assert (folder / "output/404.html").read_text(encoding="utf-8").startswith("<!doctype html>Ours: ")
    assert "<main" in (folder / "output/index.html").read_text(encoding="utf-8")


def test_what_stood_in_the_folder_stays_and_a_second_dossier_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "lake"
    folder.mkdir()
    (folder / "README.md").write_text("Ours", encoding="utf-8")
    made(folder, *TOLD)
    assert "README.md: had been there" in capsys.readouterr().err
    assert (folder / "README.md").read_text(encoding="utf-8") == "Ours"
    before = files(folder)
    assert main(["init", str(folder)]) == 2
    assert "there is a dossier in this folder already" in capsys.readouterr().err
    assert files(folder) == before


def test_a_dossier_that_cannot_be_written_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened = Path.open

    def full(path: Path, mode: str = "r", **options: object) -> object:
        if path.name == "track.json":
            raise OSError(28, "No space left on device", str(path))
        return opened(path, mode, **options)  # type: ignore[call-overload]

    (tmp_path / "ours").mkdir()
    monkeypatch.setattr(Path, "open", full)
    assert main(["-C", str(tmp_path), "init", "ours"]) == 1
    assert main(["-C", str(tmp_path), "init", "deep/within"]) == 1
    assert [path.name for path in tmp_path.rglob("*")] == ["ours"]


def test_a_folder_whose_name_is_no_id_asks_for_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["-C", str(tmp_path), "init", "مفاوضات"]) == 2
    assert "give --id" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []
    made(tmp_path / "مفاوضات", "--id", "talks", *TOLD)


def test_the_wheel_would_carry_every_font_that_a_style_sheet_names() -> None:
    names = {path.name for path in carried(ROOT)}
    assert named_fonts(ROOT)
    assert named_fonts(ROOT) | {"countries-10m.json", "countries-50m.json", "LICENSE"} <= names
