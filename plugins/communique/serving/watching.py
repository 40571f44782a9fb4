"""Sees what changes in a dossier, its templates and the program."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import TYPE_CHECKING, Final

from watchfiles import DefaultFilter, watch

from communique.press.theme import theme_folders

if TYPE_CHECKING:
    from collections.abc import Callable

PACKAGE: Final = Path(__file__).resolve().parent.parent
_OURS: Final = ("content", "briefings", "templates", "plugins")
_QUIET: Final = 20
"""Milliseconds without a change before a burst of them is taken as one."""


def watch_dossier(
    root: Path, private: Path | None, stop: threading.Event, changed: Callable[[frozenset[Path]], None]
) -> None:
    """Call ``changed`` with the files of each burst of changes until ``stop`` is set. Returns then.

    Folders are watched whole; the dossier's own folder is not, since output and caches stand in it.
    """
    again = threading.Event()
    top = threading.Thread(target=_watch_top, args=(root, private, stop, again, changed), daemon=True)
    top.start()
    while not stop.is_set():
        again.clear()
        either = _Either(stop, again)
        _each(_folders(root, private), either, changed, recursive=True)
    top.join()


class _Either:
    """An event that is set when one of two is."""

    def __init__(self, *events: threading.Event) -> None:
        self._events = events

    def is_set(self) -> bool:
        """Whether one of them is."""
        return any(event.is_set() for event in self._events)


def _watch_top(
    root: Path,
    private: Path | None,
    stop: threading.Event,
    again: threading.Event,
    changed: Callable[[frozenset[Path]], None],
) -> None:
    """The files that stand in the folder itself; a new folder begins the other watch again."""
    known = _folders(root, private)

    def told(paths: frozenset[Path]) -> None:
        nonlocal known
        now = _folders(root, private)
        if now != known:
            known = now
            again.set()
        files = frozenset(path for path in paths if path.name == "pelicanconf.py" or path.name in _OURS)
        if files:
            changed(files)

    _each((root,), stop, told, recursive=False)


def _folders(root: Path, private: Path | None) -> tuple[Path, ...]:
    wanted = [*(root / name for name in _OURS), *theme_folders(root), PACKAGE, *([private] if private else [])]
    return tuple(dict.fromkeys(path.resolve() for path in wanted if path.is_dir()))


def _each(
    folders: tuple[Path, ...],
    stop: threading.Event | _Either,
    changed: Callable[[frozenset[Path]], None],
    *,
    recursive: bool,
) -> None:
    found = watch(
        *folders,
        watch_filter=DefaultFilter(),
        debounce=400,
        step=_QUIET,
        stop_event=stop,
        rust_timeout=500,
        recursive=recursive,
        raise_interrupt=False,
    )
    for changes in found:
        changed(frozenset(Path(path) for _, path in changes))
