"""What a site has beside its pages: icons, pictures for shared links, manifest, sitemap, robots, headers, licences."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from markupsafe import escape

from communique.form import FOLDER
from communique.plan import Copy, File, Page
from communique.press.assets import print_files
from communique.press.pictures import Card, card, icon_ico, icon_png
from communique.press.theme import module_folders
from communique.views.briefing import edition_words, kind_words
from communique.views.frame import image_path
from communique.views.licences import LICENCES, MIT, Carried
from communique.views.policy import POLICY, SEARCH_POLICY

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from communique.plan import Output
    from communique.views.sheet import Site

ICONS: Final = (180, 192, 512)
ALWAYS: Final = (
    "X-Content-Type-Options: nosniff",
    "Referrer-Policy: no-referrer",
    "Permissions-Policy: camera=(), geolocation=(), microphone=()",
    "Cross-Origin-Opener-Policy: same-origin",
)
EMBEDDED: Final = "/timeline/embed/*"
"""What another site may show in a frame."""
KEPT: Final = "Cache-Control: public, max-age=31536000, immutable"
"""For files whose name changes with their bytes."""


def icons(site: Site) -> Iterator[File]:
    """The icon in every size, and the manifest that names them."""
    yield File("favicon.ico", icon_ico())
    for size in ICONS:
        yield File(f"share/icon-{size}.png", icon_png(size))
    dossier = site.corpus.dossier
    manifest = {
        "name": f"{dossier.title} · {dossier.publisher}",
        "short_name": dossier.title,
        "description": dossier.summary,
        "lang": dossier.language,
        "start_url": "index.html",
        "display": "browser",
        "background_color": "#fcfcfa",
        "theme_color": "#fcfcfa",
        "icons": [
            {"src": f"share/icon-{size}.png", "sizes": f"{size}x{size}", "type": "image/png"} for size in ICONS[1:]
        ],
    }
    yield File("site.webmanifest", _json(manifest))


def pictures(site: Site, root: Path) -> Iterator[File]:
    """The picture of the first page and that of each briefing, for those who share a link."""
    fonts = print_files(root, ["css/tokens.css"])
    dossier = site.corpus.dossier
    yield File(image_path(None), _home(site, fonts))
    if "briefings" in site.features:
        for briefing in site.corpus.briefings:
            words = f"{kind_words(briefing)}, {edition_words(briefing)}"
            marking = briefing.marking or dossier.marking
            lang = briefing.language or dossier.language
            shown = Card(f"{dossier.publisher} · {dossier.title}", briefing.title, words, marking, lang)
            yield File(image_path(briefing), card(shown, fonts))


def _home(site: Site, fonts: Mapping[str, Path]) -> bytes:
    dossier = site.corpus.dossier
    covers = dossier.covers.words() if dossier.covers else ""
    words = Card(dossier.publisher, dossier.title, covers, dossier.marking, dossier.language, dossier.summary)
    return card(words, fonts)


def for_servers(site: Site, outputs: Iterable[Output]) -> Iterator[File]:
    """``robots.txt``, ``sitemap.xml`` (sitemaps.org 0.9) and ``_headers``, which some hosts read."""
    open_to_all = site.level == "TLP:CLEAR" and not site.as_of
    told = ["User-agent: *", "Allow: /" if open_to_all else "Disallow: /"]
    if site.url and open_to_all:
        listed = sorted(output.path for output in outputs if isinstance(output, Page) and output.view.frame.listed)
        yield File("sitemap.xml", _sitemap(site, listed))
        told += ["", f"Sitemap: {site.url}/sitemap.xml"]
    yield File("robots.txt", ("\n".join(told) + "\n").encode())
    yield File("_headers", headers(form="form" in site.features).encode())


def _sitemap(site: Site, paths: Iterable[str]) -> bytes:
    lines = [f"<url><loc>{escape(site.address(path))}</loc></url>" for path in paths]
    head = '<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
    return "\n".join([head, *lines, "</urlset>\n"]).encode()


def headers(*, form: bool = False) -> str:
    """Headers by path, in the form that static hosts read: the policy of the pages, and who may frame them.

    With a ``form``, its page says its own policy.
    """
    rules = {
        "/*": [*ALWAYS, f"Content-Security-Policy: {POLICY}; frame-ancestors 'none'"],
        "/search/*": ["! Content-Security-Policy", f"Content-Security-Policy: {SEARCH_POLICY}; frame-ancestors 'none'"],
        EMBEDDED: ["! Content-Security-Policy", f"Content-Security-Policy: {POLICY}; frame-ancestors *"],
        "/theme/fonts/*": [KEPT],
    }
    if form:
        rules[f"/{FOLDER}/*"] = ["! Content-Security-Policy", "Content-Security-Policy: frame-ancestors 'none'"]
    return "\n".join(f"{path}\n" + "".join(f"  {each}\n" for each in lines) for path, lines in rules.items())


def licence_texts(root: Path, features: frozenset[str]) -> Iterator[Output]:
    """The licence of each bundle that the site serves, beside the page that lists them."""
    for each in LICENCES:
        if each.feature and each.feature not in features:
            continue
        if source := _carried(root, each):
            yield Copy(f"licences/{each.file}", source)
        else:
            yield File(f"licences/{each.file}", f"{each.copyright}\n\n{MIT}".encode())


def _carried(root: Path, each: Carried) -> Path | None:
    places = (home / each.package / "LICENSE" for home in module_folders(root) if each.package)
    return next((place for place in places if place.is_file()), None)


def _json(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()
