"""What a reader may filter the timeline by: the tracks, actors, topics and types that occur, with how often."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from communique.tongue import gettext
from communique.views.involved import actors_of, topics_of, with_wholes
from communique.views.labels import EVENT_TYPES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from communique.corpus import Corpus


@dataclass(frozen=True, slots=True)
class Choice:
    """A value to filter by, and how many events have it."""

    value: str
    words: str
    count: int


@dataclass(frozen=True, slots=True)
class Filter:
    """A field to filter by; ``name`` is what the address calls it, ``every`` the words for no choice."""

    name: str
    label: str
    every: str
    choices: tuple[Choice, ...]


def filters(corpus: Corpus) -> tuple[Filter, ...]:
    """The filters with a choice at all, in the order of the form."""
    shown, names = corpus.events, corpus.titles.__getitem__
    found = (
        _filter("track", gettext("Track"), gettext("All tracks"), names, (event.tracks for event in shown)),
        _filter(
            "actor",
            gettext("Actor"),
            gettext("All actors"),
            names,
            (with_wholes(corpus, actors_of(event)) for event in shown),
        ),
        _filter("topic", gettext("Topic"), gettext("All topics"), names, map(topics_of, shown)),
        _filter(
            "type", gettext("Type"), gettext("All types"), EVENT_TYPES.__getitem__, ((event.type,) for event in shown)
        ),
    )
    return tuple(each for each in found if each.choices)


def _filter(name: str, label: str, every: str, words: Callable[[str], str], found: Iterable[Iterable[str]]) -> Filter:
    counts = Counter(value for values in found for value in values)
    choices = sorted(
        (Choice(value, words(value), count) for value, count in counts.items()), key=lambda each: each.words
    )
    return Filter(name, label, every, tuple(choices))
