"""Markdown with citations and links to records: front matter, a quick scan for mentions, and tokens for rendering.

Content is untrusted: HTML is never read as such, and links keep to an allow-list of schemes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from markdown_it import MarkdownIt
from mdit_py_plugins.attrs import attrs_plugin

if TYPE_CHECKING:
    from collections.abc import Iterator

    from markdown_it.rules_inline import StateInline
    from markdown_it.token import Token

SCHEMES = ("https", "http", "mailto")
"""What a link may start with; anything else is printed as text and diagnosed."""

_ID = r"[a-z0-9]+(?:-[a-z0-9]+)*"
_CITE = re.compile(rf"\[@{_ID}[^\[\]]*\]")
_LINK = re.compile(rf"\[\[({_ID})(?:#({_ID}))?(?:\|([^\[\]]+))?\]\]")
_ONE_CITE = re.compile(rf"\s*@({_ID})\s*(?:,\s*(.+))?\Z", re.DOTALL)
_CODE = re.compile(r"^(```|~~~).*?^\1|`[^`\n]+`", re.DOTALL | re.MULTILINE)
_HTML = re.compile(r"</?[a-zA-Z][^>\n]*>|<!--")
_SCHEME = re.compile(r"(?:\]\(\s*<?|^\s*\[[^\]]+\]:\s*<?|<)([a-zA-Z][a-zA-Z0-9+.-]*):(?=\S)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Mention:
    """A record named in a text. ``written`` is the text as it stands, to find its place by."""

    cites: bool
    id: str
    part: str
    detail: str
    written: str


@dataclass(frozen=True, slots=True)
class Oddity:
    """Something in a text that is wrong by itself: ``code`` is a diagnostic code."""

    code: str
    what: str
    hint: str
    written: str


def front_matter(text: str) -> tuple[str, str, int] | None:
    """The YAML between two lines of ``---`` at the top, the body after it, and the body's first line number."""
    match = re.match(r"---[ \t]*\n(.*?\n)?---[ \t]*(?:\n|\Z)", text, re.DOTALL)
    if match is None:
        return None
    return match.group(1) or "", text[match.end() :], text[: match.end()].count("\n") + 1


def scan(text: str) -> Iterator[Mention | Oddity]:
    """Every citation and link in ``text``, and what is wrong by itself; without parsing it all (it runs in checks)."""
    bare = _CODE.sub(lambda code: re.sub(r"[^\n]", " ", code.group()), text)
    if "[@" in bare:
        for cite in _CITE.finditer(bare):
            yield from _cites(cite.group())
    if "[[" in bare:
        for link in _LINK.finditer(bare):
            yield Mention(False, link[1], link[2] or "", link[3] or "", link.group())
    yield from _oddities(bare)


def _cites(written: str) -> Iterator[Mention | Oddity]:
    for half in written[1:-1].split(";"):
        one = _ONE_CITE.match(half)
        if one is None:
            hint = "write [@source-id, where in it; @other-source]"
            yield Oddity("bad-citation", f"'{half.strip()}' is no citation", hint, half.strip())
        else:
            yield Mention(True, one[1], "", " ".join((one[2] or "").split()), "@" + one[1])


def _oddities(bare: str) -> Iterator[Oddity]:
    rest = _LINK.sub(" ", _CITE.sub(" ", bare))
    for start, what in (("[@", "a citation"), ("[[", "a link")):
        at = rest.find(start)
        if at >= 0:
            written = rest[at : at + 40].split("\n")[0]
            hint = "write [@source-id, where in it] or [[record-id|words]]"
            yield Oddity("bad-citation", f"{what} is not closed or not well written", hint, written)
    for html in _HTML.finditer(rest):
        if html.group().startswith("</") and html.group().replace("/", "", 1) in rest:
            continue  # told at the opening tag
        if not re.match(r"<[a-zA-Z][a-zA-Z0-9+.-]*:", html.group()):
            yield Oddity("raw-html", f"HTML '{html.group()}' will be printed as text", "use Markdown", html.group())
    for scheme in _SCHEME.finditer(rest):
        if scheme[1].lower() not in SCHEMES:
            hint = "use https, http or mailto, or a link to a record: [[id]]"
            yield Oddity("unsafe-link", f"links with '{scheme[1]}:' are not published", hint, scheme.group().strip())


def _cite_rule(state: StateInline, silent: bool) -> bool:
    match = _CITE.match(state.src, state.pos) if state.src.startswith("[@", state.pos) else None
    if match is None:
        return False
    if not silent:
        token = state.push("citation", "", 0)
        found = [mention for mention in _cites(match.group()) if isinstance(mention, Mention)]
        token.meta = {"cites": [(mention.id, mention.detail) for mention in found]}
    state.pos = match.end()
    return True


def _link_rule(state: StateInline, silent: bool) -> bool:
    match = _LINK.match(state.src, state.pos) if state.src.startswith("[[", state.pos) else None
    if match is None:
        return False
    if not silent:
        token = state.push("record_link", "", 0)
        token.meta = {"id": match[1], "part": match[2] or "", "words": match[3] or ""}
    state.pos = match.end()
    return True


def _allowed(url: str) -> bool:
    scheme = re.match(r"\s*([a-zA-Z][a-zA-Z0-9+.-]*):", url)
    return scheme is None or scheme[1].lower() in SCHEMES


@cache
def parser() -> MarkdownIt:
    """The one Markdown parser: CommonMark without HTML, tables, ``{lang=ar dir=rtl}`` on spans, two rules of ours."""
    made = MarkdownIt("commonmark", {"html": False}).enable("table")
    made.use(attrs_plugin, spans=True, allowed=["lang", "dir"])
    made.inline.ruler.before("link", "citation", _cite_rule)
    made.inline.ruler.before("link", "record_link", _link_rule)
    made.validateLink = _allowed  # type: ignore[method-assign]
    return made


def tokens(text: str) -> list[Token]:
    """The tokens of ``text``; ``citation`` and ``record_link`` tokens carry what they name in ``meta``."""
    return parser().parse(text)


def fences(text: str) -> list[tuple[str, str, int]]:
    """Fenced blocks that name themselves: (info string, content, line of the content in ``text``, from 1)."""
    return [
        (token.info.strip(), token.content, token.map[0] + 2)
        for token in tokens(text)
        if token.type == "fence" and token.info.strip() and token.map
    ]
