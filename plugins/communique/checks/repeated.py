"""Texts of ours that say a disputed assertion in its own words, without leading to the claim that disputes it."""

from __future__ import annotations

import re
import sys
from functools import partial
from typing import TYPE_CHECKING, Final

from communique.checks.blocks import block_references
from communique.diagnostics import Diagnostic
from communique.kinds import Briefing, Claim, Event
from communique.kinds.claim import DENYING
from communique.markdown import Mention
from communique.references import markdown_texts, plain_texts

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from communique.checks.context import Context
    from communique.kinds import Record
    from communique.records import Loaded
    from communique.yamlfile import Loc

    _Words = tuple[str, ...]

_FEWEST: Final = 4
"""Fewer words than this are said without meaning anybody's assertion."""


def check_repeated(context: Context) -> Iterator[Diagnostic]:
    """Disputed assertions, word for word, in texts that do not lead to their claim."""
    said = _disputed(context)
    if not said:
        return
    begins: dict[_Words, list[_Words]] = {}
    for words in sorted(said, key=len, reverse=True):
        begins.setdefault(words[:_FEWEST], []).append(words)
    for each, record in context.whole():
        led: set[str] | None = None
        for loc, words in each.once("plain words", partial(_words, record)):
            found = _first(begins, words)
            if found is None:
                continue
            led = _led(context, each, record) if led is None else led
            claims = said[found]
            if record.id not in claims and not claims & led:
                yield _finding(each, loc, sorted(claims)[0])


def _first(begins: Mapping[_Words, Sequence[_Words]], words: _Words) -> _Words | None:
    """The first of the assertions, which are held by their first words, that stands in ``words``; the longest there."""
    for at, few in enumerate(zip(*(words[skip:] for skip in range(_FEWEST)), strict=False)):
        for each in begins.get(few, ()):
            if words[at : at + len(each)] == each:
                return each
    return None


def _words(record: Record) -> tuple[tuple[Loc, _Words], ...]:
    """The words of each text of ours in a record."""
    texts = (*plain_texts(record), *markdown_texts(record))
    return tuple((loc, _plain(text)) for loc, text in texts if loc[0] not in ("readings", "accept"))


def _finding(each: Loaded, loc: Loc, claim: str) -> Diagnostic:
    what = f"this repeats an assertion that the claim '{claim}' shows to be disputed"
    return Diagnostic(each.mark(loc), "bare-assertion", what, f"say who says it, and link the claim: [[{claim}]]")


def _disputed(context: Context) -> Mapping[_Words, set[str]]:
    """The words of each disputed assertion, with the claims that dispute it."""
    found: dict[_Words, set[str]] = {}
    for _, record in context.whole():
        if isinstance(record, Claim) and any(row.how in DENYING for row in record.answers):
            for ref in record.assertions:
                id_, _, part = ref.partition("#")
                event = context.records.get(id_)
                rows = event.statements if isinstance(event, Event) else ()
                for words in (_plain(row.text) for row in rows if row.id == part):
                    if len(words) >= _FEWEST:
                        found.setdefault(words, set()).add(record.id)
    return found


def _plain(text: str) -> _Words:
    """The words in small letters. Equal ones are one object: a large dossier says few words, and often."""
    return tuple(map(sys.intern, re.findall(r"\w+", text.casefold())))


def _led(context: Context, each: Loaded, record: Record) -> set[str]:
    """The records that a record leads to, in its fields, texts and blocks."""
    led = {ref.target.partition("#")[0] for ref in context.references[each.id]}
    led |= {found.id for _, found in context.mentions[each.id] if isinstance(found, Mention)}
    if isinstance(record, Briefing):
        led |= {target.partition("#")[0] for _, target in block_references(each, record)}
    return led
