"""``communique migrate``: a dossier's records in the newest version of the format, all of them or none."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from communique.canonical import CannotWriteError, apart, written
from communique.diagnostics import blocking
from communique.errors import FindingsError, MigrationError
from communique.formatting import comments
from communique.migrations import Migration, current, migrated, steps_from, version_in
from communique.rewriting import finish, rewrite
from communique.schema import schemas
from communique.settings import read_settings
from communique.tree import DOSSIER
from communique.worktree import WorkTree
from communique.yamlfile import parse

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from communique.diagnostics import Diagnostic
    from communique.tree import RawFile


@dataclass(frozen=True, slots=True)
class Migrated:
    """``before`` and ``after`` are versions; ``steps`` say what was done; ``texts`` are old and new text by path.

    ``findings`` are the errors that the new records have, which the version before did not ask for.
    """

    before: int
    after: int
    steps: tuple[Migration, ...]
    texts: Mapping[str, tuple[str, str]]
    findings: tuple[Diagnostic, ...] = ()

    def diff(self) -> Iterator[str]:
        """The change, as ``diff -u`` prints it."""
        for path, (old, new) in self.texts.items():
            yield from difflib.unified_diff(
                old.splitlines(keepends=True), new.splitlines(keepends=True), f"a/{path}", f"b/{path}"
            )


def migrate(root: Path, *, write: bool = True, drop_comments: bool = False) -> Migrated:
    """Rewrite the dossier in ``root``, private content too. Without ``write`` nothing is written.

    Raises MigrationError where it is of a newer version, has none, or has comments that would be lost; FindingsError
    where a file cannot be read. Nothing is written then.
    """
    settings = read_settings(root)
    if write:
        finish(root)
    tree = WorkTree(settings, any_version=True)
    version = _version(tree.files)
    files = tree.all().values() if version < current() else ()
    texts = dict(_rewritten(files, version, drop_comments=drop_comments))
    checked = tree.checked({path: new for path, (_, new) in texts.items()})
    if write:
        rewrite(root, {path: new for path, (_, new) in (texts | _schemas(root)).items()})
    return Migrated(version, current(), tuple(steps_from(version)), texts, tuple(blocking(checked.findings)))


def _version(files: list[RawFile]) -> int:
    file = next((each for each in files if each.path == DOSSIER), None)
    version = version_in(parse(file.text, DOSSIER).data) if file else None
    if version is None:
        raise MigrationError(f"{DOSSIER} does not say its schema_version, so that nobody knows what its records mean.")
    if version > current():
        raise MigrationError(
            f"{DOSSIER} has version {version}; this program reads versions up to {current()}: install a newer one."
        )
    return version


def _rewritten(files: Iterable[RawFile], version: int, *, drop_comments: bool) -> Iterator[tuple[str, tuple[str, str]]]:
    """Each file that changes, by its path, with the text it has and the one it gets."""
    wrong: list[Diagnostic] = []
    losing: list[str] = []
    for file in files:
        document, front, body = apart(file)
        if file.unread or not isinstance(document.data, dict):
            wrong += document.findings
            continue
        data: dict[str, Any] = {**document.data, **({"body": body} if body else {})}
        new = migrated(file.kind.name if file.kind else "dossier", data, version)
        if file.kind is None:
            new["schema_version"] = str(current())
        if new == data:
            continue
        losing += [f"{file.path}:{line + document.first_line - 1}" for line in comments(front)]
        try:
            yield file.path, (file.text, written(file.kind, new))
        except CannotWriteError as error:
            raise MigrationError(f"{file.path}: {error}; nothing was written.") from error
    if wrong:
        raise FindingsError(wrong)
    if losing and not drop_comments:
        raise MigrationError(
            f"comments would be lost at {', '.join(losing[:5])}: put them into a note or private_note, or give "
            "--drop-comments. Nothing was written."
        )


def _schemas(root: Path) -> dict[str, tuple[str, str]]:
    """The schemas in the dossier's folder that are of another version of the program."""
    folder = root / "schema"
    had = {name: (folder / name).read_text(encoding="utf-8") for name in schemas() if (folder / name).is_file()}
    return {f"schema/{name}": (had[name], text) for name, text in schemas().items() if had.get(name, text) != text}
