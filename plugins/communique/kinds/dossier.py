"""The dossier itself: ``content/dossier.yaml``."""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import StringConstraints, WithJsonSchema

from communique.fields import Apparatus, Fact, Form, Id, Identity, Language, Model, Prose, Span, Text
from communique.markings import Marking
from communique.migrations import current

Version = Annotated[
    str,
    StringConstraints(pattern=r"^[1-9][0-9]{0,5}$"),
    Form("number"),
    WithJsonSchema({"type": "string", "const": str(current())}),
]
"""Which version is read is for ``load`` to say: of another one nothing is read at all."""


class Dossier(Model):
    """One case; one repository is one dossier."""

    kind: ClassVar[str] = "dossier"

    schema_version: Apparatus[Version]
    """The version of the record format; `communique migrate` moves it."""

    id: Identity[Id]
    """Its short name in file names and addresses: libya-2020."""

    title: Prose[Text]
    """Its title."""

    summary: Prose[Text]
    """What it is about, in a sentence or two."""

    language: Fact[Language] = "en"
    """The language it is written in."""

    covers: Fact[Span | None] = None
    """The time it is about; A/B is a span."""

    publisher: Fact[Text]
    """Who publishes it."""

    licence: Fact[Text]
    """The licence of its texts: CC BY 4.0."""

    contact: Fact[Text]
    """Where readers write to, as printed."""

    public: Apparatus[bool] = False
    """`yes`: anyone may read this repository, so that a restricted record may not be in it."""

    marking: Apparatus[Marking] = "TLP:CLEAR"
    """What a record without a marking of its own is marked."""
