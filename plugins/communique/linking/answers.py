"""What an address answered, and what that means for whoever follows the link. A pure core: nothing is asked here.

Only what cannot be read otherwise is *dead*: 404 and 410 (RFC 9110, 15.5.5 and 15.5.11), and a name that does not
exist. A refusal, a wait, a broken certificate or silence says nothing of the page, so it is *unsure*.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from http import HTTPStatus
from typing import Final
from urllib.parse import urlsplit

SORTS: Final = ("live", "archived", "prose")
"""The addresses that are asked: a source's own, its address in a public archive, and links in our texts."""

DEAD: Final = frozenset({HTTPStatus.NOT_FOUND, HTTPStatus.GONE})
PERMANENT: Final = frozenset({HTTPStatus.MOVED_PERMANENTLY, HTTPStatus.PERMANENT_REDIRECT})
REDIRECTS: Final = PERMANENT | {HTTPStatus.FOUND, HTTPStatus.SEE_OTHER, HTTPStatus.TEMPORARY_REDIRECT}
PASSING: Final = frozenset(
    {
        HTTPStatus.REQUEST_TIMEOUT,
        HTTPStatus.TOO_EARLY,
        HTTPStatus.TOO_MANY_REQUESTS,
        HTTPStatus.BAD_GATEWAY,
        HTTPStatus.SERVICE_UNAVAILABLE,
        HTTPStatus.GATEWAY_TIMEOUT,
    }
)
"""Answers that may be another one a moment later."""

_TOLD: Final = {
    401: "asks for a name and password",
    402: "asks for money",
    403: "refuses programs, or everybody; look yourself",
    429: "asks us to come more slowly",
    451: "withheld here for legal reasons",
}


class State(StrEnum):
    """How an address stands."""

    OK = "ok"
    MOVED = "moved"
    DEAD = "dead"
    UNSURE = "unsure"
    NOT_ASKED = "not-asked"


@dataclass(frozen=True, slots=True)
class Answer:
    """How an address stands and why; ``leads_to`` is where it redirects to. ``passing``: worth asking once more.

    ``unreachable`` where not even the name's host could be found or reached; ``silent`` where nothing came in time.
    """

    state: State
    why: str = ""
    leads_to: str = ""
    passing: bool = False
    unreachable: bool = False
    silent: bool = False


def judged(asked: str, reached: str, status: int, *, permanent: bool) -> Answer:
    """The answer ``status`` of the address ``reached``, to which ``asked`` led by permanent redirects only, or not."""
    leads_to = reached if reached != asked else ""
    if status in DEAD:
        return Answer(State.DEAD, _words(status), leads_to)
    if not 200 <= status < 300:
        return Answer(State.UNSURE, _words(status), leads_to, passing=status in PASSING)
    if leads_to and _is_front_page(reached) and not _is_front_page(asked):
        return Answer(State.UNSURE, "leads to the site's front page: the page itself may be gone", leads_to)
    if leads_to and permanent:
        return Answer(State.MOVED, "redirects for good", leads_to)
    return Answer(State.OK, "redirects for now" if leads_to else "", leads_to)


def _words(status: int) -> str:
    phrase = next((each.phrase.lower() for each in HTTPStatus if each == status), "no status of HTTP")
    told = _TOLD.get(status) or ("its server fails" if status >= 500 else "")
    return f"{status} {phrase}" + (f": {told}" if told else "")


def _is_front_page(url: str) -> bool:
    parts = urlsplit(url)
    return parts.path.strip("/") in ("", "index.html", "index.php", "en", "home") and not parts.query
