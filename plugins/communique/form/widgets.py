"""One input of the form a field, chosen from what the model declares; nothing is said of a field twice."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from communique.fields import ID_FORM, ID_PATTERN, FieldClass
from communique.kinds import KINDS
from communique.shapes import shape

if TYPE_CHECKING:
    from collections.abc import Sequence

    from communique.fields import Model, Ref
    from communique.shapes import FieldShape

    Widget = dict[str, Any]
    """One field of Decap's configuration."""

_SIGNS: Final = r"[-0-9XYSE~?%.,/\[\]{} ]"
EDTF_PATTERN: Final = rf"^(unknown|\.\.|{_SIGNS}*[0-9X]{_SIGNS}*)$"
"""What every EDTF date looks like: the form's own look at it; ``communique check`` reads it truly."""

_EDTF_HELP: Final = (
    "EDTF: 2020-07-01 a day; 2020-07 a month; 2020-07~ about then; 2020-07? not sure; "
    "[2020-06-29..2020-07-02] one day of those"
)
_SPAN_HELP: Final = "2020-06-22/2020-07-02 from one day to another"
_MEASURE_HELP: Final = "14; 45-90 days; at least 14; about 3 months; several; unknown"
_MARKDOWN_HELP: Final = "[@source-id, where in it] cites; [[record-id|words]] links to a record"
_WHOLE: Final = re.compile(r"-?(0|[1-9][0-9]*)")
_HEADLINES: Final = ("title", "question")
_LONG: Final = ("text", "quote")

SHOWN_AS: Final[dict[str, str]] = {
    "event": "{{date}} {{title}} ({{slug}})",
    "actor": "{{names.en}} ({{slug}})",
    "place": "{{names.en}} ({{slug}})",
    "source": "{{title}}, {{publisher}} ({{slug}})",
    "claim": "{{question}} ({{slug}})",
}
"""How a record is called in a picker and in lists, by kind; else by its title."""

SOUGHT_BY: Final[dict[str, tuple[str, ...]]] = {
    "event": ("title", "date"),
    "actor": ("names.en", "name_forms.*.text"),
    "place": ("names.en", "name_forms.*.text"),
    "source": ("title", "publisher", "published"),
    "topic": ("title", "also.*"),
    "claim": ("question",),
}
"""What a picker looks for what is typed in, by kind; else in its title."""

NEVER_TYPED: Final = ("number",)
"""Keys that a tool writes: the form keeps them and does not show them."""


def widgets(model: type[Model], languages: Sequence[str]) -> list[Widget]:
    """The inputs of every field an editor may write, in the order of the model. ``languages`` are those of names."""
    return [_widget(model, field, languages) for field in shape(model) if not field.derived]


def shown_as(kind: str, language: str = "en") -> str:
    """How a record of ``kind`` is called, as a template of Decap's; names in ``language``."""
    return SHOWN_AS.get(kind, "{{title}} ({{slug}})").replace("names.en", f"names.{language}")


def collection_name(kind: str) -> str:
    """What Decap calls the records of a kind: the last word of their folder."""
    return KINDS[kind].folder.rpartition("/")[2]


def _widget(model: type[Model], field: FieldShape, languages: Sequence[str]) -> Widget:
    made: Widget = {"name": field.key, "label": _label(field.key)}
    made |= {"widget": "hidden"} if field.key in NEVER_TYPED else _input(model, field, languages)
    if made["widget"] == "hidden":
        return made
    told = " ".join(part for part in (field.doc, made.pop("hint", "")) if part)
    return made | {"required": field.required} | ({"hint": told} if told else {})


def _input(model: type[Model], field: FieldShape, languages: Sequence[str]) -> Widget:
    """What is typed or chosen: by the rows of a field, its choices, what it refers to, or the form of its text."""
    if field.row is not None:
        return _rows(field, languages)
    if field.choices:
        made: Widget = {"widget": "select", "options": [_option(each) for each in field.choices]}
        return made | ({"multiple": True, "default": []} if field.many else {})
    if field.form == "yes or no":
        # Text and no switch: a record says yes or no, and a switch would take the word "no" for on.
        return {"widget": "select", "options": ["yes", "no"]}
    if field.form == "one text a language":
        return _one_a_language(languages)
    if field.many and not _has_picker(field.ref):
        single = {"name": "value", "label": _label(field.key), "required": True} | _line(model, field)
        return {"widget": "list", "default": [], "allow_add": True, "field": single}
    if _has_picker(field.ref):
        return _picker(field, languages[0])
    return _line(model, field)


