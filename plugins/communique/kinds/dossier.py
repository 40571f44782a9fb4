"""The dossier itself: ``content/dossier.yaml``."""

from __future__ import annotations

from typing import ClassVar, Literal

from communique.fields import Apparatus, Fact, Id, Identity, Language, Model, Prose, Span, Text
from communique.markings import Marking

SCHEMA_VERSION = "1"


class Dossier(Model):
    """One case; one repository is one dossier."""

    kind: ClassVar[str] = "dossier"

    schema_version: Apparatus[Literal["1"]]
    """The version of the record format."""

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
