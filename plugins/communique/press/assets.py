"""Style sheets, scripts and fonts as outputs: served by the site itself, never fetched from anybody."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING, Final

from communique.diagnostics import mark_at
from communique.errors import BuildError
from communique.plan import Copy, File
from communique.press.fonts import unpacked
from communique.press.theme import INSTALL, cache_beside, module_folders, theme_folders

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from pathlib import Path

_FONT = re.compile(r"url\(\s*[\"']?\.\./fonts/([^\"')]+)[\"']?\s*\)")


def assets(root: Path) -> Iterator[Copy | File]:
    """Every static file of the theme, and the fonts its style sheets name.

    Raises BuildError naming the fonts that are not installed.
    """
    for path, source in _sources(root).items():
        if source.suffix in LEAN:
            yield File(f"theme/{path}", LEAN[source.suffix](source.read_text(encoding="utf-8")).encode())
        else:
            yield Copy(f"theme/{path}", source)


def _sources(root: Path) -> dict[str, Path]:
    """Where each static file of the theme and each font comes from, by its path below ``theme/``."""
    static: dict[str, Path] = {}
    for folder in reversed(theme_folders(root)):
        for source in sorted((folder / "static").rglob("*")):
            if source.is_file() and not source.name.startswith("."):
                static[source.relative_to(folder / "static").as_posix()] = source
    named = {f"fonts/{name}": source for name, source in fonts(root, static.values()).items()}
    return dict(sorted((static | named).items()))


_PIECE = re.compile(
    r"""(?P<text>"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*')|/\*.*?\*/|\s*(?P<end>[{};])\s*|(?P<mark>[:,])\s+|\s+""", re.DOTALL
)


def lean_sheet(sheet: str) -> str:
    """A style sheet without comments and without the blanks that mean nothing: those are for whoever writes it.

    Texts between quotation marks stay as they are. Each rule keeps a line of its own.
    """
    return _PIECE.sub(_leaner, sheet).strip() + "\n"


def _leaner(found: re.Match[str]) -> str:
    if found["end"] == "}":
        return "}\n"
    told = found["text"] or found["end"] or found["mark"]
    return told or ("" if found[0].startswith("/*") else " ")


_COMMENT_LINES = re.compile(r"^[ \t]*/\*.*?\*/[ \t]*\n", re.DOTALL | re.MULTILINE)


def lean_script(script: str) -> str:
    """A script without the comments that have lines of their own, and without indentation; its code stays as it is.

    Lines inside a text that goes over several (between backticks) are left alone.
    """
    lines, inside = [], False
    for line in _COMMENT_LINES.sub("", script).splitlines(keepends=True):
        lines.append(line if inside else line.lstrip(" "))
        inside ^= line.count("`") % 2 == 1
    return "".join(lines)


LEAN: Final[Mapping[str, Callable[[str], str]]] = {".css": lean_sheet, ".js": lean_script}
"""What is left out of a file on its way to readers, by its suffix."""


def fonts(root: Path, sheets: Iterable[Path]) -> dict[str, Path]:
    """The font files that ``sheets`` name, by file name: the dossier's own, or those that came with the program.

    Raises BuildError with the place of each that is not there.
    """
    found: dict[str, Path] = {}
    missing: list[str] = []
    for sheet in sheets:
        text = sheet.read_text(encoding="utf-8") if sheet.suffix == ".css" else ""
        for named in _FONT.finditer(text):
            if named[1] not in found and (path := _font(root, named[1])):
                found[named[1]] = path
            elif named[1] not in found:
                place = mark_at(os.path.relpath(sheet, root), text, named.start(1))
                missing.append(f"{place}: the font '{named[1]}' is not installed. {INSTALL}")
    if missing:
        raise BuildError("\n".join(missing))
    return dict(sorted(found.items()))


def _font(root: Path, name: str) -> Path | None:
    for home in module_folders(root):
        for folder in sorted((home / "@fontsource").glob("*/files")):
            if (folder / name).is_file():
                return folder / name
    return None


def print_files(root: Path, sheets: Iterable[str]) -> dict[str, Path]:
    """What a print template with these style sheets may fetch, by path: the sheets, and the fonts they name.

    Raises BuildError where a sheet or a font is missing.
    """
    found = {sheet: _static(root, sheet) for sheet in sheets}
    for name, path in fonts(root, found.values()).items():
        found[f"fonts/{name}"] = unpacked(path, cache_beside(path, root) / "fonts")
    return found


def _static(root: Path, path: str) -> Path:
    for folder in theme_folders(root):
        if (folder / "static" / path).is_file():
            return folder / "static" / path
    raise BuildError(f"templates/static/{path}: there is no such style sheet.")
