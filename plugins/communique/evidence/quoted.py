"""Every quotation of the records: a statement's own words, and what other accounts have in their place."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from communique.kinds import Actor, Event
from communique.quotations import Speaker

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from communique.kinds import Record
    from communique.yamlfile import Loc

_SHORTEST = 4
"""A surname with fewer letters stands in too many other words."""


@dataclass(frozen=True, slots=True)
class Quoted:
    """Words that record ``id`` prints, at ``loc``, as those of ``source``; ``speaker`` is who spoke, where named."""

    id: str
    loc: Loc
    text: str
    source: str
    speaker: str = ""

    @property
    def key(self) -> str:
        """What the lock file knows it by."""
        return quotation_key(self.text, self.source, self.speaker)


def quotation_key(text: str, source: str, speaker: str | None = None) -> str:
    """A digest of the words, whose words they are said to be, and the source."""
    return hashlib.sha256("\n".join((source, speaker or "", text)).encode()).hexdigest()[:32]


def quoted_in(record: Record) -> Iterator[Quoted]:
    """The quotations of one record, in the order they stand in it."""
    if not isinstance(record, Event):
        return
    speakers: dict[str, str] = {}
    for number, row in enumerate(record.statements):
        speakers[row.id] = row.speaker or ""
        if row.quote and row.quote_source:
            yield Quoted(record.id, ("statements", number, "quote"), row.quote, row.quote_source, row.speaker or "")
    for number, reading in enumerate(record.readings):
        if reading.field == "quote":
            for source in reading.sources:
                speaker = speakers.get(reading.of or "", "")
                yield Quoted(record.id, ("readings", number, "value"), reading.value, source, speaker)


def speaker_of(quoted: Quoted, records: Mapping[str, Record]) -> Speaker | None:
    """How the speaker of ``quoted`` is named, and how everybody else is; None where no person is said to speak."""
    actor = records.get(quoted.speaker)
    if not isinstance(actor, Actor) or actor.type != "person":
        return None
    own = _names(actor)
    others = [_names(each) for each in records.values() if isinstance(each, Actor) and each.type == "person"]
    known = {name.casefold() for name in own}
    apart = tuple(names for names in others if not known & {name.casefold() for name in names})
    return Speaker(own, apart)


def _names(actor: Actor) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for text in (*actor.names.values(), *(form.text for form in actor.name_forms)):
        surname = text.split()[-1]
        found[text] = None
        if len(surname) >= _SHORTEST:
            found[surname] = None
            found[surname.partition("-")[2] or surname] = None
    return tuple(name for name in found if len(name) >= _SHORTEST)
