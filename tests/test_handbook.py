"""The handbook's week, run: what docs/handbook.md says was printed is what is printed. Run by ``make test-form``."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tools.handbook.page import HANDBOOK, differing
from tools.handbook.week import week


@pytest.mark.browser
@pytest.mark.timeout(900)
def test_the_handbook_says_what_the_week_prints(tmp_path: Path, browser: Browser) -> None:
    assert differing(HANDBOOK.read_text(encoding="utf-8"), week(tmp_path, browser)) == []
