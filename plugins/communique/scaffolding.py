"""``communique new``: a record to start from, with what its readers expect and what the dossier already has."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, get_args

from communique.blocks import EXPECTED
from communique.canonical import CannotWriteError, apart
from communique.dates import DateError, Day, parse
from communique.diagnostics import blocking, did_you_mean
from communique.drafts import draft_text, path_of
from communique.errors import FindingsError, SettingsError
from communique.fields import ID_FORM, is_id
from communique.formatting import comments
from communique.instant import build_instant
from communique.kinds import KINDS, Briefing
from communique.load import load_with
from communique.settings import read_settings
from communique.tree import RawFile
from communique.views.labels import BRIEFING_TYPES

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from communique.corpus import Corpus

BRIEFING: Final = KINDS["briefing"]
_OF_ONE_EDITION: Final = ("updates", "draft", "corrections", "accept")
"""What an edition says of itself alone, beside what the next one says anew."""

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


def new_briefing(root: Path, asked: NewBriefing) -> tuple[Path, tuple[str, ...]]:
    """Write a briefing to start from, marked as a draft; returns its path, and remarks.

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
    remarks: tuple[str, ...] = ()
    if asked.supersedes:
        made, remarks = _next_edition(root, corpus, asked, date)
    else:
        made = _first_edition(corpus, asked, date)
    path = root / path_of(BRIEFING, asked.id)
    try:
        text = draft_text(BRIEFING, made)
    except CannotWriteError as error:
        raise SettingsError(f"{asked.id}: {error}.") from error
    path.parent.mkdir(exist_ok=True)
    with path.open("x", encoding="utf-8", newline="\n") as opened:
        opened.write(text)
    return path, remarks


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


def _next_edition(root: Path, corpus: Corpus, asked: NewBriefing, date: str) -> tuple[dict[str, Any], tuple[str, ...]]:
    """The edition superseded, as the next one: what is wrong in it is put right from there. And what is not in it."""
    earlier = _edition(corpus, asked.supersedes)
    path = path_of(BRIEFING, earlier.id)
    if not (root / path).is_file():
        raise SettingsError(f"{path} is not in this folder, so that nothing can be taken from it.")
    document, front, body = apart(RawFile(path, BRIEFING, (root / path).read_text(encoding="utf-8")))
    lines = ", ".join(str(line + document.first_line - 1) for line in comments(front))
    remarks = (f"{path}: comments were not taken over, from line {lines}",) if lines else ()
    kept = document.data if isinstance(document.data, dict) else {}
    made = {
        **{key: value for key, value in kept.items() if key not in _OF_ONE_EDITION},
        "title": asked.title or earlier.title,
        "edition": str(earlier.edition + 1),
        "date": date,
        "supersedes": earlier.id,
        "changes": f"Say what was wrong in edition {earlier.edition}, and what is right.",
        "body": body,
    }
    return made, remarks


def _first_edition(corpus: Corpus, asked: NewBriefing, date: str) -> dict[str, Any]:
    if asked.type not in TYPES:
        raise SettingsError(f"--type is one of {', '.join(TYPES)}.")
    track = _track(corpus, asked)
    made: dict[str, Any] = {
        "title": asked.title or f"{BRIEFING_TYPES[asked.type].capitalize()} of {parse(date).words()}",
        "type": asked.type,
        "edition": "1",
        "date": date,
        "as_of": date,
        "tracks": [track] if track else [],
        "topics": list(_topics(corpus, asked)),
        "body": "\n".join(_body(corpus, asked)),
    }
    if asked.updates:
        made |= {"updates": _edition(corpus, asked.updates).id, "changes": "Say in a sentence what is new."}
    if "judgements" in EXPECTED[asked.type]:
        made["judgements"] = [{"text": "It is likely that …", "confidence": "low"}]
    return made


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
