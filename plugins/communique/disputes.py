"""Which assertions are disputed: by the claims that take them up, never typed. And their texts, which say so."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from markupsafe import Markup

from communique.kinds import Claim, Event
from communique.kinds.claim import DENYING
from communique.tongue import gettext, say

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from communique.corpus import Corpus
    from communique.kinds import Record
    from communique.kinds.claim import Answer
    from communique.kinds.event_rows import Statement


def denials(claim: Claim) -> tuple[Answer, ...]:
    """The answers that dispute what ``claim`` asks."""
    return tuple(row for row in claim.answers if row.how in DENYING)


def disputing(corpus: Corpus, ref: str) -> tuple[Claim, ...]:
    """The claims in which the statement ``ref`` is asserted and denied."""
    return tuple(claim for claim in corpus.claims_of.get(ref, ()) if ref in claim.assertions and denials(claim))


class Disputed(str):
    """The text of a disputed assertion, of which every rendering carries the dispute.

    As a string the dispute comes first, so that it outlives any cut: ``[disputed by Lower Miravel] Two ferries …``; as
    HTML it stands behind. The bare text is for our own reckoning (``bare``), never for a reader.
    """

    _said: str
    _dispute: str

    def __new__(cls, said: str, dispute: str) -> Disputed:
        """The text ``said`` with the words of its ``dispute``."""
        self = super().__new__(cls, f"[{dispute}] {said}")
        self._said, self._dispute = said, dispute
        return self

    @property
    def dispute(self) -> str:
        """The dispute alone: who disputes it."""
        return self._dispute

    def __html__(self) -> Markup:
        """As it stands in a page."""
        return Markup('{} <span class="dispute">[{}]</span>').format(self._said, self._dispute)

    def __reduce__(self) -> tuple[type[Disputed], tuple[str, str]]:
        """What a copy is made of: a copy has its dispute too."""
        return Disputed, (self._said, self._dispute)


def bare(text: str) -> str:
    """``text`` without its dispute: to compare and to count, never to print."""
    return text._said if isinstance(text, Disputed) else text


def with_disputes(corpus: Corpus) -> Corpus:
    """``corpus`` in which the text of every disputed assertion is a ``Disputed``; itself where nothing changes.

    What pages, papers, feeds, exports and mails are made of goes through here (``Site``), so that an output that is
    added later cannot forget it.
    """
    changed: dict[str, Record] = {}
    for event in corpus.of(Event):
        rows = tuple(_told(corpus, event, row) for row in event.statements)
        if any(new is not old for new, old in zip(rows, event.statements, strict=True)):
            changed[event.id] = event.model_copy(update={"statements": rows})
    if changed:
        texts = [row.text for each in changed.values() if isinstance(each, Event) for row in each.statements]
        told = {_compared(bare(text)): text for text in texts if isinstance(text, Disputed)}
        changed |= {claim.id: _worded(claim, told) for claim in corpus.of(Claim)}
    return replace(corpus, records={**corpus.records, **changed}) if changed else corpus


def _compared(text: str) -> str:
    return text.casefold().strip(" .")


def _worded(claim: Claim, told: Mapping[str, Disputed]) -> Claim:
    """A claim whose variants that repeat a disputed assertion say so too."""
    rows = tuple(
        row if (text := told.get(_compared(row.value))) is None or isinstance(row.value, Disputed)
        else row.model_copy(update={"value": Disputed(row.value, text.dispute)})
        for row in claim.variants
    )  # fmt: skip
    return claim if rows == claim.variants else claim.model_copy(update={"variants": rows})


def _told(corpus: Corpus, event: Event, row: Statement) -> Statement:
    claims = disputing(corpus, f"{event.id}#{row.id}")
    said = bare(row.text)
    text = Disputed(said, _words(corpus, claims)) if claims else said
    return row if str(text) == str(row.text) else row.model_copy(update={"text": text})


def _words(corpus: Corpus, claims: Iterable[Claim]) -> str:
    """``disputed by Lower Miravel``: those who deny it, by the names we use."""
    statements = [corpus.statements[row.statement].statement for claim in claims for row in denials(claim)]
    named = list(dict.fromkeys(corpus.titles[id_] for row in statements for id_ in row.by if id_ in corpus.titles))
    if not named:
        return gettext("disputed, by nobody named")
    told = [*named[:2], gettext("others")] if len(named) > 3 else named
    names = say("{names} and {last}", names=", ".join(told[:-1]), last=told[-1]) if len(told) > 1 else told[0]
    return say("disputed by {names}", names=names)
