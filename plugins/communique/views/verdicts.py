"""What a reader is told of a quotation: the verdict in words, the way to the passage, the languages it came through."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote

from communique import dates
from communique.chains import Hop, chain
from communique.evidence import quotation_key
from communique.kinds import Source
from communique.quotations import Change, word_diff
from communique.tongue import Words, gettext, message, say

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from communique.evidence import Judged
    from communique.views.sheet import Sheet

WHOLE = 8
"""A passage of more words is linked by its first and last ones."""

_ENDS = 4


@dataclass(frozen=True, slots=True)
class VerdictView:
    """Whether a quotation was found in the archived copy; ``mark`` is found, altered, not-found or cannot.

    ``changes`` is how an altered one differs from the copy, word by word; ``remark`` is what to know of a found one;
    ``live`` leads to the passage in the source's page as it is now, and may be empty.
    """

    mark: str
    words: str
    changes: tuple[Change, ...] = ()
    remark: str = ""
    live: str = ""


CANNOT_CHECK = VerdictView("cannot", message("cannot check: no snapshot here"))
WORDS = Words({"found": "found", "altered": "altered", "not-found": "not found", "cannot-check": "cannot check"})


def verdict_view(sheet: Sheet, text: str, source: Source, speaker: str | None = None) -> VerdictView:
    """The verdict on the words ``text`` of ``source``, with the way to the passage; paper leads to our pages only."""
    url = "" if sheet.paper else source.url or ""
    judged = sheet.corpus.judged.get(quotation_key(text, source.id, speaker))
    if judged is None:
        return VerdictView(CANNOT_CHECK.mark, gettext(CANNOT_CHECK.words), live=text_fragment(url, text))
    return judged_view(judged, text, url)


def judged_view(judged: Judged, text: str, url: str) -> VerdictView:
    """The view of one verdict on ``text``; ``url`` is the source's live address."""
    verdict = judged.verdict
    mark = verdict.word.removesuffix("-check")
    changes = word_diff(text, verdict.passage) if verdict.word == "altered" and verdict.passage else ()
    passage = verdict.passage if verdict.word == "found" else text
    live = "" if verdict.word in ("altered", "not-found") else text_fragment(url, passage)
    return VerdictView(mark, _words(judged), changes, verdict.remark, live)


def _words(judged: Judged) -> str:
    verdict = judged.verdict
    told = WORDS[verdict.word]
    since = ""
    if not judged.live and judged.on:
        told = say("{verdict} on {day}", verdict=told, day=dates.parse(judged.on).words())
        since = gettext(", not re-checked here")
    if verdict.word == "found":
        at = f", {verdict.place.words}" if verdict.place else ""
        return f"{told}{since}{at}"
    why = f": {gettext(verdict.reason)}" if verdict.reason else ""
    return f"{told}{since}{why}"


def text_fragment(url: str, passage: str) -> str:
    """The address of ``passage`` in the page ``url``; of a long one, its first and last words. Empty without a page."""
    if not url.startswith(("http://", "https://")):
        return ""
    parts = [part.split() for part in _between_gaps(passage)]
    words = [word for part in parts for word in part]
    if not words:
        return ""
    if len(parts) == 1 and len(words) <= WHOLE:
        fragment = _encoded(words)
    else:
        fragment = f"{_encoded(parts[0][:_ENDS])},{_encoded(parts[-1][-_ENDS:])}"
    return f"{url.partition('#')[0]}#:~:text={fragment}"


def _between_gaps(passage: str) -> list[str]:
    plain = passage.replace("[…]", "…").replace("[...]", "…").replace("(…)", "…").replace("...", "…")
    return [part for part in (each.strip() for each in plain.split("…")) if part]


def _encoded(words: list[str]) -> str:
    return quote(" ".join(words), safe="").replace("-", "%2D")


# Languages


def language_path(sheet: Sheet, id_: str, via: str | None = None) -> tuple[str, ...]:
    """The languages in which words came to source ``id_``, the origin's first: en, ru, en. One: no translation."""
    paths = sorted(
        set(_paths(sheet.source_records, chain(sheet.source_records, id_, via))), key=lambda way: (-len(way), way)
    )
    return paths[0] if paths else ()


def _paths(sources: Mapping[str, Source], hop: Hop) -> Iterator[tuple[str, ...]]:
    own = sources[hop.source].language.partition("-")[0] if hop.source in sources and hop.source else ""
    ways = [way for parent in hop.parents for way in _paths(sources, parent)] or [()]
    for way in ways:
        yield (*way, own) if own and (not way or way[-1] != own) else way


def upstream(sheet: Sheet, id_: str, via: str | None = None) -> dict[str, int]:
    """The sources that ``id_`` has its words from, each with how many hops away it is."""
    found: dict[str, int] = {}

    def walk(hop: Hop, away: int) -> None:
        for parent in hop.parents:
            if parent.source:
                found[parent.source] = max(found.get(parent.source, 0), away)
            walk(parent, away + 1)

    walk(chain(sheet.source_records, id_, via), 1)
    return found
