"""A dossier's files as they stand, and the corpus they would give with some of them changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from communique.errors import FindingsError
from communique.load import load, other_version, parse_file
from communique.tree import read_private, read_tree, way_to

if TYPE_CHECKING:
    from collections.abc import Mapping

    from communique.load import Checked, Parsed
    from communique.settings import Settings
    from communique.tree import RawFile


class WorkTree:
    """``files`` are the dossier's own, ``theirs`` those of its private content; what is read is read once."""

    def __init__(self, settings: Settings, *, any_version: bool = False) -> None:
        """Raises FindingsError where the dossier is in another version of the format, unless any will do."""
        self.settings = settings
        self.files, _ = read_tree(settings.root)
        private = settings.private_content
        self.theirs: list[RawFile] = read_private(settings.root, private)[0] if private else []
        self._way = f"{way_to(settings.root, private)}/" if private else ""
        self._parsed: dict[RawFile, Parsed] = {}
        if not any_version and (other := other_version(self.files)):
            raise FindingsError([other])

    def all(self) -> dict[str, RawFile]:
        """Every record file, by path as seen from the dossier."""
        return {file.path: file for file in (*self.files, *self.theirs)}

    def checked(self, changes: Mapping[str, str | None]) -> Checked:
        """What a check gives when each path of ``changes`` has that text, or with None is gone."""
        own = {file.path: file.text for file in self.files if not file.unread}
        theirs = {file.path: file.text for file in self.theirs if not file.unread}
        for path, text in changes.items():
            home = theirs if self._way and path.startswith(self._way) else own
            if text is None:
                home.pop(path, None)
            else:
                home[path] = text
        contents = {path: text.encode() for path, text in own.items()}
        private = {path.removeprefix(self._way): text.encode() for path, text in theirs.items()}
        settings = self.settings
        return load(
            settings.root,
            settings.longest_quotation,
            private=settings.private_content,
            contents=(contents, private),
            parse=self.parse,
        )

    def parse(self, file: RawFile) -> Parsed:
        """``file`` as it reads."""
        if file not in self._parsed:
            self._parsed[file] = parse_file(file)
        return self._parsed[file]
