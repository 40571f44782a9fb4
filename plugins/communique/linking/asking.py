"""Asking addresses whether they are there. Beside ``mail/deliver.py`` the one module that uses the network.

Polite: one question at a time and a pause after each for every host, HEAD first and GET only where HEAD is not
understood, no body ever read. Redirects are followed by hand, so that each hop is polite, too, and none leads inside a
private network.
"""

from __future__ import annotations

import asyncio
import ipaddress
import socket
import ssl
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final
from urllib.parse import urljoin, urlsplit

import httpx

from communique.linking.answers import PERMANENT, REDIRECTS, Answer, State, judged

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    Told = Callable[[str, Answer], None]
    """Called with each address as soon as its answer is there."""

HOPS: Final = 10
LONGEST_WAIT: Final = 30.0
"""Seconds; a server that asks for a longer pause is told of, not waited for."""

_SILENCES: Final = 3
"""After so many questions without an answer a host is left alone."""

_HEAD_UNTOLD: Final = frozenset({400, 403, 404, 405, 406, 410, 500, 501, 502, 503})
"""Answers to HEAD that many servers give to HEAD alone."""

_LOCAL: Final = ("localhost", ".localhost", ".local", ".internal", ".lan", ".home.arpa")


@dataclass(frozen=True, slots=True)
class Manners:
    """How addresses are asked: seconds until silence, questions at a time, pause per host, how often once more."""

    timeout: float = 20.0
    at_once: int = 16
    pause: float = 1.0
    retries: int = 2
    agent: str = "communique"
    private: bool = False


@dataclass(slots=True)
class _Host:
    """One host: whoever holds ``turn`` may ask it; ``free`` is when it may be asked next."""

    turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    free: float = 0.0
    silences: int = 0


def ask(urls: Iterable[str], manners: Manners, told: Told) -> None:
    """Ask every address once; ``told`` hears each answer as it comes, in no order."""
    asyncio.run(_ask(list(dict.fromkeys(urls)), manners, told))


async def _ask(urls: list[str], manners: Manners, told: Told) -> None:
    limits = httpx.Limits(max_connections=manners.at_once, max_keepalive_connections=manners.at_once)
    async with httpx.AsyncClient(
        headers={"User-Agent": manners.agent, "Accept": "*/*"},
        timeout=manners.timeout,
        limits=limits,
        follow_redirects=False,
    ) as client:
        asker = _Asker(client, manners)

        async def one(url: str) -> None:
            told(url, await asker.settled(url))

        await asyncio.gather(*map(one, urls))


