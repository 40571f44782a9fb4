"""The rules that look beyond one field, in the order they run. A new rule is one function and one word in ``CHECKS``.

Rules see every record that could be read. What a broken file would have said is not held against the others: a
reference to it is no finding of its own, so that one mistake gives one diagnostic.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from communique.checks.blocks import check_blocks
from communique.checks.context import Context
from communique.checks.editions import check_editions, check_succession
from communique.checks.estimates import check_estimates
from communique.checks.figures import check_figures
from communique.checks.graphs import check_cycles
from communique.checks.illustrations import check_illustrations
from communique.checks.links import check_links, check_tombstones
from communique.checks.names import check_names
from communique.checks.numbers import check_numbers
from communique.checks.origins import check_origins
from communique.checks.paths import check_paths
from communique.checks.pinned import check_pinned
from communique.checks.prose import check_plain_texts, check_prose
from communique.checks.quotations import check_quotations
from communique.checks.repeated import check_repeated
from communique.checks.restricted import check_restricted
from communique.checks.rows import check_rows
from communique.checks.spellings import check_spellings
from communique.checks.twice import check_twice
from communique.checks.usage import check_usage
from communique.checks.ways import check_ways

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from communique.diagnostics import Diagnostic

    Check = Callable[[Context], Iterator[Diagnostic]]
    """A rule: all findings of one sort, in any order."""

__all__ = ["CHECKS", "Context"]

CHECKS: dict[str, Check] = {
    "links": check_links,
    "tombstones": check_tombstones,
    "names": check_names,
    "numbers": check_numbers,
    "restricted": check_restricted,
    "repeated": check_repeated,
    "rows": check_rows,
    "ways": check_ways,
    "quotations": check_quotations,
    "twice": check_twice,
    "prose": check_prose,
    "plain texts": check_plain_texts,
    "blocks": check_blocks,
    "illustrations": check_illustrations,
    "editions": check_editions,
    "succession": check_succession,
    "pinned": check_pinned,
    "paths": check_paths,
    "cycles": check_cycles,
    "origins": check_origins,
    "usage": check_usage,
    "estimates": check_estimates,
    "spellings": check_spellings,
    "figures": check_figures,
}
