"""The body of a briefing: its Markdown in pieces, with a generated part in the place of each fenced block."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, TypeAlias

from communique import markdown
from communique.blocks import BLOCKS, Judgements, Sources
from communique.checks.blocks import read_options
from communique.kinds import Event
from communique.tongue import gettext
from communique.views.blocks import BLOCK_VIEWS, Edition
from communique.views.blocks.edition import claim_anchor, event_anchor, last_day
from communique.views.blocks.printing import typographic
from communique.views.blocks.sources import legend
from communique.views.blocks.timeline import listed
from communique.views.citing import citations

if TYPE_CHECKING:
    from collections.abc import Iterator

    from markdown_it.token import Token

    from communique.fields import Model
    from communique.kinds import Briefing
    from communique.views.blocks.sources import Legend
    from communique.views.sheet import Sheet

    Piece: TypeAlias = list[Token] | tuple[str, Model]
    """A run of Markdown, or a block with its options."""

_NOT_IN_IDS = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of the body: ``block`` names its template in parts/blocks/, ``view`` is what that is given."""

    block: str
    view: Any


@dataclass(frozen=True, slots=True)
class Contents:
    """A line of the contents."""

    anchor: str
    title: str


@dataclass(frozen=True, slots=True)
class Body:
    """Key judgements, where there are any; the rest in order; the contents; and what grades mean, where any stand."""

    judgements: Part | None
    parts: tuple[Part, ...]
    contents: tuple[Contents, ...]
    legend: Legend | None


def body_of(sheet: Sheet, briefing: Briefing, *, printed: bool = False) -> Body:
    """The body of ``briefing``.

    Notes are numbered in the order of reading, so the list of sources is made last, wherever it stands. An edition
    that names no ``sources`` block gets one at its end: a note must lead somewhere. ``printed``: for pages of paper.
    """
    pieces = _pieces(briefing.body)
    options = tuple(each[1] for each in pieces if isinstance(each, tuple))
    edition = Edition(sheet, briefing, options, last_day(briefing), printed)
    contents = list(_name_headings(edition, pieces))
    _prepare(edition, pieces)
    judgements = None
    if briefing.judgements:
        judgements = Part("judgements", BLOCK_VIEWS["judgements"](edition, Judgements()))
        contents.insert(0, Contents("key-judgements", gettext("Key judgements")))
    parts = [_part(edition, piece) for piece in pieces if not _named(piece, "judgements")]
    listed = BLOCK_VIEWS["sources"](edition, Sources())
    if listed.rows and not any(_named(piece, "sources") for piece in pieces):
        parts.append(Part("sources", None))
        listed = replace(listed, title="Sources", anchor=_anchor("Sources", edition))
        contents.append(Contents(listed.anchor, listed.title))
    first = next((at for at, part in enumerate(parts) if part.block == "sources"), None)
    parts = [
        Part("sources", listed) if at == first else part
        for at, part in enumerate(parts)
        if at == first or part.block != "sources"  # one list, at the first place asked for
    ]
    contents.append(Contents("_control", gettext("Document control")))
    return Body(judgements, tuple(parts), tuple(contents), legend() if listed.rows else None)


def _prepare(edition: Edition, pieces: list[Piece]) -> None:
    """Let notes in the text take the credibility that records give their sources; print events by their numbers."""
    corpus = edition.sheet.corpus
    if edition.printed:
        edition.sheet.places |= {event.id: event_anchor(event.id) for event in listed(edition)}
        edition.sheet.places |= {claim.id: claim_anchor(claim.id) for claim in edition.claims}
    for record in (*edition.events, *edition.claims, *corpus.events, *corpus.claims):
        edition.sheet.lists(citations(record))
    for token in (each for run in pieces if isinstance(run, list) for each in run):
        for child in token.children or ():
            if child.type == "record_link" and not child.meta["words"]:
                event = corpus.records.get(child.meta["id"])
                child.meta["words"] = event.number or "" if isinstance(event, Event) else ""
            elif child.type == "text":
                child.content = typographic(child.content)


def _named(piece: Piece, block: str) -> bool:
    return isinstance(piece, tuple) and piece[0] == block


def _part(edition: Edition, piece: Piece) -> Part:
    if isinstance(piece, list):
        return Part("prose", edition.sheet.rendered(piece))
    name, options = piece
    return Part(name, None if name == "sources" else BLOCK_VIEWS[name](edition, options))


def _pieces(body: str) -> list[Piece]:
    """Runs of Markdown, and between them the blocks with their options."""
    found: list[Piece] = []
    run: list[Token] = []
    for token in markdown.tokens(body):
        options = _options(token)
        if options is None:
            run.append(token)
            continue
        found += [run] if run else []
        found.append(options)
        run = []
    return found + ([run] if run else [])


def _options(token: Token) -> tuple[str, Model] | None:
    name = token.info.strip()
    if token.type != "fence" or name not in BLOCKS:
        return None
    options, _ = read_options(name, token.content, "", 1)
    # The corpus was checked before: a block with a fault never gets here.
    return None if options is None else (name, options)


def _name_headings(edition: Edition, pieces: list[Piece]) -> Iterator[Contents]:
    """Give every heading an id and every paragraph of the text a number's class; yield the headings of sections."""
    edition.place("key-judgements")
    for run in pieces:
        if not isinstance(run, list):
            continue
        for at, token in enumerate(run):
            if token.type == "paragraph_open" and token.level == 0:
                token.attrs["class"] = "para"
            if token.type != "heading_open":
                continue
            title = "".join(each.content for each in run[at + 1].children or () if each.type in ("text", "code_inline"))
            token.attrs["id"] = anchor = _anchor(title, edition)
            if token.tag == "h1":
                token.tag = run[at + 2].tag = "h2"
            if token.tag == "h2":
                yield Contents(anchor, title)


def _anchor(title: str, edition: Edition) -> str:
    plain = _NOT_IN_IDS.sub("-", title.lower()).strip("-") or "section"
    anchor, number = plain, 2
    while anchor.startswith("source-") or not edition.place(anchor):
        anchor, number = f"{plain}-{number}", number + 1
    return anchor
