"""``communique export``: the records as data, without building the site."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from communique.diagnostics import did_you_mean, numbered
from communique.errors import SettingsError
from communique.exports import EXPORTS
from communique.press.build import Build
from communique.press.tree import put_files
from communique.settings import checked_day, read_settings

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path


def export_data(
    root: Path, output: Path, formats: Sequence[str], as_of: str | None, say: Callable[[str], None]
) -> list[Path]:
    """Write the data exports named ``formats`` (none named: all) of the dossier in ``root`` into ``output``, at the
    paths they have on the site; ``as_of`` is a day, as in ``build_dossier``. Other files there are left alone.

    Returns the files written. Raises FindingsError, SettingsError or BuildError; nothing was written then.
    """
    for name in formats:
        if name not in EXPORTS:
            raise SettingsError(f"there is no export '{name}'; {did_you_mean(name, EXPORTS, ', '.join(EXPORTS))}.")
    settings = read_settings(root)
    if as_of:
        settings = replace(settings, as_of=checked_day(as_of))
    build = Build(settings, ("exports",), say)
    site = build.input().site
    made: dict[str, bytes] = {}
    for name in dict.fromkeys(formats or EXPORTS):
        files = {file.path: file.content for file in EXPORTS[name].write(site)}
        say(f"{name}: {numbered(len(files), 'file')}")
        made |= files
    return put_files(output, made)
