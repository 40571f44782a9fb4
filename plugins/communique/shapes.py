"""What the models declare, read once per model: keys, classes, references, rows, documentation.

Validation messages, reference walks, JSON Schema, the field guide and later the forms all look here, so that a field
is declared in one line and nowhere else.
"""

from __future__ import annotations

import types
from dataclasses import dataclass
from functools import cache
from inspect import get_annotations
from typing import Annotated, Any, Literal, TypeVar, Union, get_args, get_origin

from communique.fields import FieldClass, Form, MarkdownText, Model, Ref


@dataclass(frozen=True, slots=True)
class FieldShape:
    """One field. ``name`` is the attribute, ``key`` the word in the file, ``row`` the model of its rows, if any;
    ``form`` says in words how it is written."""

    name: str
    key: str
    field_class: FieldClass
    doc: str
    required: bool
    derived: bool
    many: bool
    ref: Ref | None
    markdown: bool
    row: type[Model] | None
    choices: tuple[str, ...]
    default: Any
    form: str

    @property
    def leads_on(self) -> bool:
        """Whether a walk after references has to go into it."""
        return self.ref is not None or self.row is not None


@dataclass(slots=True)
class _Parts:
    ref: Ref | None = None
    markdown: bool = False
    row: type[Model] | None = None
    many: bool = False
    choices: tuple[str, ...] = ()
    field_class: FieldClass | None = None
    form: str = "text"

    def take(self, mark: Any) -> None:
        if isinstance(mark, Ref):
            self.ref = mark
        elif isinstance(mark, MarkdownText):
            self.markdown = True
        elif isinstance(mark, Form):
            self.form = mark.words
        elif isinstance(mark, FieldClass):
            self.field_class = mark

    def walk(self, annotation: Any) -> None:
        origin = get_origin(annotation)
        if origin is Annotated:
            base, *marks = get_args(annotation)
            self.walk(base)
            for mark in marks:
                self.take(mark)
        elif origin is Literal:
            self.choices = get_args(annotation)
        elif origin is tuple:
            self.many = True
            self.walk(get_args(annotation)[0])
        elif origin in (Union, types.UnionType):
            for each in get_args(annotation):
                self.walk(each)
        elif annotation is bool:
            self.form = "yes or no"
        elif annotation is float:
            self.form = "number"
        elif origin is dict:
            self.form = "one text a language"
        elif isinstance(annotation, type) and issubclass(annotation, Model):
            self.row = annotation


@cache
def shape(model: type[Model]) -> tuple[FieldShape, ...]:
    """The fields of ``model`` in their canonical order: its own as declared, then those of each base, nearest first."""
    line = [get_annotations(each) for each in model.__mro__]
    found = [_field(name, info) for name, info in model.model_fields.items()]
    depth = {field.name: next(at for at, own in enumerate(line) if field.name in own) for field in found}
    return tuple(sorted(found, key=lambda field: (not field.derived, depth[field.name])))


def _field(name: str, info: Any) -> FieldShape:
    parts = _Parts()
    parts.walk(info.annotation)
    for mark in info.metadata:
        parts.take(mark)
    if parts.field_class is None or isinstance(parts.field_class, TypeVar):
        raise TypeError(f"field {name!r} is declared without a class (Identity, Fact, Prose, Apparatus, Private)")
    extra = info.json_schema_extra or {}
    return FieldShape(
        name=name,
        key=info.alias or name,
        field_class=parts.field_class,
        doc=" ".join((info.description or "").split()),
        required=info.is_required(),
        derived="x-derived" in extra,
        many=parts.many,
        ref=parts.ref,
        markdown=parts.markdown,
        row=parts.row,
        choices=parts.choices,
        default=None if info.is_required() else info.default,
        form=parts.form,
    )


def model_at(model: type[Model], loc: tuple[str | int, ...]) -> type[Model]:
    """The model of the row that ``loc`` leads to, starting at ``model``; the last one found on the way."""
    for step in loc:
        if isinstance(step, int):
            continue
        row = next((field.row for field in shape(model) if field.key == step), None)
        if row is None:
            return model
        model = row
    return model


def written_keys(model: type[Model]) -> tuple[str, ...]:
    """The keys an editor may write."""
    return tuple(field.key for field in shape(model) if not field.derived)
