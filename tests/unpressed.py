"""The tree of a dossier as a build writes it, but for its PDFs and its index: what tests of pages need, in a moment."""

from __future__ import annotations

import shutil
from pathlib import Path

from communique.plan import Copy, Print
from communique.press.build import Build
from communique.press.families import families_on
from communique.settings import read_settings


def unpressed(folder: Path) -> Path:
    """Write the tree of the dossier in ``folder`` to its output/, and return that folder."""
    settings = read_settings(folder)
    build = Build(settings, families_on(settings.plugins), lambda _: None)
    output = folder / "output"
    for each in build.plan():
        if isinstance(each, Print) or each.path.startswith("pagefind/"):
            continue
        path = output / each.path
        path.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(each, Copy):
            shutil.copyfile(each.source, path)
        else:
            path.write_bytes(build.content(each))
    return output
