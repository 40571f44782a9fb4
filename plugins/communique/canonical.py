"""The one way a record is written: keys in the order of its model, one style for each sort of value, lines that fit.

What is written means what was read, to the letter: the result is read back and compared before it counts.
"""

from __future__ import annotations

import re
import textwrap
from typing import TYPE_CHECKING, Any, Final

from communique.kinds import Dossier
from communique.kinds.base import Tombstone, is_tombstone
from communique.markdown import front_matter
from communique.shapes import shape
from communique.yamlfile import parse

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from communique.fields import Model
    from communique.kinds import Kind
    from communique.shapes import FieldShape
    from communique.tree import RawFile
    from communique.yamlfile import Document

WIDTH: Final = 110
"""How long a line may be before its text is folded."""

_YES: Final = {"true": "yes", "True": "yes", "yes": "yes", "false": "no", "False": "no", "no": "no"}
_TRUTHS: Final = ("true", "false", ".inf", "-.inf", ".nan")
_BASED: Final = re.compile(r"0o[0-7]+|0x[0-9a-fA-F]+")
_WHOLE: Final = re.compile(r"[-+]?[0-9]+")
_BROKEN: Final = re.compile(r"[-+]?(\.[0-9]+|[0-9]+\.[0-9]*)([eE][-+]?[0-9]+)?|[-+]?[0-9]+[eE][-+]?[0-9]+")
_INSTANT: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]+)?Z")
_EXACT: Final = 2**53 - 1
_WORD: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9#._/-]*")
_NUMBER: Final = re.compile(r"-?\d+\.\d+")


class CannotWriteError(ValueError):
    """A record has something that cannot be written so that it reads back the same."""


def canonical(model: type[Model], data: Mapping[str, Any]) -> str:
    """The YAML of ``data``, as the strict reader gave it, for a record of ``model``; ends in a line's end.

    Keys without a value go, but for a list that must be there. Raises CannotWriteError where the result would read
    otherwise.
    """
    kept = _tidied(model, data)
    lines = _spaced(_map(model, kept, "")) if getattr(model, "spaced", False) else _map(model, kept, "")
    text = "".join(f"{line}\n" for line in lines)
    document = parse(text, "")
    if document.findings or document.data != kept:
        raise CannotWriteError(
            "it cannot be written so that it reads back the same; look for control characters in its texts"
        )
    return text


def written(kind: Kind | None, data: Mapping[str, Any]) -> str:
    """``data`` as the file of a record of ``kind``, or of the dossier's own; a text below front matter is ``body``.

    Raises CannotWriteError where it cannot be written so that it reads back the same.
    """
    model = Dossier if kind is None else Tombstone if is_tombstone(data) else kind.model
    if kind is not None and kind.suffix == ".md":
        front = canonical(model, {key: value for key, value in data.items() if key != "body"})
        body = "\n".join(line.rstrip() for line in str(data.get("body", "")).strip("\n").split("\n"))
        return f"---\n{front}---\n" + (f"\n{body}\n" if body else "")
    name = f"../schema/{Dossier.kind}" if kind is None else f"../../schema/{kind.name}"
    head = "" if model is Tombstone else f"# yaml-language-server: $schema={name}.json\n"
    return head + canonical(model, data)


def apart(file: RawFile) -> tuple[Document, str, str]:
    """A file's document, the YAML it was read from, and the text below its front matter."""
    if file.kind is not None and file.kind.suffix == ".md" and (split := front_matter(file.text)):
        front, body, _ = split
        return parse(front, file.path, first_line=2), front, body
    return parse(file.text, file.path), file.text, ""


def _spaced(lines: Iterator[str]) -> Iterator[str]:
    """A blank line before the first list of rows, and before every key that comes after it."""
    begun = False
    waiting = next(lines, None)
    while waiting is not None:
        following = next(lines, None)
        at_top = not waiting.startswith((" ", "-")) and waiting != ""
        begun = begun or (at_top and following is not None and following.startswith("- "))
        if begun and at_top:
            yield ""
        yield waiting
        waiting = following


def _tidied(model: type[Model] | None, value: Any) -> Any:
    """``value`` without what is empty, and with its keys in order; keys the model does not have come last."""
    if not isinstance(value, dict):
        return value
    known = {field.key: field for field in shape(model)} if model else {}
    first = [key for key in getattr(model, "first", ()) if key in known]
    order = [key for key in dict.fromkeys((*first, *known, *value)) if key in value]
    found: dict[str, Any] = {}
    for key in order:
        new = _value(known.get(key), value[key])
        if new not in ("", [], {}, None) or (new == [] and key in known and known[key].required):
            found[key] = new
    return found


