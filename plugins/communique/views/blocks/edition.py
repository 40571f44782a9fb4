"""What every block is made from: the sheet it stands on and the edition it belongs to."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from communique.blocks import ClaimsBlock
from communique.dates import Day
from communique.kinds import Claim, Event
from communique.markdown import Mention, scan
from communique.references import references
from communique.views.words import event_date

if TYPE_CHECKING:
    from communique.fields import Model
    from communique.kinds import Briefing
    from communique.views.sheet import Link, Sheet


@dataclass(frozen=True, slots=True)
class Edition:
    """``options`` are the blocks of the body in their order; ``until`` is the last day known, where one is set.

    ``printed`` is the form that is set on pages, whose references lead to other places in it; ``given`` are the ids
    that places of the document have already.
    """

    sheet: Sheet
    briefing: Briefing
    options: tuple[Model, ...]
    until: Day | None
    printed: bool = False
    given: set[str] = field(default_factory=set)

    def place(self, anchor: str) -> str:
        """``anchor`` as the id of a place, the first time it is asked for; nothing after: a document has an id once."""
        if anchor in self.given:
            return ""
        self.given.add(anchor)
        return anchor

    @property
    def paper(self) -> bool:
        """Whether it is set on paper."""
        return self.sheet.paper

    @property
    def named(self) -> frozenset[str]:
        """The records that text, judgements and blocks name, by id."""
        found = [row for judgement in self.briefing.judgements for row in judgement.rests_on]
        found += [each.id for each in scan(self.briefing.body) if isinstance(each, Mention) and not each.cites]
        found += [reference.target for options in self.options for reference in references(options)]
        return frozenset(ref.partition("#")[0] for ref in found)

    @property
    def cited(self) -> frozenset[str]:
        """The sources that the text cites, by id."""
        return frozenset(each.id for each in scan(self.briefing.body) if isinstance(each, Mention) and each.cites)

    @property
    def events(self) -> tuple[Event, ...]:
        """The events named, in the order of a timeline."""
        return tuple(event for event in self.sheet.corpus.events if event.id in self.named)

    @property
    def claims(self) -> tuple[Claim, ...]:
        """The claims that a block sets beside their answers."""
        shown = [each for options in self.options if isinstance(options, ClaimsBlock) for each in options.claims]
        return tuple(self.sheet.corpus.get(Claim, id_) for id_ in dict.fromkeys(shown))

    def event_link(self, id_: str) -> Link:
        """A link to a record; an event goes by its number and its day, which stand for it on paper."""
        record = self.sheet.corpus.records[id_]
        if isinstance(record, Event) and record.number:
            return self.sheet.reference(id_, f"{record.number} of {event_date(record).words}")
        return self.sheet.reference(id_)


def topics_of(event: Event) -> set[str]:
    """The topics of what was said and agreed at an event, by id."""
    return {row.topic for row in event.statements} | {row.topic for row in event.terms}


def last_day(briefing: Briefing) -> Day | None:
    """The last day on which something may have become known to get in."""
    latest = briefing.as_of.latest if briefing.as_of else None
    return latest if isinstance(latest, Day) else None


def claim_anchor(id_: str) -> str:
    """The id of a claim's place in the edition."""
    return f"_claim-{id_}"


def event_anchor(id_: str) -> str:
    """The id of an event's row in the edition."""
    return f"_event-{id_}"
