"""One page in the making: its address, its links, its numbered notes, its rendered Markdown.

Views ask the sheet for everything that depends on where the page stands, so that templates stay dumb: a link is
already relative to the page (or absolute, on paper), a citation already has its number.
"""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar, cast

from markdown_it.renderer import RendererHTML
from markupsafe import Markup, escape

from communique import markdown
from communique.atlas import Land
from communique.chains import ACTOR, UNNAMED
from communique.chronicle import UNKNOWN, Chronicle
from communique.corroboration import Support, support
from communique.dates import parse
from communique.disputes import with_disputes
from communique.kinds import Event, Record, Source
from communique.markings import PLAIN_WORDS, Marking, highest
from communique.tongue import gettext, say

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence

    from markdown_it.token import Token
    from markdown_it.utils import EnvType, OptionsDict

    from communique.atlas import Window
    from communique.corpus import Corpus
    from communique.dates import Day
    from communique.kinds.base import Citation
    from communique.views.stamp import Stamp

T = TypeVar("T")
_NOTE = '<sup class="r">'
_BEFORE_NOTE = re.compile(rf"\s+{re.escape(_NOTE)}")


def bare(window: Window) -> Land:
    """No coasts and borders."""
    return Land()


@dataclass(frozen=True, slots=True)
class Site:
    """What all pages of one build share. ``features`` are the plugins that are on: feeds, briefings, exports …

    ``url`` is the site's address without a final slash, empty when it is not known (then only relative links work).
    ``as_of`` is the day after which nothing became known that is in the corpus, where there is one. A ``preview`` holds
    drafts and what waits for review, for editors' eyes. ``chronicle`` is what git tells of the records.
    ``papers`` are those that editions are set on, the usual one first.
    ``land`` gives the coasts and borders in a window of the world; without it maps are bare.
    ``built`` is the day of the build, in UTC: by it alone is told whether a time has run out in a dossier without end.
    ``stamps`` are what editions that are being published are pinned to, by id.
    ``report`` is where readers report errors to, with ``{id}``, ``{title}`` and ``{address}`` in it; or empty.
    """

    corpus: Corpus
    url: str = ""
    level: Marking = "TLP:CLEAR"
    features: frozenset[str] = frozenset()
    as_of: Day | None = None
    preview: bool = False
    chronicle: Chronicle = UNKNOWN
    land: Callable[[Window], Land] = bare
    built: Day | None = None
    papers: tuple[str, ...] = ("a4",)
    stamps: Mapping[str, Stamp] = field(default_factory=dict)
    report: str = ""
    _made: dict[Hashable, Any] = field(default_factory=dict, init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Whatever a page, paper, feed or export is made of, a disputed assertion has its dispute in its text."""
        object.__setattr__(self, "corpus", with_disputes(self.corpus))

    def address(self, path: str) -> str:
        """The permanent address of what stands at ``path``; empty where the site's own is not known."""
        return f"{self.url}/{path.removesuffix('index.html')}" if self.url else ""

    def once(self, key: Hashable, make: Callable[[], T]) -> T:
        """What ``make`` gives, made once for all pages. ``key`` names it, and all it depends on besides the site."""
        if key not in self._made:
            self._made[key] = make()
        return cast("T", self._made[key])

    @property
    def as_of_words(self) -> str:
        """That day in words; empty where there is none."""
        return parse(str(self.as_of)).words() if self.as_of else ""


@dataclass(frozen=True, slots=True)
class Link:
    """A link to a page of ours, as this sheet must write it."""

    href: str
    text: str


@dataclass(frozen=True, slots=True)
class Grade:
    """Reliability of the source (A–F) and credibility of what it says here (1–6; empty where not used here)."""

    reliability: str
    credibility: str = ""

    def __str__(self) -> str:
        return f"{self.reliability}{self.credibility}"


@dataclass(frozen=True, slots=True)
class NoteMark:
    """A numbered note beside a sentence: ``href`` leads to the source's line at the foot of the page."""

    number: int
    href: str
    source: Link
    grade: Grade
    locator: str = ""


@dataclass(slots=True)
class Banner:
    """How far a page may be passed on: the highest marking of what it shows. It rises while the page is made."""

    marking: Marking

    @property
    def words(self) -> str:
        """What that lets a reader do, in plain words."""
        return gettext(PLAIN_WORDS[self.marking])

    def show(self, marking: Marking) -> None:
        """Something with this marking is on the page."""
        self.marking = highest((self.marking, marking))


@dataclass(slots=True)
class _Cited:
    number: int
    source: Source
    credibility: str
    locators: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class SourceLine:
    """A line of the page's source list: ``anchor`` is its id on the page, ``record`` the source itself."""

    number: int
    anchor: str
    link: Link
    record: Source
    grade: Grade
    published: str
    locators: tuple[str, ...]


class Sheet:
    """A page being made. ``path`` is where it will stand (``events/x/index.html``); notes are numbered as they come.

    With ``paper`` links to other pages are absolute: they lead from a PDF or a mail back to the site. ``root`` is what
    they begin with where the page may stand at any depth. ``shown`` are the records that the page has linked to, named
    or cited so far, by id. ``places`` are records that have a place on this sheet itself, by id, with the id of that
    place: on paper a reference leads there, and says on which page it is.
    """

    def __init__(self, site: Site, path: str, *, paper: bool = False, root: str = "") -> None:
        self.site = site
        self.corpus = site.corpus
        self.path = path
        self.paper = paper
        self.banner = Banner(site.corpus.dossier.marking)
        self._marked = site.corpus.marked
        self._up = root or "../" * path.count("/")
        self._cited: dict[str, _Cited] = {}
        self._credibility: dict[str, str] = {}
        self.shown: set[str] = set()
        self.places: dict[str, str] = {}

    # Links

    def href(self, path: str) -> str:
        """How this page writes the way to ``path`` (relative to the site's root, perhaps with a ``#fragment``)."""
        if self.paper:
            return f"{self.site.url}/{path.replace('index.html', '')}" if self.site.url else ""
        return self._up + path

    def link(self, id_: str, words: str = "") -> Link:
        """A link to the page of record ``id_`` (or of row ``event#row``), named as we name it, or by ``words``."""
        owner, mark, row = id_.partition("#")
        owner = self._moved(owner)
        self.shown.add(owner)
        if self._marked:
            self._shows(owner, owner + mark + row)
        return Link(self.href(self.corpus.addresses[owner] + mark + row), words or self.corpus.titles[owner])

    def reference(self, id_: str, words: str = "") -> Link:
        """A link to where ``id_`` stands on this sheet, if it has a place there; else to its page."""
        link = self.link(id_, words)
        place = self.places.get(id_.partition("#")[0])
        return Link(f"#{place}", link.text) if place else link

    def mentioned(self, id_: str, part: str | None, words: str) -> Link:
        """A link in a text: by the words it has there, or as ``Corpus.in_text`` has it."""
        return self.reference(id_ + (f"#{part}" if part else ""), words or self.corpus.in_text[self._moved(id_)])

    def absolute(self, link: Link) -> str:
        """The permanent address of a link of this sheet; empty where the site's own is not known."""
        if self.paper:
            return link.href
        return self.site.address(posixpath.normpath(posixpath.join(posixpath.dirname(self.path), link.href)))

    def _moved(self, id_: str) -> str:
        while id_ in self.corpus.tombstones and (onward := self.corpus.tombstones[id_].merged_into):
            id_ = onward
        return id_

    def name(self, id_: str) -> str:
        """What we call a record: the house form of an actor or place, the title of anything else."""
        owner = self._moved(id_)
        self.shown.add(owner)
        if self._marked:
            self._shows(owner)
        return self.corpus.titles[owner]

    def _shows(self, *targets: str) -> None:
        for target in targets:
            if target in self._marked:
                self.banner.show(self._marked[target])

    # Notes

    def lists(self, citations: Sequence[Citation]) -> None:
        """Take the credibility of sources from a record's own list, for the citations that follow."""
        for citation in citations:
            self._credibility.setdefault(citation.source, citation.credibility)

    def cite(self, ids: Iterable[str], *, credibility: str = "", locator: str = "") -> tuple[NoteMark, ...]:
        """Numbered notes to these sources; a source keeps the number it first got on this page."""
        return tuple(self._note(self._moved(id_), credibility, locator) for id_ in dict.fromkeys(ids))

    def _note(self, id_: str, credibility: str, locator: str) -> NoteMark:
        cited = self._cited.get(id_)
        if cited is None:
            source = self.corpus.get(Source, id_)
            cited = _Cited(len(self._cited) + 1, source, self._credibility.get(id_, ""))
            self._cited[id_] = cited
        if locator and locator not in cited.locators:
            cited.locators.append(locator)
        grade = Grade(cited.source.reliability, credibility or cited.credibility)
        return NoteMark(cited.number, f"#source-{cited.number}", self.link(id_), grade, locator)

    def sources(self) -> tuple[SourceLine, ...]:
        """The list at the foot of the page: every source cited so far, by number."""
        return tuple(
            SourceLine(
                cited.number,
                f"source-{cited.number}",
                self.link(id_),
                cited.source,
                Grade(cited.source.reliability, cited.credibility),
                cited.source.published.words() if cited.source.published else "",
                tuple(cited.locators),
            )
            for id_, cited in self._cited.items()
        )

    def origin_count(self, uses: Iterable[tuple[str, str | None]]) -> int:
        """On how many independent origins these uses (source id, via) rest."""
        return len(self.support(uses).origins)

    def support(self, uses: Iterable[tuple[str, str | None]]) -> Support:
        """On what these uses (source id, via) rest."""
        return support(self.source_records, uses)

    def origin_name(self, origin: str) -> str:
        """Whose word an origin is: an actor, a publisher, or the words for somebody nobody named."""
        if origin.startswith(UNNAMED):
            return origin.removeprefix(UNNAMED)
        if origin.startswith(ACTOR):
            return self.name(origin.removeprefix(ACTOR))
        return self.corpus.get(Source, origin).publisher

    @property
    def source_records(self) -> Mapping[str, Source]:
        """Sources by id, for walking chains."""
        return self.corpus.sources_by_id

    # Text

    def prose(self, text: str | None) -> Markup:
        """Markdown to HTML, with this page's links and note numbers. Safe: HTML in it was never read as HTML."""
        if not text:
            return Markup("")
        return self.rendered(markdown.tokens(text))

    def rendered(self, parsed: Sequence[Token]) -> Markup:
        """Tokens of Markdown as HTML: for those who cut a text in pieces before it is rendered."""
        html = _Renderer(self).render(parsed, markdown.parser().options, {})
        # A note number belongs to the word before it, whatever space an editor left in the Markdown; and two numbers
        # side by side must not read as one.
        return Markup(_BEFORE_NOTE.sub(_NOTE, html).replace(f"</sup>{_NOTE}", ","))

    def marking(self, record: Record) -> Marking:
        """The record's marking, or the dossier's."""
        return record.marking or self.corpus.dossier.marking

    def marking_words(self, marking: Marking) -> str:
        """What a marking lets a reader do, in plain words."""
        return gettext(PLAIN_WORDS[marking])


class _Renderer(RendererHTML):
    """markdown-it's renderer with our two tokens (a method is the rule for the token of its name), and without
    ``style=`` on table cells, which our content policy forbids.
    """

    def __init__(self, sheet: Sheet) -> None:
        super().__init__()
        self.sheet = sheet

    def citation(self, parsed: Sequence[Token], at: int, options: OptionsDict, env: EnvType) -> str:
        marks = [self.sheet.cite([id_], locator=where)[0] for id_, where in parsed[at].meta["cites"]]
        return str(note_marks(marks))

    def record_link(self, parsed: Sequence[Token], at: int, options: OptionsDict, env: EnvType) -> str:
        meta = parsed[at].meta
        link = self.sheet.mentioned(meta["id"], meta["part"], meta["words"])
        title = self.sheet.name(meta["id"])
        told = "" if meta["words"] or link.text == title else f' title="{escape(title)}"'
        return f'<a href="{escape(link.href)}"{told}>{escape(link.text)}</a>'

    def renderToken(self, parsed: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:  # noqa: N802
        token = parsed[idx]
        # A corner of a table without words heads nothing (WCAG 1.3.1).
        if token.type == "th_open" and not parsed[idx + 1].content:
            token.tag = parsed[idx + 2].tag = "td"
        style = str(token.attrs.pop("style", ""))
        if style.startswith("text-align:"):
            token.attrs["class"] = f"align-{style.removeprefix('text-align:')}"
        return super().renderToken(parsed, idx, options, env)


def note_marks(marks: Iterable[NoteMark]) -> Markup:
    """Note numbers as they stand after a sentence, in text and in templates alike."""
    inner = Markup(",").join(
        Markup('<a href="{}" aria-label="{}">{}</a>').format(
            mark.href, say("source {number}", number=mark.number), mark.number
        )
        for mark in sorted(marks, key=lambda each: each.number)
    )
    return Markup('<sup class="r">{}</sup>').format(inner) if inner else Markup("")


def event_number(event: Event) -> str:
    """The event's number as printed, or nothing where it has none yet."""
    return event.number or ""
