"""``manifest.json``: what a build was, for whoever finds the tree later. It says nothing of what was withheld."""

from __future__ import annotations

import json
from datetime import UTC
from typing import TYPE_CHECKING, Final

from communique import __version__
from communique.plan import File

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from communique.settings import Settings

PATH: Final = "manifest.json"


def manifest(dossier: str, settings: Settings, instant: datetime, families: Iterable[str]) -> File:
    """The level and the one instant of a build of ``dossier``, the day it is as of, and the families it wrote."""
    told = {
        "dossier": dossier,
        "level": settings.level,
        "instant": instant.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z"),
        "review": settings.review,
        "preview": settings.preview,
        "as_of": str(settings.as_of) if settings.as_of else None,
        "families": list(families),
        "program": f"communique {__version__}",
    }
    return File(PATH, (json.dumps(told, indent=2) + "\n").encode())
