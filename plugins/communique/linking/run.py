"""``communique links``: ask every address of a dossier, and report those that are dead, moved, or not sure."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from communique import __version__
from communique.errors import LinkError
from communique.instant import build_instant
from communique.linking.addresses import Address, addresses
from communique.linking.answers import SORTS, Answer, State
from communique.linking.asking import Manners, ask
from communique.linking.remembered import cache_of, keep, recall
from communique.load import load_with
from communique.settings import read_settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    Progress = Callable[[int, int], None]
    """Called with how many addresses are answered, of how many."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which addresses: ids (``*`` stands for anything), sorts, and how many days an answer stays good."""

    only: tuple[str, ...] = ()
    sorts: tuple[str, ...] = SORTS
    days: float = 7.0


@dataclass(frozen=True, slots=True)
class Checked:
    """An address with its answer and when that came."""

    address: Address
    answer: Answer
    asked: str


@dataclass(frozen=True, slots=True)
class LinkReport:
    """Every address with its answer, in the order of the records; ``remembered`` are answers of an earlier run."""

    rows: tuple[Checked, ...]
    remembered: int

    @property
    def counts(self) -> dict[str, int]:
        """How many addresses stand how."""
        found = Counter(row.answer.state for row in self.rows)
        return {state.value: found[state] for state in State}


def check_links(root: Path, wanted: Wanted, manners: Manners, progress: Progress) -> LinkReport:
    """Ask the addresses of the dossier in ``root``.

    Raises LinkError where a pattern fits no record, or nothing at all can be reached. What was answered is remembered
    also when the run is stopped.
    """
    settings = read_settings(root)
    now = build_instant(settings)
    loaded = load_with(settings).loaded
    found = addresses(loaded.values(), wanted.only, wanted.sorts, private=manners.private)
    if wanted.only and not found:
        raise LinkError(f"no record with an address fits {', '.join(wanted.only)}.")
    cache = cache_of(root)
    kept = recall(cache, now, wanted.days)
    urls = dict.fromkeys(address.url for address in found)
    answers = {url: kept[url] for url in urls if url in kept}
    remembered = len(answers)
    fresh = [url for url in urls if url not in answers]
    new: dict[str, Answer] = {}

    def told(url: str, answer: Answer) -> None:
        new[url] = answer
        progress(len(new), len(fresh))

    try:
        ask(fresh, manners, told)
    finally:
        if not _offline(new):
            keep(cache, kept | {url: (answer, now.isoformat()) for url, answer in new.items()})
    if _offline(new):
        raise LinkError("not one host could be reached: is this machine online? Nothing is said of any address.")
    answers |= {url: (answer, now.isoformat()) for url, answer in new.items()}
    return LinkReport(tuple(Checked(each, *answers[each.url]) for each in found), remembered)


def _offline(new: dict[str, Answer]) -> bool:
    """Whether several hosts were asked and none of them could even be found or reached."""
    asked = {url: answer for url, answer in new.items() if answer.state is not State.NOT_ASKED}
    return len({urlsplit(url).netloc for url in asked}) > 2 and all(answer.unreachable for answer in asked.values())


def agent(site_url: str) -> str:
    """How we name ourselves to servers, with the site's address, so that whoever minds can write to its editors."""
    return f"communique/{__version__} (link check; +{site_url})" if site_url else f"communique/{__version__}"


def as_text(report: LinkReport, *, all_: bool = False) -> Iterator[str]:
    """A line an address that is not in order (with ``all_`` of every one), and the sum."""
    for row in report.rows:
        if all_ or row.answer.state is not State.OK:
            yield f"{row.address.mark}: {row.answer.state}: {row.address.url}{_told(row)}"
    told = ", ".join(f"{count} {state}" for state, count in report.counts.items())
    hosts = len({urlsplit(row.address.url).netloc for row in report.rows})
    before = f"; {report.remembered} answers of an earlier run" if report.remembered else ""
    asked = f"{len(report.rows)} {'address' if len(report.rows) == 1 else 'addresses'}"
    yield f"{asked} on {hosts} {'host' if hosts == 1 else 'hosts'}: {told}{before}"


def _told(row: Checked) -> str:
    answer = row.answer
    why = f" ({answer.why})" if answer.why else ""
    onward = f" → {answer.leads_to}" if answer.leads_to else ""
    return f"{onward}{why}{'; ' if (hint := proposal(row)) else ''}{hint}"


def proposal(row: Checked) -> str:
    """What to do about it, in words; nothing where all is well."""
    state, address = row.answer.state, row.address
    if state is State.MOVED:
        return f"write {row.answer.leads_to}"
    if state is not State.DEAD:
        return ""
    if address.archived:
        return f"archived at {address.archived}"
    if address.sort == "live":
        return f"look for a capture (web.archive.org/web/*/{address.url}) and give it as 'archived'"
    return "look for another address, or take the link out"


def as_json(report: LinkReport) -> str:
    """The same for programs, with every address."""
    rows = [
        {
            "path": row.address.mark.path,
            "line": row.address.mark.line,
            "column": row.address.mark.column,
            "record": row.address.record,
            "sort": row.address.sort,
            "url": row.address.url,
            "state": row.answer.state,
            "why": row.answer.why,
            "leads_to": row.answer.leads_to,
            "archived": row.address.archived,
            "proposal": proposal(row),
            "asked": row.asked,
        }
        for row in report.rows
    ]
    return json.dumps({"counts": report.counts, "addresses": rows}, ensure_ascii=False, indent=2)
