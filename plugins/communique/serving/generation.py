"""One state of the dossier, planned and rendered only as far as somebody looks.

A build plans and renders every page. Here each part of each family is drawn from only until the path that is wanted
comes up; which part that is, the state before remembers. What comes out is what the build would have written.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from communique.history import Repository
from communique.history.pasts import history_key
from communique.load import parse_file
from communique.press.build import Build, load_selection
from communique.press.families import FAMILIES, SITE, families_on
from communique.press.standing import for_servers
from communique.settings import checked_level, read_settings
from communique.views.registry import ONE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from communique.chronicle import Chronicle
    from communique.load import Parsed
    from communique.plan import Output
    from communique.tree import RawFile


class Generation:
    """The outputs of one build, found by path. ``parts`` says, of an earlier state, which part had which path."""

    def __init__(self, build: Build, parts: dict[str, int]) -> None:
        self.build = build
        self.parts = parts
        self._found: dict[str, Output] = {}
        given = build.input()
        self._site = given.site
        self._streams: list[Iterator[Output]] = [
            part(given) for family in build.families for part in (SITE if family == "site" else (FAMILIES[family],))
        ]
        self._streams.append(iter([build.manifest()]))
        if "site" in build.families:
            self._streams.append(self._closing())

    def find(self, path: str) -> Output | None:
        """The output at ``path``, where a build would write one."""
        if path not in self._found and (page := self._page(path)):
            self._found[path] = page
        if path not in self._found:
            hint = self.parts.get(path, 0)
            order = [hint, *range(hint), *range(hint + 1, len(self._streams))]
            next((None for number in order if number < len(self._streams) and self._draw(number, path)), None)
        return self._found.get(path)

    def _page(self, path: str) -> Output | None:
        """The page of the record whose address ``path`` is: what most often is looked at, and so made alone."""
        if "site" not in self.build.families:
            return None
        corpus = self._site.corpus
        id_ = next((id_ for id_, address in corpus.addresses.items() if address == path), "")
        make = ONE.get(corpus.records[id_].kind) if id_ else None
        return make(self._site, corpus.records[id_]) if make else None

    def _draw(self, number: int, path: str = "") -> bool:
        """Draw from one part until ``path`` comes up; True when it did."""
        for output in self._streams[number]:
            self._found[output.path] = output
            self.parts[output.path] = number
            if output.path == path:
                return True
        return False

    def _closing(self) -> Iterator[Output]:
        """What servers are told of the site, which needs every path of every family."""
        for number in range(len(self._streams) - 1):
            self._draw(number)
        yield from for_servers(self.build.input().site, list(self._found.values()))


class Desk:
    """Keeps what may be kept from one state to the next: parsed files, and which part makes which path."""

    def __init__(self, root: Path, level: str, *, public: bool) -> None:
        self._root = root
        self._level = level
        self._public = public
        self._parsed: dict[RawFile, Parsed] = {}
        self._used: dict[RawFile, Parsed] = {}
        self._parts: dict[str, int] = {}
        self._known: tuple[object, Chronicle | None] = (None, None)
        self.current: Generation | None = None

    def renew(self) -> None:
        """Read the dossier again. Raises CommuniqueError where it cannot be built; ``current`` stays as it was then."""
        settings = replace(read_settings(self._root), preview=not self._public)
        if self._level:
            settings = replace(settings, level=checked_level(self._level))
        build = Build(settings, families_on(settings.plugins), lambda _: None)
        self._used = {}
        try:
            build.selection, build.findings = load_selection(settings, build.instant, self._parse)
        finally:
            self._parsed = self._used
        key = self._history(build)
        if key == self._known[0]:
            build.told = self._known[1]
        self.current = Generation(build, self._parts)
        self._known = (key, build.told)

    def content(self, path: str) -> bytes | None:
        """The bytes at ``path``; None where there is nothing. Raises CommuniqueError where they cannot be made."""
        output = self.current.find(path) if self.current else None
        return None if output is None or self.current is None else self.current.build.content(output)

    def _history(self, build: Build) -> object:
        """All that the chronicle depends on: saving a record does not change what git tells of it."""
        settings = build.settings
        repository = Repository.of(self._root)
        if repository is None or not repository.has_commits:
            return None
        selection = build.load()
        corpus = selection.corpus
        told = history_key(repository, repository.commit(), forge=settings.review_by_forge)
        ids, withheld = frozenset(corpus.records), frozenset(selection.withheld)
        rules = (settings.review, settings.public_since, settings.as_of, corpus.dossier.marking)
        return (told, rules, ids, withheld, tuple(corpus.tombstones.items()))

    def _parse(self, file: RawFile) -> Parsed:
        """A file whose text is as it was is not parsed again."""
        found = self._parsed.get(file) or parse_file(file)
        self._used[file] = found
        return found
