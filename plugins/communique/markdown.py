"""Markdown with citations and links to records: front matter, a quick scan for mentions, and tokens for rendering.

Content is untrusted: HTML is never read as such, and links keep to an allow-list of schemes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING

from markdown_it import MarkdownIt
from mdit_py_plugins.attrs import attrs_plugin

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from markdown_it.rules_inline import StateInline
    from markdown_it.token import Token

SCHEMES = ("https", "http", "mailto")
"""What a link may start with; anything else is printed as text and diagnosed."""

MOST = 100
"""So many oddities of one sort are told of one text."""

_ID = r"[a-z0-9]+(?:-[a-z0-9]+)*"
_CITE = re.compile(r"\[@[a-z0-9][^\[\]]*\]")
_LINK = re.compile(rf"\[\[({_ID})(?:#({_ID}))?(?:\\?\|([^\[\]]+))?\]\]")
_BRACKET = re.compile(r"[\[\]@<]")
_HALF = re.compile(r"(\[@|\[\[)[^\[\]\n]{0,60}\]{0,2}|\]\](?!\()")
_STRAY = re.compile(rf"@\[?({_ID})|(?<!\])\[({_ID})(?=[\],|#;])(?!\][(\[:{{])")
_INTRICATE = re.compile(r"[`~\\]|<[a-zA-Z][a-zA-Z0-9+.-]*:|^(?: {4}|\t| *\|?[ :]*-+[ :]*\|)|\]:", re.MULTILINE)
_ONE_CITE = re.compile(rf"\s*@({_ID})\s*(?:,\s*(.+))?\Z", re.DOTALL)
_CODE = re.compile(r"^(```|~~~).*?^\1|`[^`\n]+`", re.DOTALL | re.MULTILINE)
_BRACKETS = "write [@source-id, where in it] or [[record-id|words]]"
_HTML = re.compile(r"</?[a-zA-Z][^<>\n]*>|<!--")
_TARGET = re.compile(
    r"\]\(\s*<?([^\s()<>]*)(?=[()\s>])"  # [words](address
    r"|^[ \t]*\[[^\]\n]+\]:[ \t]*<?([^\s<>]+)"  # [name]: address
    r"|<([a-zA-Z][a-zA-Z0-9+.-]*:[^\s<>]+)>",  # <address>
    re.MULTILINE,
)
_DIVIDER = re.compile(r"^ *\|?[ :]*-+[ :]*\|", re.MULTILINE)
_MEANS = re.compile(r"[\\`*_{}\[\]<>#|~]")
_ROW = re.compile(r"^ {0,3}\|.*\|[ \t]*$", re.MULTILINE)
_WRAPPED = re.compile(r"\[[^\[\]\n]*(?:\[@[^\[\]\n]*\]|\[\[[^\[\]\n]*\]\])[^\[\]\n]*\]\(")


@dataclass(frozen=True, slots=True)
class Mention:
    """A record named in a text. ``written`` is how, ``at`` where in the text."""

    cites: bool
    id: str
    part: str
    detail: str
    written: str
    at: int = 0


@dataclass(frozen=True, slots=True)
class Oddity:
    """Something in a text that is wrong by itself: ``code`` is a diagnostic code.

    With ``suspect`` it is wrong only if there is a record of that id, or of one spelt much like it.
    """

    code: str
    what: str
    hint: str
    written: str
    at: int = 0
    suspect: str = ""


def front_matter(text: str) -> tuple[str, str, int] | None:
    """The YAML between two lines of ``---`` at the top, the body after it, and the body's first line number."""
    match = re.match(r"---[ \t]*\n(.*?\n)?---[ \t]*(?:\n|\Z)", text, re.DOTALL)
    if match is None:
        return None
    return match.group(1) or "", text[match.end() :], text[: match.end()].count("\n") + 1


def scan(text: str) -> Iterator[Mention | Oddity]:
    """Every citation and link in ``text``, and what is wrong by itself.

    It runs in checks, over everything: a text is parsed only where it has code, escapes, tables or the like, in
    which brackets may mean something else.
    """
    if not _BRACKET.search(text):
        return
    for at, written in _parsed(text) if _INTRICATE.search(text) else _matched(text):
        if written.startswith("[@"):
            yield from _cites(written, at)
        elif link := _LINK.match(written):
            yield Mention(False, link[1], link[2] or "", link[3] or "", written, at)
    bare = _CODE.sub(_blank, text)
    if _BRACKET.search(bare):
        yield from _unread(bare)
        yield from _oddities(_LINK.sub(_blank, _CITE.sub(_blank, bare)))


