"""JSON Schema of each kind, for editors that complete and validate YAML as it is typed."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from communique.kinds import KINDS, Dossier, Tombstone
from communique.shapes import shape

if TYPE_CHECKING:
    from communique.fields import Model

_ANY_SCALAR = ["string", "number", "boolean"]


def schemas() -> dict[str, str]:
    """File name to text, for every kind kept in YAML and for the dossier."""
    models: dict[str, type[Model]] = {kind.name: kind.model for kind in KINDS.values() if kind.suffix == ".yaml"}
    models["dossier"] = Dossier
    return {f"{name}.json": _schema(name, model) for name, model in models.items()}


def _schema(name: str, model: type[Model]) -> str:
    made = model.model_json_schema(by_alias=True)
    _loosen(made)
    for hidden in (field.key for field in shape(model) if field.derived):
        made["properties"].pop(hidden, None)
        made["required"] = [key for key in made.get("required", []) if key != hidden]
    made = {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": name,
        **_with_tombstone(made, name),
    }
    return json.dumps(made, ensure_ascii=False, indent=2) + "\n"


def _with_tombstone(made: dict[str, Any], name: str) -> dict[str, Any]:
    """A file of the kind is a record or a tombstone; the dossier's own is never one."""
    if name == "dossier":
        return made
    grave = Tombstone.model_json_schema(by_alias=True)
    _loosen(grave)
    for hidden in ("id", "stands_for"):
        grave["properties"].pop(hidden)
    grave.pop("required", None)
    definitions = made.pop("$defs", {})
    marks = [{"required": ["merged_into"]}, {"required": ["removed"]}]
    return {"$defs": definitions, "if": {"anyOf": marks}, "then": grave, "else": made}


def _loosen(part: Any) -> None:
    """Scalars are text until a field converts them, so ``title: 2020`` is as good as ``title: '2020'``."""
    if isinstance(part, list):
        for each in part:
            _loosen(each)
    if not isinstance(part, dict):
        return
    if part.get("default", 0) is None:
        part.pop("default")
    if any(each == {"type": "null"} for each in part.get("anyOf", [])):
        part["anyOf"] = [each for each in part["anyOf"] if each != {"type": "null"}]
        if len(part["anyOf"]) == 1:
            part.update(part.pop("anyOf")[0])
    if part.get("type") == "string" and "enum" not in part and "const" not in part:
        part["type"] = _ANY_SCALAR if "pattern" not in part and "format" not in part else "string"
    if part.get("type") == "boolean":
        part.update({"type": ["boolean", "string"], "enum": [True, False, "yes", "no"]})
    if set(part.get("enum", [])) == {"1", "2", "3", "4", "5", "6"}:
        part["enum"] = [*part["enum"], 1, 2, 3, 4, 5, 6]
        part.pop("type", None)
    if str(part.get("const", "")).isdecimal():
        part["enum"] = [part["const"], int(part["const"])]
        part.pop("const"), part.pop("type", None)
    for each in part.values():
        _loosen(each)
