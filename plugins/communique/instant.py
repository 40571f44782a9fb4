"""The one instant of a build. Nothing else in the program reads the clock."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from communique.errors import SettingsError

if TYPE_CHECKING:
    from communique.settings import Settings


def build_instant(settings: Settings) -> datetime:
    """The setting BUILD_INSTANT, else SOURCE_DATE_EPOCH, else now; with a time zone. Raises SettingsError."""
    if settings.build_instant:
        try:
            instant = datetime.fromisoformat(settings.build_instant)
        except ValueError as error:
            raise SettingsError(
                f"BUILD_INSTANT: '{settings.build_instant}' is not an instant; write 2020-07-03T06:00:00Z."
            ) from error
        return instant if instant.tzinfo else instant.replace(tzinfo=UTC)
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    return datetime.fromtimestamp(int(epoch), UTC) if epoch.isdigit() else datetime.now(UTC)
