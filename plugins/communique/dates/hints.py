"""What is wrong with a text that is no EDTF, and what to write instead."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from communique.dates import advice
from communique.dates.errors import DateError, same_start
from communique.dates.loose import tidied

if TYPE_CHECKING:
    from collections.abc import Callable

ADVISERS: Final[tuple[Callable[[str], advice.Advice | None], ...]] = (
    advice.write,
    advice.nothing,
    advice.closed_up,
    advice.day_or_month_first,
    advice.typed_loosely,
    advice.about,
    advice.perhaps,
    advice.part_of_it,
    advice.before,
    advice.after,
    advice.either,
    advice.from_to,
    advice.pieces,
    advice.two_years,
    advice.week,
    advice.year_digits,
    advice.time_of_day,
    advice.counted_from_elsewhere,
    advice.the_forms,
)
"""One for each common mistake; the first that recognises its own is heard, the last speaks in any case."""

SHOWN: Final = 60


def explain(text: str, offset: int) -> DateError:
    """The error for a text that the grammar could follow only up to column `offset`."""
    tidy = tidied(text)
    heard = next(filter(None, (adviser(tidy) for adviser in ADVISERS)))
    if heard.meant:
        offset = max(offset, same_start(text, heard.meant))
    shown = text if len(text) <= SHOWN else f"{text[:SHOWN]}…"
    return DateError(heard.message or f"'{shown}' is not a date", heard.hint, min(offset, len(text)))
