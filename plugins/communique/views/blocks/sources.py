"""The chain of one source, and the graded list of all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from communique.kinds import Source
from communique.tongue import say
from communique.views.chainviews import AccountView, chain_of
from communique.views.labels import CREDIBILITY, RELIABILITY
from communique.views.sourcelist import SourceRow, source_rows
from communique.views.words import counted

if TYPE_CHECKING:
    from communique.blocks import Chain, Sources
    from communique.views.blocks.edition import Edition


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
    """Every source cited in the edition, with the words for each letter and figure of a grade.

    ``title`` stands over the list where the edition gave it no place and hence no heading of its own.
    """

    rows: tuple[SourceRow, ...]
    origins: str
    title: str
    reliability: tuple[tuple[str, str], ...]
    credibility: tuple[tuple[str, str], ...]


def sources(edition: Edition, _: Sources) -> SourcesBlock:
    """The list; made last, when every note has its number."""
    rows = source_rows(edition.sheet)
    count = edition.sheet.origin_count((line.record.id, None) for line in edition.sheet.sources())
    told = ""
    if len(rows) > 1:
        found = counted(len(rows), "source")
        told = say("These {sources} go back to {origins}.", sources=found, origins=counted(count, "origin"))
    return SourcesBlock(rows, told, "", tuple(RELIABILITY.items()), tuple(CREDIBILITY.items()))
