"""Where the links of a tree lead: every one to a file that is there, every fragment to an element that has its id."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Mapping
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

LEADING = ("href", "src", "action", "data-src", "popovertarget", "aria-controls", "aria-labelledby", "for")
"""Attributes that lead somewhere; the last four within the page, by an id alone."""
_ADDRESS = re.compile(r"<(?:loc|id|uri)>([^<]+)</|\b(?:href|src)=\"([^\"]+)\"")


class _Leads(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.leads: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name == "id" and value:
                self.ids.append(value)
            elif name in LEADING and value is not None:
                self.leads += [value] if name in LEADING[:4] else [f"#{each}" for each in value.split()]
            elif name == "content" and value and value.startswith("http"):
                self.leads.append(value)


def dead(pages: Mapping[str, str], paths: Iterable[str], url: str = "") -> list[str]:
    """The links of ``pages`` (HTML or XML, by path) that lead nowhere in a tree of ``paths`` served at ``url``."""
    there = set(paths)
    read = {path: _read(path, text) for path, text in pages.items()}
    found = [f"{path}: two elements have the id {id_}" for path, each in read.items() for id_ in _twice(each.ids)]
    ids = {path: set(each.ids) for path, each in read.items()}
    for path, each in read.items():
        for link in dict.fromkeys(each.leads):
            target, fragment = _led(path, link, url)
            if target is None:
                continue
            target += "index.html" if target.endswith("/") or not target else ""
            if target not in there:
                found.append(f"{path}: {link} leads nowhere")
            elif fragment and target in ids and target.endswith(".html") and fragment not in ids[target]:
                found.append(f"{path}: {link} has no place on its page")
    return found


def _read(path: str, text: str) -> _Leads:
    read = _Leads()
    if path.endswith(".html"):
        read.feed(text)
    else:
        read.leads = [one or other for one, other in _ADDRESS.findall(text)]
    return read


def _twice(ids: list[str]) -> list[str]:
    return sorted({each for each in ids if ids.count(each) > 1}) if len(set(ids)) < len(ids) else []


def _led(path: str, link: str, url: str) -> tuple[str | None, str]:
    """The path in the tree that ``link`` on ``path`` leads to, and its fragment; None where it leads out."""
    parts = urlsplit(link)
    if parts.scheme or parts.netloc:
        if not url or not (link == url or link.startswith(f"{url}/")):
            return None, ""
        return unquote(urlsplit(link.removeprefix(url).removeprefix("/")).path), unquote(parts.fragment)
    if not parts.path:
        return path, unquote(parts.fragment)
    if parts.path.startswith("/"):
        return unquote(parts.path.removeprefix(urlsplit(url).path).removeprefix("/")), unquote(parts.fragment)
    led = posixpath.normpath(posixpath.join(posixpath.dirname(path), unquote(parts.path)))
    return led + ("/" if parts.path.endswith("/") else ""), unquote(parts.fragment)


def dead_in(tree: Path, url: str = "") -> list[str]:
    """The same of a tree that is built: its pages, feeds and site map."""
    files = [path for path in tree.rglob("*") if path.is_file()]
    texts = {
        path.relative_to(tree).as_posix(): path.read_text(encoding="utf-8")
        for path in files
        if path.suffix == ".html" or path.name in ("sitemap.xml",) or path.name.endswith(".atom.xml")
    }
    return dead(texts, (path.relative_to(tree).as_posix() for path in files), url)
