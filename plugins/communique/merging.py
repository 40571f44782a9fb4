"""Two records of one kind made one, as data: the one that stays gets what it lacks, and nothing is lost unsaid."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from communique.diagnostics import shorten
from communique.errors import MigrationError
from communique.markings import exceeds
from communique.shapes import shape

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from communique.fields import Model
    from communique.kinds import Record
    from communique.shapes import FieldShape

OWN: Final = frozenset({"number", "accept", "draft", "marking", "embargo"})
"""What a record says of itself alone: it is not carried over."""


def withheld_more(one: Record, other: Record) -> bool:
    """Whether ``one`` is kept from readers who get to see ``other``."""
    if one.draft and not other.draft:
        return True
    if one.embargo is not None and (other.embargo is None or other.embargo < one.embargo):
        return True
    if one.marking is None:
        return False
    return other.marking is None or exceeds(one.marking, other.marking)


def carried(
    model: type[Model], gone: Mapping[str, Any], staying: Mapping[str, Any]
) -> tuple[dict[str, Any], list[str]]:
    """The data of the record that stays, with what the other one has more; and what of that one is left behind.

    Raises MigrationError where both have a row of one id that says two things: references to it would change meaning.
    """
    data = dict(staying)
    left: list[str] = []
    for field in shape(model):
        key = field.key
        if key not in gone or key in OWN or field.key == "id":
            continue
        if key not in data:
            data[key] = gone[key]
        elif isinstance(gone[key], list):
            data[key] = _joined(field, data[key], gone[key], left)
        elif isinstance(gone[key], dict):
            data[key] = {**gone[key], **data[key]}
            _forms(data, gone[key], left)
        elif _plain(gone[key]) != _plain(data[key]):
            left.append(f"{key}: {_short(gone[key])}")
    return data, left


def _joined(field: FieldShape, staying: list[Any], gone: list[Any], left: list[str]) -> list[Any]:
    rows = list(staying)
    for row in gone:
        same = next((other for other in staying if _known(field, other) == _known(field, row)), None)
        if same is None:
            rows.append(row)
        elif same != row:
            if isinstance(row, dict) and "id" in row:
                raise MigrationError(
                    f"both have a row '{row['id']}' in '{field.key}', and it says two things: give one another id."
                )
            left.append(f"{field.key}: {_short(row)}")
    return rows


def _known(field: FieldShape, row: Any) -> Any:
    """What a row is known by among the others."""
    if not isinstance(row, dict) or field.row is None:
        return row
    if "id" in row:
        return row["id"]
    keys = getattr(field.row, "known_by", ())
    return tuple(row.get(key) for key in keys) if keys else tuple(sorted(map(str, row.items())))


def _forms(data: dict[str, Any], names: Mapping[str, Any], left: list[str]) -> None:
    """A name that gives way to another one stays as a form of it, so that it is still found."""
    forms = data.setdefault("name_forms", [])
    written = {row.get("text") for row in forms} | set(data["names"].values())
    for language, name in names.items():
        if name not in written:
            forms.append({"text": name, "lang": language})
            left.append(f"names.{language}: {name} (it is a name form now)")
    if not forms:
        del data["name_forms"]


def doubled(model: type[Model], data: Mapping[str, Any], before: Mapping[str, Any]) -> Iterator[str]:
    """The lists of ``data`` in which two rows go by one name that went by two ``before``."""
    for field in shape(model):
        rows, old = data.get(field.key), before.get(field.key)
        if field.row is None or not field.many or not isinstance(rows, list) or not isinstance(old, list):
            continue
        names = [str(_known(field, row)) for row in rows]
        if len(set(names)) < len(names) and len({str(_known(field, row)) for row in old}) == len(old):
            yield f"'{field.key}'"


def once(data: Any, before: Any) -> Any:
    """``data`` without a value or row twice in one list, where it was not there twice ``before``."""
    if isinstance(data, dict):
        old = before if isinstance(before, dict) else {}
        return {key: once(value, old.get(key)) for key, value in data.items()}
    if isinstance(data, list):
        old_rows = before if isinstance(before, list) else []
        rows = [once(row, old_rows[at] if at < len(old_rows) else None) for at, row in enumerate(data)]
        single = list({str(row): row for row in reversed(rows)}.values())[::-1]
        return single if len(set(map(str, old_rows))) == len(old_rows) else rows
    return data


def _plain(value: Any) -> Any:
    return " ".join(value.split()) if isinstance(value, str) else value


def _short(value: Any) -> str:
    shown = ", ".join(f"{key}: {each}" for key, each in value.items()) if isinstance(value, dict) else str(value)
    return shorten(shown, 100)