def without(text: str, stands: Callable[[str], bool], instead: str | Callable[[str, str], str]) -> str:
    """``text`` in which a citation or link to a target that does not stand is ``instead``, whatever words it has.

    A target is ``record-id`` or ``record-id#row-id``; ``instead`` may also be told from a target and the words it has.
    Code is left as it is, but for what only looked like code.
    """
    if not _BRACKET.search(text):
        return text
    told = _replaced(text, _CODE.sub(_blank, text), stands, instead)
    left = any(isinstance(each, Mention) and not stands(_target(each.id, each.part)) for each in scan(told))
    return _replaced(told, told, stands, instead) if left else told


def _target(id_: str, part: str | None) -> str:
    return f"{id_}#{part}" if part else id_


def _replaced(text: str, read: str, stands: Callable[[str], bool], instead: str | Callable[[str, str], str]) -> str:
    """``text`` with what does not stand replaced, found in ``read``, which is as long."""

    def new(target: str, words: str) -> str:
        return instead if isinstance(instead, str) else instead(target, words)

    pieces: list[tuple[int, int, str]] = []
    for match in _CITE.finditer(read):
        halves = match.group()[1:-1].split(";")
        kept = [half for half in halves if (one := _ONE_CITE.match(half)) is None or stands(one[1])]
        if len(kept) < len(halves):
            pieces.append((*match.span(), f"[{';'.join(kept).strip()}]" if kept else new("", "")))
    for match in _LINK.finditer(read):
        target = _target(match[1], match[2])
        if not stands(target):
            pieces.append((*match.span(), new(target, match[3] or "")))
    for start, end, piece in sorted(pieces, reverse=True):
        text = text[:start] + piece + text[end:]
    return text


def escaped(words: str) -> str:
    """``words`` as Markdown that says no more than they do."""
    return _MEANS.sub(r"\\\g<0>", words)


def _blank(match: re.Match[str]) -> str:
    return re.sub(r"[^\n]", " ", match.group())


def _matched(text: str) -> Iterator[tuple[int, str]]:
    """Citations, then links, of a text without pitfalls, each with its place."""
    for pattern in (_CITE, _LINK):
        for match in pattern.finditer(text):
            yield match.start(), match.group()


def _parsed(text: str) -> Iterator[tuple[int, str]]:
    """Citations and links as the parser reads them, in order; their places as near as can be told."""
    at = 0
    for block in tokens(text):
        for token in block.children or ():
            if token.type in ("citation", "record_link"):
                found = text.find(token.content, at)
                at = found if found >= 0 else at
                yield at, token.content


def _cites(written: str, at: int = 0) -> Iterator[Mention | Oddity]:
    at += 1
    for half in written[1:-1].split(";"):
        one = _ONE_CITE.match(half)
        if one is None:
            hint = "write [@source-id, where in it; @other-source]"
            start = at + len(half) - len(half.lstrip())
            yield Oddity("bad-citation", f"'{half.strip()}' is no citation", hint, half.strip(), start)
        else:
            detail = " ".join((one[2] or "").split())
            yield Mention(True, one[1], "", detail, "@" + one[1], at + one.start(1) - 1)
        at += len(half) + 1


def _unread(bare: str) -> Iterator[Oddity]:
    """Well-written citations and links that Markdown reads as something else."""
    for match in islice(_WRAPPED.finditer(bare), MOST):
        what = "a citation or link stands in the words of another link"
        yield Oddity("bad-citation", what, "put it after the link", match.group().split()[0], match.start())
    if not _DIVIDER.search(bare):
        return
    for row in _ROW.finditer(bare):
        for match in _LINK.finditer(row.group()):
            if match[3] and "\\|" not in match.group():
                what, hint = "the bar in this link ends the table's cell", "in a table write [[id\\|words]]"
                yield Oddity("bad-citation", what, hint, "[[" + match[1], row.start() + match.start())


def _oddities(rest: str) -> Iterator[Oddity]:
    """What is wrong in a text from which code, citations and links were blanked out."""
    told: set[int] = set()  # the lines on which something is told already, by the place of their end
    for match in islice(_HALF.finditer(rest), MOST):
        if match[1] or _line(rest, match) not in told:
            what = "a citation" if match[1] == "[@" else "a link"
            what += " is not closed or not well written" if match[1] else " is not opened"
            yield Oddity("bad-citation", what, _BRACKETS, match.group().split()[0], match.start())
        told.add(_line(rest, match))
    for match in islice(_STRAY.finditer(_HALF.sub(_blank, rest)), MOST):
        if _line(rest, match) not in told:
            what = f"'{match.group()}' is no citation and no link"
            yield Oddity("bad-citation", what, _BRACKETS, match.group(), match.start(), match[1] or match[2])
    for match in islice(_HTML.finditer(rest), MOST):
        html = match.group()
        if html.startswith("</") and html.replace("/", "", 1) in rest:
            continue  # told at the opening tag
        if not re.match(r"<[a-zA-Z][a-zA-Z0-9+.-]*:", html):
            yield Oddity("raw-html", f"HTML '{html}' will be printed as text", "use Markdown", html, match.start())
    for match in islice(_TARGET.finditer(rest), MOST):
        yield from _unsafe(rest, match)


