"""What git tells of a record, in words: first published, last changed, reviewed or not, and what each change meant."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from communique.dates import parse
from communique.fields import Model
from communique.kinds import Place
from communique.references import references
from communique.tongue import gettext, say
from communique.views.changed import Wording

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from communique.changes import Change
    from communique.chronicle import Step, Told
    from communique.corpus import Corpus
    from communique.kinds import Record
    from communique.settings import Review
    from communique.views.sheet import Sheet

NEWEST: Final = 20
"""How many steps a record's own page tells; the first publication is always said."""

_POINT: Final = frozenset({"lat", "lon"})


@dataclass(frozen=True, slots=True)
class StepView:
    """One step: the day it was published, for people and for machines, and what changed."""

    day: str
    datetime: str
    changes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PastView:
    """``words`` is one line; ``steps`` are newest first."""

    words: str
    steps: tuple[StepView, ...]


def past_view(sheet: Sheet, record: Record) -> PastView | None:
    """The past of ``record`` for the foot of its page; None where nothing is to be said."""
    chronicle = sheet.site.chronicle
    if sheet.site.as_of is not None:
        return None
    told = chronicle.records.get(record.id)
    if told is None:
        return PastView(gettext("History unknown."), ()) if chronicle.review != "off" and not chronicle.known else None
    parts = [*_days(told), *_review(told, chronicle.review)]
    seen = [view for step in reversed(told.steps) if (view := step_view(sheet.corpus, step)) is not None]
    return PastView("; ".join(parts) + ".", tuple(seen[:NEWEST]))


def _days(told: Told) -> Iterator[str]:
    if told.first is not None:
        yield say("First published {day}", day=_day(told.first))
        if told.last > told.first:
            yield say("last changed {day}", day=_day(told.last))
    else:
        yield say("Last changed {day}", day=_day(told.last))


def _review(told: Told, review: Review) -> Iterator[str]:
    if review == "off":
        return
    if told.approval is None:
        yield gettext("not reviewed by a second person")
        return
    basis = gettext("by signature") if told.approval.basis == "signed" else gettext("in a merge, by the forge’s word")
    day = _day(told.approval.instant)
    yield say("reviewed by a second person on {day}, {basis}", day=day, basis=basis)


def step_view(corpus: Corpus, step: Step) -> StepView | None:
    """What a step means; None for the first one, and for one of which nothing may be told."""
    wording = Wording(corpus, corpus)
    told = tuple(dict.fromkeys(wording.words(each) for each in step.changes if _is_public(corpus, each)))
    if not told or step.after.version is None:
        return None
    instant = step.after.version.instant
    return StepView(_day(instant), instant.date().isoformat(), told)


def _is_public(corpus: Corpus, change: Change) -> bool:
    """Whether everything the change names is published today: words of the past give nothing away."""
    place = corpus.records.get(change.record)
    if isinstance(place, Place) and place.blurred and change.field is not None and change.field.key in _POINT:
        return False
    return all(id_ in corpus.records or id_ in corpus.tombstones for id_ in _named(change))


def _named(change: Change) -> Iterator[str]:
    rows = [row for _, before, after in change.rows for row in (before, after)]
    for value in (*rows, change.before, change.after):
        if isinstance(value, Model):
            yield from (each.target.partition("#")[0] for each in references(value) if not each.ref.local)
        elif isinstance(value, str) and change.field is not None and change.field.ref and not change.field.ref.local:
            yield value.partition("#")[0]


def _day(instant: datetime) -> str:
    return parse(instant.date().isoformat()).words()
