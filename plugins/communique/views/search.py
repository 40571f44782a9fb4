"""The search page: the form that the script fills, and the index that needs no script.

The index has every name form in every script and every title, by its first letter. A long one is a page a letter.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from communique.kinds import Actor, Place, Source, Topic
from communique.plan import Page
from communique.tongue import gettext, message
from communique.views.frame import Frame, frame
from communique.views.labels import KIND_NAMES
from communique.views.searching.form import SearchForm, search_form
from communique.views.sheet import Link, Sheet
from communique.views.words import Foreign, foreign

if TYPE_CHECKING:
    from collections.abc import Iterator

    from communique.kinds import Record
    from communique.views.sheet import Site

PATH = "search/index.html"
MOST_ENTRIES: Final = 2500
"""A longer index is a page a letter: a phone should not load ten thousand lines to search."""
SCRIPTS = {
    "LATIN": message("Latin letters"),
    "ARABIC": message("Arabic letters"),
    "CYRILLIC": message("Cyrillic letters"),
}
OTHER = message("Other")
LANGUAGES = {"Arabic letters": "ar", "Cyrillic letters": "ru"}
"""The language whose voice reads the letters of a script."""
ARTICLES = ("the ", "a ", "an ", "ال")
"""What a title or name may begin with that nobody looks under."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the index. ``record`` is named only where it is called otherwise than the entry."""

    words: Foreign
    link: Link
    called: str
    kind: str


@dataclass(frozen=True, slots=True)
class Letter:
    """The entries under one letter; ``href`` leads to them, on this page or on one of their own."""

    anchor: str
    words: Foreign
    href: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Script:
    """The letters of one script."""

    title: str
    letters: tuple[Letter, ...]


@dataclass(frozen=True, slots=True)
class SearchPage:
    """The form, where the search is built, and the index. ``whole``: its entries stand on this page."""

    frame: Frame
    form: SearchForm | None
    count: int
    whole: bool
    scripts: tuple[Script, ...]


@dataclass(frozen=True, slots=True)
class LetterPage:
    """One letter of a long index."""

    frame: Frame
    script: str
    letter: Letter


def pages(site: Site) -> Iterator[Page]:
    """The search page, and the pages of a long index."""
    sheet = Sheet(site, PATH)
    entries = [entry for record in site.corpus.records.values() for entry in _entries(sheet, record)]
    told = gettext("Every spelling of every name, and every title, from A to Z.")
    shown = frame(sheet, gettext("Search"), section=PATH, description=told)
    whole = len(entries) <= MOST_ENTRIES
    scripts = _scripts(entries, whole=whole)
    form = search_form(sheet) if "search" in site.features else None
    yield Page(PATH, "pages/search.html", SearchPage(shown, form, len(entries), whole, scripts))
    if not whole:
        for script in scripts:
            yield from (_letter_page(site, script.title, letter) for letter in script.letters)


def _letter_page(site: Site, script: str, letter: Letter) -> Page:
    path = f"search/{letter.href}"
    sheet = Sheet(site, path)
    up = Link(sheet.href(PATH), gettext("Search"))
    # The entries were made for the page above, one folder nearer to the root.
    moved = replace(letter, entries=tuple(replace(each, link=_deeper(each.link)) for each in letter.entries))
    shown = frame(sheet, f"{script}: {letter.words.text}", section=PATH, crumbs=(up,))
    return Page(path, "pages/letter.html", LetterPage(shown, script, moved))


def _deeper(link: Link) -> Link:
    return Link(f"../{link.href}", link.text)


def _entries(sheet: Sheet, record: Record) -> Iterator[Entry]:
    """One entry a spelling or title; the same spelling in two languages is one."""
    name = sheet.name(record.id)
    found: dict[str, Foreign] = {}
    own = sheet.corpus.dossier.language
    if isinstance(record, Actor | Place):
        for lang, text in record.names.items():
            found.setdefault(text, foreign(text, lang, own))
        for form in record.name_forms:
            found.setdefault(form.text, foreign(form.text, form.lang, own))
    elif isinstance(record, Source):
        found[record.title] = foreign(record.title, record.language, own)
    else:
        found[name] = Foreign(name)
        if isinstance(record, Topic):
            found.update((word, Foreign(word)) for word in record.also)
    for text, words in found.items():
        called = record.publisher if isinstance(record, Source) else name if text != name else ""
        yield Entry(words, sheet.link(record.id), called, KIND_NAMES[record.kind])


def _scripts(entries: list[Entry], *, whole: bool) -> tuple[Script, ...]:
    grouped: dict[str, dict[str, list[Entry]]] = {}
    for entry in sorted(entries, key=lambda each: (sorting(each.words.text), each.called)):
        script, letter = _under(entry.words.text)
        grouped.setdefault(script, {}).setdefault(letter, []).append(entry)
    order = [*SCRIPTS.values(), OTHER]
    return tuple(
        Script(
            gettext(script),
            tuple(
                _letter(f"_{order.index(script)}-{number}", script, letter, tuple(found), whole=whole)
                for number, (letter, found) in enumerate(sorted(grouped[script].items()))
            ),
        )
        for script in order
        if script in grouped
    )


def _letter(anchor: str, script: str, letter: str, entries: tuple[Entry, ...], *, whole: bool) -> Letter:
    folder = letter.lower() if letter.isascii() and letter.isalpha() else f"u{ord(letter[0]):04x}"
    words = Foreign(letter, LANGUAGES.get(script, ""))
    return Letter(anchor, words, f"#{anchor}" if whole else f"{folder}/index.html", entries)


def _under(text: str) -> tuple[str, str]:
    """The script and letter under which a text stands."""
    first = sorting(text)[:1]
    script = unicodedata.name(first, "").partition(" ")[0]
    return (SCRIPTS[script], first.upper()) if script in SCRIPTS else (OTHER, "0–9")


def sorting(text: str) -> str:
    """A text as it is sorted: without marks over letters, articles, brackets and quotation marks, in small letters."""
    plain = "".join(
        letter for letter in unicodedata.normalize("NFKD", text) if not unicodedata.combining(letter)
    ).casefold()
    plain = plain.lstrip("“”«»\"'‘’([{… -–—")
    for article in ARTICLES:
        if plain.startswith(article) and len(plain) > len(article) + 1:
            return plain.removeprefix(article)
    return plain
