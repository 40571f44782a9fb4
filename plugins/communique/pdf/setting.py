"""The one function from a manuscript to the bytes of a PDF. It runs in a child of ``pool`` and imports WeasyPrint.

The PDF claims PDF/A-3a and PDF/UA-1 at once. What WeasyPrint would only log (an image that is missing, a letter no
font has, a rule it does not know) is a complaint and ends the setting: it would be missing on paper.
"""

from __future__ import annotations

import base64
import logging
import zlib
from typing import TYPE_CHECKING, Any, Final

from communique.pdf.complaint import Complaint, ComplaintsError
from communique.pdf.letters import mend_letters
from communique.pdf.manuscript import BASE
from communique.pdf.xmp import extended

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from communique.pdf.manuscript import Attachment, Manuscript
    from communique.plan import Imprint

VARIANT: Final = "pdf/a-3a"
_TYPES: Final = {
    ".css": "text/css",
    ".jpg": "image/jpeg",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".woff2": "font/woff2",
}


def set_pdf(manuscript: Manuscript) -> bytes:
    """The PDF of ``manuscript``. Pure: reads neither disk nor network nor clock.

    Raises ComplaintsError with everything that would be wrong on paper.
    """
    from weasyprint import HTML
    from weasyprint.logger import LOGGER
    from weasyprint.urls import FatalURLFetchingError

    ear = _Ear()
    LOGGER.handlers = [ear]
    LOGGER.setLevel(logging.WARNING)
    try:
        html = HTML(string=manuscript.html, base_url=BASE, url_fetcher=_fetcher(manuscript.files))
        document = html.render(pdf_variant=VARIANT)
        document.metadata = _metadata(document.metadata, manuscript.imprint)
        document.metadata.attachments = [_attachment(each, manuscript.imprint) for each in manuscript.attachments]
        made: bytes = document.write_pdf(
            pdf_variant=VARIANT, pdf_identifier=bytes.fromhex(manuscript.digest)[:16], finisher=_finisher(manuscript)
        )
    except FatalURLFetchingError as error:
        heard = [*ear.heard, Complaint("blocked", f"'{error}' may not be fetched", str(error))]
        raise ComplaintsError(tuple(dict.fromkeys(heard))) from None
    if ear.heard:
        raise ComplaintsError(tuple(dict.fromkeys(ear.heard)))
    return made


def _metadata(found: Any, wanted: Imprint) -> Any:
    """WeasyPrint's own metadata object with our values, and our RDF in the place of its own."""
    instant = wanted.instant.strftime("%Y-%m-%dT%H:%M:%S+00:00")
    found.title, found.authors, found.lang = wanted.title, list(wanted.authors), wanted.language
    found.description, found.keywords = wanted.description, list(wanted.keywords)
    found.generator, found.created, found.modified = "Communiqué", instant, instant
    generate = found.generate_rdf_metadata
    found.generate_rdf_metadata = lambda *given: extended(generate(*given), wanted)
    return found


def _attachment(given: Attachment, imprint: Imprint) -> Any:
    from weasyprint import Attachment as PdfAttachment

    return PdfAttachment(
        string=given.content,
        name=given.name,
        description=given.description,
        created=imprint.instant,
        modified=imprint.instant,
        relationship="Data",
    )


def _finisher(manuscript: Manuscript) -> Callable[[Any, Any], None]:
    fonts = [content for path, content in sorted(manuscript.files.items()) if path.startswith("fonts/")]

    def finish(_: Any, pdf: Any) -> None:
        objects = {bytes(each.reference): each for each in pdf.objects}
        mend_letters(objects, fonts)
        _finish(pdf, objects)

    return finish


def _finish(pdf: Any, objects: Mapping[bytes, Any]) -> None:
    """What PDF/A and PDF/UA ask for and WeasyPrint leaves out."""
    # PDF/A readers that know no PDF look for the metadata as plain text (ISO 19005-3, 6.6.2.1).
    objects[bytes(pdf.catalog["Metadata"])].compress = False
    for each in pdf.objects:
        if isinstance(each, dict) and each.get("S") == "/TH":
            each["A"]["Scope"] = "/Column" if _in_head(each, objects) else "/Row"
        elif hasattr(each, "compress"):
            if each.extra.get("Subtype") == "/Image":
                each.extra["Interpolate"] = "false"  # ISO 19005-3, 6.2.8.1
            _end_in_letters(each)


def _end_in_letters(stream: Any) -> None:
    """Encode anew a stream whose last byte is a line end: readers that look for the end take it for theirs, and then
    miss a byte (ISO 19005-3, 6.1.7.1).
    """
    compressed, stream.compress = stream.compress, False
    raw = stream.data.partition(b"\nstream\n")[2].removesuffix(b"\nendstream")
    stream.compress = compressed
    last = zlib.adler32(raw) & 0xFF if stream.compress else (raw[-1] if raw else 0)  # with what zlib ends (RFC 1950)
    if last not in b"\r\n":
        return
    stream.stream = [base64.a85encode(zlib.compress(raw, 9)) + b"~>"]
    stream.extra["Filter"] = "[/ASCII85Decode /FlateDecode]"
    stream.compress = False


def _in_head(cell: Any, objects: Mapping[bytes, Any]) -> bool:
    row = objects[bytes(cell["P"])]
    return bool(objects[bytes(row["P"])].get("S") == "/THead")


def _fetcher(files: Mapping[str, bytes]) -> Any:
    from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

    class Locked(URLFetcher):  # type: ignore[misc]
        """Fetches what it was given, and nothing else."""

        def fetch(self, url: str, headers: Any = None) -> Any:
            path = url.removeprefix(BASE).partition("?")[0].partition("#")[0]
            content = files.get(path) if url.startswith(BASE) else None
            if content is None:
                raise FatalURLFetchingError(url.removeprefix(BASE))
            suffix = path[path.rfind(".") :]
            return URLFetcherResponse(url, content, {"Content-Type": _TYPES.get(suffix, "application/octet-stream")})

    return Locked()


class _Ear(logging.Handler):
    """Keeps what WeasyPrint logs, as complaints."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.heard: list[Complaint] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.heard.extend(_heard(record))


def _heard(record: logging.LogRecord) -> Iterator[Complaint]:
    text, given = record.getMessage(), record.args if isinstance(record.args, tuple) else ()
    if text.startswith(".notdef"):
        letter = str(given[0])
        yield Complaint("glyph", f"no font has the letter '{letter}' (U+{ord(letter[0]):04X})", letter)
    elif text.startswith("Failed to load image"):
        yield Complaint("image", text.replace(BASE, ""), str(given[0]).removeprefix(BASE))
    elif text.startswith("Font-face"):
        yield Complaint("font", f"the font '{given[0]}' cannot be read; run 'make', which installs it", str(given[0]))
    else:
        yield Complaint("said", text.replace(BASE, ""), "")
