"""A pin as text and back: ``briefings/<edition>.lock``, strict YAML, with a seal over its own lines at the end."""

from __future__ import annotations

import hashlib
import json
import re
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from communique.diagnostics import Diagnostic, Mark, blocking
from communique.editions.pin import Pin
from communique.fields import Model
from communique.validation import validate
from communique.yamlfile import parse

if TYPE_CHECKING:
    from collections.abc import Iterator

LOCK: Final = ".lock"
_HEAD: Final = (
    "# Written by 'communique publish': the record of what readers hold. Keep it with the files it names, and\n"
    "# change none of them; a new edition supersedes this one.\n"
)
_SEAL: Final = re.compile(r"(?m)^seal: ([0-9a-f]{64})\n\Z")
_PLAIN: Final = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9:+/._-]*[A-Za-z0-9+/._-])?")
_QUOTED: Final = {"null", "Null", "NULL"}
PUT_BACK: Final = "put it back as git has it; what was published is never changed"


def lock_text(pin: Pin) -> str:
    """The text of the lock file of ``pin``."""
    text = _HEAD + "".join(f"{line}\n" for line in _lines(pin))
    return f"{text}seal: {_digest(text)}\n"


def read_lock(text: str, path: str) -> tuple[Pin | None, list[Diagnostic]]:
    """The pin that ``text`` holds, and what is wrong with it at its line; None where anything is.

    ``path`` is what findings name.
    """
    document = parse(text, path)
    if blocking(document.findings):
        return None, document.findings
    data = document.data
    if not isinstance(data, dict):
        return None, [Diagnostic(Mark(path), "bad-lock", "this is no lock file", PUT_BACK)]
    seal = _SEAL.search(text)
    if seal is None or "seal" not in data:
        mark = document.mark(("seal",)) if "seal" in data else Mark(path, text.count("\n") or 1)
        return None, [Diagnostic(mark, "bad-lock", "its last line is not its seal", PUT_BACK)]
    if _digest(text[: seal.start()]) != seal.group(1):
        mark = document.mark(("seal",))
        return None, [Diagnostic(mark, "bad-lock", "the lines above are not those that were sealed", PUT_BACK)]
    pin = validate(Pin, {key: value for key, value in data.items() if key != "seal"}, document)
    return pin, document.findings


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _lines(model: Model) -> Iterator[str]:
    for name in type(model).model_fields:
        value = getattr(model, name)
        if value is None or value == ():
            continue
        if isinstance(value, dict):
            yield f"{name}:"
            yield from (f"  {key}: {_scalar(each)}" for key, each in sorted(value.items()))
        elif isinstance(value, tuple):
            yield f"{name}:"
            for row in value:
                yield from (f"{'  ' if number else '- '}{line}" for number, line in enumerate(_lines(row)))
        else:
            yield f"{name}: {_scalar(value)}"


def _scalar(value: Any) -> str:
    text = value.isoformat() if isinstance(value, datetime) else str(getattr(value, "text", value))
    return text if _PLAIN.fullmatch(text) and text not in _QUOTED else json.dumps(text, ensure_ascii=False)
