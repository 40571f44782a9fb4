"""What all tests share. A test that needs a program the system lacks is NOT RUN, and the end says so."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from playwright.sync_api import Browser

from communique.cli import main
from tests.browser import chromium, launched
from tests.dossiers import small
from tests.editions import NAME, dossier

# A busy machine is no fault of an example: the time of one is not judged, and neither is that of drawing it.
settings.register_profile("calm", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("calm")

# A marker, how to find the program it needs, and what to do where there is none.
NEEDS: dict[str, tuple[Callable[[], str | None], str]] = {
    "browser": (chromium, "install chromium (apt-get install chromium) or set CHROMIUM"),
    "poppler": (lambda: shutil.which("pdftotext"), "install poppler-utils (apt-get install poppler-utils)"),
    "qpdf": (lambda: shutil.which("qpdf"), "install qpdf (apt-get install qpdf)"),
}
# They need packages of their own, or many minutes: make test-form and make handbook run them.
collect_ignore = [] if os.environ.get("COMMUNIQUE_SLOW") else ["test_form_browser.py", "test_handbook.py"]

NOT_RUN = "NOT RUN: needs "


def pytest_runtest_setup(item: pytest.Item) -> None:
    for marker, (find, _) in NEEDS.items():
        if item.get_closest_marker(marker) and not find():
            pytest.skip(f"{NOT_RUN}{marker}")


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Count NOT RUN as failure where the run must have everything, as in CI."""
    if os.environ.get("COMMUNIQUE_REQUIRE_BROWSER") == "1" and not_run(session.config):
        session.exitstatus = session.exitstatus or pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    for marker, count in not_run(terminalreporter.config).items():
        terminalreporter.line(f"NOT RUN: {count} {marker} tests; {NEEDS[marker][1]}", yellow=True)


def not_run(config: pytest.Config) -> Counter[str]:
    """Count the tests that were not run, by the marker that says what they need."""
    reporter = config.pluginmanager.get_plugin("terminalreporter")
    skipped = reporter.stats.get("skipped", []) if reporter else []
    reasons = [report.longrepr[2] for report in skipped if isinstance(report.longrepr, tuple)]
    return Counter(reason.partition(NOT_RUN)[2] for reason in reasons if NOT_RUN in reason)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for the whole run (of one worker)."""
    with launched() as started:
        yield started


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The briefings of the dossier with the edition that has every block, as published."""
    folder = dossier(tmp_path_factory.mktemp("briefing"))
    assert main(["-C", str(folder), "build", "--quiet"]) == 0
    return folder / "output" / "briefings"


@pytest.fixture(scope="session")
def pdf(built: Path) -> Path:
    """That edition on paper."""
    return built / "every-block" / NAME


@pytest.fixture(scope="session")
def miravel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The smallest dossier, built once as a user builds it: the folder, with its tree in output/."""
    folder = small(tmp_path_factory.mktemp("small"))
    done = subprocess.run(
        [sys.executable, "-m", "communique.cli", "-C", str(folder), "build"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "published 13 records, withheld 0" in done.stdout
    return folder
