"""What every block is made from: the sheet it stands on and the edition it belongs to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from communique.dates import Day
from communique.kinds import Claim, Event, Topic, Track
from communique.markdown import Mention, scan
from communique.references import references

if TYPE_CHECKING:
    from communique.fields import Model
    from communique.kinds import Briefing
    from communique.views.sheet import Sheet


@dataclass(frozen=True, slots=True)
class Edition:
    """``options`` are the blocks of the body in their order; ``until`` is the last day known, where one is set."""

    sheet: Sheet
    briefing: Briefing
    options: tuple[Model, ...]
    until: Day | None

    @property
    def paper(self) -> bool:
        """Whether it is set on paper."""
        return self.sheet.paper

    @property
    def events(self) -> tuple[Event, ...]:
        """The events that text, judgements and blocks name, in the order of a timeline."""
        named = {ref.partition("#")[0] for ref in self._named()}
        return tuple(event for event in self.sheet.corpus.events if event.id in named)

    def _named(self) -> list[str]:
        found = [row for judgement in self.briefing.judgements for row in judgement.rests_on]
        found += [each.id for each in scan(self.briefing.body) if isinstance(each, Mention) and not each.cites]
        for options in self.options:
            found += [reference.target for reference in references(options)]
        for id_ in tuple(found):
            if isinstance(claim := self.sheet.corpus.records.get(id_), Claim):
                found += [*claim.assertions, *(answer.statement for answer in claim.answers)]
        return found


def last_day(briefing: Briefing) -> Day | None:
    """The last day on which something may have become known to get in."""
    latest = briefing.as_of.latest if briefing.as_of else None
    return latest if isinstance(latest, Day) else None


def subject(sheet: Sheet, id_: str) -> str:
    """What a track or topic is called."""
    record = sheet.corpus.records[id_]
    return record.title if isinstance(record, Track | Topic) else sheet.name(id_)
