"""The texts of a record in passages, read off its model: a new field is searched without a word here."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from communique import markdown
from communique.fields import FieldClass, Model
from communique.references import PARTS
from communique.shapes import FieldShape, shape

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from markdown_it.token import Token

    from communique.kinds import Record

UNSEARCHED: Final = frozenset({
    *("title", "question", "names", "name_forms", "also"),  # indexed by themselves
    *("accept", "draft", "embargo", "send_to"),  # how a record is handled
    *("supports", "field", "locator", "quote_at"),  # what a row is about, not what it says
})  # fmt: skip
_BEFORE_STOP: Final = re.compile(r"\s+(?=[.,;:!?])")
"""The blank that stood before a citation."""
BETWEEN: Final = " · "
"""What stands between the texts of a row, which are no sentence together."""
WRITTEN: Final = frozenset({FieldClass.FACT, FieldClass.TEXT})


@dataclass(frozen=True, slots=True)
class Passage:
    """A text of a record. ``field`` is the key it stands under, ``row`` the id of its row, where that has one."""

    field: str
    row: str
    text: str


def passages(record: Record, titles: Mapping[str, str]) -> Iterator[Passage]:
    """Every text of ``record`` that readers see, a row of a list as one passage; links read as ``titles`` say."""
    for field in _searched(type(record)):
        value = getattr(record, field.name)
        for each in value if field.row is not None and isinstance(value, tuple) else (value,):
            row = each.id if field.key in PARTS else ""
            if text := BETWEEN.join(_texts(field, each, titles)):
                yield Passage(field.key, row, text)


@cache
def _searched(model: type[Model]) -> tuple[FieldShape, ...]:
    return tuple(field for field in shape(model) if field.key not in UNSEARCHED and _holds_text(field))


def _holds_text(field: FieldShape) -> bool:
    """Words of ours or of a source: no reference, no choice of a list, no date, no address."""
    if field.row is not None:
        return field.field_class is not FieldClass.PRIVATE
    words = field.field_class in WRITTEN and field.ref is None and not field.choices
    return words and field.form == "text"


def _texts(field: FieldShape, value: Any, titles: Mapping[str, str]) -> Iterator[str]:
    if isinstance(value, str):
        yield plain(value, titles) if field.markdown else value
    elif isinstance(value, Model):
        for inner in _searched(type(value)):
            yield from _texts(inner, getattr(value, inner.name), titles)
    elif isinstance(value, tuple):
        for each in value:
            yield from _texts(field, each, titles)


def plain(text: str, titles: Mapping[str, str]) -> str:
    """Markdown as its words: no signs, no citations, no blocks."""
    inline = [token.children or () for token in markdown.tokens(text) if token.type == "inline"]
    told = " ".join("".join(_words(token, titles) for token in children) for children in inline)
    return _BEFORE_STOP.sub("", told)


def _words(token: Token, titles: Mapping[str, str]) -> str:
    if token.type in ("text", "code_inline"):
        return token.content
    if token.type == "record_link":
        return str(token.meta["words"] or titles.get(token.meta["id"], ""))
    return " " if token.type in ("softbreak", "hardbreak") else ""
