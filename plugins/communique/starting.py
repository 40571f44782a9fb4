"""``communique init``: a dossier of one's own on the installed program, from the files in ``starter/``."""

from __future__ import annotations

import json
import shutil
import sys
from contextlib import suppress
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import unquote, urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from communique import __version__
from communique.canonical import written
from communique.errors import SettingsError
from communique.fields import ID_FORM, is_id
from communique.kinds import KINDS
from communique.migrations import current
from communique.schema import schemas
from communique.settings import CONFIGURATION
from communique.tree import DOSSIER

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

STARTER: Final = Path(__file__).resolve().parent / "starter"
EXAMPLE: Final = "example"
NAMES: Final = {"gitignore": ".gitignore"}
"""Files that go by another name in ``starter/``, where they would be taken for the program's own."""

SAMPLE: Final = "mail.sample.yaml"
"""How mail is set up, to be copied to ``mail.yaml``."""

SAMPLE_OF: Final = "libya-2020"
"""The dossier whose ledger the sample names. Each gets a ledger of its own: two in one would mix up their readers."""

WHEELS: Final = "wheels"
COMMAND: Final = ".communique"
"""Names the program that started the dossier on this machine; git does not have it."""


@dataclass(frozen=True, slots=True)
class NewDossier:
    """What was asked for. What is empty is left to be written, and ``communique check`` says so."""

    title: str
    id: str
    summary: str = ""
    publisher: str = ""
    licence: str = ""
    contact: str = ""
    language: str = "en"
    example: bool = False


@dataclass(frozen=True, slots=True)
class Started:
    """Paths from the folder: ``written`` are new, ``kept`` had been there and stand as they were."""

    written: tuple[str, ...]
    kept: tuple[str, ...]


def start(folder: Path, asked: NewDossier) -> Started:
    """Write a dossier into ``folder``, which may have other files; none is written over. On failure nothing is left.

    Raises SettingsError where there is a dossier already, or where ``asked`` has no id.
    """
    if not is_id(asked.id):
        raise SettingsError(f"'{asked.id}' is not an id: {ID_FORM}; give --id.")
    for path in (CONFIGURATION, DOSSIER):
        if (folder / path).exists():
            raise SettingsError(f"{folder / path}: there is a dossier in this folder already.")
    contents = dict(_contents(asked))
    kept = tuple(sorted(path for path in contents if (folder / path).exists()))
    new = {path: content for path, content in contents.items() if path not in kept}
    _write(folder, new)
    return Started(tuple(sorted(new)), kept)


def _contents(asked: NewDossier) -> Iterator[tuple[str, bytes]]:
    made = Environment(loader=FileSystemLoader(STARTER), undefined=StrictUndefined, keep_trailing_newline=True)
    for source in _files(STARTER):
        path = source.relative_to(STARTER).as_posix()
        if path.startswith(f"{EXAMPLE}/"):
            if asked.example:
                yield path.removeprefix(f"{EXAMPLE}/"), source.read_bytes()
        elif path == SAMPLE:
            yield path, _sample(source, asked)
        elif source.suffix == ".j2":
            yield path.removesuffix(".j2"), made.get_template(path).render(title=asked.title).encode()
        else:
            yield NAMES.get(path, path), source.read_bytes()
    if not (STARTER / SAMPLE).is_file():  # the wheel has it among the others
        yield SAMPLE, _sample(STARTER.parents[2] / "docs" / "samples" / "mail.yaml", asked)
    yield DOSSIER, _dossier(asked).encode()
    for name, text in schemas().items():
        yield f"schema/{name}", text.encode()
    # Git has no empty folders, and an editor should find them.
    for kind in KINDS.values():
        yield f"{kind.folder}/.gitkeep", b""
    yield from _program()


def _sample(source: Path, asked: NewDossier) -> bytes:
    return source.read_bytes().replace(f"/{SAMPLE_OF}/".encode(), f"/{asked.id}/".encode())


def _files(folder: Path) -> Iterator[Path]:
    yield from (each for each in sorted(folder.rglob("*")) if each.is_file() and "__pycache__" not in each.parts)


def _dossier(asked: NewDossier) -> str:
    fields = {
        "schema_version": str(current()),
        "id": asked.id,
        "title": asked.title,
        "summary": asked.summary or "TODO (what it is about, in a sentence or two)",
        "language": asked.language,
        "publisher": asked.publisher or "TODO (who publishes it)",
        "licence": asked.licence or "TODO (the licence of its texts, as CC BY 4.0)",
        "contact": asked.contact or "TODO (where readers write to)",
    }
    return written(None, fields)


def _program() -> Iterator[tuple[str, bytes]]:
    """How others get the program: as it was got here, by name, by address, or as the very wheel."""
    origin = _origin()
    lines = ["# The program this dossier is kept with; 'make setup' installs it into .venv.", "#"]
    url = str(origin.get("url", ""))
    wheel = Path(unquote(urlsplit(url).path))
    if url.startswith("file:") and wheel.suffix == ".whl" and wheel.is_file():
        yield f"{WHEELS}/{wheel.name}", wheel.read_bytes()
        lines += [f"# It was installed from a file, which stands in {WHEELS}/.", f"--find-links {WHEELS}"]
        lines += [f"communique=={__version__}"]
    elif url.startswith("file:") or not url:
        if url:
            lines += [
                f"# It was installed from a work tree: put the wheel that 'make wheel' builds there into {WHEELS}/."
            ]
            lines += [f"--find-links {WHEELS}"]
            yield f"{WHEELS}/.gitkeep", b""
        lines += [f"communique=={__version__}"]
    else:
        vcs = origin.get("vcs_info") or {}
        address = f"{vcs['vcs']}+{url}@{vcs['commit_id']}" if vcs else url
        lines += [f"communique @ {address}"]
    yield "requirements.txt", ("\n".join(lines) + "\n").encode()
    command = Path(sys.argv[0])
    found = command if command.name == "communique" else Path(sys.executable).parent / "communique"
    if found.is_file():
        yield COMMAND, f"{found.absolute()}\n".encode()


def _origin() -> Mapping[str, Any]:
    """Where the program was installed from, as the installer wrote down (PEP 610); empty: from an index."""
    with suppress(metadata.PackageNotFoundError, ValueError):
        told = metadata.distribution("communique").read_text("direct_url.json")
        return dict(json.loads(told)) if told else {}
    return {}


def _write(folder: Path, contents: Mapping[str, bytes]) -> None:
    made: list[Path] = []
    try:
        for path, content in contents.items():
            target = folder / path
            missing = [each for each in (target, *target.parents) if not each.exists()]
            made += missing
            target.parent.mkdir(parents=True, exist_ok=True)
            with target.open("xb") as opened:
                opened.write(content)
    except BaseException:
        # Files before the folders they stand in.
        for each in sorted(made, key=lambda path: len(path.parts), reverse=True):
            with suppress(OSError):
                shutil.rmtree(each) if each.is_dir() else each.unlink()
        raise
