"""Style sheets, scripts and fonts as outputs: served by the site itself, never fetched from anybody."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from communique.errors import BuildError
from communique.plan import Copy
from communique.press.fonts import unpacked
from communique.press.theme import CHECKOUT, theme_folders

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

_FONT = re.compile(r"url\(\s*[\"']?\.\./fonts/([^\"')]+)[\"']?\s*\)")


def assets(root: Path) -> Iterator[Copy]:
    """Every static file of the theme, and the fonts its style sheets name.

    Raises BuildError naming the fonts that are not installed.
    """
    static: dict[str, Path] = {}
    for folder in reversed(theme_folders(root)):
        for source in sorted((folder / "static").rglob("*")):
            if source.is_file() and not source.name.startswith("."):
                static[source.relative_to(folder / "static").as_posix()] = source
    for path, source in sorted(static.items()):
        yield Copy(f"theme/{path}", source)
    for name, source in sorted(fonts(root, static.values()).items()):
        yield Copy(f"theme/fonts/{name}", source)


def fonts(root: Path, sheets: Iterable[Path]) -> dict[str, Path]:
    """The font files that ``sheets`` name, by file name, as set-up installed them below ``node_modules``.

    A dossier without fonts of its own takes those of the checkout that the program runs from.
    """
    wanted: set[str] = set()
    for sheet in sheets:
        if sheet.suffix == ".css":
            wanted |= set(_FONT.findall(sheet.read_text(encoding="utf-8")))
    found = {name: path for name in sorted(wanted) if (path := _font(root, name))}
    missing = sorted(wanted - found.keys())
    if missing:
        told = ", ".join(missing)
        raise BuildError(f"fonts are missing: {told}. Run 'make', which installs them from package.json.")
    return found


def _font(root: Path, name: str) -> Path | None:
    for home in (root, CHECKOUT):
        for folder in sorted((home / "node_modules" / "@fontsource").glob("*/files")):
            if (folder / name).is_file():
                return folder / name
    return None


def print_files(root: Path, sheets: Iterable[str]) -> dict[str, Path]:
    """What a print template with these style sheets may fetch, by path: the sheets, and the fonts they name.

    Raises BuildError where a sheet or a font is missing.
    """
    found = {sheet: _static(root, sheet) for sheet in sheets}
    for name, path in fonts(root, found.values()).items():
        home = CHECKOUT if path.is_relative_to(CHECKOUT) else root
        found[f"fonts/{name}"] = unpacked(path, home / ".cache" / "fonts")
    return found


def _static(root: Path, path: str) -> Path:
    for folder in theme_folders(root):
        if (folder / "static" / path).is_file():
            return folder / "static" / path
    raise BuildError(f"templates/static/{path}: there is no such style sheet.")
