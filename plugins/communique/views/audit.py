"""Evidence coverage as a page: what can be followed to where it comes from, per kind and per record."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from communique.audit import MEASURES, Audit, Count, audit
from communique.plan import Page
from communique.tongue import Words, gettext, say
from communique.views.frame import Frame, frame
from communique.views.labels import KIND_NAMES
from communique.views.sheet import Link, Sheet
from communique.views.words import counted

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from communique.views.sheet import Site

MEASURED = Words({"sentences": "Sentences", "statements": "Statements", "quotations": "Quotations", "claims": "Claims"})
PATH = "audit/index.html"


@dataclass(frozen=True, slots=True)
class Cell:
    """One count: ``words`` is ``12 of 14``; ``share`` is empty where nothing can be told."""

    label: str
    words: str
    share: str


@dataclass(frozen=True, slots=True)
class Measured:
    """What is counted, in words, and the count of all of it."""

    cell: Cell
    words: str


@dataclass(frozen=True, slots=True)
class Line:
    """A record or a kind with its counts. ``link`` is None for a kind."""

    name: str
    link: Link | None
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class AcceptedView:
    """A finding that an editor lets stand."""

    link: Link
    code: str
    reason: str


@dataclass(frozen=True, slots=True)
class AuditPage:
    """``kinds`` end with the total; ``lacking`` are the records of which something is not covered."""

    frame: Frame
    share: str
    measures: tuple[Measured, ...]
    unchecked: str
    kinds: tuple[Line, ...]
    lacking: tuple[Line, ...]
    accepted: tuple[AcceptedView, ...]


def pages(site: Site) -> Iterator[Page]:
    """The page of evidence coverage."""
    sheet = Sheet(site, PATH)
    found = audit(site.corpus)
    told = gettext("How much of what is printed here can be followed to where it comes from.")
    yield Page(
        PATH, "pages/audit.html", _view(sheet, found, frame(sheet, gettext("Evidence coverage"), description=told))
    )


def _view(sheet: Sheet, found: Audit, shown: Frame) -> AuditPage:
    unchecked = found.total["quotations"].unchecked
    apart = {row.kind for row in found.rows if row.apart}
    kinds = [Line(KIND_NAMES[kind], None, _cells(counts)) for kind, counts in found.kinds.items() if kind not in apart]
    return AuditPage(
        shown,
        f"{found.share:.1f}",
        tuple(Measured(_cell(MEASURED[each.name], found.total[each.name]), gettext(each.words)) for each in MEASURES),
        counted(unchecked, "quotation") if unchecked else "",
        (*kinds, Line(gettext("In all"), None, _cells(found.total))),
        tuple(Line("", sheet.link(row.id), _cells(row.counts)) for row in found.rows if row.lacks and not row.apart),
        tuple(AcceptedView(sheet.link(each.record), each.code, each.reason) for each in found.accepted),
    )


def _cells(counts: Mapping[str, Count]) -> tuple[Cell, ...]:
    return tuple(_cell(MEASURED[each.name], counts[each.name]) for each in MEASURES)


def _cell(label: str, count: Count) -> Cell:
    if not count.total:
        return Cell(label, "", "")
    if count.share is None:
        return Cell(label, say("{number} cannot be checked", number=count.unchecked), "")
    return Cell(label, say("{covered} of {total}", covered=count.covered, total=count.told), f"{int(count.share)} %")
