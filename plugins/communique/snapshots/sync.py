"""``communique store sync``: the same bytes in two stores. What either lacks comes from the other; nothing is changed.

A store elsewhere is reached by rsync over ssh, as a program of its own: nothing here speaks to the network.
"""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

from communique.errors import SnapshotError
from communique.snapshots.store import Store, digest

if TYPE_CHECKING:
    from collections.abc import Sequence


def sync(store: Store, destination: str) -> str:
    """Bring ``store`` and ``destination`` (a folder, or HOST:FOLDER) level; what was done, in a line.

    Raises SnapshotError; what is copied by then is whole.
    """
    if ":" in destination.partition("/")[0]:
        return _remote(store, destination)
    other = Store(Path(destination).expanduser().absolute())
    if other.folder == store.folder:
        raise SnapshotError("that is the store itself.")
    sent, brought = _copy(store, other), _copy(other, store)
    return f"{sent} snapshots sent, {brought} brought"


def _copy(here: Store, there: Store) -> int:
    count = 0
    for name in here.names():
        if there.has(name):
            continue
        content = here.path(name).read_bytes()
        if digest(content) != name:
            raise SnapshotError(f"{here.path(name)} holds other bytes than its name says; run 'store check' there.")
        there.keep(content)
        count += 1
    return count


def _remote(store: Store, destination: str) -> str:
    if destination.startswith("-"):
        raise SnapshotError(f"'{destination}' is no place; write host:folder.")
    if shutil.which("rsync") is None:
        raise SnapshotError("rsync is not installed here (apt-get install rsync).")
    before = set(store.names())
    store.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    place = destination.rstrip("/") + "/"
    options = ["--recursive", "--times", "--ignore-existing", "--mkpath", "--include=*/"]
    options += [f"--include={'[0-9a-f]' * 64}", "--exclude=*"]
    _rsync([*options, "--", f"{store.folder}/", place])
    _rsync([*options, "--", place, f"{store.folder}/"])
    brought = set(store.names()) - before
    for name in sorted(brought):
        if digest(store.path(name).read_bytes()) != name:
            store.path(name).unlink()
            raise SnapshotError(f"{destination} sent other bytes than the name {name} says; they were thrown away.")
    return f"{len(before)} snapshots offered, {len(brought)} brought"


def _rsync(arguments: Sequence[str]) -> None:
    done = subprocess.run(["rsync", *arguments], capture_output=True, text=True, check=False)
    if done.returncode:
        raise SnapshotError(f"rsync: {done.stderr.strip().splitlines()[-1] if done.stderr.strip() else 'it failed'}")
