"""The versions of the record format, and the way from each to the next.

``content/dossier.yaml`` says which version its records are written in (``schema_version``). A change of the format
that old records do not fit is one row more in ``MIGRATIONS``: what it does in words, and a function from the data of
a record, as the strict reader gives them, to those of the next version. ``communique migrate`` rewrites a dossier;
what git has of older versions is read through the same functions, so that diff, corrections and history go on.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Callable
from typing import Any, Final, NamedTuple

Rewrite = Callable[[str, dict[str, Any]], dict[str, Any]]
"""From the word of a kind (``dossier`` for the dossier's own file) and a record's data, which it may change, to new
data. A text below front matter is ``body``. Pure: the same data give the same."""

FIRST: Final = 1
_NUMBER: Final = re.compile(r"[1-9][0-9]{0,5}")


class Migration(NamedTuple):
    """One step from a version to the next."""

    words: str
    rewrite: Rewrite


MIGRATIONS: list[Migration] = []
"""The steps, oldest first: the first leads from version 1 to 2. There is one version so far, and so no step."""


def current() -> int:
    """The version that this program writes."""
    return FIRST + len(MIGRATIONS)


def version_in(data: Any) -> int | None:
    """The version that the data of a dossier's own file name; None where they name none that could be."""
    text = data.get("schema_version") if isinstance(data, dict) else None
    return int(text) if isinstance(text, str) and _NUMBER.fullmatch(text) else None


def steps_from(version: int) -> list[Migration]:
    """What is to be done from ``version`` on."""
    return MIGRATIONS[version - FIRST :]


def migrated(kind: str, data: dict[str, Any], version: int) -> dict[str, Any]:
    """The data of a record of ``version`` as the newest one has them; ``data`` stay as they are."""
    new = copy.deepcopy(data)
    for step in steps_from(version):
        new = step.rewrite(kind, new)
    return new
