"""Editions on paper: from planned PDFs to their bytes, on all cores, each set once and kept.

What goes wrong is told at the line of the edition (or of the record) where it stands, for all editions at once.
"""

from __future__ import annotations

import os
import re
import time
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from communique.errors import BuildError
from communique.pdf import Attachment, Kept, Manuscript, PaperError, Pool, render_environment
from communique.pdf.kept import key_of
from communique.press.assets import print_files
from communique.press.theme import theme_folders

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from communique.pdf import Complaint
    from communique.plan import Print
    from communique.settings import Settings

_SHEET: Final = re.compile(r'<link rel="stylesheet" href="([^"]+)">')
_NOTE: Final = '<sup class="r">'
_JOINED: Final = f"\u2060{_NOTE}"
"""A number of a note is joined to the word before it: WeasyPrint would begin a line with it (U+2060, word joiner)."""
_BLANK_BEFORE: Final = re.compile(r'(?<=\S)\s(<(?:em|strong|b|i)>|<a href="[^"#]+">)')
"""A blank before a change of type. Where a text fills its line to that blank, WeasyPrint 70 ends the line after the
text's first word; where the blank stands behind the change, it does not."""
_PROPERTIES: Final = (
    ("Digest", "SHA-256 of what the PDF was set from: text, style sheets, fonts, figures and attached records"),
    ("RenderEnvironment", "The programs and fonts on which its bytes depend"),
)


def set_editions(
    settings: Settings, prints: Sequence[Print], html_of: Callable[[Print], str], say: Callable[[str], None]
) -> Iterator[tuple[Print, bytes]]:
    """Each of ``prints`` with its PDF, in the order in which they are ready; ``html_of`` renders its template.

    Raises BuildError, when all are done, with every complaint about every edition at its line.
    """
    kept = Kept(settings.root / ".cache" / "pdf")
    found: dict[Print, tuple[Manuscript, str]] = {}
    complaints: list[str] = []
    for each in prints:
        script = manuscript(settings.root, each, html_of(each))
        key = key_of(script, render_environment(script.files))
        if (made := kept.get(key)) is None:
            found[each] = (script, key)
        else:
            say(f"{each.name}: unchanged")
            yield each, made
    if not found:
        return
    jobs = min(settings.pdf_jobs or cores(), len(found))
    with Pool(jobs, settings.pdf_timeout, settings.pdf_memory) as pool, ThreadPoolExecutor(jobs) as threads:
        started = time.monotonic()
        waiting = {threads.submit(pool.set, script): each for each, (script, _) in found.items()}
        for count, done in enumerate(as_completed(waiting), start=1):
            each = waiting[done]
            try:
                made = done.result()
            except PaperError as error:
                complaints += [_told(settings, each, complaint) for complaint in error.complaints]
                continue
            kept.put(found[each][1], made)
            say(f"{each.name}: set on paper ({count} of {len(waiting)}, {time.monotonic() - started:.1f} s)")
            yield each, made
    kept.prune()
    if complaints:
        raise BuildError("\n".join(sorted(complaints)))


def manuscript(root: Path, each: Print, html: str) -> Manuscript:
    """All that the PDF of ``each`` is set from, of its HTML and the dossier in ``root``."""
    try:
        files = {path: source.read_bytes() for path, source in print_files(root, _SHEET.findall(html)).items()}
    except BuildError as error:
        raise BuildError(f"{error}\n{each.source}: {each.name} cannot be set on paper without it.") from error
    for path, source in each.figures.items():
        try:
            files[path] = (root / source).read_bytes()
        except OSError as error:
            raise BuildError(f"{each.source}: the figure {path}: {error.strerror or error}") from error
    attachments = tuple(Attachment(*row) for row in each.attachments)
    script = Manuscript(_BLANK_BEFORE.sub(r"\1 ", html.replace(_NOTE, _JOINED)), each.imprint, files, attachments)
    environment = "; ".join(f"{name} {value}" for name, value in render_environment(files).items())
    values = zip((script.digest, environment), _PROPERTIES, strict=True)
    told = tuple((name, value, meaning) for value, (name, meaning) in values)
    return replace(script, imprint=replace(each.imprint, properties=(*each.imprint.properties, *told)))


def cores() -> int:
    """How many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _told(settings: Settings, each: Print, complaint: Complaint) -> str:
    where = _place(settings, each.source, complaint)
    return f"{where}: {complaint.text}; {each.name} cannot be set on paper."


def _place(settings: Settings, source: str, complaint: Complaint) -> str:
    """``path:line:column`` of what the complaint is about: in the edition's source, else in a record it shows, else in
    the templates and style sheets it is set with.
    """
    source = _seen_from_root(settings, source)
    if complaint.subject:
        for path in _texts(settings, source):
            if (place := _find(settings.root / path, complaint.subject)) is not None:
                return f"{path}:{place}"
    return source


def _seen_from_root(settings: Settings, source: str) -> str:
    """``source``, which stands in the private content where it does not in the dossier."""
    private = settings.private_content
    if private is None or (settings.root / source).exists() or not (private / source).exists():
        return source
    return os.path.relpath(private / source, settings.root)


def _texts(settings: Settings, source: str) -> Iterator[str]:
    yield source
    yield from _records(settings)
    for folder in theme_folders(settings.root):
        for path in sorted(folder.rglob("*")):
            if path.suffix in (".css", ".html"):
                yield os.path.relpath(path, settings.root)


def _records(settings: Settings) -> Iterator[str]:
    for home in filter(None, (settings.root, settings.private_content)):
        for path in sorted((home / "content").rglob("*")):
            if path.suffix in (".yaml", ".md"):
                yield os.path.relpath(path, settings.root)


def _find(path: Path, subject: str) -> str | None:
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return None
    name = subject.rpartition("/")[2] or subject
    for number, line in enumerate(lines, start=1):
        for words in (subject, name):
            if (at := line.find(words)) >= 0:
                return f"{number}:{at + 1}"
    return None