def _line(text: str, match: re.Match[str]) -> int:
    return text.find("\n", match.start())


def _unsafe(rest: str, match: re.Match[str]) -> Iterator[Oddity]:
    """What is wrong with the address of a link or picture."""
    target = match[1] or match[2] or match[3] or ""
    scheme = _scheme(target)
    hint = "use https, http or mailto, or a link to a record: [[id]]"
    if not _allowed(target):
        what = f"links with '{scheme}:' are not published" if scheme else f"'{target}' is no address of the web"
        yield Oddity("unsafe-link", what, hint, match.group().strip(), match.start())
    elif match[1] is not None and re.search(r"!\[[^\[\]\n]*$", rest[max(0, match.start() - 200) : match.start()]):
        what = "pictures of other sites are not shown"
        yield Oddity("unsafe-link", what, "write a link, without the '!'", match.group().strip(), match.start())


def _cite_rule(state: StateInline, silent: bool) -> bool:
    match = _CITE.match(state.src, state.pos) if state.src.startswith("[@", state.pos) else None
    if match is None:
        return False
    if not silent:
        token = state.push("citation", "", 0)
        found = [mention for mention in _cites(match.group()) if isinstance(mention, Mention)]
        token.content = match.group()
        token.meta = {"cites": [(mention.id, mention.detail) for mention in found]}
    state.pos = match.end()
    return True


def _link_rule(state: StateInline, silent: bool) -> bool:
    match = _LINK.match(state.src, state.pos) if state.src.startswith("[[", state.pos) else None
    if match is None:
        return False
    if not silent:
        token = state.push("record_link", "", 0)
        token.content = match.group()
        token.meta = {"id": match[1], "part": match[2] or "", "words": match[3] or ""}
    state.pos = match.end()
    return True


def _scheme(url: str) -> str:
    match = re.match(r"\s*([a-zA-Z][a-zA-Z0-9+.-]*):", url)
    return match[1] if match else ""


def _allowed(url: str) -> bool:
    """Whether a link may lead to ``url``: an address of its own, for a relative one would lead nowhere."""
    return _scheme(url).lower() in SCHEMES


@cache
def parser() -> MarkdownIt:
    """The one Markdown parser: CommonMark without HTML, tables, ``{lang=ar dir=rtl}`` on spans, two rules of ours."""
    made = MarkdownIt("commonmark", {"html": False}).enable("table")
    made.use(attrs_plugin, spans=True, allowed=["lang", "dir"])
    made.inline.ruler.before("link", "citation", _cite_rule)
    made.inline.ruler.before("link", "record_link", _link_rule)
    made.disable("image")  # a page of ours asks nothing of another site
    made.validateLink = _allowed  # type: ignore[method-assign]
    return made


def tokens(text: str) -> list[Token]:
    """The tokens of ``text``; ``citation`` and ``record_link`` tokens carry what they name in ``meta``."""
    return parser().parse(text)


def addresses(text: str) -> Iterator[str]:
    """Every web address that ``text`` links to, in order, as a browser would be sent there."""
    for block in tokens(text):
        for token in block.children or ():
            href = str(token.attrs.get("href", "")) if token.type == "link_open" else ""
            if href.startswith(("http://", "https://")):
                yield href


@dataclass(frozen=True, slots=True)
class Fence:
    """A fenced block: its info string, its content, the line of the content in the text (from 1).

    ``closed`` is false where it runs to the end of the text, or over the beginning of another block.
    """

    info: str
    content: str
    line: int
    closed: bool


def fences(text: str) -> list[Fence]:
    """The fenced blocks of ``text``, in order."""
    lines = text.split("\n")
    found: list[Fence] = []
    for token in tokens(text) if "```" in text or "~~~" in text else ():
        if token.type == "fence" and token.map:
            first, end = token.map
            last = lines[min(end, len(lines)) - 1].strip()
            ends = end - first > 1 and last.startswith(token.markup) and not last.strip(token.markup[0])
            swallows = re.search(rf"^{token.markup}\w", token.content, re.MULTILINE)
            found.append(Fence(token.info.strip(), token.content, first + 2, ends and not swallows))
    return found
