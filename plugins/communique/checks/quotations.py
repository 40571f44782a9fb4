"""Quotations against the archived copies: altered, not found, or not to be checked, and why."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from communique.diagnostics import Diagnostic
from communique.evidence import quoted_in
from communique.evidence.judged import NO_SNAPSHOT
from communique.kinds import Source

if TYPE_CHECKING:
    from collections.abc import Iterator

    from communique.checks.context import Context
    from communique.diagnostics import Mark
    from communique.evidence import Judged


def check_quotations(context: Context) -> Iterator[Diagnostic]:
    """What the verdict on each quotation asks of an editor; sources that are not archived are told once each."""
    unchecked: Counter[str] = Counter()
    for each, record in context.whole():
        for quoted in quoted_in(record):
            judged = context.judged.get(quoted.key)
            if judged is None:
                continue
            if judged.verdict.reason == NO_SNAPSHOT:
                unchecked[quoted.source] += 1
            else:
                yield from _told(judged, quoted.source, each.mark(quoted.loc))
    yield from _archived(context, unchecked)


def _told(judged: Judged, source: str, mark: Mark) -> Iterator[Diagnostic]:
    verdict = judged.verdict
    at = f" at {verdict.place.words}" if verdict.place else ""
    since = "" if judged.live else f" (as looked up on {judged.on})"
    if verdict.word == "altered":
        has = f": “{verdict.passage}”" if verdict.passage else ""
        what = f"{verdict.reason}: '{source}'{at}{has}{since}"
        yield Diagnostic(mark, "quotation-altered", what, "quote the copy's words; mark what is left out with […]")
    elif verdict.word == "not-found":
        what = f"these words are not in the copy of '{source}': {verdict.reason}{since}"
        yield Diagnostic(mark, "quotation-not-found", what, "look at the source; quote it, or say it in our words")
    elif verdict.word == "cannot-check":
        hint = "look at the source yourself"
        yield Diagnostic(mark, "quotation-unchecked", f"'{source}'{at}: {verdict.reason}{since}", hint)
    elif verdict.remark:
        what = f"'{source}'{at}: {verdict.remark}{since}"
        yield Diagnostic(mark, "quotation-context", what, "make sure that the sentence says the same without it")


def _archived(context: Context, unchecked: Counter[str]) -> Iterator[Diagnostic]:
    """Snapshots that are missing here, and sources nothing is archived of: told where a dossier keeps snapshots."""
    sources = [(each, record) for each, record in context.whole() if isinstance(record, Source)]
    keeps = any(record.snapshots for _, record in sources)
    for each, record in sources:
        for number, row in enumerate(record.snapshots):
            if context.archived is not None and row.sha256 not in context.archived:
                mark = each.mark(("snapshots", number, "sha256"))
                hint = "bring it with 'communique store sync'"
                yield Diagnostic(mark, "snapshot-missing", "the store here has no bytes of this capture", hint)
        if keeps and unchecked[record.id] and not record.snapshots:
            count = unchecked[record.id]
            what = f"nothing of '{record.id}' is archived, so {_quotations(count)} cannot be checked"
            yield Diagnostic(each.mark(("title",)), "quotation-unchecked", what, "archive it with 'communique ingest'")


def _quotations(count: int) -> str:
    return "one quotation" if count == 1 else f"{count} quotations"
