"""The store of this machine, as the settings name it."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

from communique.errors import SettingsError
from communique.snapshots.store import Store

if TYPE_CHECKING:
    from collections.abc import Callable

    from communique.settings import Settings


def archive(settings: Settings) -> Callable[[str], tuple[str, str] | None] | None:
    """From digest to text; None where this machine has no store."""
    return Store(settings.snapshot_store).text if settings.snapshot_store else None


def the_store(settings: Settings) -> Store:
    """The store. Raises SettingsError where there is none."""
    if settings.snapshot_store is None:
        raise SettingsError(
            "there is no store of snapshots here: set COMMUNIQUE_STORE to a folder outside the repository, or "
            "SNAPSHOT_STORE in pelicanconf.py."
        )
    return Store(settings.snapshot_store)


def exposed(folder: Path) -> bool:
    """Whether git would take the store's files up: it stands in a work tree and is not ignored there."""
    parent = next((each for each in (folder, *folder.parents) if each.is_dir()), Path("/"))
    try:
        inside = subprocess.run(["git", "rev-parse"], cwd=parent, capture_output=True, check=False)
        if inside.returncode:
            return False
        asked = ["git", "check-ignore", "-q", "--", str(folder / "x")]
        return subprocess.run(asked, cwd=parent, capture_output=True, check=False).returncode == 1
    except OSError:
        return False
