"""Published editions in a build: the bytes that were kept, at the addresses they were published at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from communique.corpus import address
from communique.editions.kept import FOLDER
from communique.editions.pin import SIGNATURE
from communique.errors import BuildError
from communique.plan import Copy, File, Page
from communique.signing import signer_of_signature
from communique.views.published import CERTIFICATE, published_view

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from communique.editions import Pin
    from communique.kinds import Briefing
    from communique.plan import Output
    from communique.views.sheet import Site


def published_outputs(site: Site, homes: Sequence[Path]) -> Iterator[Output]:
    """Page, PDFs and signatures of every published edition; ``homes`` are the folders that briefings stand in."""
    for briefing in site.corpus.briefings:
        pin = site.corpus.pins.get(briefing.id)
        if pin is not None:
            yield from _outputs(site, briefing, pin, _home(homes, pin))


def _outputs(site: Site, briefing: Briefing, pin: Pin, folder: Path) -> Iterator[Output]:
    article = ""
    if pin.file("page"):
        try:
            article = (folder / pin.kept_name("page")).read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise BuildError(f"{FOLDER}/{pin.kept_name('page')} cannot be read: {error}") from error
    yield Page(address(briefing), "pages/edition.html", published_view(site, briefing, pin, article))
    for row in pin.files:
        if row.name is None:
            continue
        kept, path = folder / pin.kept_name(row.form), f"briefings/{briefing.id}/{row.name}"
        yield Copy(path, kept)
        if row.signature:
            signature = kept.with_name(kept.name + SIGNATURE)
            yield Copy(path + SIGNATURE, signature)
            if row is pin.paper:
                pem = signer_of_signature(signature.read_bytes()).pem
                yield File(f"briefings/{briefing.id}/{CERTIFICATE}", pem)


def _home(homes: Sequence[Path], pin: Pin) -> Path:
    for home in homes:
        if (home / FOLDER / f"{pin.edition}.lock").is_file():
            return home / FOLDER
    raise BuildError(f"{FOLDER}/{pin.edition}.lock is gone since the records were read; build again.")
