"""What every record has, and the rows that several kinds share."""

from __future__ import annotations

from typing import Any, ClassVar, Literal, Self

from pydantic import Field, model_validator

from communique.fields import (
    Apparatus,
    Date,
    Fact,
    Id,
    Identity,
    Instant,
    Language,
    Model,
    Private,
    Prose,
    SourceId,
    Text,
    fault,
)
from communique.kinds.patterns import Number
from communique.markings import Marking

Credibility = Literal["1", "2", "3", "4", "5", "6"]
Reliability = Literal["A", "B", "C", "D", "E", "F"]


class Row(Model):
    """One row of a list. Any row may have a note.

    ``known_by`` are the fields that tell it from the list's other rows when two states of a record are compared; its
    id where it has one.
    """

    known_by: ClassVar[tuple[str, ...]] = ()

    note: Prose[Text | None] = None
    """A remark that is published beside the row."""


class Cited(Row):
    """A row that names the sources it rests on, by id; their credibility is said once, in the record's ``sources``."""

    sources: Fact[tuple[SourceId, ...]] = ()
    """Ids of the sources that carry this row; each is listed in the record's own sources."""

    credibility: Apparatus[Credibility | None] = None
    """1 to 6 (Admiralty), where this row is believed more or less than the rest of the source."""

    locator: Fact[Text | None] = None
    """Where in the source it stands: a page, a paragraph, a minute."""

    via: Fact[SourceId | None] = None
    """Which of the source's parents this passage comes from."""


class Citation(Row):
    """A source as this record uses it."""

    known_by: ClassVar[tuple[str, ...]] = ("source",)

    source: Fact[SourceId]
    """The source's id."""

    credibility: Apparatus[Credibility]
    """1 to 6 (Admiralty): how credible what it says here is, judged apart from the source's reliability."""

    supports: Fact[tuple[Text, ...]] = ()
    """Fields of this record that have no sources of their own and rest on this one."""

    locator: Fact[Text | None] = None
    """Where in the source it stands: a page, a paragraph, a minute."""

    via: Fact[SourceId | None] = None
    """Which of the source's parents this passage comes from; needed when it has several."""


class Correction(Row):
    """A change to something that readers had already been told."""

    known_by: ClassVar[tuple[str, ...]] = ("date", "what")

    date: Fact[Date]
    """The day of the correction."""

    type: Fact[Literal["correction", "clarification"]] = "correction"
    """A correction mends what was wrong; a clarification says better what was right."""

    what: Fact[Text]
    """What it is about: a field, a row, a sentence."""

    was: Fact[Text]
    """What we had printed."""

    now: Fact[Text]
    """What we print now."""

    why: Prose[Text]
    """Why, in a sentence."""


class Acceptance(Row):
    """A warning or note that an editor has looked at and lets stand."""

    known_by: ClassVar[tuple[str, ...]] = ("code", "about")

    code: Apparatus[Text]
    """The finding's code."""

    about: Apparatus[Text | None] = None
    """A word of the finding's text, where only one of several is meant."""

    reason: Prose[Text]
    """Why it stands."""


class NameForm(Row):
    """One spelling of a name."""

    known_by: ClassVar[tuple[str, ...]] = ("text", "lang")

    text: Fact[Text]
    """The spelling, in its own script."""

    lang: Fact[Language]
    """The language of the text it was seen in."""

    form: Fact[Literal["usual", "variant", "abbreviation", "via-russian", "machine", "wrong"]] = "variant"
    """How it came about; `via-russian` is a Latin spelling that took the way through Cyrillic."""

    sources: Fact[tuple[SourceId, ...]] = ()
    """Where it was seen; left out: from general knowledge, and shown so."""


Names = dict[Language, Text]
"""The form we print, one a language; the dossier's own language must be among them."""


class Record(Model):
    """Base of every kind. The id is the file's name and never changes."""

    kind: ClassVar[str]

    spaced: ClassVar[bool] = False
    """Whether its canonical form has blank lines between its parts."""

    first: ClassVar[tuple[str, ...]] = ("number", "title")
    """What it is known by: these keys come first in its canonical form, wherever they are declared."""

    id: Identity[Id] = Field(json_schema_extra={"x-derived": True})
    """The file's name without its ending; never written in the file."""

    marking: Apparatus[Marking | None] = None
    """TLP 2.0: how far it may be passed on; left out: the dossier's own."""

    embargo: Apparatus[Instant | None] = None
    """Withheld until this instant; with a time zone."""

    draft: Apparatus[bool] = False
    """`yes` keeps it out of every public build."""

    private_note: Private[Text | None] = None
    """For colleagues; never published in any form."""

    corrections: Apparatus[tuple[Correction, ...]] = ()
    """What was put right after readers had it, newest last."""

    accept: Apparatus[tuple[Acceptance, ...]] = ()
    """Findings an editor lets stand, each with a reason."""


class Tombstone(Model):
    """What stays at the place of a record that was merged, renamed or removed. Its page leads on or says why."""

    id: Identity[Id] = Field(json_schema_extra={"x-derived": True})
    """The id that is no longer used; never written in the file."""

    stands_for: Identity[Text] = Field(json_schema_extra={"x-derived": True})
    """The kind of record it was; never written in the file."""

    merged_into: Identity[Id | None] = None
    """The id that took its place."""

    removed: Prose[Text | None] = None
    """Why nothing took its place."""

    date: Fact[Date | None] = None
    """The day it went."""

    number: Identity[Number | None] = None
    """The number its event had, so that it is not given again."""

    @model_validator(mode="after")
    def _leads_on_or_says_why(self) -> Self:
        if (self.merged_into is None) == (self.removed is None):
            raise fault("missing-key", "a tombstone has either 'merged_into' or 'removed'", "give one of the two")
        return self


def is_tombstone(data: Any) -> bool:
    """Whether a parsed record is a tombstone and not a record of its kind."""
    return isinstance(data, dict) and bool({"merged_into", "removed"} & data.keys())
