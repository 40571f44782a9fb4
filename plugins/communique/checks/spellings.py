"""Names in our prose: the house form, one actor, and no spelling that nobody declared."""

from __future__ import annotations

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
    from communique.names import Found
    from communique.records import Loaded
    from communique.yamlfile import Loc

    Texts = list[tuple[Loc, str, str]]
    """The texts of a record: where, as written, and with blanks for all that is not ours."""


def check_spellings(context: Context) -> Iterator[Diagnostic]:
    """Forms that are not ours to print, that fit two actors, or that look like a name nobody spelt so.

    Each is told once a record, where it first stands.
    """
    written = {each.id: _texts(record) for each, record in context.whole() if _speaks(context, record)}
    ordinary = {word for texts in written.values() for _, _, own in texts for word, _ in tokens(own) if word.islower()}
    for each, record in context.whole():
        if each.id in written:
            yield from _record(context, each, record, written[each.id], ordinary)


def _texts(record: Record) -> Texts:
    return [(loc, text, own_words(text)) for loc, text in own_texts(record)]


def _speaks(context: Context, record: Record) -> bool:
    return not (isinstance(record, Briefing) and record.language and record.language != context.language)


def _record(context: Context, each: Loaded, record: Record, texts: Texts, ordinary: set[str]) -> Iterator[Diagnostic]:
    told: set[str] = set()
    known = [(loc, text, found) for loc, text, own in texts for found in context.names.scan(own)]
    meant = {id_ for _, _, found in known if len(found.ids) == 1 for id_ in found.ids}
    meant |= {each.id} | {reference.target for reference in context.references[each.id]}
    for loc, text, found in known:
        if found.text not in told and (finding := _known(context, each, (loc, text), found, meant)):
            told.add(found.text)
            yield finding
    for loc, text, own in texts:
        for word, start in tokens(own):
            near = () if word in told or fold(word) in ordinary else context.names.near(word)
            if near:
                told.add(word)
                names = ", ".join(sorted({f"'{context.names.house(id_)}'" for _, id_ in near})[:3])
                what = f"'{word}' looks like a spelling of {names} that no record declares"
                hint = f"write '{near[0][0]}', or declare the form in 'name_forms'"
                yield Diagnostic(placed(each, loc, text, start), "undeclared-name", what, hint)


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
