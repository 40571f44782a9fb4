"""Plain values in, a model out, or findings that say at which line what is wrong.

pydantic finds the faults; this module says them in the words of this program and at the line they stand on.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from pydantic import ValidationError

from communique.codes import CODES
from communique.diagnostics import Diagnostic, did_you_mean
from communique.fields import Model
from communique.shapes import model_at, shape, written_keys

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pydantic_core import ErrorDetails

    from communique.yamlfile import Document, Loc

M = TypeVar("M", bound=Model)


class _Fault(NamedTuple):
    """What pydantic found, at the place the file has it."""

    loc: Loc
    detail: ErrorDetails

    @property
    def sort(self) -> str:
        return self.detail["type"]

    @property
    def name(self) -> str:
        return str(self.loc[-1]) if self.loc else "the record"


def validate(model: type[M], data: Any, document: Document, at: Loc = ()) -> M | None:
    """An instance of ``model`` from ``data``, which stands at ``at`` in ``document``; None, and findings, if not."""
    try:
        return model.model_validate(data)
    except ValidationError as error:
        faults: dict[Loc, _Fault] = {}
        for detail in islice(error.errors(include_url=False), MOST_FAULTS):
            loc = _written(detail["loc"], at, document)
            faults.setdefault(loc, _Fault(loc, detail))
        document.findings += _findings(model, list(faults.values()), at, document)
        return None


def _findings(model: type[Model], faults: list[_Fault], at: Loc, document: Document) -> Iterator[Diagnostic]:
    """One finding a mistake: what follows from another fault of the same file is left out."""
    stray = [fault for fault in faults if fault.sort in _STRAY][:_MANY]
    missing: defaultdict[Loc, list[str]] = defaultdict(list)
    unknown: defaultdict[Loc, list[str]] = defaultdict(list)
    for fault in faults:
        if fault.sort == "extra_forbidden":
            unknown[fault.loc[:-1]].append(fault.name)
        elif fault.sort != "missing":
            yield _finding(fault, document)
        elif not _is_explained(fault, stray, document):
            missing[fault.loc[:-1]].append(fault.name)
    yield from (_missing(loc, names, document) for loc, names in missing.items())
    told: set[tuple[Loc, str]] = set()
    for loc, names in unknown.items():
        there = model_at(model, loc[len(at) :])
        row = _row_with(there, names) or (_row_with(model, names) if loc[-1:] and isinstance(loc[-1], int) else "")
        if row and len(names) > 1:
            if (loc[:-1], row) not in told:  # rows below a line that is gone are one mistake together
                yield from _foreign(there, loc, names, row, document)
            told.add((loc[:-1], row))
        else:
            yield from _unknown_keys(there, loc, names, row, document)


def _row_with(model: type[Model], names: list[str]) -> str:
    """The list of ``model`` whose rows have all these keys, if there is one."""
    rows = (field for field in shape(model) if field.row is not None)
    return next((field.key for field in rows if field.row and {*names} <= {*written_keys(field.row)}), "")


def _unknown_keys(model: type[Model], loc: Loc, names: list[str], row: str, document: Document) -> Iterator[Diagnostic]:
    """The keys of one map that its model does not have: each misspelt one, and all that belong elsewhere as one."""
    misspelt = {name: did_you_mean(name, written_keys(model)) for name in names[:_MANY]}
    for name, hint in misspelt.items():
        if hint:
            yield _unknown((*loc, name), [name], hint, document)
    yield from _foreign(model, loc, [name for name in names if not misspelt.get(name)], row, document)


def _foreign(model: type[Model], loc: Loc, names: list[str], row: str, document: Document) -> Iterator[Diagnostic]:
    if names and (*loc, names[0]) not in document.orphans:
        them = "them" if len(names) > 1 else "it"
        has = f"it has {', '.join(written_keys(model))}"
        hint = f"a row of '{row}' has {them}: look at the lines above and at the indentation" if row else has
        yield _unknown((*loc, names[0]), names, hint, document)


def _is_explained(fault: _Fault, stray: list[_Fault], document: Document) -> bool:
    """Whether a missing key is there without a value, is misspelt, or stands at another place of the file."""
    if fault.loc in document.keys:
        return True
    for other in stray:
        beside = other.loc[:-1] == fault.loc[:-1]
        like = sorted(other.name) == sorted(fault.name) or did_you_mean(other.name, [fault.name])
        if other.name == fault.name or (beside and (like or len(fault.loc) > 1)):
            return True
    return False


def _unknown(loc: Loc, names: list[str], hint: str, document: Document) -> Diagnostic:
    what = f"no field{'s' if len(names) > 1 else ''} {_listed(names)} here"
    return Diagnostic(document.mark(loc, key=True), "unknown-key", what, hint)


def _missing(loc: Loc, names: list[str], document: Document) -> Diagnostic:
    where = f" of '{loc[-1]}'" if loc and isinstance(loc[-1], str) else ""
    what, hint = (" are missing", "add them") if len(names) > 1 else (" is missing", "add it")
    return Diagnostic(document.mark(loc), "missing-key", f"{_listed(names)}{where}{what}", hint)


def _listed(names: list[str]) -> str:
    quoted = [f"'{name}'" for name in names[:_MANY]]
    return " and ".join([", ".join(quoted[:-1]), quoted[-1]] if len(quoted) > 1 else quoted)


def _written(loc: tuple[int | str, ...], at: Loc, document: Document) -> Loc:
    """pydantic's location without the steps that name types of a union, which no file has."""
    way: Loc = at
    for step in loc:
        onward = (*way, step)
        if isinstance(step, str) and onward not in document.values and step == "[key]":
            continue
        way = onward
    return way


def _finding(fault: _Fault, document: Document) -> Diagnostic:
    loc, detail, name = fault.loc, fault.detail, fault.name
    kind, context = detail["type"], detail.get("ctx", {})
    if kind in CODES:
        if "field" in context:
            loc = (*loc, context["field"])
        return Diagnostic(document.mark(loc), kind, context["what"], context["hint"])
    if kind == "literal_error":
        return _choice(detail, loc, name, document)
    if kind in _SHAPES:
        what, hint = _SHAPES[kind]
        return Diagnostic(document.mark(loc), "wrong-type", f"'{name}': {what}", hint)
    if kind == "string_pattern_mismatch":
        what = f"'{detail['input']}' is no language"
        return Diagnostic(document.mark(loc), "bad-value", what, "a language is two letters: en, ar, ru")
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

MOST_FAULTS = 200
"""So many faults of one file are told at once: one that has more is better written anew."""

_STRAY = {"extra_forbidden", "string_pattern_mismatch"}
"""Faults of keys: one that is unknown, and one in a map of languages that is none."""

_MANY = 20
"""A file with more unknown keys than this is no record at all, and spelling hints would take long."""

_HINTS = {
    "string_too_short": "write something, or leave the line out",
    "greater_than_equal": "degrees: latitude from -90, longitude from -180",
    "less_than_equal": "degrees: latitude to 90, longitude to 180",
}
