"""The chain of one source, and the graded list of all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from communique.kinds import Source
from communique.tongue import say
from communique.views.chainviews import AccountView, chain_of
from communique.views.labels import CREDIBILITY, RELIABILITY
from communique.views.sourcelist import SourceRow, source_rows
from communique.views.words import counted

if TYPE_CHECKING:
    from communique.blocks import Chain, Sources
    from communique.views.blocks.edition import Edition


_GRADES: Final = "_grades"


@dataclass(frozen=True, slots=True)
class ChainBlock:
    """How a source came to what it says, from its near end up."""

    publisher: str
    account: AccountView


def chain(edition: Edition, options: Chain) -> ChainBlock:
    """The chain that ends at the source the block names."""
    source = edition.sheet.corpus.get(Source, options.source)
    return ChainBlock(source.publisher, chain_of(edition.sheet, source.id))


@dataclass(frozen=True, slots=True)
class SourcesBlock:
    """Every source cited in the edition. ``grades`` leads to what grades mean.

    ``title`` stands over the list where the edition gave it no place and hence no heading of its own; ``anchor`` is the
    id of that heading.
    """

    rows: tuple[SourceRow, ...]
    origins: str
    grades: str
    title: str = ""
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Legend:
    """The words for each letter and figure of a grade; it stands before the first one that a reader meets."""

    anchor: str
    reliability: tuple[tuple[str, str], ...]
    credibility: tuple[tuple[str, str], ...]


def legend() -> Legend:
    """What the letters and figures of grades mean."""
    return Legend(_GRADES, tuple(RELIABILITY.items()), tuple(CREDIBILITY.items()))


def sources(edition: Edition, _: Sources) -> SourcesBlock:
    """The list; made last, when every note has its number."""
    rows = source_rows(edition.sheet)
    count = edition.sheet.origin_count((line.record.id, None) for line in edition.sheet.sources())
    told = ""
    if len(rows) > 1:
        found = counted(len(rows), "source")
        told = say("These {sources} go back to {origins}.", sources=found, origins=counted(count, "origin"))
    return SourcesBlock(rows, told, f"#{_GRADES}")
