"""The errors for dates that are well formed and yet not in the calendar."""

from __future__ import annotations

from typing import Final

from communique.dates.days import month_length
from communique.dates.errors import DateError

MONTHS: Final = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def no_such_month(year: str, month: str, day: str, at: int) -> DateError:
    """For `2020-13-01`, `2020-00` and `2020-2X`; `at` is the month's column."""
    if month == "00":
        hint = f"where the month is not known, write {year} or {year}-XX"
        return DateError("there is no month 00", hint, at)
    hint = "months are 01 to 12"
    if day and _fits(year, day, month):
        hint += f"; if day and month changed places, write {year}-{day}-{month}"
    elif not day:
        hint += ", seasons 21 to 24, and other parts of a year 25 to 41"
    return DateError(f"there is no month {month}", hint, at)


def no_such_day(year: str, month: str, day: str, at: int) -> DateError:
    """For `2020-02-30`, `2020-07-00` and `2020-02-3X`; `at` is the day's column."""
    month_known = f"{year}-{month}"
    if day == "00":
        hint = f"where the day is not known, write {month_known} or {month_known}-XX"
        return DateError("there is no day 00", hint, at)
    hint = f"where the day is not known, write {month_known} or {month_known}-XX"
    if "X" in year + month:
        return DateError(f"no day fits {month_known}-{day}", hint, at)
    length = month_length(int(year), int(month))
    return DateError(f"{MONTHS[int(month) - 1]} {int(year)} has {length} days", hint, at)


def no_days_in_period(year: str, code: str, day: str, at: int) -> DateError:
    """For `2020-21-05`: a season has no days; `at` is the day's column."""
    hint = f"write {year}-{code} without a day"
    if _fits(year, day, code):
        hint += f"; if day and month changed places, write {year}-{day}-{code}"
    return DateError(f"month {code} is a season or another part of the year, which has no days", hint, at)


def _fits(year: str, month: str, day: str) -> bool:
    if not (year + month + day).replace("-", "").isdecimal():
        return False
    return 1 <= int(month) <= 12 and 1 <= int(day) <= month_length(int(year), int(month))
