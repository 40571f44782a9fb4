"""What a grade, a verdict, a marking or a mark of a date means, for readers who ask at the mark itself.

A template asks ``explain(sort, key)`` where it prints a mark and gets a ``Tap``: the mark becomes a button that opens a
``popover`` (HTML), which needs no script. The page prints each explanation once, at its end. On paper and in mails
nothing can be tapped, and marks stay marks.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from communique.tongue import Words, gettext, say
from communique.views.labels import CREDIBILITY, MARKING_WORDS, RELIABILITY
from communique.views.words import DATE_MARKS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

VERDICTS: Final = Words(
    {
        "found": "The words stand in our archived copy of the source as we print them.",
        "altered": "The archived copy has nearly these words; what differs is marked.",
        "not-found": "We looked through the archived copy and these words are not in it.",
        "cannot": "There is no archived copy here to look in, or it does not reach as far as the passage.",
    }
)
VERDICT_TITLES: Final = Words(
    {
        "found": "Quotation: found",
        "altered": "Quotation: altered",
        "not-found": "Quotation: not found",
        "cannot": "Quotation: cannot be checked",
    }
)


@dataclass(frozen=True, slots=True)
class Explanation:
    """One explanation, under the id that its marks open."""

    id: str
    title: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Tap:
    """Where a mark leads. Of marks that say the same, only the ``first`` on a page is in the way of the tab key."""

    id: str
    first: bool


def _grade(key: str) -> tuple[str, tuple[str, ...]]:
    letter, figure = key[:1], key[1:]
    source = gettext("{grade}: {words}. So the source is judged, whatever it says; the scale runs from A to F.")
    here = gettext("{grade}: {words}. So what it says here is judged, from 1 to 6.")
    told = [source.format(grade=letter, words=RELIABILITY[letter])]
    if figure:
        told.append(here.format(grade=figure, words=CREDIBILITY[figure]))
    return say("Grade {grade}", grade=key), (*told, gettext("The longer the bar, the better."))


def _verdict(key: str) -> tuple[str, tuple[str, ...]]:
    return VERDICT_TITLES[key], (VERDICTS[key], gettext("Every quotation is looked up, letter by letter."))


def _date(key: str) -> tuple[str, tuple[str, ...]]:
    drawn = gettext("The mark is drawn from the date as the sources give it.")
    told = DATE_MARKS[key]
    return gettext("How sure the date is"), (f"{told[:1].upper()}{told[1:]}.", drawn)


def _marking(key: str) -> tuple[str, tuple[str, ...]]:
    words = MARKING_WORDS[key]
    return key, (f"{words}.", gettext("Marked after the Traffic Light Protocol 2.0 of FIRST."))


SORTS: Final[Mapping[str, Callable[[str], tuple[str, tuple[str, ...]]]]] = {
    "grade": _grade,
    "verdict": _verdict,
    "date": _date,
    "marking": _marking,
}


@dataclass(slots=True)
class Explaining:
    """The explanations that one page needs; emptied before the next is rendered."""

    on: bool = False
    found: dict[str, Explanation] = field(default_factory=dict)

    def begin(self, *, on: bool) -> None:
        """Forget the page before; ``on`` where marks of the next can be tapped."""
        self.on = on
        self.found.clear()

    def __call__(self, sort: str, key: str) -> Tap | None:
        """What the mark ``key`` of this sort opens; nothing where nothing can be tapped."""
        if not self.on:
            return None
        id_ = f"_x-{sort}-{key.lower().replace(':', '-').replace('+', '-')}"
        first = id_ not in self.found
        if first:
            self.found[id_] = Explanation(id_, *SORTS[sort](key))
        return Tap(id_, first)

    def told(self) -> tuple[Explanation, ...]:
        """The explanations asked for so far on this page, in that order."""
        return tuple(self.found.values())
