"""A tree built beside the published one and switched in at once.

Linux and macOS can exchange two folders in one step; where the file system cannot, two renames do it, and a build
that was killed between them is made good by the next. Whatever happens before the switch, readers see the old tree.
"""

from __future__ import annotations

import ctypes
import errno
import fcntl
import os
import shutil
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from communique.errors import BuildError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_EXCHANGE = 2  # RENAME_EXCHANGE of renameat2(2), RENAME_SWAP of renamex_np(2): the same number
_AT_FDCWD = -100


class Staging:
    """The tree of one build in the making. ``folder`` is where to write; ``publish`` switches it in."""

    def __init__(self, published: Path, folder: Path) -> None:
        self.published = published
        self.folder = folder
        self.switched = False

    def files(self) -> set[str]:
        """The files written so far, relative, with forward slashes."""
        return {path.relative_to(self.folder).as_posix() for path in self.folder.rglob("*") if not path.is_dir()}

    def publish(self, planned: frozenset[str]) -> None:
        """Switch the tree in. Raises BuildError, changing nothing, when its files are not exactly those planned."""
        found = self.files()
        wrong = [f"  planned and not written: {path}" for path in sorted(planned - found)]
        wrong += [f"  written and not planned: {path}" for path in sorted(found - planned)]
        if wrong:
            told = "\n".join(wrong[:20])
            raise BuildError(f"the tree built is not the tree planned; nothing was published:\n{told}")
        self.folder.chmod(0o755)
        switch(self.folder, self.published)
        self.switched = True


@contextmanager
def staging(published: Path) -> Iterator[Staging]:
    """A staging tree beside ``published``, under a lock; gone at the end, whatever happened.

    Raises BuildError when another build holds the lock or the disk refuses.
    """
    _refuse_foreign(published)
    _make_folder(published.parent)
    with _lock(published):
        _recover(published)
        folder = _make(published)
        try:
            yield Staging(published, folder)
        finally:
            shutil.rmtree(folder, ignore_errors=True)


def refuse_precious(published: Path, root: Path) -> None:
    """Raise BuildError where the published tree would take the place of a dossier, or of what holds or makes one."""
    target = published.resolve()
    inside = [root / name for name in ("content", "briefings", "templates", "plugins", ".git")]
    if root.resolve().is_relative_to(target) or any(target.is_relative_to(each.resolve()) for each in inside):
        raise BuildError(f"'{published.name}' holds the dossier itself; name another folder for the output.")


def _refuse_foreign(published: Path) -> None:
    """A build replaces the whole folder, so it takes only one that is new, empty or made by a build."""
    if published.exists() and not published.is_dir():
        raise BuildError(f"{published.name} is a file; it must be a folder. Move it away.")
    ours = _lock_path(published).exists()
    if not ours and published.is_dir() and any(published.iterdir()):
        raise BuildError(
            f"{published.name} is not empty and no build made it; a build would replace all of it. "
            "Empty it, or name another folder."
        )


def _lock_path(published: Path) -> Path:
    """Beside the tree; also the sign that a build of ours made it."""
    return published.parent / f".{published.name}.lock"


def _make(published: Path) -> Path:
    try:
        return Path(tempfile.mkdtemp(prefix=f".{published.name}.next-", dir=published.parent))
    except OSError as error:
        raise BuildError(f"no folder can be made beside {published.name}: {error.strerror}") from error


@contextmanager
def _lock(published: Path) -> Iterator[None]:
    try:
        opened = _lock_path(published).open("a")
    except OSError as error:
        raise _refused(published.parent, error) from error
    with opened as held:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            if error.errno not in (errno.EAGAIN, errno.EACCES):
                raise
            raise BuildError(f"another build of {published.name} is under way; wait for it to end.") from error
        yield


def put_files(folder: Path, files: Mapping[str, bytes]) -> list[Path]:
    """Write ``files``, by path below ``folder``, each at once in the place of what it was; returns their paths.

    All are written in full before the first takes its place. Raises BuildError, with nothing half-written left.
    """
    halves: list[tuple[Path, Path]] = []
    _make_folder(folder)
    try:
        for name, content in files.items():
            target = folder / name
            target.parent.mkdir(parents=True, exist_ok=True)
            if target.is_dir():
                raise BuildError(f"{target} is a folder; a file is to stand there. Move it away.")
            with tempfile.NamedTemporaryFile(dir=target.parent, prefix=f".{target.name}.", delete=False) as half:
                halves.append((Path(half.name), target))
                half.write(content)
        for half_path, target in halves:
            half_path.chmod(0o644)
            half_path.replace(target)
    except OSError as error:
        raise _refused(folder, error) from error
    finally:
        for half_path, _ in halves:
            half_path.unlink(missing_ok=True)
    return [target for _, target in halves]


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise _refused(folder, error) from error


def _refused(folder: Path, error: OSError) -> BuildError:
    """What to say where the disk refuses: which place, and why."""
    why = "a file is in the way" if isinstance(error, FileExistsError | NotADirectoryError) else error.strerror
    return BuildError(f"nothing can be written to {folder}: {why}; nothing was changed. Name another folder.")


def _recover(published: Path) -> None:
    """Make good what a killed build left: an old tree that waits to be put back, trees nobody will finish."""
    old = published.parent / f".{published.name}.old"
    if old.exists() and not published.exists():
        old.rename(published)
    shutil.rmtree(old, ignore_errors=True)
    for left in published.parent.glob(f".{published.name}.next-*"):
        shutil.rmtree(left, ignore_errors=True)


def switch(new: Path, published: Path) -> None:
    """Put ``new`` in the place of ``published``; afterwards the old tree stands at ``new``, or nowhere."""
    if not published.exists():
        new.rename(published)
    elif not exchange(new, published):
        old = published.parent / f".{published.name}.old"
        published.rename(old)
        try:
            new.rename(published)
        except OSError:
            old.rename(published)
            raise
        shutil.rmtree(old, ignore_errors=True)


def exchange(one: Path, other: Path) -> bool:
    """Exchange two folders in one step; False where this system or file system cannot."""
    libc = ctypes.CDLL(None, use_errno=True)
    first, second = os.fsencode(one), os.fsencode(other)
    if sys.platform == "darwin":
        swap = getattr(libc, "renamex_np", None)
        return swap is not None and swap(first, second, _EXCHANGE) == 0
    swap = getattr(libc, "renameat2", None)
    return swap is not None and swap(_AT_FDCWD, first, _AT_FDCWD, second, _EXCHANGE) == 0
