"""What the timeline's script filters by: one file of columns over all events, which a page loads as a script.

A script, because a page opened from a file may not fetch. Dates are numbers of days (1 is 1 January of the year 1):
one number where the day is known; else the bounds one can swear to, then those of each piece of time it may touch,
null where there is no bound.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from communique.dates import Day
from communique.kinds import Actor, Place, Topic, Track
from communique.plan import File
from communique.views.drawing.axis import ordinal
from communique.views.eventrows import anchor
from communique.views.involved import actors_of, topics_of, with_wholes
from communique.views.labels import EVENT_TYPES
from communique.views.lanes import when
from communique.views.spans import Span, spans
from communique.views.words import event_date

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from communique.corpus import Corpus
    from communique.dates import Bound, Edtf
    from communique.kinds import Event
    from communique.views.sheet import Site

PATH: Final = "timeline/events.js"
CALL: Final = "communiqueTimeline"
"""The function of the script that takes the columns."""


def timeline_data(site: Site) -> File:
    """The file for all timelines of the site."""
    columns = _columns(site.corpus, spans(site.corpus.events))
    told = json.dumps(columns, ensure_ascii=False, separators=(",", ":"))
    return File(PATH, f"{CALL}({told});\n".encode())


def _columns(corpus: Corpus, found: Sequence[Span]) -> dict[str, Any]:
    events = [event for span in found for event in span.events]
    at = {event.id: place for place, event in enumerate(events)}
    sorts = list(EVENT_TYPES)
    names = _Names(corpus)
    return {
        "marking": corpus.marking,
        "spans": [[span.slug, span.title, len(span.events)] for span in found],
        "anchors": [anchor(event) for event in events],
        "titles": [event.title for event in events],
        "days": [days(when(event)) for event in events],
        "words": {str(place): words for place, event in enumerate(events) if (words := _words(event))},
        "continues": [_places(event.continues, at) for event in events],
        "answers": [_places(event.answers, at) for event in events],
        "type": [[sorts.index(event.type)] for event in events],
        "track": [names.places("track", event.tracks) for event in events],
        "topic": [names.places("topic", topics_of(event)) for event in events],
        "actor": [names.places("actor", with_wholes(corpus, actors_of(event))) for event in events],
        "named": [len(actors_of(event)) for event in events],
        "place": [names.places("place", [event.place] if event.place else []) for event in events],
        "names": {
            "type": [[type_, words, ""] for type_, words in EVENT_TYPES.items()],
            **{sort: list(rows.values()) for sort, rows in names.rows.items()},
        },
    }


def _places(ids: Iterable[str], at: Mapping[str, int]) -> list[int]:
    return [at[id_] for id_ in ids if id_ in at]


def days(date: Edtf) -> int | list[int | None]:
    """A date as numbers of days."""
    certain = [_number(bound) for bound in date.certain]
    pieces = [_number(bound) for piece in date.possible for bound in piece]
    if certain == pieces and certain[0] is not None and certain[0] == certain[1]:
        return certain[0]
    return certain + pieces


def _number(bound: Bound) -> int | None:
    return ordinal(bound) if isinstance(bound, Day) else None


def _words(event: Event) -> str:
    """The words of a date that is more than a day; those of a day the script can make."""
    date = event_date(event)
    return "" if date.mark == "day" and isinstance(days(when(event)), int) and not event.date_text else date.words


class _Names:
    """Names in the order of their first use: id, our name, and all other words a reader may look for."""

    def __init__(self, corpus: Corpus) -> None:
        self.corpus = corpus
        self.rows: dict[str, dict[str, list[str]]] = {"track": {}, "topic": {}, "actor": {}, "place": {}}
        self._at: dict[str, int] = {}

    def places(self, sort: str, ids: Iterable[str]) -> list[int]:
        """Where these records stand among those of their sort."""
        rows, at = self.rows[sort], self._at
        found = []
        for id_ in ids:
            if id_ not in rows:
                at[id_] = len(rows)
                rows[id_] = [id_, self.corpus.titles[id_], self._other_words(id_)]
            found.append(at[id_])
        return found

    def _other_words(self, id_: str) -> str:
        record = self.corpus.records[id_]
        if isinstance(record, Actor | Place):
            forms = [*record.names.values(), *(form.text for form in record.name_forms)]
        else:
            forms = list(record.also) if isinstance(record, Topic) else []
            assert isinstance(record, Topic | Track)
        return " ".join(dict.fromkeys(form for form in forms if form != self.corpus.titles[id_]))