def _rows(field: FieldShape, languages: Sequence[str]) -> Widget:
    assert field.row is not None
    rows = widgets(field.row, languages)
    known = [each for each in ("id", *getattr(field.row, "known_by", ())) if any(row["name"] == each for row in rows)]
    made: Widget = {
        "widget": "list",
        "default": [],
        "collapsed": True,
        "label_singular": field.row.__name__.lower(),
        "fields": rows,
    }
    shown = known or [next(row["name"] for row in rows if row["required"])]
    return made | {"summary": " · ".join(f"{{{{fields.{each}}}}}" for each in shown)}


def _one_a_language(languages: Sequence[str]) -> Widget:
    fields = [
        {"name": each, "label": each, "widget": "string", "required": number == 0}
        for number, each in enumerate(languages)
    ]
    return {"widget": "object", "collapsed": False, "fields": fields}


def _has_picker(ref: Ref | None) -> bool:
    """Whether one list holds all that may be named: Decap's picker looks in one collection."""
    return ref is not None and not ref.part and len(ref.kinds) == 1 and ref.kinds[0] in KINDS


def _picker(field: FieldShape, language: str) -> Widget:
    assert field.ref is not None
    kind = field.ref.kinds[0]
    made: Widget = {
        "widget": "relation",
        "collection": collection_name(kind),
        "value_field": "{{slug}}",
        "search_fields": [each.replace("names.en", f"names.{language}") for each in SOUGHT_BY.get(kind, ("title",))],
        "display_fields": [shown_as(kind, language)],
        "options_length": 50,
    }
    return made | ({"multiple": True, "default": []} if field.many else {})


def _line(model: type[Model], field: FieldShape) -> Widget:
    """A text that is typed: with its pattern and help where it has a form of its own."""
    if field.markdown:
        # Raw: the other mode would write citations and links anew.
        return {"widget": "markdown", "modes": ["raw"], "buttons": [], "hint": _MARKDOWN_HELP}
    if field.ref is not None:
        return {"widget": "string"} | _of_ref(field.ref)
    if field.form.startswith("EDTF"):
        told = f"{_EDTF_HELP}; {_SPAN_HELP}." if "span" in field.form else f"{_EDTF_HELP}."
        return {"widget": "string", "pattern": [EDTF_PATTERN, "an EDTF date belongs here"], "hint": told}
    if field.form == "number":
        whole = _schema(model, field).get("type") == "integer"
        return {"widget": "number", "value_type": "int" if whole else "float"} | ({} if whole else {"step": 0.00001})
    if field.form == "number, range or duration":
        return {"widget": "string", "hint": f"{_MEASURE_HELP}."}
    pattern = _schema(model, field).get("pattern")
    if pattern:
        return {"widget": "string", "pattern": [pattern, f"write it as {field.form}"]}
    return {"widget": "text" if _is_long(model, field) else "string"}


def _of_ref(ref: Ref) -> Widget:
    one = ID_PATTERN.removeprefix("^").removesuffix("$")
    if ref.part and not ref.local:
        return {"pattern": [f"^{one}#{one}$", "write it as record-id#row-id"], "hint": "record-id#row-id."}
    told = "The id of a row of this record." if ref.local else f"The id of a record ({' or '.join(ref.kinds)})."
    return {"pattern": [ID_PATTERN, ID_FORM], "hint": told}


def _is_long(model: type[Model], field: FieldShape) -> bool:
    if field.key in getattr(model, "known_by", ()):
        return False
    prose = field.field_class in (FieldClass.TEXT, FieldClass.PRIVATE) and field.key not in _HEADLINES
    return prose or field.key in _LONG


def _option(choice: str) -> Any:
    """A choice as Decap has it once it has read the file: ``credibility: 1`` is a number there."""
    return {"label": choice, "value": int(choice)} if _WHOLE.fullmatch(choice) else choice


def _schema(model: type[Model], field: FieldShape) -> dict[str, Any]:
    """What JSON Schema says of one value of the field."""
    found: dict[str, Any] = model.model_json_schema(by_alias=True)["properties"][field.key]
    for part in (found, *found.get("anyOf", ())):
        one = part.get("items", part)
        if "pattern" in one or one.get("type") in ("integer", "number"):
            return dict(one)
    return {}


def _label(key: str) -> str:
    return key.replace("_", " ").capitalize()
