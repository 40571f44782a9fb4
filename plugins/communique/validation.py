"""Plain values in, a model out, or findings that say at which line what is wrong.

pydantic finds the faults; this module says them in the words of this program and at the line they stand on.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import ValidationError

from communique.codes import CODES
from communique.diagnostics import Diagnostic, did_you_mean
from communique.fields import Model
from communique.shapes import model_at, written_keys

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

    from communique.yamlfile import Document, Loc

M = TypeVar("M", bound=Model)


def validate(model: type[M], data: Any, document: Document, at: Loc = ()) -> M | None:
    """An instance of ``model`` from ``data``, which stands at ``at`` in ``document``; else None, and findings there."""
    try:
        return model.model_validate(data)
    except ValidationError as error:
        seen: set[tuple[Any, ...]] = set()
        for detail in error.errors(include_url=False):
            loc = _written(detail["loc"], at, document)
            if loc not in seen:
                seen.add(loc)
                document.findings.append(_finding(model, detail, loc, at, document))
        return None


def _written(loc: tuple[int | str, ...], at: Loc, document: Document) -> Loc:
    """pydantic's location without the steps that name types of a union, which no file has."""
    way: Loc = at
    for step in loc:
        onward = (*way, step)
        if isinstance(step, str) and onward not in document.values and step == "[key]":
            continue
        way = onward
    return way


def _finding(model: type[Model], detail: ErrorDetails, loc: Loc, at: Loc, document: Document) -> Diagnostic:
    kind, context = detail["type"], detail.get("ctx", {})
    name = str(loc[-1]) if loc else "the record"
    if kind in CODES:
        if "field" in context:
            loc = (*loc, context["field"])
        return Diagnostic(document.mark(loc), kind, context["what"], context["hint"])
    if kind == "extra_forbidden":
        keys = written_keys(model_at(model, loc[len(at) : -1]))
        hint = did_you_mean(name, keys, f"it has {', '.join(keys)}")
        return Diagnostic(document.mark(loc, key=True), "unknown-key", f"no field '{name}' here", hint)
    if kind == "missing":
        where = f" of '{loc[-2]}'" if len(loc) > 1 and isinstance(loc[-2], str) else ""
        return Diagnostic(document.mark(loc[:-1]), "missing-key", f"'{name}'{where} is missing", "add it")
    if kind == "literal_error":
        return _choice(detail, loc, name, document)
    if kind in _SHAPES:
        what, hint = _SHAPES[kind]
        return Diagnostic(document.mark(loc), "wrong-type", f"'{name}': {what}", hint)
    told = detail["msg"][:1].lower() + detail["msg"][1:]
    return Diagnostic(document.mark(loc), "bad-value", f"'{name}': {told}", _HINTS.get(kind, "mend the value"))


def _choice(detail: ErrorDetails, loc: Loc, name: str, document: Document) -> Diagnostic:
    given = detail["input"]
    expected = detail.get("ctx", {}).get("expected", "")
    if not isinstance(given, str):
        return Diagnostic(document.mark(loc), "wrong-type", f"'{name}': one word belongs here", f"write {expected}")
    choices = [choice.strip("' ") for choice in expected.replace(" or ", ", ").split(",")]
    hint = did_you_mean(given, choices, "use one of those")
    what = f"'{given}' is not one of {', '.join(choices)}"
    return Diagnostic(document.mark(loc), "bad-choice", what, hint)


_SHAPES = {
    "tuple_type": ("a list belongs here", "write it as [one, two], or one row a line starting with '- '"),
    "model_type": ("a map of keys and values belongs here", "write one 'key: value' a line"),
    "dict_type": ("a map of keys and values belongs here", "write one 'key: value' a line"),
    "string_type": ("one text belongs here, not a list or map", "write it on the same line, without '- '"),
    "bool_type": ("yes or no belongs here", "write yes or no"),
    "bool_parsing": ("yes or no belongs here", "write yes or no"),
    "float_type": ("a number belongs here", "write it with a decimal point"),
    "float_parsing": ("a number belongs here", "write it with a decimal point"),
}

_HINTS = {
    "string_too_short": "write something, or leave the line out",
    "string_pattern_mismatch": "a language is two letters: en, ar, ru",
    "greater_than_equal": "degrees: latitude from -90, longitude from -180",
    "less_than_equal": "degrees: latitude to 90, longitude to 180",
}
