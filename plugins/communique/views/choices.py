"""Why we print one reading and not another: what grades and chains say, and nothing where they do not decide."""

from __future__ import annotations

from typing import TYPE_CHECKING

from communique.chains import origins
from communique.kinds import Source
from communique.tongue import gettext, say
from communique.views.citing import credibility
from communique.views.sheet import Grade
from communique.views.words import counted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from communique.kinds import Event
    from communique.views.sheet import Sheet

_UNJUDGED = "F6"
"""Letter and figure that say that nobody can tell; they are no worse than others, and no better."""


def why_ours(sheet: Sheet, event: Event, ours: Sequence[str], others: Sequence[str]) -> str:
    """Why the reading of ``ours`` (source ids) is printed and that of ``others`` is not, in a sentence."""
    apart = [id_ for id_ in others if id_ not in ours]
    if not ours or not apart:
        return ""
    if origin := _common_origin(sheet, event, ours, apart):
        return say("Followed: {name}, the origin of the others.", name=sheet.corpus.get(Source, origin).publisher)
    best, theirs = (_best(sheet, event, ids) for ids in (ours, apart))
    if best and theirs and str(best) < str(theirs):
        return say(
            "Followed: the better graded account, {grade} against {other}.", grade=_told(best), other=_told(theirs)
        )
    count, against = (sheet.origin_count(_uses(event, ids)) for ids in (ours, apart))
    if count > against:
        return say(
            "Followed: what more origins have, {origins} against {other}.",
            origins=counted(count, "origin"),
            other=against,
        )
    return gettext("Neither grades nor origins decide between them; what stands here is our choice.")


def _uses(event: Event, ids: Sequence[str]) -> list[tuple[str, str | None]]:
    vias = {each.source: each.via for each in event.sources}
    return [(id_, vias.get(id_)) for id_ in ids]


def _common_origin(sheet: Sheet, event: Event, ours: Sequence[str], others: Sequence[str]) -> str:
    """The source of ours that every other account has it from; empty where there is none."""
    ends = origins(sheet.source_records, _uses(event, others))
    only = next(iter(ends)) if len(ends) == 1 else ""
    return only if only in ours and only in sheet.source_records else ""


def _best(sheet: Sheet, event: Event, ids: Sequence[str]) -> Grade | None:
    grades = [Grade(sheet.corpus.get(Source, id_).reliability, credibility(event, id_)) for id_ in ids]
    judged = [
        each
        for each in grades
        if each.reliability not in _UNJUDGED and each.credibility and each.credibility not in _UNJUDGED
    ]
    return min(judged, key=str, default=None)


def _told(grade: Grade) -> str:
    return f"{grade.reliability} {grade.credibility}"
