"""What an edition says of its own state: a draft, or published and pinned, and how that is checked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from communique.dates import parse
from communique.tongue import gettext, message, say

if TYPE_CHECKING:
    from collections.abc import Iterator

DRAFT: Final = message("Draft, not published")
UNSIGNED: Final = message("Unsigned.")


@dataclass(frozen=True, slots=True)
class Stamp:
    """What a published edition is pinned to, as it prints it.

    ``commit`` is the full id of the commit it is made from, ``private_commit`` that of private content; ``content`` the
    digest of the records; ``signer`` names the certificate of whoever signs, empty where nobody does.
    """

    commit: str
    content: str
    instant: datetime
    signer: str = ""
    private_commit: str = ""

    @property
    def words(self) -> str:
        """When it was published."""
        at = self.instant.astimezone(UTC)
        return say("Published {day}, {time} UTC", day=parse(f"{at:%Y-%m-%d}").words(), time=f"{at:%H:%M}")


def state_words(stamp: Stamp | None) -> str:
    """``Draft, not published``, or when it was published."""
    return stamp.words if stamp else gettext(DRAFT)


def foot_words(stamp: Stamp | None) -> str:
    """What every page of paper starts its foot with: the word that it is a draft, or nothing."""
    return "" if stamp else f"{gettext('DRAFT.')} "


def stamp_properties(stamp: Stamp | None) -> tuple[tuple[str, str, str], ...]:
    """Name, value and meaning of what a PDF's metadata say of the pin; empty values are left out by who asks."""
    return (
        ("State", state_words(stamp), "Whether it was published, and when"),
        ("Commit", stamp.commit if stamp else "", "The commit whose content and code it is made from"),
        ("PrivateCommit", stamp.private_commit if stamp else "", "The commit of private content it is made from too"),
        ("Content", stamp.content if stamp else "", "SHA-256 of the records of that commit"),
        ("Signer", stamp.signer if stamp else "", "Whose certificate its detached signature names"),
    )


def control_rows(stamp: Stamp | None, name: str) -> Iterator[tuple[str, str]]:
    """Label and words of what document control says of the pin; ``name`` is the PDF's file name.

    Commands stand between ‘ and ’.
    """
    if stamp is None:
        told = gettext("Rendered from the records of the day; it may still change.")
        yield gettext("State"), f"{gettext(DRAFT)}. {told}"
        yield gettext("Signature"), gettext(UNSIGNED)
        return
    yield gettext("State"), say("{published}, and pinned: what readers hold does not change.", published=stamp.words)
    made = stamp.commit
    if stamp.private_commit:
        made = say("{commit}, with private content of {private}", commit=made, private=stamp.private_commit)
    yield gettext("Commit"), made
    yield gettext("Records"), f"SHA-256 {stamp.content}"
    signed = say("Signed by {signer}; the signature is {file}.", signer=stamp.signer, file=f"{name}.p7s")
    yield gettext("Signature"), signed if stamp.signer else gettext(UNSIGNED)
    rebuilt = gettext(
        "In a clone of the repository, ‘communique verify FILE’ rebuilds this PDF from that commit and compares."
    )
    yield gettext("How to verify"), " ".join((rebuilt, *_with_openssl(stamp, name)))


def _with_openssl(stamp: Stamp, name: str) -> Iterator[str]:
    """The line that checks the signature, as of the time of signing: a certificate that ended since was good then."""
    if stamp.signer:
        line = openssl_line(stamp.instant, name)
        yield say("The signature: ‘{command}’; certificate.pem stands beside it.", command=line)


def openssl_line(instant: datetime, name: str) -> str:
    """The command that checks the detached signature of the file ``name`` in the folder it was saved to."""
    return (
        f"openssl cms -verify -binary -inform DER -in {name}.p7s -content {name} -CAfile certificate.pem "
        f"-partial_chain -purpose any -attime {int(instant.timestamp())} -out /dev/null"
    )
