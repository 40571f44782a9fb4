"""``communique store``: is all there that the records name, are the bytes their own, and are two stores level."""

from __future__ import annotations

from typing import TYPE_CHECKING

from communique.errors import SettingsError
from communique.kinds import Source
from communique.load import load_with
from communique.settings import read_settings
from communique.snapshots.archive import exposed, the_store
from communique.snapshots.sync import sync

if TYPE_CHECKING:
    from pathlib import Path


def check_store(root: Path) -> tuple[list[str], str]:
    """What is wrong with the store of the dossier in ``root``, a line each; and what it holds, in a line."""
    settings = read_settings(root)
    store = the_store(settings)
    loaded = load_with(settings).loaded.values()
    rows = [
        (each.mark(("snapshots", number, "sha256")), row.sha256)
        for each in loaded
        if isinstance(each.record, Source)
        for number, row in enumerate(each.record.snapshots)
    ]
    missing = [(mark, name) for mark, name in rows if not store.has(name)]
    wrong = [f"{mark}: snapshot-missing: no bytes {name} here" for mark, name in missing]
    wrong += [
        f"{store.path(name)}: holds other bytes than its name says; take it out and sync" for name in store.wrong()
    ]
    if exposed(store.folder):
        wrong.append(f"{store.folder}: stands in a git tree that does not ignore it; move it, or add it to .gitignore")
    here = set(store.names())
    spare = len(here - {name for _, name in rows})
    return wrong, f"{len(here)} snapshots here, {len(rows)} named by records, {len(missing)} missing, {spare} not named"


def sync_store(root: Path, destination: str) -> str:
    """Level the store with ``destination``; what was done, in a line."""
    if not destination:
        raise SettingsError("store sync: name the other place: a folder, or host:folder.")
    return sync(the_store(read_settings(root)), destination)