def _value(field: FieldShape | None, value: Any) -> Any:
    if isinstance(value, list):
        return [row for each in value if (row := _tidied(field.row if field else None, each)) not in ("", {}, None)]
    if isinstance(value, dict):
        # Names by language: English first, then as the alphabet has them.
        row = field.row if field else None
        return _tidied(row, value if row else dict(sorted(value.items(), key=lambda each: (each[0] != "en", each[0]))))
    if field is not None and isinstance(value, str):
        if field.form == "yes or no":
            return _YES.get(value, value)
        if field.form == "number" and _NUMBER.fullmatch(value):
            return value.rstrip("0").removesuffix(".") if value.endswith("0") else value
    # Texts of several lines end in a line's end, which their types take off again.
    return f"{value.strip()}\n" if isinstance(value, str) and "\n" in value.strip() else value


def _map(model: type[Model] | None, data: Mapping[str, Any], indent: str) -> Iterator[str]:
    known = {field.key: field for field in shape(model)} if model else {}
    for key, value in data.items():
        field = known.get(key)
        row = field.row if field else None
        if isinstance(value, dict):
            yield f"{indent}{_scalar(key)}:"
            yield from _map(row, value, f"{indent}  ")
        elif isinstance(value, list):
            yield from _list(key, value, row, indent)
        else:
            yield from _text(f"{indent}{_scalar(key)}: ", value, indent)


def _list(key: str, values: list[Any], row: type[Model] | None, indent: str) -> Iterator[str]:
    words = [each for each in values if isinstance(each, str) and _WORD.fullmatch(each) and _scalar(each) == each]
    flow = f"{indent}{key}: [{', '.join(words)}]"
    if len(words) == len(values) and len(flow) <= WIDTH:
        yield flow
        return
    yield f"{indent}{_scalar(key)}:"
    for each in values:
        if isinstance(each, dict):
            first, *rest = _map(row, each, f"{indent}  ")
            yield f"{indent}- {first.removeprefix(f'{indent}  ')}"
            yield from rest
        else:
            yield from _text(f"{indent}- ", each, indent)


def _text(head: str, text: str, indent: str) -> Iterator[str]:
    """A text after its key: on the line where it fits, folded where it is long, as it stands where it has lines."""
    inner = f"{indent}  "
    if "\n" in text:
        if _is_plain_block(text):
            yield f"{head}|{'' if text.endswith(chr(10)) else '-'}"
            yield from (f"{inner}{line}" if line else "" for line in text.removesuffix("\n").split("\n"))
        else:
            yield head + _quoted(text)
        return
    line = head + _scalar(text)
    if len(line) <= WIDTH or " " not in text or not _is_foldable(text):
        yield line
        return
    yield f"{head}>-"
    yield from textwrap.wrap(
        text, WIDTH, initial_indent=inner, subsequent_indent=inner, break_long_words=False, break_on_hyphens=False
    )


def _is_foldable(text: str) -> bool:
    """Whether folding gives the text back: single spaces only, and words that fit."""
    return text == " ".join(text.split(" ")) and "  " not in text and not re.search(r"[\t\xa0\u2028]|^\s|\s$", text)


def _is_plain_block(text: str) -> bool:
    lines = text.removesuffix("\n").split("\n")
    return bool(lines[0].strip()) and not lines[0].startswith((" ", "\t")) and not text.endswith("\n\n")


def _scalar(text: str) -> str:
    """``text`` bare where the strict reader and any form editor give it back so, else in quotes."""
    if _is_taken_for_another(text):
        return _quoted(text)
    document = parse(f"x: {text}\n", "")
    bare = not document.findings and document.data == {"x": text} and not text.startswith(("[", "{", "'", '"'))
    return text if bare and text == text.strip() else _quoted(text)


def _is_taken_for_another(text: str) -> bool:
    """Whether YAML 1.2's core schema, by which form editors read, has a number, a truth or an instant here that it
    would write in another way: 1.10, 007, 0x1F, True, 2031-04-01T06:00:00Z.
    """
    if _BASED.fullmatch(text) or _INSTANT.fullmatch(text):
        return True
    if _WHOLE.fullmatch(text):
        return str(int(text)) != text or abs(int(text)) > _EXACT
    if _BROKEN.fullmatch(text):
        return "e" in text.casefold() or repr(float(text)) != text or text.endswith(".0")
    return text.casefold() in _TRUTHS and text not in _TRUTHS


def _quoted(text: str) -> str:
    if "\n" not in text and "'" not in text and ("\\" in text or '"' in text):
        return f"'{text}'"
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t")
    return f'"{escaped}"'
