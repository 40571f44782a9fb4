"""XMP metadata: what WeasyPrint writes, and beside it PDF/UA's mark, the rest of Dublin Core and our own properties.

PDF/A lets a property in only with a description of its schema (ISO 19005-3, 6.6.2.3.3), so each is described.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from xml.etree.ElementTree import Element, SubElement, fromstring, register_namespace, tostring

if TYPE_CHECKING:
    from collections.abc import Iterable

    from communique.plan import Imprint

OURS: Final = "urn:x-communique:edition:1:"
"""The namespace of our properties."""

_RDF: Final = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
_DC: Final = "{http://purl.org/dc/elements/1.1/}"
_XMP: Final = "{http://ns.adobe.com/xap/1.0/}"
_UA_SPACE: Final = "http://www.aiim.org/pdfua/ns/id/"
_LANG: Final = "{http://www.w3.org/XML/1998/namespace}lang"
_EXTENSION, _SCHEMA, _PROPERTY = (
    f"http://www.aiim.org/pdfa/ns/{name}" for name in ("extension/", "schema#", "property#")
)

for _prefix, _space in (
    ("pdfaExtension", _EXTENSION),
    ("pdfaSchema", _SCHEMA),
    ("pdfaProperty", _PROPERTY),
    ("pdfuaid", _UA_SPACE),
    ("communique", OURS),
):
    register_namespace(_prefix, _space)


def extended(rdf: bytes, imprint: Imprint) -> bytes:
    """``rdf``, which WeasyPrint writes for PDF/A, with all that it leaves out."""
    root = fromstring(rdf)
    _simple(root, f"{{{_UA_SPACE}}}part", "1")
    _simple(root, f"{_DC}identifier", imprint.identifier)
    _simple(root, f"{_XMP}MetadataDate", imprint.instant.isoformat())
    _listed(root, "publisher", "Bag", imprint.publisher)
    _listed(root, "language", "Bag", imprint.language)
    _listed(root, "rights", "Alt", imprint.rights)
    for name, value, _ in imprint.properties:
        _simple(root, f"{{{OURS}}}{name}", value)
    schemas = [("PDF/UA identification", _UA_SPACE, "pdfuaid", [("part", "Integer", "Part of ISO 14289 it follows")])]
    if imprint.properties:
        ours = [(name, "Text", meaning) for name, _, meaning in imprint.properties]
        schemas.append(("Editions of Communiqué", OURS, "communique", ours))
    _describe(root, schemas)
    made: bytes = tostring(root, encoding="utf-8")
    return made


def _description(root: Element) -> Element:
    return SubElement(root, f"{_RDF}Description", {f"{_RDF}about": ""})


def _simple(root: Element, tag: str, text: str) -> None:
    if text:
        SubElement(_description(root), tag).text = text


def _listed(root: Element, name: str, form: str, text: str) -> None:
    if text:
        listed = SubElement(SubElement(_description(root), f"{_DC}{name}"), f"{_RDF}{form}")
        SubElement(listed, f"{_RDF}li", {_LANG: "x-default"} if form == "Alt" else {}).text = text


def _describe(root: Element, schemas: Iterable[tuple[str, str, str, list[tuple[str, str, str]]]]) -> None:
    bag = SubElement(SubElement(_description(root), f"{{{_EXTENSION}}}schemas"), f"{_RDF}Bag")
    for title, space, prefix, properties in schemas:
        row = _resource(bag)
        for name, text in (("schema", title), ("namespaceURI", space), ("prefix", prefix)):
            SubElement(row, f"{{{_SCHEMA}}}{name}").text = text
        listed = SubElement(SubElement(row, f"{{{_SCHEMA}}}property"), f"{_RDF}Seq")
        for name, kind, meaning in properties:
            told = _resource(listed)
            for key, text in (("name", name), ("valueType", kind), ("category", "external"), ("description", meaning)):
                SubElement(told, f"{{{_PROPERTY}}}{key}").text = text


def _resource(parent: Element) -> Element:
    return SubElement(parent, f"{_RDF}li", {f"{_RDF}parseType": "Resource"})
