"""What stands around an edition in a mail: its marking, where the PDF is, why it came and how to leave."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import css_inline
from markupsafe import Markup, escape

from communique.mail.phrases import phrases
from communique.markings import PLAIN_WORDS
from communique.press.theme import render
from communique.tongue import RIGHT_TO_LEFT
from communique.views.plaintext import fold

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jinja2 import Environment

    from communique.mail.edition import Edition, Paper
    from communique.mail.letterhead import Letterhead


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence of the foot, as plain text and as HTML."""

    words: str
    html: Markup


@dataclass(frozen=True, slots=True)
class FrameView:
    """What the template of a message is given."""

    lang: str
    dir: str
    title: str
    marking: str
    marking_words: str
    draft: str
    article: Markup
    foot_lang: str
    foot_dir: str
    foot: tuple[Line, ...]


def framed_text(edition: Edition, head: Letterhead, form: str, paper: Paper, language: str) -> str:
    """The plain-text edition with its foot."""
    draft = f"{phrases(language).draft}\n\n" if edition.draft else ""
    foot = "\n".join(f"{line.words}\n" for line in _foot(edition, head, form, paper, language))
    return f"{draft}{edition.text.rstrip()}\n\n-- \n{fold(foot)}"


def framed_html(jinja: Environment, edition: Edition, head: Letterhead, form: str, paper: Paper, language: str) -> str:
    """The article in its frame, with its style inside each tag: many readers of mail drop a style sheet."""
    view = FrameView(
        lang=edition.language,
        dir=_direction(edition.language),
        title=edition.title,
        marking=edition.marking,
        marking_words=PLAIN_WORDS[edition.marking],
        draft=phrases(language).draft if edition.draft else "",
        article=Markup(edition.html),
        foot_lang=language,
        foot_dir=_direction(language),
        foot=tuple(_foot(edition, head, form, paper, language)),
    )
    return _inliner().inline(render(jinja, "mail/message.html", view, f"{edition.label} (mail)"))


def _foot(edition: Edition, head: Letterhead, form: str, paper: Paper, language: str) -> Iterator[Line]:
    told, ways = phrases(language), _direction(language)
    if form == "attached":
        yield _line(told.attached, ways, pdf=paper.name)
        if paper.signature is not None:
            yield _line(told.signed, ways, pdf=f"{paper.name}.p7s")
    else:
        yield _line(told.link, ways, paper.address, pdf=paper.address)
    if edition.address:
        yield _line(told.web, ways, edition.address, web=edition.address)
    yield Line(told.why.format(list=head.list_title), escape(told.why).format(list=_apart(head.list_title)))
    yield _line(told.leave, ways, f"mailto:{head.leave.wire}", leave=head.leave.shown)


def _line(phrase: str, direction: str, href: str = "", **value: str) -> Line:
    """A phrase with a name or an address in it, which reads from the left in every language.

    In HTML it is kept apart; as plain text it stands on a line of its own where the phrase reads from the right.
    """
    ((name, text),) = value.items()
    shown = Markup('<a href="{}">{}</a>').format(href, _apart(text)) if href else _apart(text)
    words = phrase.format(**{name: f"\n{text}" if direction == "rtl" else text})
    return Line("\n".join(line.strip(" ") for line in words.split("\n")), escape(phrase).format(**{name: shown}))


def _apart(text: str) -> Markup:
    return Markup("<bdi>{}</bdi>").format(text)


def _direction(language: str) -> str:
    return "rtl" if language.partition("-")[0].lower() in RIGHT_TO_LEFT else "ltr"


@lru_cache(maxsize=1)
def _inliner() -> css_inline.CSSInliner:
    """Inlines without asking the network, and keeps the rules for dark screens and narrow ones where they are."""
    return css_inline.CSSInliner(keep_at_rules=True, load_remote_stylesheets=False)
