"""Answers of the last days, kept in the user's cache and not in the dossier, so that a second run asks little.

Only what is settled is kept (ok, moved, dead); what was unsure is asked again.
"""

from __future__ import annotations

import hashlib
import json
import os
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from communique.linking.answers import Answer, State
from communique.whole import write_whole

if TYPE_CHECKING:
    from collections.abc import Mapping

_SETTLED = frozenset({State.OK, State.MOVED, State.DEAD})


def cache_of(root: Path) -> Path:
    """Where the answers of the dossier in ``root`` are kept (XDG Base Directory Specification)."""
    named = os.environ.get("XDG_CACHE_HOME", "")
    base = Path(named) if named.startswith("/") else Path.home() / ".cache"
    name = hashlib.sha256(str(root.resolve()).encode()).hexdigest()[:16]
    return base / "communique" / f"links-{name}.json"


def recall(path: Path, now: datetime, days: float) -> dict[str, tuple[Answer, str]]:
    """The answers younger than ``days``, each with its instant. A file that cannot be read holds none."""
    try:
        rows: Any = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    found = {}
    for url, row in rows.items() if isinstance(rows, dict) else ():
        with suppress(KeyError, TypeError, ValueError):
            asked = datetime.fromisoformat(row["asked"])
            if timedelta(0) <= now - asked < timedelta(days=days):
                answer = Answer(State(row["state"]), str(row["why"]), str(row["leads_to"]))
                found[url] = answer, asked.isoformat()
    return found


def keep(path: Path, answers: Mapping[str, tuple[Answer, str]]) -> None:
    """Write what is settled of ``answers``, whole or not at all. A cache that cannot be written is no error."""
    rows = {
        url: {"state": answer.state, "why": answer.why, "leads_to": answer.leads_to, "asked": asked}
        for url, (answer, asked) in sorted(answers.items())
        if answer.state in _SETTLED
    }
    with suppress(OSError):
        write_whole(path, json.dumps(rows, ensure_ascii=False, indent=1).encode())
