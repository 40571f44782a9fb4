"""The search form: what a search can be narrowed by, and the words its script speaks with."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from communique.dates import parse
from communique.kinds import Record
from communique.tongue import Words, gettext, message
from communique.views.labels import ACTOR_GROUPS, FOUND_IN, KIND_NAMES
from communique.views.searching.documents import date_of, months_of
from communique.views.searching.index import FOLDER
from communique.views.searching.names import NAMES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from communique.views.sheet import Sheet

SCRIPT: Final = "theme/js/search.js"
INDEX: Final = "theme/js/texts.js"
ORDERS: Final = (("", message("Best first")), ("asc", message("Earliest first")), ("desc", message("Latest first")))
WORDS: Final = Words(
    {
        "searching": "Searching …",
        "none": "Nothing found.",
        "not_all": "No text has all of these words; those with most of them come first.",
        "one": "{n} result",
        "other": "{n} results",
        "more": "More results",
        "failed": "The index could not be loaded; names and titles are searched all the same.",
        "as_if": "Nothing is written “{word}” here. Shown: {names}.",
        "spelt": "spelt {form}",
        "begins": "begins as {form}",
        "like": "close to {form}",
        "about": "names {names}",
        "found_in": "found in: {field}",
        "in_title": "found in the title",
    }
)
"""What the script says; ``{n}`` and the like are filled in by it."""


@dataclass(frozen=True, slots=True)
class Option:
    """One value of a facet."""

    value: str
    text: str


@dataclass(frozen=True, slots=True)
class Group:
    """Values under a heading, or under none."""

    title: str
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class Facet:
    """What a search can be narrowed by; ``any`` is the choice that narrows nothing."""

    name: str
    label: str
    any: str
    groups: tuple[Group, ...]


@dataclass(frozen=True, slots=True)
class SearchForm:
    """``root`` leads to the site's root, ``index`` to the folder of the index of texts.

    ``words``, ``fields`` and ``kinds`` are JSON for the script.
    """

    root: str
    index: str
    scripts: tuple[str, ...]
    facets: tuple[Facet, ...]
    orders: tuple[Option, ...]
    words: str
    fields: str
    kinds: str


def search_form(sheet: Sheet) -> SearchForm:
    """The form of the page ``sheet``."""
    return SearchForm(
        root=sheet.href(""),
        index=sheet.href(f"{FOLDER}root.js").removesuffix("root.js"),
        scripts=(sheet.href(NAMES), sheet.href(INDEX), sheet.href(SCRIPT)),
        facets=_facets(sheet),
        orders=tuple(Option(value, gettext(text)) for value, text in ORDERS),
        words=json.dumps(WORDS.spoken, ensure_ascii=False),
        fields=json.dumps(FOUND_IN.spoken, ensure_ascii=False),
        kinds=json.dumps(KIND_NAMES.spoken, ensure_ascii=False),
    )


def _facets(sheet: Sheet) -> tuple[Facet, ...]:
    corpus = sheet.corpus
    kinds = {record.kind for record in corpus.records.values()}
    months = sorted({month for each in corpus.records.values() if (date := date_of(each)) for month in months_of(date)})
    return tuple(
        facet
        for facet in (
            Facet("kind", gettext("Kind"), gettext("any kind"), (Group("", _kinds(kinds)),)),
            Facet("track", gettext("Track"), gettext("any track"), (Group("", _titles(sheet, corpus.tracks)),)),
            Facet("topic", gettext("Topic"), gettext("any topic"), (Group("", _titles(sheet, corpus.topics)),)),
            Facet("actor", gettext("Actor"), gettext("any actor"), _actors(sheet)),
            Facet("from", gettext("From"), gettext("any month"), _months(months)),
            Facet("to", gettext("To"), gettext("any month"), _months(months)),
        )
        if facet.groups and facet.groups[0].options
    )


def _kinds(kinds: set[str]) -> tuple[Option, ...]:
    return tuple(Option(kind, name) for kind, name in KIND_NAMES.items() if kind in kinds)


def _titles(sheet: Sheet, records: Iterable[Record]) -> tuple[Option, ...]:
    named = ((sheet.corpus.titles[record.id], record.id) for record in records)
    return tuple(Option(id_, title) for title, id_ in sorted(named))


def _actors(sheet: Sheet) -> tuple[Group, ...]:
    grouped = {type_: [each for each in sheet.corpus.actors if each.type == type_] for type_ in ACTOR_GROUPS}
    return tuple(Group(ACTOR_GROUPS[type_], _titles(sheet, each)) for type_, each in grouped.items() if each)


def _months(months: list[str]) -> tuple[Group, ...]:
    years = dict.fromkeys(month.partition("-")[0] for month in months)
    return tuple(
        Group(year, tuple(Option(each, parse(each).words()) for each in months if each.startswith(year)))
        for year in years
    )
