"""What the set-up promises that no run on one machine shows."""

from __future__ import annotations

import contextlib
import re
from itertools import pairwise
from pathlib import Path

import pytest

from tools import setup

LOCKS = [*sorted((setup.ROOT / "requirements").glob("*.txt")), setup.ROOT / "package-lock.json"]


@pytest.fixture
def bare_system(monkeypatch: pytest.MonkeyPatch) -> None:
    """A Debian with apt-get, where no library is found and a .venv is already made."""
    monkeypatch.setattr("platform.system", lambda: "Linux")
    monkeypatch.setattr(setup, "loads", lambda library: False)
    monkeypatch.setattr("shutil.which", lambda program: f"/usr/bin/{program}")


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_no_lock_file_names_an_address(lock: Path) -> None:
    assert "://" not in lock.read_text()


def test_each_level_installs_what_the_one_before_does_at_the_same_versions() -> None:
    for narrow, wide in pairwise(setup.LEVELS):
        assert pins(narrow) < pins(wide)


def test_every_pin_has_a_hash() -> None:
    for level in setup.LEVELS:
        for block in re.split(r"\n(?=\w)", locked(level)):
            assert "--hash=sha256:" in block, block


@pytest.mark.usefixtures("bare_system")
def test_missing_libraries_without_leave_to_use_apt_give_the_one_line_to_run(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("APT", "0")
    with pytest.raises(setup.SetupError) as caught:
        setup.system_packages("build")
    advice = str(caught.value)
    assert advice.count("apt-get install") == 1
    assert all(package in advice for package in setup.LIBRARIES.values())


def test_tests_need_a_program_more_than_a_build(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("platform.system", lambda: "Linux")
    monkeypatch.setattr("shutil.which", lambda program: None)
    more = set(setup.missing_packages("test")) - set(setup.missing_packages("build"))
    assert more == set(setup.PROGRAMS.values())


@pytest.mark.usefixtures("bare_system")
def test_apt_is_not_used_where_sudo_asks_for_a_password(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("APT", raising=False)
    monkeypatch.setattr("os.geteuid", lambda: 1000)
    monkeypatch.setattr(setup, "run", lambda command, **_: 1)
    assert setup.apt_command() is None


def test_a_set_up_that_fails_leaves_nothing_half_made(tmp_path: Path) -> None:
    begun = tmp_path / "begun"
    with contextlib.suppress(OSError), setup.removed_on_failure(begun):
        begun.mkdir()
        raise OSError("disk full")
    assert not begun.exists()


def test_help_lists_every_target() -> None:
    makefile = (setup.ROOT / "Makefile").read_text()
    targets = set(re.findall(r"^\.PHONY: ([a-z-]+)$", makefile, re.MULTILINE))
    assert targets == set(re.findall(r"^([a-z-]+):.*## ", makefile, re.MULTILINE))


def locked(level: str) -> str:
    return (setup.ROOT / "requirements" / f"{level}.txt").read_text()


def pins(level: str) -> set[str]:
    return set(re.findall(r"^\S+==\S+", locked(level), re.MULTILINE))
