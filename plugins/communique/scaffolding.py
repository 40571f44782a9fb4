"""``communique new``: a record to start from, with what its readers expect and what the dossier already has."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, get_args

from communique.blocks import EXPECTED
from communique.dates import DateError, Day, parse
from communique.diagnostics import blocking, did_you_mean
from communique.errors import FindingsError, SettingsError
from communique.fields import ID_FORM, is_id
from communique.instant import build_instant
from communique.kinds import KINDS, Briefing
from communique.load import load_with
from communique.markdown import front_matter
from communique.settings import read_settings
from communique.views.labels import BRIEFING_TYPES

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from communique.corpus import Corpus

TYPES: Final = get_args(Briefing.model_fields["type"].annotation)
_SECTIONS: Final = {
    "note": ("What happened", "What was said of it"),
    "forecast": ("Where things stand", "What we expect"),
    "bulletin": ("What changed", "What is put right"),
    "chronology": ("The matter in short", "Day by day", "Who sat there"),
}
_PROMPTS: Final = {
    "note": "Tell what happened, in order; every sentence names its source.",
    "forecast": "Say how things stand and what the parties want; then what is likely, in the words of the judgements.",
    "bulletin": "Say what is new since the edition before, and what of it matters.",
    "chronology": "Say in a paragraph what it is about, where it starts and where it ends.",
}


@dataclass(frozen=True, slots=True)
class NewBriefing:
    """What was asked for; what is empty is taken from the dossier, or from the edition it carries on."""

    id: str
    type: str = ""
    title: str = ""
    date: str = ""
    supersedes: str = ""
    updates: str = ""
    track: str = ""
    topics: tuple[str, ...] = ()


def new_briefing(root: Path, asked: NewBriefing) -> Path:
    """Write a briefing to start from, marked as a draft; returns its path.

    Raises SettingsError where the id is none or taken, or an edition named is not there; FindingsError where the
    records have errors.
    """
    settings = read_settings(root)
    checked = load_with(settings)
    if checked.corpus is None:
        raise FindingsError(blocking(checked.findings))
    corpus = checked.corpus
    _refuse_taken(corpus, asked.id, checked.loaded.keys() | corpus.tombstones.keys())
    date = _day(asked.date) if asked.date else f"{build_instant(settings):%Y-%m-%d}"
    if asked.supersedes:
        text = _next_edition(root, corpus, asked, date)
    else:
        text = "\n".join((*_front(corpus, asked, date), "", *_body(corpus, asked))) + "\n"
    path = root / KINDS["briefing"].folder / f"{asked.id}.md"
    path.parent.mkdir(exist_ok=True)
    with path.open("x", encoding="utf-8") as opened:
        opened.write(text)
    return path


def _refuse_taken(corpus: Corpus, id_: str, taken: set[str]) -> None:
    if not is_id(id_):
        raise SettingsError(f"'{id_}' is not an id: {ID_FORM}.")
    if id_ in taken:
        raise SettingsError(f"the id '{id_}' is already taken; an id is unique across all kinds.")


def _day(text: str) -> str:
    try:
        found = parse(text)
    except DateError as error:
        raise SettingsError(f"--date {text}: {error.message}; write a day, as 2020-07-03.") from error
    if not isinstance(found.latest, Day) or found.latest != found.earliest:
        raise SettingsError(f"--date {text} is no single day; write one, as 2020-07-03.")
    return text


def _edition(corpus: Corpus, id_: str) -> Briefing:
    found = corpus.records.get(id_)
    if not isinstance(found, Briefing):
        hint = did_you_mean(id_, [each.id for each in corpus.briefings], "look into briefings/")
        raise SettingsError(f"there is no briefing '{id_}'; {hint}.")
    return found


def _next_edition(root: Path, corpus: Corpus, asked: NewBriefing, date: str) -> str:
    """The source of the edition superseded, as the next one: what is wrong in it is put right from there."""
    earlier = _edition(corpus, asked.supersedes)
    source = root / KINDS["briefing"].folder / f"{earlier.id}.md"
    split = front_matter(source.read_text(encoding="utf-8")) if source.is_file() else None
    if split is None:
        raise SettingsError(f"briefings/{earlier.id}.md is not in this folder, so that nothing can be taken from it.")
    front, body, _ = split
    ours = ("edition", "date", "supersedes", "updates", "changes", "draft", "corrections", "accept", "title")
    kept = _without(front, ours)
    head = [
        f"title: {_quoted(asked.title or earlier.title)}",
        kept,
        f"edition: {earlier.edition + 1}",
        f"date: {date}",
        f"supersedes: {earlier.id}",
        f"changes: Say what was wrong in edition {earlier.edition}, and what is right.",
        "draft: yes",
    ]
    return "\n".join(("---", *(line for line in head if line), "---", "", body.strip("\n"))) + "\n"


def _without(front: str, keys: tuple[str, ...]) -> str:
    """Front matter without some of its keys and all that stands below them."""
    kept, dropping = [], False
    for line in front.splitlines():
        key = re.match(r"([a-z_]+):", line)
        if key:
            dropping = key.group(1) in keys
        if not dropping and line.strip():
            kept.append(line)
    return "\n".join(kept)


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'" if re.search(r": | #|^[^\w]", text) else text


def _front(corpus: Corpus, asked: NewBriefing, date: str) -> Iterator[str]:
    if asked.type not in TYPES:
        raise SettingsError(f"--type is one of {', '.join(TYPES)}.")
    title = asked.title or f"{BRIEFING_TYPES[asked.type].capitalize()} of {parse(date).words()}"
    yield from ("---", f"title: {_quoted(title)}", f"type: {asked.type}", "edition: 1", f"date: {date}")
    yield f"as_of: {date}"
    if asked.updates:
        yield f"updates: {_edition(corpus, asked.updates).id}"
    if track := _track(corpus, asked):
        yield f"tracks: [{track}]"
    if topics := _topics(corpus, asked):
        yield f"topics: [{', '.join(topics)}]"
    if "judgements" in EXPECTED[asked.type]:
        yield from ("judgements:", "- text: It is likely that …", "  confidence: low")
    if asked.updates:
        yield "changes: Say in a sentence what is new."
    yield from ("draft: yes", "---")


def _body(corpus: Corpus, asked: NewBriefing) -> Iterator[str]:
    sections = list(_SECTIONS[asked.type])
    blocks = [*EXPECTED[asked.type], "sources"]
    if "judgements" in blocks:
        yield from ("```judgements", "```", "")
        blocks.remove("judgements")
    for number, block in enumerate(blocks):
        if sections:
            yield from (f"## {sections.pop(0)}", "")
            if number == 0:
                yield from (_PROMPTS[asked.type], "")
        options = _options(corpus, asked, block)
        if options is not None:
            yield from (f"```{block}", *options, "```", "")


def _options(corpus: Corpus, asked: NewBriefing, block: str) -> tuple[str, ...] | None:
    """The options a block needs, of what the dossier has; None where it has nothing to show in it."""
    track, topics = _track(corpus, asked), _topics(corpus, asked)
    if block in ("timeline", "at-a-glance"):
        return (f"track: {track}",) if track else ()
    if block == "positions":
        return (f"topics: {', '.join(topics)}",) if topics else None
    if block == "claims":
        claims = [each.id for each in corpus.claims][:2]
        return (f"claims: {', '.join(claims)}",) if claims else None
    if block == "delegations":
        events = [each.id for each in corpus.events if each.sides and (not track or track in each.tracks)][-2:]
        return (f"events: {', '.join(events)}",) if events else None
    if block == "changes":
        return () if asked.updates else None
    return ()


def _track(corpus: Corpus, asked: NewBriefing) -> str:
    known = [each.id for each in corpus.tracks]
    if asked.track and asked.track not in known:
        hint = did_you_mean(asked.track, known, "look into content/tracks/")
        raise SettingsError(f"there is no track '{asked.track}'; {hint}.")
    return asked.track or (known[0] if len(known) == 1 else "")


def _topics(corpus: Corpus, asked: NewBriefing) -> tuple[str, ...]:
    known = [each.id for each in corpus.topics]
    for id_ in asked.topics:
        if id_ not in known:
            raise SettingsError(f"there is no topic '{id_}'; {did_you_mean(id_, known, 'look into content/topics/')}.")
    return asked.topics or tuple(known[:3])
