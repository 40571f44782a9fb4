"""The render environment: what the bytes of a PDF depend on besides its manuscript, as a value with names.

Two machines with equal environments make equal bytes. WeasyPrint itself is not imported here: a build with nothing
to set must not wait for it.
"""

from __future__ import annotations

import ctypes
import hashlib
import sys
import zlib
from contextlib import suppress
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

_PACKAGES: Final = {
    "WeasyPrint": "weasyprint",
    "pydyf": "pydyf",
    "tinycss2": "tinycss2",
    "tinyhtml5": "tinyhtml5",
    "fontTools": "fonttools",
    "Pillow": "pillow",
    "Pyphen": "pyphen",
}
_UNKNOWN: Final = "unknown"


def render_environment(files: Mapping[str, bytes]) -> dict[str, str]:
    """Names and versions, in a fixed order; ``fonts`` is the digest of those among ``files``."""
    return {**_programs(), "fonts": _fonts(files)}


@cache
def _programs() -> dict[str, str]:
    found = {name: _version(package) for name, package in _PACKAGES.items()}
    found["Pango"] = _text("pango-1.0", "0", "pango_version_string")
    found["HarfBuzz"] = _text("harfbuzz", "0", "hb_version_string")
    found["HarfBuzz-subset"] = found["HarfBuzz"] if _library("harfbuzz-subset", "0") else "none"
    found["fontconfig"] = _fontconfig()
    found["FreeType"] = _freetype()
    found["zlib"] = zlib.ZLIB_RUNTIME_VERSION
    found["Python"] = ".".join(map(str, sys.version_info[:2]))
    return found


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return _UNKNOWN


@cache
def _library(name: str, number: str) -> ctypes.CDLL | None:
    """The library WeasyPrint would load, under the names it has on Linux and macOS."""
    for file in (f"lib{name}.so.{number}", f"lib{name}.{number}.dylib", f"lib{name}.dylib"):
        with suppress(OSError):
            return ctypes.CDLL(file)
    return None


def _text(library: str, number: str, function: str) -> str:
    loaded = _library(library, number)
    if loaded is None:
        return _UNKNOWN
    called = loaded[function]
    called.restype = ctypes.c_char_p
    return bytes(called()).decode()


def _fontconfig() -> str:
    loaded = _library("fontconfig", "1")
    if loaded is None:
        return _UNKNOWN
    number = int(loaded.FcGetVersion())
    return f"{number // 10000}.{number // 100 % 100}.{number % 100}"


def _freetype() -> str:
    loaded = _library("freetype", "6")
    if loaded is None:
        return _UNKNOWN
    started = ctypes.c_void_p()
    if loaded.FT_Init_FreeType(ctypes.byref(started)):
        return _UNKNOWN
    numbers = [ctypes.c_int() for _ in range(3)]
    loaded.FT_Library_Version(started, *(ctypes.byref(each) for each in numbers))
    loaded.FT_Done_FreeType(started)
    return ".".join(str(each.value) for each in numbers)


def _fonts(files: Mapping[str, bytes]) -> str:
    summed = hashlib.sha256()
    for path, content in sorted(files.items()):
        if path.startswith("fonts/"):
            summed.update(f"{path} {hashlib.sha256(content).hexdigest()}\n".encode())
    return summed.hexdigest()[:16]
