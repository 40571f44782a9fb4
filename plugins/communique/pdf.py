"""HTML to PDF, fenced: the one module that knows WeasyPrint.

A PDF is set in a process of its own that sees no network, no font of the system and no file but the theme's, within
a time. What WeasyPrint would only log (a missing image, a rule it does not know) ends the build: it would be missing
on paper. The same HTML with the same theme gives the same bytes.
"""

from __future__ import annotations

import hashlib
import io
import json
import logging
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from communique.errors import BuildError

if TYPE_CHECKING:
    from collections.abc import Mapping

BASE = "https://theme.invalid/"
"""Where print templates find style sheets and fonts: ``css/print.css`` below this address, which nobody can own."""

_FONTCONFIG = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig><cachedir>{cache}</cachedir></fontconfig>
"""


def set_on_paper(html: str, name: str, files: Mapping[str, Path], timeout: int) -> bytes:
    """The PDF of ``html``; ``files`` are what it may fetch, by path below BASE; ``timeout`` is in seconds.

    ``name`` is what messages call the document. Raises BuildError when WeasyPrint complains, fails or takes too long.
    """
    with tempfile.TemporaryDirectory(prefix="communique-pdf-") as scratch:
        given = {"html": html, "files": {path: str(source) for path, source in files.items()}}
        try:
            done = subprocess.run(
                [sys.executable, "-W", "ignore", "-m", "communique.pdf"],
                input=json.dumps(given).encode(),
                capture_output=True,
                env=_environment(Path(scratch)),
                timeout=timeout,
                check=False,
            )
        except subprocess.TimeoutExpired as error:
            raise BuildError(f"{name}: not set after {timeout} s (PDF_TIMEOUT); nothing was published.") from error
    if done.returncode != 0:
        told = done.stderr.decode("utf-8", "replace").strip()
        raise BuildError(f"{name}: the PDF cannot be set: {told or 'WeasyPrint ended without a word'}")
    return done.stdout


def _environment(scratch: Path) -> dict[str, str]:
    """A bare environment, and a font configuration without a single folder: all fonts come by ``@font-face``."""
    config = scratch / "fonts.conf"
    config.write_text(_FONTCONFIG.format(cache=scratch / "cache"), encoding="utf-8")
    kept = {name: os.environ[name] for name in ("PATH", "DYLD_FALLBACK_LIBRARY_PATH") if name in os.environ}
    plugins = str(Path(__file__).resolve().parent.parent)
    return {
        **kept,
        "FONTCONFIG_FILE": str(config),
        "HOME": str(scratch),
        "LANG": "C.UTF-8",
        "PYTHONPATH": plugins,
        "PYTHONHASHSEED": "0",
        "SOURCE_DATE_EPOCH": "0",
        "TZ": "UTC",
    }


def _child() -> int:
    """Read the job from standard input, write the PDF to standard output, complaints to standard error."""
    given = json.load(sys.stdin)
    from weasyprint.urls import FatalURLFetchingError

    try:
        sys.stdout.buffer.write(_render(given["html"], given["files"]))
    except (_ComplaintError, FatalURLFetchingError) as complaint:
        print(complaint, file=sys.stderr)
        return 1
    return 0


class _ComplaintError(Exception):
    """What WeasyPrint logged or a fetch that is not allowed."""


def _render(html: str, files: Mapping[str, str]) -> bytes:
    from weasyprint import HTML
    from weasyprint.logger import LOGGER

    heard: list[str] = []
    LOGGER.handlers = [_Ear(heard)]
    LOGGER.setLevel(logging.WARNING)
    out = io.BytesIO()
    document = HTML(string=html, base_url=BASE, url_fetcher=_fetcher(files)).render(pdf_variant="pdf/ua-1")
    identifier = hashlib.sha256(html.encode()).digest()[:16]
    document.write_pdf(out, pdf_variant="pdf/ua-1", pdf_identifier=identifier)
    if heard:
        raise _ComplaintError("; ".join(dict.fromkeys(heard)))
    return out.getvalue()


def _fetcher(files: Mapping[str, str]) -> Any:
    from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

    class Locked(URLFetcher):  # type: ignore[misc]
        """Fetches what it was given, and nothing else."""

        def fetch(self, url: str, headers: Any = None) -> Any:
            path = url.removeprefix(BASE).partition("?")[0].partition("#")[0]
            source = files.get(path) if url.startswith(BASE) else None
            if source is None:
                raise FatalURLFetchingError(f"'{url}' may not be fetched")
            return URLFetcherResponse(url, Path(source).read_bytes(), {"Content-Type": _media_type(path)})

    return Locked()


def _media_type(path: str) -> str:
    known = {".css": "text/css", ".woff2": "font/woff2", ".svg": "image/svg+xml", ".png": "image/png"}
    return known.get(Path(path).suffix, "application/octet-stream")


class _Ear(logging.Handler):
    """Keeps what is logged."""

    def __init__(self, heard: list[str]) -> None:
        super().__init__(logging.WARNING)
        self.heard = heard

    def emit(self, record: logging.LogRecord) -> None:
        self.heard.append(record.getMessage())


if __name__ == "__main__":
    sys.exit(_child())
