"""When each text was written: the day of the commit from which the main line has had it without a break.

Prose that cites nothing cannot be dated by its sources, so it counts from that day.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC
from typing import TYPE_CHECKING, Final

from pydantic import BaseModel

from communique.chronicle import Reader, versions
from communique.dates import Day
from communique.history import CACHE, Repository
from communique.history.kept import kept_log
from communique.history.log import read_log
from communique.records import id_of
from communique.tree import kind_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime
    from pathlib import Path

    from communique.chronicle import Version
    from communique.settings import Settings

Text = tuple[str, str]
"""The name of a field, of the record or of one of its rows, and the words in it."""


@dataclass(frozen=True, slots=True)
class Written:
    """The day on which each text of each record was written; ``untold`` says why git can tell none."""

    days: Mapping[str, Mapping[Text, Day]] = field(default_factory=dict)
    untold: str = ""

    def on(self, id_: str, name: str, words: str) -> Day | None:
        """The day on which field ``name`` of record ``id_`` was given these words; None where git does not tell."""
        return self.days.get(id_, {}).get((name, words))


UNTOLD: Final = Written(untold="no history was read")
"""No text has a day."""


def read_written(settings: Settings) -> Written:
    """The days of all texts, of the dossier's repository and of that of its private content."""
    days: dict[str, Mapping[Text, Day]] = {}
    why = ""
    for home in (settings.root, *((settings.private_content,) if settings.private_content else ())):
        repository = Repository.of(home.resolve())
        if repository is None or not repository.has_commits:
            why = why or "there is no git history here"
        elif repository.is_shallow:
            why = why or "this clone is shallow; 'git fetch --unshallow' brings the rest"
        else:
            days |= _days(repository, home.joinpath(*CACHE) if home == settings.root else None)
    return Written(days, why)


def _days(repository: Repository, cache: Path | None) -> dict[str, Mapping[Text, Day]]:
    log = kept_log(repository, "HEAD", cache) if cache else read_log(repository)
    past = versions(repository, log)
    reader = Reader(repository)
    reader.fetch((path, each.content) for path, rows in past.items() for each in rows if each.content)
    order = {commit.id: number for number, commit in enumerate(reversed(log.main))}
    states: dict[str, dict[int, tuple[datetime, set[Text]]]] = {}
    for path, rows in past.items():
        for version in rows:
            texts = _texts_at(reader, path, version)
            if texts is not None:
                # A record that moved from folder to folder in one commit is in both: what it has is all of it.
                known = states.setdefault(_id(path), {}).setdefault(order[version.commit], (version.instant, set()))
                known[1].update(texts)
    return {id_: _runs([each[at] for at in sorted(each)]) for id_, each in states.items()}


def _texts_at(reader: Reader, path: str, version: Version) -> set[Text] | None:
    """The texts of one version; none where the file went, None where what it held cannot be read today."""
    if version.content is None:
        return set()
    loaded = reader.loaded(path, version.content)
    return set(_texts(loaded.record)) if loaded and loaded.record is not None else None


def _texts(model: BaseModel) -> Iterator[Text]:
    for name, value in model:
        for each in value if isinstance(value, tuple) else (value,):
            if isinstance(each, BaseModel):
                yield from _texts(each)
            elif isinstance(each, str):
                yield name, each


def _runs(states: list[tuple[datetime, set[Text]]]) -> dict[Text, Day]:
    """Each text with the day on which its last unbroken run began."""
    began: dict[Text, Day] = {}
    before: set[Text] = set()
    for instant, texts in states:
        at = instant.astimezone(UTC)
        began |= dict.fromkeys(texts - before, Day(at.year, at.month, at.day))
        before = texts
    return began


def _id(path: str) -> str:
    kind = kind_of(path)
    return id_of(path, kind) if kind else path
