"""What a PDF says of itself: the properties that an edition carries in its XMP metadata."""

from __future__ import annotations

import io
import logging
from typing import Final
from xml.etree.ElementTree import ParseError, fromstring

from pypdf import PdfReader
from pypdf.errors import PyPdfError

from communique.pdf.xmp import OURS

_LONGEST: Final = 1024 * 1024


def properties_of(pdf: bytes) -> dict[str, str]:
    """Our properties of ``pdf`` by name: Briefing, Edition, Commit …; empty where it is no PDF, or has none."""
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # what it would say of a broken file is not asked
    try:
        stream = PdfReader(io.BytesIO(pdf)).root_object.get("/Metadata")
        raw = stream.get_object().get_data() if stream is not None else b""
        root = fromstring(raw) if 0 < len(raw) <= _LONGEST else None
    except (PyPdfError, ParseError, OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return {}
    if root is None:
        return {}
    space = f"{{{OURS}}}"
    return {each.tag.removeprefix(space): each.text or "" for each in root.iter() if each.tag.startswith(space)}


def environment_of(pdf: bytes) -> dict[str, str]:
    """The render environment that ``pdf`` names, by program."""
    told = properties_of(pdf).get("RenderEnvironment", "").split("; ")
    return dict(each.split(" ", 1) for each in told if " " in each)
