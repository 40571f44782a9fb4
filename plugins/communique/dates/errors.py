"""What a small grammar raises when it refuses a text."""

from __future__ import annotations


class TextError(ValueError):
    """A text that its grammar refuses; the base of `DateError` and of `durations.QuantityError`.

    `message` says what is wrong, `hint` what to write instead, `offset` is the column in the text, from 0.
    """

    def __init__(self, message: str, hint: str, offset: int = 0) -> None:
        # All three go to the base class, so that the error survives the pickling between worker processes.
        super().__init__(message, hint, offset)
        self.message = message
        self.hint = hint
        self.offset = offset

    def __str__(self) -> str:
        return f"{self.message}; {self.hint}"


class DateError(TextError):
    """A text that is not a date of our EDTF profile (`docs/dates.md`)."""


def same_start(one: str, other: str) -> int:
    """How many characters two texts share from the left: the column where a mistake begins."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((place for place, (left, right) in pairs if left != right), min(len(one), len(other)))
