"""Bytes of a saved page, PDF or text file to the text that quotations are looked for in.

HTML goes through trafilatura, which tells the article from menus and notices; PDF through pypdf, which is pinned like
every library here and keeps Arabic in reading order (poppler's pdftotext parts lam-alef the wrong way round).
"""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from importlib.metadata import version
from typing import TYPE_CHECKING, Any, Literal

from communique.errors import SnapshotError
from communique.snapshots.pages import page_text

if TYPE_CHECKING:
    from collections.abc import Iterator

Type = Literal["html", "pdf", "text"]

RULES = "1"
"""The version of what this module does around the libraries. A text taken out by other rules is taken out anew."""

LARGEST = 50 * 1024 * 1024

LONGEST_TEXT = 4_000_000
"""Letters; twice the longest of novels. More would make every check of the dossier wait for it."""

_HTML = re.compile(rb"<(!doctype\s+html|html|head|body|meta|title|p|div|article)\b", re.IGNORECASE)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\ufffd]")


@dataclass(frozen=True, slots=True)
class Extracted:
    """``text`` is the page's own text, ``outside`` all else it shows; the rest is what the page says of itself."""

    type: Type
    text: str
    outside: str = ""
    title: str = ""
    language: str = ""
    published: str = ""
    publisher: str = ""


def extractor(type_: Type) -> str:
    """What takes the text out of such bytes, with its version: ``trafilatura 2.3.1, rules 1``."""
    library = {"html": "trafilatura", "pdf": "pypdf"}.get(type_)
    named = f"{library} {version(library)}" if library else "plain text"
    return f"{named}, rules {RULES}"


def type_of(content: bytes) -> Type:
    """What ``content`` is, by its bytes and not by a name. Raises SnapshotError for what has no text."""
    if len(content) > LARGEST:
        raise SnapshotError(f"it has {len(content):,} bytes; a snapshot may have {LARGEST:,}.")
    if content[:1024].lstrip().startswith(b"%PDF-"):
        return "pdf"
    if not content.strip():
        raise SnapshotError("it is empty.")
    if b"\0" in content[:4096] and not content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise SnapshotError("it is neither a page, a PDF nor a text: save the page as HTML, PDF or text.")
    return "html" if _HTML.search(content[:4096]) else "text"


def extract(content: bytes) -> Extracted:
    """The text of ``content``. Raises SnapshotError where there is none."""
    type_ = type_of(content)
    found = {"html": _html, "pdf": _pdf, "text": _text}[type_](content)
    if not any(letter.isalnum() for letter in found.text):
        hint = "a scan has to be read by OCR first" if type_ == "pdf" else "save the page as it is shown"
        raise SnapshotError(f"no text can be taken out of it; {hint}.")
    if len(found.text) > LONGEST_TEXT:
        told = f"its text has {len(found.text):,} letters; a snapshot may have {LONGEST_TEXT:,}"
        raise SnapshotError(f"{told}: keep the part that matters.")
    return found


def _text(content: bytes) -> Extracted:
    for encoding in ("utf-8-sig", "utf-16") if content[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig",):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if len(_CONTROL.findall(text)) * 100 <= len(text):
            text = text.replace("\r\n", "\n").replace("\r", "\n")
            first = next((line.strip() for line in text.split("\n") if line.strip()), "")
            return Extracted("text", text, title=first)
    raise SnapshotError("it is not text in UTF-8: save it as UTF-8, or as the page it came from.")


def _html(content: bytes) -> Extracted:
    import trafilatura

    tree = trafilatura.load_html(content)
    if tree is None:
        raise SnapshotError("it is not a page that can be read.")
    told: dict[str, Any] = {}
    document = trafilatura.extract_metadata(content)
    if document is not None:
        told = document.as_dict()
    body = trafilatura.extract(
        content, output_format="txt", include_comments=False, include_tables=True, favor_recall=True
    )
    title = " ".join((told.get("title") or "").split())
    paragraphs = [line.strip() for line in (body or "").split("\n") if line.strip()]
    if title and paragraphs and paragraphs[0] != title:
        paragraphs.insert(0, title)
    lang = str(tree.get("lang") or tree.get("{http://www.w3.org/XML/1998/namespace}lang") or "")
    site = " ".join((told.get("sitename") or "").split())
    text = "\n\n".join(paragraphs)
    return Extracted("html", text, _outside(content), title, lang, told.get("date") or "", site)


def _outside(content: bytes) -> str:
    import trafilatura

    return " ".join(trafilatura.html2txt(content).split())


def _pdf(content: bytes) -> Extracted:
    import pypdf
    from pypdf.errors import PyPdfError

    try:
        reader = pypdf.PdfReader(io.BytesIO(content))
        pages = [page_text(page) for page in reader.pages]
        title = str((reader.metadata.title if reader.metadata else "") or "")
        lang = str(reader.root_object.get("/Lang") or "")
    except (PyPdfError, ValueError, KeyError, RecursionError) as error:
        raise SnapshotError(f"this PDF cannot be read: {error}.") from error
    text = "".join(_joined(pages))
    first = next((line.strip() for line in text.split("\n") if line.strip()), "")
    return Extracted("pdf", text, title=title.strip() or first, language=lang)


def _joined(pages: list[str]) -> Iterator[str]:
    """Pages with form feeds between; a sentence that runs on keeps its paragraph."""
    for number, page in enumerate(pages):
        if number:
            runs_on = pages[number - 1].rstrip()[-1:].isalnum() and page.lstrip()[:1].islower()
            yield "\n\f" if runs_on else "\n\n\f"
        yield page.strip("\n")
