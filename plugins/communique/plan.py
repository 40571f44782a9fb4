"""Everything a build writes, as a list of values. Two outputs on one path are refused before a byte is written."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from communique.errors import BuildError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import datetime
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Page:
    """A file rendered from a template. ``path`` is relative to the site's root, with forward slashes.

    ``view`` is the plain value the template is given under that name; ``template`` is relative to ``templates/``.
    """

    path: str
    template: str
    view: Any


@dataclass(frozen=True, slots=True)
class Imprint:
    """What a PDF says of itself in its metadata. ``instant`` stands for every date in it.

    ``properties`` are our own: name (letters only), value, and what the name means.
    """

    title: str
    language: str
    instant: datetime
    authors: tuple[str, ...]
    description: str
    keywords: tuple[str, ...]
    publisher: str
    rights: str
    identifier: str
    properties: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True, eq=False)
class Print:
    """A PDF, from a template whose HTML is set on paper. ``name`` is what messages call it.

    ``source`` is the file it comes from, for messages; ``figures`` are pictures of its own, as seen from the dossier's
    root, by the path at which its HTML finds them; ``attachments`` are name, bytes, description and media type of each
    file it carries.
    """

    path: str
    template: str
    view: Any
    name: str
    source: str
    imprint: Imprint
    figures: Mapping[str, Path] = field(default_factory=dict)
    attachments: tuple[tuple[str, bytes, str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class File:
    """A file whose bytes are known: a feed, an export."""

    path: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Copy:
    """A file copied from ``source``: a style sheet, a font."""

    path: str
    source: Path


Output = Page | Print | File | Copy
"""One file of the published tree."""


@dataclass(frozen=True, slots=True)
class Plan:
    """The outputs of one build, by path."""

    outputs: tuple[Output, ...]

    @property
    def paths(self) -> frozenset[str]:
        """The paths the published tree will have, no more and no fewer."""
        return frozenset(output.path for output in self.outputs)

    def __iter__(self) -> Iterator[Output]:
        return iter(self.outputs)


def make_plan(outputs: Iterable[Output]) -> Plan:
    """A plan of ``outputs``, sorted by path.

    Raises BuildError naming every collision at once: the same path twice, paths that differ in case only (one file
    on many disks), and a file where another output needs a folder.
    """
    found = tuple(sorted(outputs, key=lambda output: output.path))
    by_path: defaultdict[str, list[str]] = defaultdict(list)
    for output in found:
        by_path[output.path.casefold()].append(output.path)
    wrong = [" and ".join(paths) for paths in by_path.values() if len(paths) > 1]
    for path in by_path:
        folder = path.rpartition("/")[0]
        while folder:
            if folder in by_path:
                wrong.append(f"{by_path[folder][0]} (a file) and {by_path[path][0]} (in a folder of that name)")
            folder = folder.rpartition("/")[0]
    if wrong:
        told = "\n".join(f"  {each}" for each in sorted(wrong))
        raise BuildError(f"path-collision: these outputs want one path:\n{told}\nRename one of the records.")
    return Plan(found)
