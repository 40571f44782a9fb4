"""The pin of a published edition: what was published, from what, when, where and with which bytes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Annotated, Any, Final, Literal, get_args

from pydantic import AfterValidator, BeforeValidator, WithJsonSchema, model_validator

from communique.fields import Date, Fact, Id, Identity, Instant, Language, Model, Text, fault
from communique.kinds.patterns import Digest, Round
from communique.markings import Marking

FormName = Literal["a4", "letter", "a4-signed", "page", "mail-html", "mail-text"]
"""The forms an edition is kept in."""


@dataclass(frozen=True, slots=True)
class Form:
    """How one form is kept: its file beside the lock is ``<edition><suffix>``; ``words`` say what it is."""

    suffix: str
    words: str


FORMS: Final[dict[FormName, Form]] = {
    "a4": Form(".a4.pdf", "the PDF on A4"),
    "letter": Form(".letter.pdf", "the PDF on US Letter"),
    "a4-signed": Form(".a4-signed.pdf", "the PDF with the signature inside"),
    "page": Form(".page.html", "the article of the web page"),
    "mail-html": Form(".mail.html", "the article of the mail"),
    "mail-text": Form(".mail.txt", "the mail as plain text"),
}
SIGNATURE: Final = ".p7s"
"""What the name of a file's detached signature has behind the file's own."""


def _commit(value: Any) -> str:
    if not isinstance(value, str) or not re.fullmatch(r"[0-9a-f]{40}|[0-9a-f]{64}", value):
        raise fault("bad-value", f"'{value}' is not the full id of a commit", "it has 40 digits 0-9 a-f")
    return value


def _count(value: Any) -> int:
    if not isinstance(value, int | str) or not re.fullmatch(r"[0-9]{1,12}", str(value)):
        raise fault("bad-value", f"'{value}' is not a number of bytes")
    return int(value)


def _plain_name(value: str) -> str:
    if not re.fullmatch(r"[a-z0-9-]+\.[a-z0-9.]+", value):
        raise fault("bad-value", f"'{value}' is not the name of a published file")
    return value


Commit = Annotated[str, BeforeValidator(_commit), WithJsonSchema({"type": "string"})]
Count = Annotated[int, BeforeValidator(_count), WithJsonSchema({"type": "integer"})]
FileName = Annotated[Text, AfterValidator(_plain_name)]


class PinnedFile(Model):
    """One form of the edition, and its bytes."""

    form: Fact[FormName]
    """Which form it is."""

    name: Fact[FileName | None] = None
    """The name it is published under; left out where it is no file of its own on the site."""

    sha256: Fact[Digest]
    """The digest of its bytes."""

    bytes: Fact[Count]
    """How many there are."""

    signature: Fact[Digest | None] = None
    """The digest of its detached signature; left out where it is not signed."""


class PinnedFigure(Model):
    """A figure that the edition shows. It stays where its source has it, ``briefings/figures/``."""

    name: Fact[Text]
    """The name of its file."""

    sha256: Fact[Digest]
    """The digest of its bytes."""


class Pin(Model):
    """What readers hold: one published edition. Read from ``briefings/<edition>.lock`` and never changed."""

    edition: Identity[Id]
    """The id of the briefing record."""

    number: Identity[Round]
    """The number of the edition."""

    title: Fact[Text]
    """Its title."""

    type: Fact[Text]
    """What sort of briefing it is."""

    dossier: Fact[Id]
    """The id of the dossier."""

    date: Fact[Date]
    """The day of the edition."""

    as_of: Fact[Date | None] = None
    """Nothing that became known later is in it."""

    marking: Fact[Marking]
    """Its marking; nothing marked higher is in it."""

    language: Fact[Language]
    """The language it is written in."""

    supersedes: Fact[Id | None] = None
    """The edition of the same briefing that it corrects."""

    updates: Fact[Id | None] = None
    """The earlier briefing that it carries on."""

    instant: Fact[Instant]
    """When it was published."""

    commit: Fact[Commit]
    """The commit whose content and code it is made from."""

    private_commit: Fact[Commit | None] = None
    """The commit of the private content that it is made from too."""

    content: Fact[Digest]
    """The digest of all records of that commit."""

    source: Fact[Digest]
    """The digest of what the edition's own source says to readers."""

    signer: Fact[Text | None] = None
    """Whose key signed its PDFs; left out where they are unsigned."""

    environment: Fact[dict[str, Text]]
    """The render environment: the versions and digests that its bytes depend on."""

    files: Fact[tuple[PinnedFile, ...]]
    """What was made."""

    figures: Fact[tuple[PinnedFigure, ...]] = ()
    """The figures of its own that it shows."""

    @model_validator(mode="after")
    def _has_a_paper(self) -> Pin:
        forms = [row.form for row in self.files]
        if not {"a4", "letter"} & set(forms) or len(set(forms)) < len(forms):
            raise fault("missing-key", "an edition has each form once, a PDF on A4 or Letter among them")
        return self

    def file(self, form: FormName) -> PinnedFile | None:
        """What was made in ``form``; None where the edition was not."""
        return next((row for row in self.files if row.form == form), None)

    def kept_name(self, form: FormName) -> str:
        """The name of the file beside the lock that holds ``form``."""
        return f"{self.edition}{FORMS[form].suffix}"

    @property
    def paper(self) -> PinnedFile:
        """The PDF on the dossier's usual paper, which stands first."""
        return next(row for row in self.files if row.form in ("a4", "letter"))

    @property
    def published_name(self) -> str:
        """The name of the PDF as readers have it."""
        return self.paper.name or self.kept_name(self.paper.form)

    @property
    def kept(self) -> dict[str, str]:
        """Every file of it in the lock's folder, by its way from there, with the digest its bytes must have."""
        found = {self.kept_name(row.form): row.sha256 for row in self.files}
        signed = {self.kept_name(row.form) + SIGNATURE: row.signature for row in self.files if row.signature}
        shown = {f"figures/{row.name}": row.sha256 for row in self.figures}
        return found | signed | shown


assert set(FORMS) == set(get_args(FormName))
