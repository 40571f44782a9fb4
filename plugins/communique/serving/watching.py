"""Sees what changes in a dossier, its templates and the program."""

from __future__ import annotations

import threading
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

from watchfiles import DefaultFilter, watch

from communique.press.theme import theme_folders

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

PACKAGE: Final = Path(__file__).resolve().parent.parent
_OURS: Final = ("content", "briefings", "templates", "plugins")
_QUIET: Final = 20
"""Milliseconds without a change before a burst of them is taken as one."""
_LOOK: Final = 500
"""Milliseconds between looks at whether to stop."""


class Watch:
    """What is watched of one dossier: its folders whole, and of its own folder, where output and caches stand, a file.

    Every change since it was made is told, also what was saved before ``run`` began to listen.
    """

    def __init__(self, root: Path, private: Path | None) -> None:
        self._root = root
        self._private = private
        self._seen = self._saved()

    def run(self, stop: threading.Event, changed: Callable[[frozenset[Path]], None]) -> None:
        """Call ``changed`` with the files of each burst of changes until ``stop`` is set. Returns then."""
        again = threading.Event()
        top = threading.Thread(target=self._watch_top, args=(stop, again, changed), daemon=True)
        top.start()
        while not stop.is_set():
            again.clear()
            for number, files in enumerate(_bursts(self._folders(), _Either(stop, again), recursive=True)):
                # The system tells nothing of what was saved before it was asked to.
                if told := files | (self._missed() if files or not number else frozenset()):
                    changed(told)
        top.join()

    def _watch_top(
        self, stop: threading.Event, again: threading.Event, changed: Callable[[frozenset[Path]], None]
    ) -> None:
        """The files that stand in the folder itself; a folder that comes or goes begins the other watch again."""
        known = self._folders()
        for paths in _bursts((self._root,), stop, recursive=False):
            if (now := self._folders()) != known:
                known = now
                again.set()
            if files := frozenset(path for path in paths if path.name in ("pelicanconf.py", *_OURS)):
                changed(files)

    def _folders(self) -> tuple[Path, ...]:
        wanted = [*(self._root / name for name in _OURS), *theme_folders(self._root), PACKAGE]
        wanted += [self._private] if self._private else []
        return tuple(dict.fromkeys(path.resolve() for path in wanted if path.is_dir()))

    def _missed(self) -> frozenset[Path]:
        """The files that were saved, came or went since the last call."""
        before, self._seen = self._seen, self._saved()
        return frozenset(path for path, _ in before ^ self._seen)

    def _saved(self) -> frozenset[tuple[Path, int]]:
        """Every file with the moment it was saved at, in nanoseconds."""
        found = set()
        for folder in self._folders():
            for path in folder.rglob("*"):
                with suppress(FileNotFoundError):  # it went since it was listed
                    if "__pycache__" not in path.parts and path.is_file():
                        found.add((path, path.stat().st_mtime_ns))
        return frozenset(found)


class _Either:
    """An event that is set when one of two is."""

    def __init__(self, *events: threading.Event) -> None:
        self._events = events

    def is_set(self) -> bool:
        """Whether one of them is."""
        return any(event.is_set() for event in self._events)


def _bursts(
    folders: tuple[Path, ...], stop: threading.Event | _Either, *, recursive: bool
) -> Iterator[frozenset[Path]]:
    """The files of each burst of changes; an empty set each time nothing changed for a while, so also once at first."""
    found = watch(
        *folders,
        watch_filter=DefaultFilter(),
        debounce=400,
        step=_QUIET,
        stop_event=stop,
        rust_timeout=_LOOK,
        yield_on_timeout=True,
        recursive=recursive,
        raise_interrupt=False,
    )
    return (frozenset(Path(path) for _, path in changes) for changes in found)
