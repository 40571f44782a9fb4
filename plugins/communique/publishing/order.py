"""What is to be made: one edition as it is pinned. A file of JSON, so that a later program can ask an earlier one."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from communique.errors import SettingsError
from communique.settings import checked_level
from communique.views.stamp import Stamp

if TYPE_CHECKING:
    from pathlib import Path

    from communique.editions import Pin
    from communique.markings import Marking

MADE: Final = "made.json"
"""Beside the forms stands a list of them: which form each is, under which name it is published."""


@dataclass(frozen=True, slots=True)
class Order:
    """``level`` is the edition's marking: nothing marked higher gets in."""

    edition: str
    level: Marking
    stamp: Stamp

    @classmethod
    def of(cls, pin: Pin) -> Order:
        """The order that a published edition was made by."""
        stamp = Stamp(pin.commit, pin.content, pin.instant, pin.signer or "", pin.private_commit or "")
        return cls(pin.edition, pin.marking, stamp)

    def write(self, path: Path) -> None:
        """Write it to ``path``."""
        told: dict[str, Any] = {"edition": self.edition, "level": self.level, **asdict(self.stamp)}
        told["instant"] = self.stamp.instant.isoformat()
        path.write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")

    @classmethod
    def read(cls, path: Path) -> Order:
        """Read it from ``path``. Raises SettingsError where that is no order. What it does not know it passes over."""
        try:
            told = json.loads(path.read_text(encoding="utf-8"))
            instant = datetime.fromisoformat(told["instant"])
            texts = {name: str(told.get(name, "")) for name in ("commit", "content", "signer", "private_commit")}
            return cls(str(told["edition"]), checked_level(str(told["level"])), Stamp(instant=instant, **texts))
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise SettingsError(f"{path.name} says of no edition how it is pinned: {error}") from error