class _Asker:
    """The questions of one run, with what is known of each host."""

    def __init__(self, client: httpx.AsyncClient, manners: Manners) -> None:
        self._client = client
        self._manners = manners
        self._hosts: dict[str, _Host] = {}
        self._room = asyncio.Semaphore(manners.at_once)

    async def settled(self, url: str) -> Answer:
        """The answer of one address, asked again while it may be another one a moment later."""
        answer, wait = await self._once(url)
        for attempt in range(self._manners.retries):
            if not answer.passing or wait > LONGEST_WAIT:
                break
            await asyncio.sleep(wait or self._manners.pause * 2**attempt)
            answer, wait = await self._once(url)
        if wait > LONGEST_WAIT:
            return Answer(State.UNSURE, f"{answer.why}; it wants {wait:.0f} s of quiet", answer.leads_to)
        return answer

    async def _once(self, asked: str) -> tuple[Answer, float]:
        """One question along all redirects, and the seconds the server wants us to wait."""
        url, permanent = asked, True
        for _ in range(HOPS):
            if refusal := self._refused(url):
                state = State.UNSURE if url != asked else State.NOT_ASKED
                return Answer(state, refusal, url if url != asked else ""), 0.0
            found = await self._answer(url)
            if isinstance(found, Answer):
                return found, 0.0
            status, onward, wait = found
            if status not in REDIRECTS or not onward:
                return judged(asked, url, status, permanent=permanent), wait
            permanent = permanent and status in PERMANENT
            url = urljoin(url, onward).partition("#")[0]
        return Answer(State.UNSURE, f"redirects more than {HOPS} times, or in a ring", url), 0.0

    def _refused(self, url: str) -> str:
        """Why an address is not asked: no web address, or one inside the network that this machine stands in."""
        try:
            parts = urlsplit(url)
            host, port = parts.hostname or "", parts.port
        except ValueError:
            return "is no address"
        if parts.scheme not in ("http", "https") or not host or port == 0:
            return "is no web address"
        if not self._manners.private and _is_private(host):
            return "stands in a private network, where no reader gets; --private asks it all the same"
        return ""

    async def _answer(self, url: str) -> Answer | tuple[int, str, float]:
        host = self._hosts.setdefault(urlsplit(url).netloc, _Host())
        async with host.turn, self._room:
            if host.silences >= _SILENCES:
                return Answer(State.UNSURE, "its host did not answer to others before, and was not asked again")
            found = await self._politely(host, "HEAD", url)
            if _is_for_head_alone(found):
                found = await self._politely(host, "GET", url)
            silent = isinstance(found, Answer) and found.silent
            host.silences = host.silences + 1 if silent else 0
            return found

    async def _politely(self, host: _Host, method: str, url: str) -> Answer | tuple[int, str, float]:
        loop = asyncio.get_running_loop()
        await asyncio.sleep(max(0.0, host.free - loop.time()))
        try:
            # The client's time runs anew with every byte; a server that drips must not hold us longer than another.
            async with asyncio.timeout(self._manners.timeout), self._client.stream(method, url) as response:
                wait = response.headers.get("retry-after", "")
                seconds = float(wait) if wait.isdecimal() and len(wait) < 9 else 0.0
                return response.status_code, response.headers.get("location", ""), seconds
        except (httpx.TimeoutException, TimeoutError):
            return Answer(State.UNSURE, f"no answer in {self._manners.timeout:g} s", passing=True, silent=True)
        except (httpx.InvalidURL, ValueError, UnicodeError):
            return Answer(State.UNSURE, "is no address that can be asked")
        except (httpx.HTTPError, OSError) as error:
            return _failed(error)
        finally:
            host.free = loop.time() + self._manners.pause


def _is_for_head_alone(found: Answer | tuple[int, str, float]) -> bool:
    """Whether the answer to HEAD is one that GET may not get: the host was reached, and did not like the question."""
    if isinstance(found, Answer):
        return found.passing and not found.silent and not found.unreachable
    return found[0] in _HEAD_UNTOLD


def _is_private(host: str) -> bool:
    name = host.rstrip(".").casefold()
    if name == _LOCAL[0] or name.endswith(_LOCAL[1:]):
        return True
    try:
        return not ipaddress.ip_address(name).is_global
    except ValueError:
        return False


def _failed(error: BaseException) -> Answer:
    """Why no answer came, read off the errors underneath."""
    below = list(_causes(error))
    if lookup := next((each for each in below if isinstance(each, socket.gaierror)), None):
        if lookup.errno in (socket.EAI_NONAME, getattr(socket, "EAI_NODATA", None)):
            return Answer(State.DEAD, "there is no host of that name", unreachable=True)
        why = "its host's name could not be looked up just now"
        return Answer(State.UNSURE, why, passing=True, unreachable=True)
    if certificate := next((each for each in below if isinstance(each, ssl.SSLCertVerificationError)), None):
        return Answer(State.UNSURE, f"its certificate does not hold: {certificate.verify_message}")
    if any(isinstance(each, ssl.SSLError) for each in below):
        return Answer(State.UNSURE, "no secure connection could be made")
    if any(isinstance(each, ConnectionRefusedError) for each in below):
        return Answer(State.UNSURE, "its host refuses connections", passing=True)
    if any(isinstance(each, httpx.ConnectError) for each in below):
        return Answer(State.UNSURE, "its host could not be reached", passing=True, unreachable=True)
    return Answer(State.UNSURE, "its host broke off, or does not speak HTTP", passing=True)


def _causes(error: BaseException) -> Iterator[BaseException]:
    waiting, seen = [error], set[int]()
    while waiting:
        each = waiting.pop()
        if id(each) in seen:
            continue
        seen.add(id(each))
        yield each
        waiting += [below for below in (each.__cause__, each.__context__) if below is not None]
        waiting += list(getattr(each, "exceptions", ()))
