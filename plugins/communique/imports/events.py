"""A row of the TimelineJS spreadsheet to the fields of an event. Its dates stay as coarse as they are."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from communique import dates
from communique.imports.rows import Made, plain_text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from communique.imports.rows import Row

TIMELINE_COLUMNS: Final = (
    *("Year", "Month", "Day", "Time", "End Year", "End Month", "End Day", "End Time", "Display Date", "Headline"),
    *("Text", "Media", "Media Credit", "Media Caption", "Media Thumbnail", "Type", "Group", "Background"),
)
"""The columns of TimelineJS's spreadsheet template."""

_NO_EVENT: Final = {"title": "the opening slide, no event", "era": "an era, no event"}


def event_of(row: Row, tracks: Mapping[str, str]) -> Made | str:
    """The event a row is, or why it is none. ``tracks`` leads from the titles of tracks, in small letters, to ids."""
    cells = dict(row.cells)
    type_ = cells.pop("Type", "").lower()
    if type_ in _NO_EVENT:
        return _NO_EVENT[type_]
    made = Made()
    date = _date(cells, "")
    if not date:
        return "no year, so no date"
    if not _is_date(date):
        return f"'{date}' is no date"
    title = plain_text(cells.pop("Headline", ""))
    if not title:
        return "no headline, so no title"
    made.fields |= {"title": title, "type": "announcement", "date": date}
    made.remarks.append("type: a guess ('announcement'); the table does not say")
    _end(cells, date, made)
    _time(cells, made)
    if shown := cells.pop("Display Date", ""):
        made.fields["date_text"] = shown
    if group := cells.pop("Group", ""):
        if group.lower() in tracks:
            made.fields["tracks"] = [tracks[group.lower()]]
        else:
            made.remarks.append(f"Group '{group}': no track has this title")
    if text := plain_text(cells.pop("Text", "")):
        # It cites nothing yet, so it is the editor's to check, and not the readers' to see.
        made.fields["private_note"] = text
        made.remarks.append("Text: put into private_note, since it cites no source")
    made.remarks += [f"{name}: {value}" for name, value in cells.items()]
    return made


def _date(cells: dict[str, str], prefix: str) -> str:
    parts = [cells.pop(f"{prefix}{part}", "") for part in ("Year", "Month", "Day")]
    if not parts[0]:
        return ""
    year = parts[0].zfill(4) if parts[0].isdigit() else parts[0]
    found = [year]
    for part in parts[1:]:
        if not part:
            break
        found.append(part.zfill(2))
    return "-".join(found)


def _is_date(text: str) -> bool:
    try:
        dates.parse(text)
    except dates.DateError:
        return False
    return True


def _end(cells: dict[str, str], date: str, made: Made) -> None:
    end = _date(cells, "End ")
    if time := cells.pop("End Time", ""):
        made.remarks.append(f"End Time: {time}")
    if not end or end == date:
        return
    if _is_date(end):
        made.fields["end"] = end
    else:
        made.remarks.append(f"'{end}' is no date for an end")


def _time(cells: dict[str, str], made: Made) -> None:
    """A time of day is kept as a remark: without a zone it says no moment."""
    time = cells.pop("Time", "")
    if time:
        clock = re.fullmatch(r"(\d{1,2}):(\d\d)(?::\d\d)?\s*([AaPp][Mm])?", time)
        made.remarks.append(f"Time: {time}; give 'time' and 'zone'" if clock else f"Time: {time}")
