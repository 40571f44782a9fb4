"""The search index: documents written as small pages, read by Pagefind, and its files brought into a fixed order.

Pagefind orders the values of a facet by chance, so the same documents would give other bytes at each run. The files
concerned are put in order and named anew here; nothing else about the index is touched.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import cbor2
from markupsafe import Markup

from communique.errors import BuildError
from communique.plan import File

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from communique.views.searching.documents import Document

FOLDER: Final = "search/pagefind"
SERVED: Final = ("pagefind.js", "pagefind-worker.js")
"""Of the scripts that Pagefind writes, those that a search needs; the looks are ours."""
SIGN: Final = b"pagefind_dcd"
"""What each of its compressed files begins with."""
TIMEOUT: Final = 600

_PAGE: Final = Markup(
    '<!DOCTYPE html><html lang="{lang}"><body data-pagefind-body>'
    '<h1 data-pagefind-meta="title" data-pagefind-weight="{weight}">{title}</h1>\n'
    "{passages}{hidden}{marks}</body></html>\n"
)
_NOTHING: Final = Markup('<!DOCTYPE html><html lang="{lang}"><body data-pagefind-body>nothingyet</body></html>\n')
_PASSAGE: Final = Markup('<a id="{field}.{row}"></a><p{weight}>{text}</p>\n')
_MARK: Final = Markup('<i data-pagefind-{sort}="{name}:{value}"></i>\n')


def index(documents: Iterable[Document], language: str) -> Iterator[File]:
    """The files of the index of ``documents``, written in ``language``. Raises BuildError where Pagefind fails."""
    with tempfile.TemporaryDirectory(prefix="communique-search-") as made:
        pages, bundle = Path(made) / "pages", Path(made) / "bundle"
        pages.mkdir()
        for document in documents:
            target = pages / document.path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(page(document, language), encoding="utf-8")
        if not any(pages.iterdir()):  # a dossier of today: Pagefind makes no index without a word
            (pages / "nothing.html").write_text(_NOTHING.format(lang=language), encoding="utf-8")
        _run(pages, bundle, language.partition("-")[0])
        found = {path.relative_to(bundle).as_posix(): path.read_bytes() for path in bundle.rglob("*") if path.is_file()}
    for path, content in sorted(settled(found).items()):
        yield File(f"{FOLDER}/{path}", content)


def page(document: Document, language: str) -> Markup:
    """A document as Pagefind reads it: each passage after an anchor that says which field it is.

    A source's title is not ours and weighs no more than text: what we say of a thing comes before who reported it.
    """
    told = [
        _PASSAGE.format(
            field=each.field,
            row=each.row,
            text=each.text,
            weight=Markup(' data-pagefind-weight="5"') if each.field in ("names", "number") else "",
        )
        for each in document.passages
    ]
    hidden = _PASSAGE.format(field="hidden", row="", text=" ".join(document.hidden), weight="")
    marks = [_MARK.format(sort="filter", name=name, value=value) for name, value in document.narrow]
    if document.sort:
        marks.append(_MARK.format(sort="sort", name="date", value=document.sort))
        marks.append(_MARK.format(sort="meta", name="date", value=document.date))
    return _PAGE.format(
        lang=language,
        title=document.title,
        weight="1" if ("kind", "source") in document.narrow else "7",
        passages=Markup().join(told),
        hidden=hidden if document.hidden else "",
        marks=Markup().join(marks),
    )


def _run(pages: Path, bundle: Path, language: str) -> None:
    command = [
        *(sys.executable, "-m", "pagefind", "--site", str(pages), "--output-path", str(bundle)),
        *("--force-language", language, "--keep-index-url", "--silent"),
    ]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=TIMEOUT, check=False, cwd=pages)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise BuildError(f"the search index cannot be made: Pagefind: {error}") from error
    if done.returncode:
        told = (done.stderr or done.stdout).strip()[-500:]
        raise BuildError(f"the search index cannot be made: Pagefind ended with {done.returncode}: {told}")


def settled(found: dict[str, bytes]) -> dict[str, bytes]:
    """Of Pagefind's files those that are served, the same from the same documents.

    Its format: ``pagefind-entry.json`` names a ``pf_meta`` a language, that lists pages, chunks and facets by the
    digests in their files' names; a facet is its name and a list of (value, pages).
    """
    entry = json.loads(found["pagefind-entry.json"])
    wanted = {path: content for path, content in found.items() if path.startswith(("index/", "fragment/"))}
    wanted |= {path: found[path] for path in SERVED}
    for language in entry["languages"].values():
        meta = _opened(found[f"pagefind.{language['hash']}.pf_meta"])
        for facet in meta[3]:
            name, values = _opened(found[f"filter/{facet[1]}.pf_filter"])
            packed = _packed([name, sorted(values)])
            facet[1] = f"{language['wasm']}_{_digest(packed)}"
            wanted[f"filter/{facet[1]}.pf_filter"] = packed
        meta[3].sort()
        packed = _packed(meta)
        language["hash"] = f"{language['wasm']}_{_digest(packed)}"
        wanted[f"pagefind.{language['hash']}.pf_meta"] = packed
        wanted[f"wasm.{language['wasm']}.pagefind"] = found[f"wasm.{language['wasm']}.pagefind"]
    wanted["pagefind-entry.json"] = (json.dumps(entry, ensure_ascii=False, sort_keys=True) + "\n").encode()
    return wanted


def _opened(content: bytes) -> Any:
    return cbor2.loads(gzip.decompress(content).removeprefix(SIGN))


def _packed(value: Any) -> bytes:
    return gzip.compress(SIGN + cbor2.dumps(value), mtime=0)


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:10]
