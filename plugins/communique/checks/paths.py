"""Standing pages stand at the top of the site, where other things stand too."""

from __future__ import annotations

from typing import TYPE_CHECKING

from communique.diagnostics import Diagnostic, Mark
from communique.kinds import KINDS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from communique.checks.context import Context

RESERVED = {kind.address for kind in KINDS.values() if kind.address} | {
    "audit",
    "changes",
    "corrections",
    "data",
    "feeds",
    "licences",
    "map",
    "search",
    "share",
    "theme",
    "timeline",
}
"""Names at the top of every site; a test holds them to what a build writes there."""


def check_paths(context: Context) -> Iterator[Diagnostic]:
    """A standing page whose address something else has."""
    for id_, each in context.loaded.items():
        if not each.kind.address and id_ in RESERVED:
            what = f"'{id_}/' is already the address of something else on the site"
            yield Diagnostic(Mark(each.document.path), "path-collision", what, "rename the page")
