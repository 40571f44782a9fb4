"""What the wheel carries beside the program: the fonts that its style sheets name, and the map data.

They are other people's work and never committed. They come from the npm packages that package-lock.json pins: as set-up
installed them, or, where the wheel is built of a bare clone (``pip install git+https://…``), installed here.
"""

from __future__ import annotations

import json
import re
import subprocess
import sysconfig
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

MODULES = "node_modules"
CARRIED = "communique/carried"
FONT = re.compile(r"url\(\s*[\"']?\.\./fonts/([^\"')]+)")
WANTED = {"world-atlas": ("countries-10m.json", "countries-50m.json")}
"""The files wanted of a package; of fonts, those that a style sheet names; of any other package all but source maps."""


class CustomBuildHook(BuildHookInterface):  # type: ignore[type-arg]
    """Puts them into a wheel; an editable install reads them from the work tree."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if version == "editable":
            return
        root = Path(self.root)
        if not (root / MODULES).is_dir():
            npm = Path(sysconfig.get_path("scripts")) / "npm"
            subprocess.run([str(npm), "ci", "--omit=dev", "--ignore-scripts", "--silent"], cwd=root, check=True)
        for source in carried(root):
            name = source.relative_to(root / MODULES).as_posix()
            build_data["force_include"][str(source)] = f"{CARRIED}/{name}"


def carried(root: Path) -> Iterator[Path]:
    """The files of npm packages that are carried, each package's licence among them."""
    fonts = named_fonts(root)
    for package in json.loads((root / "package.json").read_text(encoding="utf-8"))["dependencies"]:
        home = root / MODULES / package
        yield from sorted(home.glob("LICENSE*"))
        if package.startswith("@fontsource/"):
            yield from sorted(each for each in (home / "files").iterdir() if each.name in fonts)
        elif package in WANTED:
            yield from (home / name for name in WANTED[package])
        else:
            rest = (each for each in home.rglob("*") if each.is_file() and each.suffix != ".map")
            yield from sorted(each for each in rest if not each.match("LICENSE*"))


def named_fonts(root: Path) -> set[str]:
    """The font files that the style sheets name."""
    sheets = (root / "templates" / "static" / "css").glob("*.css")
    return {name for sheet in sheets for name in FONT.findall(sheet.read_text(encoding="utf-8"))}
