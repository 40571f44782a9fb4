"""Where a published edition stands: current, superseded by a later one, or corrected since."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC
from typing import TYPE_CHECKING, Final, Literal

from communique.corpus import address
from communique.dates import parse
from communique.tongue import Words, gettext, say
from communique.views.sheet import Link

if TYPE_CHECKING:
    from collections.abc import Iterator

    from communique.corpus import Corpus
    from communique.editions import Pin
    from communique.kinds import Briefing
    from communique.views.sheet import Sheet

Word = Literal["draft", "current", "superseded", "corrected"]
CORRECTIONS = "corrections/index.html"
LABELS: Final = Words(
    {"draft": "Draft", "current": "Current edition", "superseded": "Superseded", "corrected": "Corrected"}
)
_LINKED = re.compile(r'href="[^"#]*/([a-z0-9-]+)/index\.html')


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of the banner; ``link`` ends it, where there is one."""

    words: str
    link: Link | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """The state of an edition, in one word and in sentences with links."""

    word: Word
    sentences: tuple[Sentence, ...]

    @property
    def label(self) -> str:
        """The word, as it stands at the head of the page."""
        return LABELS[self.word]


def standing(sheet: Sheet, briefing: Briefing, article: str = "") -> Standing:
    """Where ``briefing`` stands today; ``article`` is the published text, whose links say which records it shows."""
    corpus = sheet.corpus
    pin = corpus.pins.get(briefing.id)
    if pin is None:
        told = gettext("Not published: rendered from today’s records, and it may still change.")
        return Standing("draft", (Sentence(told),))
    superseded = tuple(_superseding(sheet, briefing.id))
    corrected = tuple(_corrections(sheet, briefing, pin, article))
    word: Word = "superseded" if superseded else "corrected" if corrected else "current"
    published = say("Published {day}.", day=parse(f"{pin.instant.astimezone(UTC):%Y-%m-%d}").words())
    return Standing(word, (Sentence(published), *superseded, *corrected, *_carried_on(sheet, briefing.id)))


def published_editions(corpus: Corpus) -> Iterator[Briefing]:
    """The editions that were published and that this build may show, in the order of their dates."""
    found = [each for each in corpus.briefings if each.id in corpus.pins]
    yield from sorted(found, key=lambda each: (corpus.pins[each.id].instant, each.id))


def superseder(corpus: Corpus, id_: str) -> Briefing | None:
    """The last of the published editions that supersede ``id_``, one after the other; None where none does."""
    found, seen = None, {id_}
    while True:
        following = [each for each in published_editions(corpus) if each.supersedes == id_ and each.id not in seen]
        if not following:
            return found
        found = following[-1]
        id_ = found.id
        seen.add(id_)


def _superseding(sheet: Sheet, id_: str) -> Iterator[Sentence]:
    later = superseder(sheet.corpus, id_)
    if later is not None:
        words = say("edition {number}, of {day}", number=later.edition, day=later.date.words())
        yield Sentence(gettext("Superseded by"), Link(sheet.href(address(later)), f"{later.title}, {words}"))


def _carried_on(sheet: Sheet, id_: str) -> Iterator[Sentence]:
    for later in published_editions(sheet.corpus):
        if later.updates == id_:
            yield Sentence(
                gettext("Carried on by"), Link(sheet.href(address(later)), f"{later.title}, {later.date.words()}")
            )


def _corrections(sheet: Sheet, briefing: Briefing, pin: Pin, article: str) -> Iterator[Sentence]:
    page = sheet.href(CORRECTIONS)
    for row in briefing.corrections:
        words = say("Corrected on {day}: {what}.", day=row.date.words(), what=row.what)
        yield Sentence(words, Link(page, gettext("What it said, and what is right")))
    published = pin.instant.astimezone(UTC).date().isoformat()
    for id_ in dict.fromkeys(_LINKED.findall(article)):
        record = sheet.corpus.records.get(id_)
        days = [row.date for row in record.corrections if str(row.date.sort_key[0]) > published] if record else []
        if days:
            words = say("What it shows of a record was corrected on {day}:", day=days[-1].words())
            yield Sentence(words, Link(sheet.href(sheet.corpus.addresses[id_]), sheet.corpus.titles[id_]))
