"""Names in our prose: the house form, one actor, and no spelling that nobody declared."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from communique.checks.places import own_texts, placed
from communique.diagnostics import Diagnostic
from communique.kinds import Briefing
from communique.names import fold, tokens
from communique.sentences import own_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from communique.checks.context import Context
    from communique.kinds import Record
    from communique.names import Found, NameIndex
    from communique.records import Loaded
    from communique.yamlfile import Loc

    Texts = list[tuple[Loc, str, str]]
    """The texts of a record: where, as written, and with blanks for all that is not ours."""


@dataclass(frozen=True, slots=True)
class _Own:
    """What is ours in a record's texts: ``texts`` as above, and their words, with those in small letters apart."""

    texts: Texts
    small: frozenset[str]
    others: tuple[tuple[int, str, int, str], ...]
    """Of each word that is not in small letters: which text, the word, where, and how it folds."""


def check_spellings(context: Context) -> Iterator[Diagnostic]:
    """Forms that are not ours to print, that fit two actors, or that look like a name nobody spelt so.

    Each is told once a record, where it first stands.
    """
    written = {
        each.id: each.once("own words", partial(_own, record))
        for each, record in context.whole()
        if _speaks(context, record)
    }
    ordinary = frozenset().union(*(own.small for own in written.values()))
    for id_, own in written.items():
        yield from _record(context, context.loaded[id_], own, ordinary)


def _own(record: Record) -> _Own:
    texts = [(loc, text, own_words(text)) for loc, text in own_texts(record)]
    words = [(at, word, start) for at, (_, _, own) in enumerate(texts) for word, start in tokens(own)]
    small = frozenset(word for _, word, _ in words if word.islower())
    return _Own(texts, small, tuple((*row, fold(row[1])) for row in words if not row[1].islower()))


def _speaks(context: Context, record: Record) -> bool:
    return not (isinstance(record, Briefing) and record.language and record.language != context.language)


def _record(context: Context, each: Loaded, own: _Own, ordinary: frozenset[str]) -> Iterator[Diagnostic]:
    told: set[str] = set()
    names = context.names
    known = each.once("names", lambda: _forms(names, own.texts), of=names)
    meant = {id_ for _, _, found in known if len(found.ids) == 1 for id_ in found.ids}
    meant |= {each.id} | {reference.target for reference in context.references[each.id]}
    for loc, text, found in known:
        if found.text not in told and (finding := _known(context, each, (loc, text), found, meant)):
            told.add(found.text)
            yield finding
    for at, word, start, folded in own.others:
        near = () if word in told or folded in ordinary else names.near(word)
        if near:
            told.add(word)
            loc, text, _ = own.texts[at]
            like = ", ".join(sorted({f"'{names.house(id_)}'" for _, id_ in near})[:3])
            what = f"'{word}' looks like a spelling of {like} that no record declares"
            hint = f"write '{near[0][0]}', or declare the form in 'name_forms'"
            yield Diagnostic(placed(each, loc, text, start), "undeclared-name", what, hint)


def _forms(names: NameIndex, texts: Texts) -> list[tuple[Loc, str, Found]]:
    return [(loc, text, found) for loc, text, own in texts for found in names.scan(own)]


def _known(context: Context, each: Loaded, at: tuple[Loc, str], found: Found, meant: set[str]) -> Diagnostic | None:
    house = [spelling for spelling in found.spellings if spelling.house]
    if not house:
        id_ = found.spellings[0].id
        what = f"'{found.text}' is not the form we print for '{id_}'"
        hint = f"write '{context.names.house(id_)}'"
        return Diagnostic(placed(each, *at, found.start), "other-name-form", what, hint)
    ids = found.ids & {spelling.id for spelling in house}
    if len(ids) > 1 and len(ids & meant) != 1:
        fits = " and ".join(f"'{id_}'" for id_ in sorted(ids))
        what = f"'{found.text}' fits {fits}"
        return Diagnostic(placed(each, *at, found.start), "ambiguous-name", what, "write the full form once")
    return None
