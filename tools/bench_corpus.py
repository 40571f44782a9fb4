"""Generate a large invented dossier for measuring: the same from the same number, and clean under check.

Each event has two sides, persons, three sourced statements (one disputed in a claim in every tenth), a reading and a
cited summary of 120 to 150 words: about what a curated record holds.
"""

from __future__ import annotations

import random
import shutil
from datetime import date, timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LINE = "# yaml-language-server: $schema=../../schema/{}.json\n"
WORDS = """
    ferry toll lake town harbour council envoy talks boat pier night morning offer paper clerk water road bridge
    agreement visit letter answer spring season market guard river landing cargo crew
""".split()  # noqa: SIM905
ACTS = ("position", "demand", "offer", "refusal", "plan", "characterisation")


def generate(folder: Path, events: int, seed: int = 1) -> None:
    """Write a dossier of ``events`` events into ``folder``, with as many sources a tenth as many of the rest."""
    chance = random.Random(seed)
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(ROOT / "tests" / "sites" / "small", folder)
    shutil.copy(ROOT / "pelicanconf.py", folder / "pelicanconf.py")
    for kind in ("events", "claims", "notes"):
        for path in (folder / "content" / kind).iterdir():
            path.unlink()
    for path in (folder / "briefings").iterdir():
        path.unlink()
    persons = max(10, events // 50)
    for number in range(persons):
        _write(folder, "actor", f"person-{number}", f"type: person\nnames:\n  en: Person {number}\n")
    for number in range(max(2, events // 2)):
        _write(folder, "source", f"source-{number}", _source(number, chance))
    tracks, topics = max(2, events // 500), max(2, events // 500)
    for number in range(tracks):
        _write(folder, "track", f"track-{number}", f"title: Track {number}\ntype: bilateral\n")
    for number in range(topics):
        _write(folder, "topic", f"topic-{number}", f"title: Topic {number}\n")
    for number in range(events):
        _write(folder, "event", f"event-{number}", _event(number, events, persons, tracks, topics, chance))
        if number % 10 == 0:
            _write(folder, "claim", f"claim-{number}", _claim(number, topics))


def _write(folder: Path, kind: str, id_: str, text: str) -> None:
    (folder / "content" / f"{kind}s" / f"{id_}.yaml").write_text(LINE.format(kind) + text, encoding="utf-8")


def _source(number: int, chance: random.Random) -> str:
    day = date(2031, 1, 1) + timedelta(days=number % 3650)
    parent = f"cites:\n- source: source-{number - 1}\n  how: rewrites\n" if number % 3 == 1 else ""
    return (
        f"title: {_sentence(chance, 6)}\npublisher: Paper {number % 40}\ntype: news\n"
        f"url: https://paper-{number % 40}.example.org/{number}\nlanguage: en\npublished: {day}\n"
        f"published_basis: shown\nreliability: {chance.choice('ABCD')}\n"
        f"reliability_reason: {_sentence(chance, 8)}\ncopy: opening\n{parent}"
    )


def _sentence(chance: random.Random, words: int) -> str:
    return " ".join(chance.choice(WORDS) for _ in range(words)).capitalize()


def _event(number: int, events: int, persons: int, tracks: int, topics: int, chance: random.Random) -> str:
    day = date(2031, 1, 1) + timedelta(days=number * 3650 // events)
    sources = [number % max(2, events // 2), (number + 1) % max(2, events // 2)]
    listed = "".join(f"- source: source-{each}\n  credibility: {chance.randint(1, 4)}\n" for each in sources)
    statements = "".join(
        f"- id: s{each}\n  by: [{chance.choice(('upper', 'lower'))}-miravel]\n"
        f"  act: {_act(number, each, chance)}\n"
        f"  topic: topic-{number % topics}\n  text: {_sentence(chance, 14)}\n  sources: [source-{sources[each % 2]}]\n"
        for each in range(3)
    )
    present = "".join(
        f"- actor: person-{(number + each) % persons}\n  side: {side}-miravel\n  sources: [source-{sources[0]}]\n"
        for each, side in enumerate(("upper", "upper", "lower"))
    )
    before = f"continues: [event-{number - 1}]\n" if number % 4 == 1 else ""
    body = "\n".join(
        f"  {_sentence(chance, 20)} [@source-{sources[each % 2]}]." for each in range(chance.randint(6, 7))
    )
    return (
        f"number: E-{number + 1:03}\ntitle: {_sentence(chance, 7)}\ntype: meeting\ndate: {day}\n"
        f"format: in-person\nplace: boathouse\ntracks: [track-{number % tracks}]\n{before}sources:\n{listed}"
        f"sides:\n- actor: upper-miravel\n- actor: lower-miravel\npresent:\n{present}statements:\n{statements}"
        f'readings:\n- field: date\n  value: "{day - timedelta(days=1)}"\n  sources: [source-{sources[1]}]\n'
        f"summary: |\n{body}\n"
    )


def _act(number: int, row: int, chance: random.Random) -> str:
    """Every tenth event makes a claim: its first statement asserts, its second denies."""
    in_claim = number % 10 == 0 and row < 2
    return ("assertion", "denial")[row] if in_claim else chance.choice(ACTS)


def _claim(number: int, topics: int) -> str:
    return (
        f"question: Did it happen in case {number}?\ntopic: topic-{number % topics}\n"
        f"assertions: [event-{number}#s0]\nanswers:\n- statement: event-{number}#s1\n  how: denies\n"
    )
