"""Many invented events for measuring and testing the timeline: the same from the same number.

Titles are of words that follow each other as seldom as in a language (a few frequent, most rare), so that they do
not compress better than real ones; one event in eight has a date that is not sure, one in four takes up another.
"""

from __future__ import annotations

import random
from datetime import date, timedelta
from typing import Any

from communique.corpus import Corpus
from communique.kinds import KINDS, Record
from communique.load import load
from tools.bench_corpus import ROOT

TYPES = ("meeting", "meeting", "meeting", "announcement", "announcement", "decision", "agreement", "military")
FORMATS = ("in-person", "in-person", "virtual", "phone", "indirect", "shuttle", "hybrid", "unknown")
ACTS = ("position", "demand", "offer", "refusal", "plan", "characterisation")
FIRST = date(2031, 1, 1)


def many_events(count: int, seed: int = 1, days_apart: float = 1.3) -> Corpus:
    """The smallest dossier with ``count`` events in place of its own: eight tracks, forty actors, ten topics."""
    chance = random.Random(seed)
    words = vocabulary(chance)
    base = load(ROOT / "tests" / "sites" / "small").corpus
    assert base is not None
    kept = {id_: record for id_, record in base.records.items() if record.kind in ("actor", "place", "source", "page")}
    made = [*_surroundings(words), *_events(count, words, chance, days_apart)]
    return Corpus(base.dossier, {**kept, **{record.id: record for record in made}})


def vocabulary(chance: random.Random) -> list[str]:
    """Two thousand words that nobody says."""
    syllables = [f"{a}{b}{c}" for a in ("", *"bdfgklmnprstvz") for b in "aeiou" for c in ("", *"lnrs")]
    return ["".join(chance.choices(syllables, k=chance.choice((1, 2, 2, 3)))) for _ in range(2000)]


def _record(kind: str, **fields: Any) -> Record:
    return KINDS[kind].model.model_validate(fields)


def _surroundings(words: list[str]) -> list[Record]:
    made = [
        _record("track", id=f"track-{at}", title=f"The {words[at].title()} talks", type="mediation") for at in range(8)
    ]
    made += [_record("topic", id=f"topic-{at}", title=words[20 + at].title()) for at in range(10)]
    made += [
        _record(
            "actor", id=f"actor-{at}", type="body", names={"en": f"{words[40 + at].title()} {words[90 + at].title()}"}
        )
        for at in range(40)
    ]
    return made


def _events(count: int, words: list[str], chance: random.Random, days_apart: float) -> list[Record]:
    made: list[Record] = []
    for at in range(count):
        before = made[-chance.randint(1, min(12, at))].id if at and chance.random() < 0.25 else ""
        made.append(_event(at, words, chance, days_apart, before))
    return made


def _event(at: int, words: list[str], chance: random.Random, days_apart: float, before: str) -> Record:
    day = FIRST + timedelta(days=int(at * days_apart))
    sides = chance.sample(range(40), 2)
    title = " ".join(words[min(int(chance.paretovariate(0.6)), 1999)] for _ in range(10)).capitalize()
    fields: dict[str, Any] = {
        "id": f"{title.split()[0].lower()}-{title.split()[1]}-{at}-{day}",
        "number": f"E-{at + 1:03}",
        "title": title,
        "type": chance.choice(TYPES),
        **_dates(day, chance),
        "format": chance.choice(FORMATS),
        "sources": [{"source": "lakeside-post-2031-03-06", "credibility": "3"}],
        "sides": [{"actor": f"actor-{each}"} for each in sides],
        "statements": [
            {
                "id": "s1",
                "by": [f"actor-{sides[0]}"],
                "act": chance.choice(ACTS),
                "topic": f"topic-{chance.randrange(10)}",
                "text": title,
                "sources": ["lakeside-post-2031-03-06"],
            }
        ],
    }
    if chance.random() < 0.8:
        fields["tracks"] = [f"track-{chance.randrange(8)}"]
    if before:
        fields[chance.choice(("continues", "continues", "answers"))] = [before]
    return _record("event", **fields)


def _dates(day: date, chance: random.Random) -> dict[str, str]:
    following = day + timedelta(days=3)
    unsure = (f"{day}~", f"[{day}..{following}]", f"{day:%Y-%m}", f"[..{day}]", f"{day}?")
    if chance.random() < 0.1:
        return {"date": str(day), "end": str(following)}
    return {"date": chance.choice(unsure) if chance.random() < 0.125 else str(day)}
