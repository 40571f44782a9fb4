"""Walks over records: which ids they name, which texts hold Markdown, which rows have ids of their own."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar

from communique.fields import FieldClass, Model, Ref
from communique.markdown import Mention, mentions_of, scanned
from communique.shapes import FieldShape, shape

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from communique.kinds import Tombstone
    from communique.yamlfile import Loc

M = TypeVar("M", bound=Model)


@dataclass(frozen=True, slots=True)
class Reference:
    """An id named by a record: where, as what, and which."""

    loc: Loc
    ref: Ref
    target: str


@cache
def _leading(model: type[Model]) -> tuple[FieldShape, ...]:
    return tuple(field for field in shape(model) if field.leads_on)


def references(record: Model, loc: Loc = ()) -> Iterator[Reference]:
    """Every id that ``record`` names in a field declared as one, in the order of its fields."""
    for field in _leading(type(record)):
        value = getattr(record, field.name)
        if value is None or value == ():
            continue
        at = (*loc, field.key)
        if not field.many:
            yield from _lead(field, value, at)
            continue
        for number, each in enumerate(value):
            yield from _lead(field, each, (*at, number))


def _lead(field: FieldShape, value: Any, loc: Loc) -> Iterator[Reference]:
    if field.ref is not None:
        yield Reference(loc, field.ref, value)
    else:
        yield from references(value, loc)


def following(record: M, tombstones: Mapping[str, Tombstone]) -> M:
    """``record`` with every id that a field or a text names where its tombstone leads; itself where none does."""
    changed: dict[str, Any] = {}
    for field in shape(type(record)) if tombstones else ():
        text = getattr(record, field.name) if field.markdown else None
        if text and (told := _retold(text, tombstones)) != text:
            changed[field.name] = told
    for field in _leading(type(record)):
        value = getattr(record, field.name)
        if value is None or value == ():
            continue
        many = value if field.many else (value,)
        led = tuple(_followed(field, each, tombstones) for each in many)
        if led != tuple(many):
            changed[field.name] = led if field.many else led[0]
    return record.model_copy(update=changed) if changed else record


def _retold(text: str, tombstones: Mapping[str, Tombstone]) -> str:
    for id_ in {each.id for each in scanned(text) if isinstance(each, Mention)} & tombstones.keys():
        for at in sorted(mentions_of(text, id_), reverse=True):
            text = text[:at] + led_to(tombstones, id_) + text[at + len(id_) :]
    return text


def _followed(field: FieldShape, value: Any, tombstones: Mapping[str, Tombstone]) -> Any:
    if field.ref is None:
        return following(value, tombstones)
    id_, mark, row = value.partition("#")
    return f"{led_to(tombstones, id_)}{mark}{row}"


def led_to(tombstones: Mapping[str, Tombstone], id_: str) -> str:
    """The id at the end of a tombstone's way; ``id_`` itself where it has none."""
    while id_ in tombstones and (onward := tombstones[id_].merged_into):
        id_ = onward
    return id_


def markdown_texts(record: Model) -> Iterator[tuple[Loc, str]]:
    """Every text of ``record`` in which citations and links are read, with where it stands."""
    for field in shape(type(record)):
        value = getattr(record, field.name)
        if field.markdown and value:
            yield (field.key,), value


@cache
def _prose(model: type[Model]) -> tuple[FieldShape, ...]:
    return tuple(field for field in shape(model) if field.row or field.field_class is FieldClass.TEXT)


def plain_texts(record: Model, loc: Loc = ()) -> Iterator[tuple[Loc, str]]:
    """Every text of ours in ``record`` and its rows that is printed as it stands, with where it stands."""
    for field in _prose(type(record)):
        value = getattr(record, field.name)
        if field.row is not None and isinstance(value, tuple):
            for number, row in enumerate(value):
                yield from plain_texts(row, (*loc, field.key, number))
        elif isinstance(value, str) and not field.markdown:
            yield (*loc, field.key), value


PARTS = ("statements", "terms", "sessions", "transfers", "quantities")
"""Lists of an event whose rows have ids."""


def parts(record: Model, lists: tuple[str, ...] = PARTS) -> Iterator[tuple[Loc, Any]]:
    """The rows of ``record`` that have ids, with where they stand."""
    for name in lists:
        for number, row in enumerate(getattr(record, name, ())):
            yield (name, number), row


def mentioned(record: Model) -> Iterator[tuple[str, str]]:
    """Every id or row reference that ``record`` names outside itself, with the field it stands in."""
    for reference in references(record):
        if not reference.ref.local:
            name = str(reference.loc[0])
            yield reference.target, name
            if "#" in reference.target:
                yield reference.target.partition("#")[0], name
    for loc, text in markdown_texts(record):
        for mention in scanned(text):
            if isinstance(mention, Mention):
                yield mention.id, str(loc[0])
                if mention.part:
                    yield f"{mention.id}#{mention.part}", str(loc[0])
